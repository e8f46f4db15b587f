"""Who decides about a line (O13) and what is answered.

Stays across the start of a term (O12), codes of emergencies (O11), since when a status holds, and on which days
something was known.
"""

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.payment.codes import DecidesAs, Reason, Verdict
from registry.payment.rules.payment import (
    Exceptions,
    Judged,
    admitted_before_term,
    common_days,
    decides_as,
    deciding,
    emergency_counts,
    judge,
    last_gap,
)
from registry.payment.rules.payment_rules import Straddle
from registry.words.persons import PharmacyRole
from tests.registry.qualification.rules.making import day

BY_SERVICE, BY_ADMISSION = Straddle.BY_SERVICE_DATE, Straddle.BY_ADMISSION_DATE
type Days = list[tuple[str, str | None]]

JUNE: Days = [("2025-06-10", "2025-07-10")]
OVER: Days = [("2025-06-10", "2025-07-10"), ("2025-07-10", None)]
TWICE: Days = [("2025-03-01", "2025-05-01"), ("2025-06-10", None)]

STAYS = [
    pytest.param(BY_ADMISSION, JUNE, "2025-06-01", "2025-06-20", True, id="admitted before, served within the term"),
    pytest.param(BY_SERVICE, JUNE, "2025-06-01", "2025-06-20", False, id="the province pays by the day of service"),
    pytest.param(BY_ADMISSION, JUNE, None, "2025-06-20", False, id="no stay"),
    pytest.param(BY_ADMISSION, JUNE, "2025-06-09", "2025-06-10", True, id="admitted the day before, served the first"),
    pytest.param(BY_ADMISSION, JUNE, "2025-06-10", "2025-06-10", False, id="admitted on the first day"),
    pytest.param(BY_ADMISSION, JUNE, "2025-06-10", "2025-06-20", False, id="admitted on the first day, served later"),
    pytest.param(BY_ADMISSION, JUNE, "2025-06-15", "2025-06-20", False, id="admitted within the term"),
    pytest.param(BY_ADMISSION, JUNE, "2025-06-01", "2025-07-09", True, id="served on the last day"),
    pytest.param(BY_ADMISSION, JUNE, "2025-06-01", "2025-07-10", False, id="served after it: nothing to pay on into"),
    pytest.param(BY_ADMISSION, JUNE, "2025-05-01", "2025-06-09", False, id="served before it: nothing either"),
    pytest.param(BY_ADMISSION, [], "2025-06-01", "2025-06-20", False, id="never suspended: nothing either"),
    pytest.param(BY_ADMISSION, [("2025-06-10", None)], "2025-06-01", "2030-01-01", True, id="no end known"),
    pytest.param(BY_ADMISSION, OVER, "2025-06-01", "2025-08-01", True, id="term over and not restored: the same term"),
    pytest.param(BY_ADMISSION, OVER, "2025-06-15", "2025-08-01", False, id="admitted within what touches it"),
    pytest.param(BY_ADMISSION, OVER[::-1], "2025-06-01", "2025-08-01", True, id="in any order"),
    pytest.param(BY_ADMISSION, TWICE, "2025-05-01", "2025-06-20", True, id="admitted on the first day between two"),
    pytest.param(BY_ADMISSION, TWICE, "2025-04-30", "2025-06-20", False, id="admitted on the last day of another term"),
    pytest.param(BY_ADMISSION, TWICE, "2025-02-01", "2025-06-20", False, id="another term lay between"),
    pytest.param(BY_ADMISSION, TWICE, "2025-02-01", "2025-04-01", True, id="a later term means nothing to the first"),
    pytest.param(BY_ADMISSION, TWICE, "2025-02-01", "2025-05-20", False, id="served between two terms"),
]  # fmt: skip


def windows(days: Days) -> list[tuple[datetime.date, datetime.date | None]]:
    """Return days as the rules take them."""
    return [(day(first), until and day(until)) for first, until in days]  # type: ignore[misc]


@pytest.mark.parametrize(("straddle", "refusing", "admitted", "served", "expected"), STAYS)
def test_a_stay_across_the_start_of_a_term(
    straddle: Straddle, refusing: Days, admitted: str | None, served: str, expected: bool
) -> None:
    found = admitted_before_term(
        straddle, windows(refusing), admitted_on=day(admitted) if admitted else None, service_on=day(served)
    )
    assert found is expected


NUMBERS = st.integers(min_value=0, max_value=14)
RUNS = st.lists(st.tuples(NUMBERS, st.integers(min_value=1, max_value=5) | st.none()), max_size=4)


def dated(number: int) -> datetime.date:
    return datetime.date(2025, 6, 1) + datetime.timedelta(days=number)


