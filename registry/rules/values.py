"""What a parameter of a rule pack may hold: closed lists, small records, and how each is read and written.

A reader takes what TOML or JSON hold and returns the value as the engine uses it. It raises ValueError or
TypeError for anything else.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from registry.codes.bases import LEGAL_BASES
from registry.codes.degrees import GROUND_REASONS, Ground
from registry.codes.payability import is_emergency_code
from registry.codes.persons import PharmacyRole


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
    """Within which range a status is shown (art. 37); names are never published to everybody."""

    INSTITUTION = "institution"
    INSTITUTIONS_OF_DIVISION = "institutions_of_division"


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairAct:
    """An act of repair: at most so many points lowered, and months of a term shortened, by one grant."""

    points: int
    months: int


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
    """A situation that a province adds to a band; it is decided under the band's `other_*` basis (annex 2)."""

    name: str
    legal_basis: str
    title: str


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
        if not (_is_name(name) and isinstance(act, Mapping) and act.keys() <= {"points", "months"}):
            raise ValueError
        found[name] = RepairAct(points=whole(0, 12)(act.get("points", 0)), months=whole(0, 12)(act.get("months", 0)))
    return MappingProxyType(found)


def situations(value: Any) -> tuple[Situation, ...]:
    """Read a province's own situations, each of one band; a national name cannot be taken."""
    found = []
    for table in _tables(value, {"name", "legal_basis", "title"}):
        basis = table["legal_basis"]
        if not _is_name(table["name"]) or table["name"] in LEGAL_BASES:
            raise ValueError
        if basis not in LEGAL_BASES or not basis.startswith("other_"):
            raise ValueError
        found.append(Situation(name=table["name"], legal_basis=basis, title=text(200)(table["title"])))
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
        return {name: asdict(act) for name, act in value.items()}
    if isinstance(value, tuple):
        return [str(each) if isinstance(each, str) else _written(asdict(each)) for each in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value


def _written(record: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, str) else value for name, value in record.items()}


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and value.isidentifier() and len(value) <= 40


def _tables(value: Any, members: set[str]) -> Iterable[Mapping[str, Any]]:
    if not isinstance(value, list | tuple):
        raise ValueError
    for table in value:
        if not isinstance(table, Mapping) or table.keys() != members:
            raise ValueError
        yield table


def _distinct[Each](found: tuple[Each, ...], names: Iterable[Any]) -> tuple[Each, ...]:
    if len(set(names)) != len(found):
        raise ValueError
    return found
