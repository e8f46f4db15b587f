"""What is refused because it would take effect in the past, or nobody says how long it lasts (O25, O41)."""

from typing import Any

import pytest

from registry.packs.pack import Pack
from registry.parameters import parse_pack
from registry.qualification.rules import admission, procedure, serving
from registry.words.measures import MeasureKind
from registry.words.remedies import ObjectionBy
from sync.wire.refusals import Refused
from tests.registry.qualification.rules.making import a_cascade, a_decision, a_measure_stated, a_notice, day, facts

TODAY = day("2025-06-25")


def pack(**months: Any) -> Pack:
    table: dict[str, Any] = {}
    for name, value in months.items():
        reached, _, points = name.partition("_")
        (table.setdefault(reached, {}) if reached else table)[points] = {"value": value, "source": "test"}
    document = {"division": "520000", "version": "1", "valid_from": "2025-01-01"}
    return parse_pack(document | {"parameters": {"months": table} if table else {}})


NONE = pack()
NUMBER = pack(_10=3)
BY_MODE = pack(accumulated_10=[1, 3], single_10=[3, 6])
"""As Liaoning has it: of ten points one to three months by several scores, three to six by one."""


def refusal(check: Any) -> str | None:
    """Return code and English sentence of what a check refuses."""
    try:
        check()
    except Refused as refused:
        return f"{refused.why.code} {refused.why.field} {refused.why.sentence}"
    return None


MISSING = (
    "suspension_months_missing suspension_months {total} points of the year lead to a suspension whose length the "
    "province's rules leave to the decision: state {low} to {high} months."
)
OUTSIDE = (
    "suspension_months_outside suspension_months For {total} points of the year the province's rules give {low} to "
    "{high} months."
)

MONTHS = [
    pytest.param(5, 8, {}, NONE, None, id="no suspension"),
    pytest.param(7, 12, {}, NONE, None, id="a termination has no months"),
    pytest.param(10, 10, {"measure": MeasureKind.TERMINATION}, NONE, None, id="with others' points a termination"),
    pytest.param(10, 10, {}, NUMBER, None, id="the pack has a number"),
    pytest.param(10, 10, {"suspension_months": 6}, NUMBER, None, id="what the notice states wins"),
    pytest.param(10, 10, {}, NONE, MISSING.format(total=10, low=1, high=6), id="no text, nothing stated"),
    pytest.param(9, 9, {"measure": MeasureKind.SUSPENSION}, NUMBER, MISSING.format(total=9, low=1, high=6),
                 id="a number for ten only"),
    pytest.param(10, 10, {"suspension_months": 1}, NONE, None, id="no text: one month"),
    pytest.param(10, 10, {"suspension_months": 6}, NONE, None, id="to six"),
    pytest.param(5, 10, {}, BY_MODE, MISSING.format(total=10, low=1, high=3), id="by several: a range"),
    pytest.param(5, 10, {"suspension_months": 3}, BY_MODE, None, id="within it"),
    pytest.param(5, 10, {"suspension_months": 4}, BY_MODE, OUTSIDE.format(total=10, low=1, high=3), id="above it"),
    pytest.param(10, 10, {"suspension_months": 2}, BY_MODE, OUTSIDE.format(total=10, low=3, high=6), id="below it"),
    pytest.param(9, 10, {"suspension_months": 6}, BY_MODE, None, id="nine by themselves are a single score"),
    pytest.param(8, 10, {"suspension_months": 6}, BY_MODE, OUTSIDE.format(total=10, low=1, high=3),
                 id="eight are not"),
]  # fmt: skip


@pytest.mark.parametrize(("points", "total", "stated", "rules", "expected"), MONTHS)
def test_who_says_how_long(points: int, total: int, stated: dict[str, Any], rules: Pack, expected: str | None) -> None:
    decision = a_decision(points, "2025-06-20", **stated)
    assert refusal(lambda: admission.check_stated_months(decision, total, rules)) == expected


