"""What a province says of an institution's ratio: from which share on, and of whom (art. 30)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from registry.packs.parameters import Group, parameter
from registry.packs.readers import choice, whole
from sync.wire.refusals import Refused

_ARTICLE = "医保办发〔2024〕34号 art. 30"


class Denominator(StrEnum):
    """Of whom the person-times of an institution are a share (art. 30): nothing national says so."""

    FILED_ON_LAST_DAY = "filed_on_last_day"
    FILED_EVER_IN_YEAR = "filed_ever_in_year"
    AVERAGE = "average"


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioRules(Group):
    """Art. 30: percent of suspended and terminated person-times from which the institution is met, and of whom."""

    settlement_percent: int | None = parameter(
        "ratio.settlement_percent", whole(1, 100), default=None, article=_ARTICLE
    )
    agreement_percent: int | None = parameter("ratio.agreement_percent", whole(1, 100), default=None, article=_ARTICLE)
    denominator: Denominator = parameter(
        "ratio.denominator", choice(Denominator), default=Denominator.FILED_EVER_IN_YEAR, article=_ARTICLE
    )

    def check(self, division: str) -> None:
        """Refuse a share that suspends the agreement below the one that suspends settlement."""
        settlement, agreement = self.settlement_percent, self.agreement_percent
        if settlement is not None and agreement is not None and agreement < settlement:
            raise Refused.because("pack_ratio_decreasing", "ratio")


GROUPS: Sequence[type[Group]] = (RatioRules,)
"""What the rules of the institution's year read."""
