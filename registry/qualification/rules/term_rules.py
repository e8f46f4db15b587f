"""What a province says of a suspension's term: how many months, and from which day (art. 29; O1, O2, O41)."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from registry.packs.parameters import Group, Parameter, gathered, parameter
from registry.packs.readers import Reader, choice, whole
from registry.words.wording import Phrase
from sync.wire.refusals import Refusal, Refused

_PROCEDURE = "医保办发〔2024〕34号"


class TermStarts(StrEnum):
    """From which date a suspension runs (O1); a start given in the notice always wins."""

    DECIDED_ON = "decided_on"
    NOTICE_ISSUED_ON = "notice_issued_on"
    NOTICE_SERVED_ON = "notice_served_on"
    FIRST_OF_NEXT_MONTH = "first_of_next_month"


@dataclass(frozen=True, slots=True)
class Months:
    """How long a suspension lasts: from `low` to `high` months; where they differ, the decision states the length."""

    low: int
    high: int

    @property
    def fixed(self) -> int | None:
        """Return the length where the text gives one number."""
        return self.low if self.low == self.high else None


REACHED = ("months", "months.single", "months.accumulated")
"""However reached; reached by one score of 9 or more; reached by several."""

POINTS = (9, 10, 11)


def _read(value: object) -> Months:
    """Read a number of months from 1 to 6, or the two ends of a range."""
    within = whole(1, 6).read
    if isinstance(value, list | tuple):
        low, high = map(within, value)
        if low > high:
            raise ValueError
        return Months(low, high)
    return Months(within(value), within(value))


def _write(months: Months) -> int | list[int]:
    return [months.low, months.high] if months.fixed is None else months.fixed


MONTHS = Reader(
    _read,
    Phrase(
        "a whole number from 1 to 6, or a list of two of them, the shortest and the longest",
        "1至6的整数，或者由最短、最长两个月数组成的列表",
    ),
    _write,
)


def _months(reached: str, points: int) -> Parameter[Months | None]:
    name = f"{reached}.{points}"
    return Parameter(
        name=name,
        reader=MONTHS,
        default=None,
        article=f"{_PROCEDURE} art. 29",
        refusal=Refusal("pack_months_out_of_bounds", name, {"points": str(points)}),
    )


def _set(values: Mapping[str, Months | None]) -> Mapping[str, Months]:
    return MappingProxyType({name: months for name, months in values.items() if months is not None})


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRules(Group):
    """How long a suspension lasts by the sum reached, and from which day it runs (art. 29; O1, O2, O41)."""

    months: Mapping[str, Months] = gathered(
        (_months(reached, points) for reached in REACHED for points in POINTS), _set
    )
    term_starts: TermStarts = parameter(
        "term_starts", choice(TermStarts), default=TermStarts.NOTICE_SERVED_ON, article=f"{_PROCEDURE} arts. 29, 33"
    )

    def months_for(self, total: int, *, single: bool) -> Months | None:
        """Return how long a suspension for these points lasts; None where the text gives no number (O41).

        `single` says that one score of 9 or more reached them, and not several.
        """
        reached = "months.single" if single else "months.accumulated"
        return self.months.get(f"{reached}.{total}") or self.months.get(f"months.{total}")

    def check(self, division: str) -> None:
        """Refuse fewer months for more points (art. 29)."""
        for reached in REACHED:
            rising = [months for points in POINTS if (months := self.months.get(f"{reached}.{points}")) is not None]
            for fewer, more in itertools.pairwise(rising):
                if more.low < fewer.low or more.high < fewer.high:
                    raise Refused.because("pack_months_decreasing", reached)