@given(RUNS, NUMBERS, NUMBERS)
def test_day_by_day_a_stay_is_paid_on_where_refusal_begins_once_and_lasts(
    runs: list[tuple[int, int | None]], admitted: int, served: int
) -> None:
    days = [(dated(first), None if length is None else dated(first + length)) for first, length in runs]
    refused = [any(a <= dated(n) and (b is None or dated(n) < b) for a, b in days) for n in range(admitted, served + 1)]
    turns = sum(before != after for before, after in itertools.pairwise(refused))
    expected = bool(refused) and not refused[0] and refused[-1] and turns == 1
    found = admitted_before_term(BY_ADMISSION, days, admitted_on=dated(admitted), service_on=dated(served))
    assert found is expected
    assert not admitted_before_term(BY_SERVICE, days, admitted_on=dated(admitted), service_on=dated(served))


EMERGENCIES = [
    pytest.param((), None, True, id="no list: the line's word counts"),
    pytest.param((), "1101", True, id="no list, and a code"),
    pytest.param(("1101", "1102"), "1102", True, id="listed"),
    pytest.param(("1101", "1102"), "1103", False, id="not listed"),
    pytest.param(("1101", "1102"), None, False, id="no code"),
    pytest.param(("1101",), "110", False, id="the beginning of one"),
    pytest.param(("a1",), "A1", False, id="another spelling"),
]


@pytest.mark.parametrize(("listed", "code", "expected"), EMERGENCIES)
def test_emergency(listed: tuple[str, ...], code: str | None, expected: bool) -> None:
    assert emergency_counts(listed, code) is expected


STAY, EMERGENCY = Exceptions(admitted_before_term=True), Exceptions(emergency=True)
UNLISTED = Exceptions(emergency_refused=True)
JUDGED = [
    pytest.param({}, "payable", "normal", id="normal"),
    pytest.param({"stale": True}, "indeterminate", "stale_data", id="normal by old data"),
    pytest.param({"filed": False}, "not_payable", "not_filed", id="not filed"),
    pytest.param({"filed": False, "stale": True}, "not_payable", "not_filed", id="not filed: never stale at home"),
    pytest.param({"status": "not_covered"}, "payable", "not_covered", id="O24: points wait, payment does not"),
    pytest.param({"status": "not_covered", "stale": True}, "indeterminate", "stale_data", id="not covered, old data"),
    pytest.param({"status": "suspended"}, "not_payable", "suspended", id="suspended"),
    pytest.param({"status": "suspended", "stale": True}, "not_payable", "suspended", id="suspended by old data"),
    pytest.param({"status": "suspended", "term_over": True}, "not_payable", "suspended_term_over", id="term over"),
    pytest.param({"status": "terminated"}, "not_payable", "terminated", id="terminated"),
    pytest.param(
        {"status": "terminated", "term_over": True},
        "not_payable",
        "terminated_bar_over",
        id="bar over, assessed or not",
    ),
    pytest.param({"status": "suspended", "filed": False}, "not_payable", "not_filed", id="suspended, not filed"),
    pytest.param({"status": "suspended", "exceptions": STAY}, "payable", "admitted_before_term", id="a stay"),
    pytest.param(
        {"status": "suspended", "exceptions": STAY, "stale": True}, "indeterminate", "stale_data", id="a stay, old data"
    ),
    pytest.param(
        {"status": "terminated", "exceptions": EMERGENCY}, "payable_as_emergency", "terminated", id="an emergency"
    ),
    pytest.param(
        {"status": "suspended", "exceptions": EMERGENCY, "filed": False},
        "not_payable",
        "not_filed",
        id="needs a filing",
    ),
    pytest.param(
        {"status": "suspended", "exceptions": UNLISTED}, "not_payable", "emergency_code_not_listed", id="no listed code"
    ),
    pytest.param({"unknown": Reason.UNKNOWN_CODE}, "indeterminate", "unknown_code", id="nobody has the code"),
    pytest.param({"agreed": False}, "not_payable", "no_agreement", id="no agreement"),
    pytest.param(
        {"agreed": False, "unknown": Reason.UNKNOWN_PERSON}, "not_payable", "no_agreement", id="for whomever it is"
    ),
    pytest.param(
        {"agreed": False, "status": "suspended", "exceptions": EMERGENCY},
        "not_payable",
        "no_agreement",
        id="nor in an emergency",
    ),
    pytest.param(
        {"agreed": False, "stale": True}, "not_payable", "no_agreement", id="no agreement: never stale at home"
    ),
]


@pytest.mark.parametrize(("given", "verdict", "reason"), JUDGED)
def test_judge(given, verdict, reason) -> None:
    assert judge(**{"status": "normal", "term_over": False, "stale": False, **given}) == (verdict, reason)


