"""What a parameter of a rule pack may hold: closed lists, small records, and how each is read and written.

A reader takes what TOML or JSON hold and returns the value as the engine uses it. It raises ValueError or
TypeError for anything else.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from registry.codes.bases import LEGAL_BASES
from registry.codes.degrees import GROUND_REASONS, Ground
from registry.codes.divisions import province_of
from registry.codes.early_duties import EarlyDuty
from registry.codes.payability import is_emergency_code
from registry.codes.persons import Category, PharmacyRole

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


def whole(low: int, high: int) -> Callable[[Any], int]:
    """Return the reader of a whole number between two bounds, both included."""

    def read(value: Any) -> int:
        if type(value) is not int or not low <= value <= high:
            raise ValueError
        return value

    return read


def months(value: Any) -> Months:
    """Read a number of months from 1 to 6, or the two ends of a range."""
    within = whole(1, 6)
    if isinstance(value, list | tuple):
        low, high = map(within, value)
        if low > high:
            raise ValueError
        return Months(low, high)
    return Months(within(value), within(value))


def flag(value: Any) -> bool:
    """Read true or false."""
    if type(value) is not bool:
        raise ValueError
    return value


def text(longest: int) -> Callable[[Any], str]:
    """Return the reader of a text that is not blank."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or not value.strip() or len(value) > longest:
            raise ValueError
        return value

    return read


def read_date(value: Any) -> datetime.date:
    """Return a date from TOML's date or JSON's `YYYY-MM-DD`. Raises ValueError."""
    if type(value) is datetime.date:
        return value
    if isinstance(value, str) and len(value) == 10:
        day = datetime.date.fromisoformat(value)
        if day.isoformat() == value:  # and not a week date, which is as long
            return day
    raise ValueError


def roles(value: Any) -> frozenset[PharmacyRole]:
    """Read the roles of a pharmacy that are managed; the head is always among them."""
    if not isinstance(value, list | tuple) or not value:
        raise ValueError
    found = frozenset(PharmacyRole(role) for role in value)
    if PharmacyRole.HEAD not in found:
        raise ValueError
    return found


def emergency_codes(value: Any) -> tuple[str, ...]:
    """Read a list of codes, each once, and each such that a line of a payment check can carry it."""
    if not isinstance(value, list | tuple) or not all(map(is_emergency_code, value)):
        raise ValueError
    return _distinct(tuple(value), value)


def acts(value: Any) -> Mapping[str, RepairAct]:
    """Read the acts of repair by their names."""
    if not isinstance(value, Mapping):
        raise ValueError
    found = {}
    for name, act in value.items():
        if not (_is_name(name) and isinstance(act, Mapping) and act.keys() <= {"points", "months", "times_per_year"}):
            raise ValueError
        times = act.get("times_per_year")
        found[name] = RepairAct(
            points=whole(0, 12)(act.get("points", 0)),
            months=whole(0, 12)(act.get("months", 0)),
            times_per_year=None if times is None else whole(1, 12)(times),
        )
    return MappingProxyType(found)


def early_measures(value: Any) -> tuple[EarlyMeasure, ...]:
    """Read the steps below 9 in rising order, each with its duties."""
    found: list[EarlyMeasure] = []
    for table in _tables(value, {"from_points", "duties"}):
        from_points = whole(1, 8)(table["from_points"])
        if found and found[-1].from_points >= from_points:
            raise ValueError
        duties = tuple(EarlyDuty(each) for each in _list(table["duties"]))
        if not duties:
            raise ValueError
        found.append(EarlyMeasure(from_points=from_points, duties=_distinct(duties, duties)))
    return tuple(found)


def phase_in_groups(value: Any) -> tuple[PhaseInGroup, ...]:
    """Read the groups that are covered from days of their own: each names roles, or places, or both."""
    found = []
    for table in _tables(value, {"category", "from"}, {"roles", "places"}):
        of_roles, places = (tuple(_list(table.get(name, []))) for name in ("roles", "places"))
        if not (of_roles or places) or not all(_is_place(place) for place in places):
            raise ValueError
        found.append(
            PhaseInGroup(
                category=Category(table["category"]),
                from_on=read_date(table["from"]),
                roles=_distinct(tuple(map(text(40), of_roles)), of_roles),
                places=_distinct(places, places),
            )
        )
    return _distinct(tuple(found), [(each.category, each.roles, each.places) for each in found])


