"""What a parameter of a rule pack may hold: closed lists and small records."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from registry.codes.degrees import Ground
from registry.codes.early_duties import EarlyDuty
from registry.codes.persons import Category

BANDS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"1_3": (1, 3), "4_6": (4, 6), "7_9": (7, 9), "10_12": (10, 12)}
)
"""The four bands of the national rule set by the names they have in a pack."""


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


class Straddle(StrEnum):
    """How a hospital stay across the start of a term is paid (O12)."""

    BY_SERVICE_DATE = "by_service_date"
    BY_ADMISSION_DATE = "by_admission_date"


class ObjectionReviewer(StrEnum):
    """Who decides an objection that the agency's explanation did not settle (art. 42)."""

    SAME_LEVEL_DEPARTMENT = "same_level_department"
    DECIDING_DEPARTMENT = "deciding_department"


class Denominator(StrEnum):
    """Of whom the person-times of an institution are a share (art. 30): nothing national says so."""

    FILED_ON_LAST_DAY = "filed_on_last_day"
    FILED_EVER_IN_YEAR = "filed_ever_in_year"
    AVERAGE = "average"


class Publicity(StrEnum):
    """Within which range a status is shown (art. 37). `public`: a text lets it be published to everybody, on the
    institution's site and its own pages; this registry tells the institutions of the division, and publishes nothing.
    """

    INSTITUTION = "institution"
    INSTITUTIONS_OF_DIVISION = "institutions_of_division"
    PUBLIC = "public"


class ActsOfOneType(StrEnum):
    """How several acts of one type found by one inspection are scored (O38): art. 26 speaks of different types only."""

    EACH = "each"
    ONCE = "once"


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairAct:
    """An act of repair: at most so many points lowered, and months of a term shortened, by one grant; and how often it
    may be granted for one year's points, None for as often as the caps allow.
    """

    points: int
    months: int
    times_per_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyMeasure:
    """From this sum of a year on, below the 9 that suspend, what is to be done about the person (art. 36)."""

    from_points: int
    duties: tuple[EarlyDuty, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseInGroup:
    """Those of a category who are covered from a day of their own: of these roles, at institutions of these places."""

    category: Category
    from_on: datetime.date
    roles: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    def holds_for(self, category: Category, role: str, place: str) -> bool:
        """Return whether somebody filed in a category and role, at an institution in a place, belongs to the group."""
        return (
            category is self.category
            and (not self.roles or role in self.roles)
            and (not self.places or any(_lies_in(place, each) for each in self.places))
        )

    @property
    def narrowness(self) -> tuple[bool, bool]:
        """Return what makes of two groups the narrower one: a place of its own weighs more than a role."""
        return bool(self.places), bool(self.roles)


class _OwnWords:
    """What has a title in a province's own words: one text for readers of either language."""

    __slots__ = ()
    title: str

    @property
    def title_zh(self) -> str:
        """Return the title as the province wrote it."""
        return self.title

    @property
    def title_en(self) -> str:
        """Return the title as the province wrote it."""
        return self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation(_OwnWords):
    """A situation that a province adds to a band (annex 2).

    It is decided under the band's `other_*` basis or, where it `lifts` a national basis into the band, under that one.
    `repeats`: it is given only where the person was scored before in the year.
    """

    name: str
    legal_basis: str
    title: str
    lifts: str = ""
    repeats: bool = False

    @property
    def under(self) -> str:
        """Return the legal basis of a decision in this situation."""
        return self.lifts or self.legal_basis


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalReason(_OwnWords):
    """A province's own reason for leniency or severity (art. 25)."""

    name: str
    ground: Ground
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountThreshold:
    """From this amount attributable to the person on, in yuan, so many points of the basis are proposed."""

    legal_basis: str
    from_yuan: int
    points: int


def _lies_in(place: str, division: str) -> bool:
    return place[:4] == division[:4] if division.endswith("00") else place == division
