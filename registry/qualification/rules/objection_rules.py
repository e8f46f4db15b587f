"""What a province says of objections: whether one stays the effect, and who decides it (arts. 42, 44; O10)."""

from dataclasses import dataclass
from enum import StrEnum

from registry.packs.parameters import Group, parameter
from registry.packs.readers import FLAG, choice

_PROCEDURE = "医保办发〔2024〕34号"


class ObjectionReviewer(StrEnum):
    """Who decides an objection that the agency's explanation did not settle (art. 42)."""

    SAME_LEVEL_DEPARTMENT = "same_level_department"
    DECIDING_DEPARTMENT = "deciding_department"


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionRules(Group):
    """Whether a pending objection stays the effect, and who decides what was not settled (arts. 42, 44; O10)."""

    stays_effect: bool = parameter("objection.stays_effect", FLAG, default=False, article=f"{_PROCEDURE} art. 44")
    reviewer: ObjectionReviewer = parameter(
        "objection.reviewer",
        choice(ObjectionReviewer),
        default=ObjectionReviewer.SAME_LEVEL_DEPARTMENT,
        article=f"{_PROCEDURE} art. 42",
    )
