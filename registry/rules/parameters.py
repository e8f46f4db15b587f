"""What a province may set in its rule pack, within which national bounds, and what holds if it says nothing.

Names are dotted (`months.9`, `repair.points_per_year`); decisions.md and the list at the end of section 9 of
regulation.md say why each exists. Anything not listed here is fixed nationally.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from registry.codes.degrees import Degree
from registry.codes.early_duties import EarlyDuty
from registry.codes.persons import Category, PharmacyRole
from registry.rules import readers
from registry.rules.errors import Refused
from registry.rules.readers import read_date, whole
from registry.rules.values import (
    BANDS,
    ActsOfOneType,
    Denominator,
    ObjectionReviewer,
    Publicity,
    Straddle,
    TermStarts,
)

NOT_FOUND = "national default, provincial text not found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A name, what holds without a provincial text, how a value is read, and what is allowed, in words."""

    name: str
    default: Any
    read: Callable[[Any], Any]
    allowed: str


def _number(name: str, default: int | None, low: int, high: int) -> Parameter:
    return Parameter(name=name, default=default, read=whole(low, high), allowed=f"a whole number from {low} to {high}")


MONTHS = ("months", "months.single", "months.accumulated")
"""However reached; reached by one score of 9 or more; reached by several."""


def _months(name: str) -> Parameter:
    allowed = "a whole number from 1 to 6, or a list of two of them, the shortest and the longest"
    return Parameter(name=name, default=None, read=readers.months, allowed=allowed)


def _flag(name: str, default: bool) -> Parameter:
    return Parameter(name=name, default=default, read=readers.flag, allowed="true or false")


def _choice(name: str, default: StrEnum) -> Parameter:
    return Parameter(name=name, default=default, read=type(default), allowed=", ".join(type(default)))


def _date(name: str) -> Parameter:
    return Parameter(name=name, default=None, read=read_date, allowed="a date")


def _degree_points() -> Iterator[Parameter]:
    """Yield the points proposed for each degree: each band has as many points as there are degrees (art. 25)."""
    for band, (low, high) in BANDS.items():
        for rise, degree in enumerate(Degree):
            yield _number(f"degree_points.{band}.{degree.value}", low + rise, low, high)


_PARAMETERS = (
    *(_months(f"{reached}.{points}") for reached in MONTHS for points in (9, 10, 11)),
    _choice("term_starts", TermStarts.NOTICE_SERVED_ON),
    _date("earliest_conduct_on"),
    _flag("objection.stays_effect", False),
    _choice("objection.reviewer", ObjectionReviewer.SAME_LEVEL_DEPARTMENT),
    _choice("straddle", Straddle.BY_SERVICE_DATE),
    _number("restoration.lead_working_days", 15, 1, 60),
    _number("restoration.assessment_working_days", 10, 1, 60),
    _flag("restoration.examination", False),
    Parameter(
        name="repair.acts",
        default=MappingProxyType({}),
        read=readers.acts,
        allowed="a table of acts, each with points and months from 0 to 12, and perhaps times_per_year from 1 to 12",
    ),
    _number("repair.points_per_year", None, 0, 12),
    _number("repair.months_per_year", None, 0, 12),
    _flag("repair.excludes_at_once", True),
    _flag("repair.moves_status", False),
    _number("ratio.settlement_percent", None, 1, 100),
    _number("ratio.agreement_percent", None, 1, 100),
    _choice("ratio.denominator", Denominator.FILED_EVER_IN_YEAR),
    Parameter(
        name="pharmacy_roles",
        default=frozenset({PharmacyRole.HEAD}),
        read=readers.roles,
        allowed="a list of roles that contains head: " + ", ".join(PharmacyRole),
    ),
    *(_date(f"phase_in.{category.value}") for category in Category),
    Parameter(
        name="phase_in_groups",
        default=(),
        read=readers.phase_in_groups,
        allowed="a list of tables with category, from and roles or places or both; places are codes of prefectures and "
        "counties of the division; each group once",
    ),
    Parameter(
        name="early_measures",
        default=(),
        read=readers.early_measures,
        allowed="a list of tables with from_points from 1 to 8, rising, and duties: " + ", ".join(EarlyDuty),
    ),
    _number("points_shown_at_most", None, 12, 99),
    *_degree_points(),
    Parameter(
        name="situations",
        default=(),
        read=readers.situations,
        allowed="a list of tables with name, title and legal_basis, which is other_1_3, other_4_6, other_7_9 or "
        "other_10_12, and perhaps lifts, a national basis of a lower band, and repeats, true or false; each name once, "
        "none of the national ones",
    ),
    Parameter(
        name="grounds",
        default=(),
        read=readers.reasons,
        allowed="a list of tables with name, title and ground, which is lenient or severe; each name once, none of "
        "the national ones",
    ),
    Parameter(
        name="amount_thresholds",
        default=(),
        read=readers.amounts,
        allowed="a list of tables with legal_basis, from_yuan and points of its band, rising with the amount",
    ),
    Parameter(
        name="penalty_bands",
        default=frozenset(),
        read=readers.bands,
        allowed="a list of bands: " + ", ".join(BANDS),
    ),
    _choice("scoring.acts_of_one_type", ActsOfOneType.EACH),
    Parameter(
        name="emergency.codes",
        default=(),
        read=readers.emergency_codes,
        allowed="a list of codes, each once, of 1 to 40 visible characters without blanks at the ends",
    ),
    Parameter(
        name="commitment.version", default=None, read=readers.text(40), allowed="a text of at most 40 characters"
    ),
    _date("commitment.required_from"),
    _number("filing.backdating_days", None, 0, 3660),
    _choice("publicity", Publicity.INSTITUTION),
    _number("deadlines.institution_update", None, 1, 60),
    _number("deadlines.department_report", None, 1, 60),
    _number("deadlines.talk", None, 1, 60),
    _number("deadlines.training", None, 1, 250),
    _number("deadlines.key_supervision", None, 1, 60),
    _number("deadlines.sites_told", None, 1, 60),
    _number("deadlines.reconciliation_months", None, 1, 12),
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
            points = name.rpartition(".")[2]
            raise Refused.because("pack_months_out_of_bounds", name, points=points) from None
        raise Refused.because("pack_bad_value", name, parameter=name, allowed=parameter.allowed) from None
