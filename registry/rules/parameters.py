"""What a province may set in its rule pack, within which national bounds, and what holds if it says nothing.

Names are dotted (`months.9`, `repair.points_per_year`); decisions.md and the list at the end of section 9 of
regulation.md say why each exists. Anything not listed here is fixed nationally.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from registry.rules.errors import Refused

NOT_FOUND = "national default, provincial text not found"


class TermStarts(StrEnum):
    """From which date a suspension runs (O1); a start given in the notice always wins."""

    DECIDED_ON = "decided_on"
    NOTICE_ISSUED_ON = "notice_issued_on"
    NOTICE_SERVED_ON = "notice_served_on"


class Straddle(StrEnum):
    """How a hospital stay across the start of a term is paid (O12)."""

    BY_SERVICE_DATE = "by_service_date"
    BY_ADMISSION_DATE = "by_admission_date"


class ObjectionReviewer(StrEnum):
    """Who decides an objection that the agency's explanation did not settle (art. 42)."""

    SAME_LEVEL_DEPARTMENT = "same_level_department"
    DECIDING_DEPARTMENT = "deciding_department"


class PharmacyRole(StrEnum):
    """Who of a retail pharmacy is managed; the head always is (医保发〔2024〕23号 §1, procedure art. 11)."""

    HEAD = "head"
    LEGAL_REPRESENTATIVE = "legal_representative"
    ENTERPRISE_HEAD = "enterprise_head"
    QUALITY_HEAD = "quality_head"
    PHARMACIST = "pharmacist"
    SERVICE_STAFF = "service_staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairAct:
    """An act of repair: at most so many points lowered, and months of a term shortened, by one grant."""

    points: int
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A name, what holds without a provincial text, how a value is read, and what is allowed, in words."""

    name: str
    default: Any
    read: Callable[[Any], Any]
    allowed: str


def _whole(low: int, high: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if type(value) is not int or not low <= value <= high:
            raise ValueError
        return value

    return read


def _flag(value: Any) -> bool:
    if type(value) is not bool:
        raise ValueError
    return value


def read_date(value: Any) -> datetime.date:
    """Return a date from TOML's date or JSON's `YYYY-MM-DD`. Raises ValueError."""
    if type(value) is datetime.date:
        return value
    if isinstance(value, str) and len(value) == 10:
        day = datetime.date.fromisoformat(value)
        if day.isoformat() == value:  # and not a week date, which is as long
            return day
    raise ValueError


def _roles(value: Any) -> frozenset[PharmacyRole]:
    if not isinstance(value, list | tuple) or not value:
        raise ValueError
    roles = frozenset(PharmacyRole(role) for role in value)
    if PharmacyRole.HEAD not in roles:
        raise ValueError
    return roles


def _acts(value: Any) -> Mapping[str, RepairAct]:
    if not isinstance(value, Mapping):
        raise ValueError
    acts = {}
    for name, act in value.items():
        if not (isinstance(name, str) and name.isidentifier() and isinstance(act, Mapping)):
            raise ValueError
        if not act.keys() <= {"points", "months"}:
            raise ValueError
        acts[name] = RepairAct(points=_whole(0, 12)(act.get("points", 0)), months=_whole(0, 12)(act.get("months", 0)))
    return MappingProxyType(acts)


_MONTHS = "a whole number from 1 to 6"
_PERCENT = "a whole number from 1 to 100"
_DAYS = "a whole number from 1 to 60"

_PARAMETERS = (
    Parameter(name="months.9", default=2, read=_whole(1, 6), allowed=_MONTHS),
    Parameter(name="months.10", default=3, read=_whole(1, 6), allowed=_MONTHS),
    Parameter(name="months.11", default=6, read=_whole(1, 6), allowed=_MONTHS),
    Parameter(
        name="term_starts",
        default=TermStarts.NOTICE_SERVED_ON,
        read=TermStarts,
        allowed=", ".join(TermStarts),
    ),
    Parameter(name="earliest_conduct_on", default=None, read=read_date, allowed="a date"),
    Parameter(name="objection.stays_effect", default=False, read=_flag, allowed="true or false"),
    Parameter(
        name="objection.reviewer",
        default=ObjectionReviewer.SAME_LEVEL_DEPARTMENT,
        read=ObjectionReviewer,
        allowed=", ".join(ObjectionReviewer),
    ),
    Parameter(name="straddle", default=Straddle.BY_SERVICE_DATE, read=Straddle, allowed=", ".join(Straddle)),
    Parameter(name="restoration.lead_working_days", default=15, read=_whole(1, 60), allowed=_DAYS),
    Parameter(name="restoration.assessment_working_days", default=10, read=_whole(1, 60), allowed=_DAYS),
    Parameter(name="restoration.examination", default=False, read=_flag, allowed="true or false"),
    Parameter(
        name="repair.acts",
        default=MappingProxyType({}),
        read=_acts,
        allowed="a table of acts, each with points and months from 0 to 12",
    ),
    Parameter(name="repair.points_per_year", default=3, read=_whole(0, 12), allowed="a whole number from 0 to 12"),
    Parameter(name="repair.months_per_year", default=None, read=_whole(0, 12), allowed="a whole number from 0 to 12"),
    Parameter(name="repair.excludes_at_once", default=True, read=_flag, allowed="true or false"),
    Parameter(name="ratio.settlement_percent", default=None, read=_whole(1, 100), allowed=_PERCENT),
    Parameter(name="ratio.agreement_percent", default=None, read=_whole(1, 100), allowed=_PERCENT),
    Parameter(
        name="pharmacy_roles",
        default=frozenset({PharmacyRole.HEAD}),
        read=_roles,
        allowed="a list of roles that contains head: " + ", ".join(PharmacyRole),
    ),
)

PARAMETERS: Mapping[str, Parameter] = MappingProxyType({each.name: each for each in _PARAMETERS})


def read_value(name: str, value: Any) -> Any:
    """Return the value of a parameter as the engine uses it.

    Raises Refused `pack_unknown_parameter`, `pack_months_out_of_bounds` or `pack_bad_value`.
    """
    if name not in PARAMETERS:
        raise Refused.because("pack_unknown_parameter", "parameters", parameter=name)
    parameter = PARAMETERS[name]
    try:
        return parameter.read(value)
    except (ValueError, TypeError):
        if name.startswith("months."):
            points = name.removeprefix("months.")
            raise Refused.because("pack_months_out_of_bounds", name, points=points) from None
        raise Refused.because("pack_bad_value", name, parameter=name, allowed=parameter.allowed) from None


def write_value(value: Any) -> Any:
    """Return a parameter's value as JSON and TOML can hold it; `read_value` gives it back."""
    if isinstance(value, frozenset):
        return sorted(str(each) for each in value)
    if isinstance(value, Mapping):
        return {name: {"points": act.points, "months": act.months} for name, act in value.items()}
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value