TOO_EARLY = (
    "start_before_notice {field} The measure cannot begin before its notice: state {earliest} or a later day; of a "
    "case taken over, state when the notice was served."
)

STARTS = [
    pytest.param({"suspension_starts_on": "2025-06-22"}, None, id="on the day of signature"),
    pytest.param({"suspension_starts_on": "2025-06-21"}, "2025-06-22", id="the day before"),
    pytest.param({"suspension_starts_on": "2025-06-21", "notice_served_on": "2025-06-21"}, None, id="taken over"),
    pytest.param({"suspension_starts_on": "2025-06-20", "notice_served_on": "2025-06-21"}, "2025-06-21",
                 id="taken over, before its serving"),
    pytest.param({"suspension_starts_on": "2025-06-20", "notice_issued_on": "2025-06-21",
                  "notice_served_on": "2025-06-21"}, "2025-06-21", id="before its notice was issued"),
]  # fmt: skip


@pytest.mark.parametrize(("stated", "earliest"), STARTS)
def test_no_start_before_the_notice(stated: dict[str, str], earliest: str | None) -> None:
    decision = a_decision(10, "2025-06-20", signed_on="2025-06-22", suspension_months=2, **stated)
    expected = earliest and TOO_EARLY.format(field="suspension_starts_on", earliest=earliest)
    assert refusal(lambda: admission.check_decision(decision, NONE, today=TODAY)) == expected


CASCADES = [
    pytest.param("2025-06-22", {}, None, id="on the day of signature"),
    pytest.param("2025-06-21", {}, TOO_EARLY.format(field="applied_on", earliest="2025-06-22"), id="the day before"),
    pytest.param("2024-01-01", {"notice_served_on": day("2024-01-01")}, None, id="taken over"),
    pytest.param("2023-12-31", {"notice_served_on": day("2024-01-01")},
                 TOO_EARLY.format(field="applied_on", earliest="2024-01-01"), id="taken over, before its serving"),
    pytest.param("2025-06-22", {"notice_served_on": day("2025-06-26")},
                 "date_implausible notice_served_on The date in notice_served_on must lie between 1950-01-01 and "
                 "2025-06-25.", id="served tomorrow"),
    pytest.param("2025-06-22", {"notice_served_on": TODAY}, None, id="served today"),
]  # fmt: skip


@pytest.mark.parametrize(("applied_on", "stated", "expected"), CASCADES)
def test_no_cascade_before_its_order(applied_on: str, stated: dict[str, Any], expected: str | None) -> None:
    cascade = a_cascade(applied_on, signed_on=day("2025-06-22"), **stated)
    assert refusal(lambda: admission.check_cascade(cascade, today=TODAY)) == expected


def test_a_measure_stated_afterwards_has_its_own_time_to_object() -> None:
    nine = a_decision(9, "2025-03-03")
    served, other = a_notice(nine, "2025-03-05", "2025-03-06"), a_decision(9, "2025-03-04")
    stated = a_measure_stated(nine, "2025-06-01", signed_on="2025-06-02")
    assert serving.heard_on(nine, facts(nine, served), ObjectionBy.INSTITUTION) == day("2025-03-06")
    assert serving.heard_on(nine, facts(nine, served, stated), ObjectionBy.INSTITUTION) is None
    elsewhere = a_measure_stated(other, "2025-06-01")
    assert serving.heard_on(nine, facts(nine, other, served, elsewhere), ObjectionBy.INSTITUTION) is not None
    asked = {
        on: procedure.may_object_again(nine.id, day(on), facts(nine, stated)) for on in ("2025-06-02", "2025-06-03")
    }
    assert asked == {"2025-06-02": True, "2025-06-03": False}
    assert not procedure.may_object_again(other.id, day("2025-03-10"), facts(nine, other, stated))
    unsigned = a_measure_stated(nine, "2025-06-01")
    assert procedure.may_object_again(nine.id, day("2025-06-01"), facts(nine, unsigned))