HEAD_ONLY = frozenset({PharmacyRole.HEAD})
WITH_PHARMACISTS = HEAD_ONLY | {PharmacyRole.PHARMACIST}
DECIDES = [
    pytest.param("own", "ordering", (), HEAD_ONLY, "ordering", id="who ordered it"),
    pytest.param("own", "attending", (), HEAD_ONLY, None, id="who attended"),
    pytest.param("own", "dispensing", ("head",), HEAD_ONLY, None, id="the head, of what was prescribed"),
    pytest.param("outside", "ordering", (), HEAD_ONLY, "outside_prescriber", id="who wrote the outside prescription"),
    pytest.param("outside", "dispensing", ("head",), HEAD_ONLY, None, id="who dispensed it"),
    pytest.param("none", "heading", ("head",), HEAD_ONLY, "pharmacy_head", id="the head"),
    pytest.param("none", "dispensing", ("head",), HEAD_ONLY, "pharmacy_head", id="the head, whatever they did"),
    pytest.param("none", "dispensing", ("pharmacist",), HEAD_ONLY, None, id="a pharmacist who is not managed"),
    pytest.param("none", "dispensing", ("pharmacist",), WITH_PHARMACISTS, "pharmacy_staff", id="one who is"),
    pytest.param("none", "dispensing", (), WITH_PHARMACISTS, None, id="somebody who is not filed there"),
    pytest.param("none", "dispensing", ("cashier",), WITH_PHARMACISTS, None, id="in a role that is none"),
    pytest.param(
        "none", "heading", ("pharmacist", "head"), WITH_PHARMACISTS, "pharmacy_head", id="both, under two merged IDs"
    ),
]


@pytest.mark.parametrize(("prescription", "role", "at_pharmacy", "managed", "expected"), DECIDES)
def test_who_decides(prescription, role, at_pharmacy, managed, expected) -> None:
    assert decides_as(prescription, role, at_pharmacy=at_pharmacy, managed=managed) == expected


def test_of_several_who_decide_the_strictest_answer_is_the_lines() -> None:
    reported = Judged(Verdict.NOT_PAYABLE, Reason.SUSPENDED, None)
    answers = [
        Judged(verdict, Reason.NORMAL, DecidesAs.PHARMACY_STAFF)
        for verdict in (Verdict.PAYABLE, Verdict.PAYABLE_AS_EMERGENCY, Verdict.INDETERMINATE, Verdict.NOT_PAYABLE)
    ]
    for milder, stricter in itertools.combinations(answers, 2):
        assert deciding([reported, milder, stricter]) == 2
        assert deciding([stricter, reported, milder]) == 0
        assert deciding([milder, milder]) == 0, "of equals the one named first"
    assert deciding([reported]) is None
    assert deciding([]) is None


GAPS = [
    pytest.param([], "2025-06-30", id="nothing known"),
    pytest.param([("2025-06-01", None)], None, id="all of it"),
    pytest.param([("2025-06-01", "2025-07-01")], None, id="just all of it"),
    pytest.param([("2025-06-02", None)], "2025-06-01", id="but the first day"),
    pytest.param([("2025-05-01", "2025-06-30")], "2025-06-30", id="but the last day"),
    pytest.param([("2025-05-01", "2025-06-10"), ("2025-06-11", None)], "2025-06-10", id="but one day"),
    pytest.param([("2025-06-10", None), ("2025-05-01", "2025-06-10")], None, id="by two that touch, in any order"),
    pytest.param([("2025-05-01", "2025-06-20"), ("2025-06-10", None)], None, id="by two that overlap"),
    pytest.param([("2025-05-01", "2025-06-01"), ("2025-07-01", None)], "2025-06-30", id="before and after it only"),
    pytest.param(
        [("2025-06-03", "2025-06-05"), ("2025-06-20", None), ("2025-08-01", None)],
        "2025-06-19",
        id="the last of two gaps",
    ),
]


@pytest.mark.parametrize(("days", "expected"), GAPS)
def test_the_last_gap_in_june(days, expected) -> None:
    found = last_gap(windows(days), day("2025-06-01"), day("2025-06-30"))
    assert found == (expected and day(expected))


COMMON = [
    pytest.param([("2025-06-01", None)], ("2025-06-01", None), id="one"),
    pytest.param([("2025-06-01", None), ("2025-05-01", "2025-07-01")], ("2025-06-01", "2025-07-01"), id="two"),
    pytest.param([("2025-06-01", "2025-06-02"), ("2025-06-02", None)], None, id="two that touch"),
    pytest.param(
        [("2025-01-01", "2025-09-01"), ("2025-02-01", None), ("2025-03-01", "2025-04-01")],
        ("2025-03-01", "2025-04-01"),
        id="three",
    ),
]


@pytest.mark.parametrize(("days", "expected"), COMMON)
def test_common_days(days, expected) -> None:
    assert common_days(*windows(days)) == windows([expected] if expected else [])