def bands(value: Any) -> frozenset[str]:
    """Read a list of bands by the names that they have in a pack."""
    found = frozenset(_list(value))
    if not found <= BANDS.keys():
        raise ValueError
    return found


def situations(value: Any) -> tuple[Situation, ...]:
    """Read a province's own situations, each of one band; a national name cannot be taken, and a national basis only be
    lifted.
    """
    found = []
    for table in _tables(value, {"name", "legal_basis", "title"}, {"lifts", "repeats"}):
        basis, lifts = table["legal_basis"], table.get("lifts", "")
        if not _is_name(table["name"]) or table["name"] in LEGAL_BASES:
            raise ValueError
        if basis not in LEGAL_BASES or not basis.startswith("other_"):
            raise ValueError
        if lifts and not (lifts in LEGAL_BASES and LEGAL_BASES[lifts].low < LEGAL_BASES[basis].low):
            raise ValueError
        found.append(
            Situation(
                name=table["name"],
                legal_basis=basis,
                title=text(200)(table["title"]),
                lifts=lifts,
                repeats=flag(table.get("repeats", False)),
            )
        )
    return _distinct(tuple(found), [each.name for each in found])


def reasons(value: Any) -> tuple[LocalReason, ...]:
    """Read a province's own reasons of art. 25; a national name cannot be taken."""
    found = []
    for table in _tables(value, {"name", "ground", "title"}):
        ground = Ground(table["ground"])
        if not _is_name(table["name"]) or table["name"] in GROUND_REASONS or ground is Ground.NONE:
            raise ValueError
        found.append(LocalReason(name=table["name"], ground=ground, title=text(200)(table["title"])))
    return _distinct(tuple(found), [each.name for each in found])


def amounts(value: Any) -> tuple[AmountThreshold, ...]:
    """Read thresholds in rising order: of one basis, more money is never fewer points, all within its band."""
    found: list[AmountThreshold] = []
    for table in _tables(value, {"legal_basis", "from_yuan", "points"}):
        basis = LEGAL_BASES.get(text(40)(table["legal_basis"]))
        if basis is None:
            raise ValueError
        points = whole(basis.low, basis.high)(table["points"])
        from_yuan = whole(0, 10**12)(table["from_yuan"])
        if any(
            each.legal_basis == basis.name and (each.from_yuan >= from_yuan or each.points > points) for each in found
        ):
            raise ValueError
        found.append(AmountThreshold(legal_basis=basis.name, from_yuan=from_yuan, points=points))
    return tuple(found)


def write_value(value: Any) -> Any:
    """Return a parameter's value as JSON and TOML can hold it; its reader gives it back."""
    if isinstance(value, Months):
        return [value.low, value.high] if value.fixed is None else value.fixed
    if isinstance(value, frozenset):
        return sorted(str(each) for each in value)
    if isinstance(value, Mapping):
        return {name: _written(act) for name, act in value.items()}
    if isinstance(value, tuple):
        return [str(each) if isinstance(each, str) else _written(each) for each in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value


def _written(record: Any) -> dict[str, Any]:
    """Return a small record by the names that its members have in a pack; what it leaves open is left out."""
    return {
        _WRITTEN_AS.get(field.name, field.name): write_value(value)
        for field in fields(record)
        if (value := getattr(record, field.name)) != field.default
    }


_WRITTEN_AS = {"from_on": "from"}


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and value.isidentifier() and len(value) <= 40


def _is_place(value: Any) -> bool:
    """Return whether a value is a division within a province: a prefecture or a county."""
    return isinstance(value, str) and province_of(value) is not None and not value.endswith("0000")


def _lies_in(place: str, division: str) -> bool:
    return place[:4] == division[:4] if division.endswith("00") else place == division


def _list(value: Any) -> list[Any] | tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError
    return value


def _tables(value: Any, members: set[str], may: Iterable[str] = ()) -> Iterable[Mapping[str, Any]]:
    """Yield the tables of a list, each with these members and perhaps some of those that may be there."""
    for table in _list(value):
        if not isinstance(table, Mapping) or not members <= table.keys() <= members.union(may):
            raise ValueError
        yield table


def _distinct[Each](found: tuple[Each, ...], names: Iterable[Any]) -> tuple[Each, ...]:
    if len(set(names)) != len(found):
        raise ValueError
    return found
