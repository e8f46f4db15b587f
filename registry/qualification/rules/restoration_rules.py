"""What a province says of restoration: the lead of an application, time and form of its assessment (art. 39)."""

from dataclasses import dataclass

from registry.packs.parameters import Group, parameter
from registry.packs.readers import FLAG, whole

_ARTICLE = "医保办发〔2024〕34号 art. 39"


@dataclass(frozen=True, slots=True, kw_only=True)
class RestorationRules(Group):
    """When an assessment may be applied for before the term ends, its time and its form (art. 39)."""

    lead_working_days: int = parameter("restoration.lead_working_days", whole(1, 60), default=15, article=_ARTICLE)
    assessment_working_days: int = parameter(
        "restoration.assessment_working_days", whole(1, 60), default=10, article=_ARTICLE
    )
    examination: bool = parameter("restoration.examination", FLAG, default=False, article=_ARTICLE)
