"""Stays across the start of a term (O12), codes of emergencies (O11), and since when a status holds."""

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.payment import admitted_before_term, beginning, emergency_counts
from registry.rules.values import Straddle
from tests.rules.making import day

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


SINCE = [
    pytest.param(JUNE, "2025-06-10", "2025-06-10", id="its first day"),
    pytest.param(JUNE, "2025-07-09", "2025-06-10", id="its last day"),
    pytest.param(JUNE, "2025-07-10", None, id="the day after"),
    pytest.param(JUNE, "2025-06-09", None, id="the day before"),
    pytest.param(OVER, "2025-08-01", "2025-06-10", id="what touches is one run"),
    pytest.param(TWICE, "2025-06-10", "2025-06-10", id="what does not is another"),
    pytest.param(TWICE, "2025-04-01", "2025-03-01", id="the earlier of two"),
    pytest.param([], "2025-06-10", None, id="never"),
]


@pytest.mark.parametrize(("days", "on", "expected"), SINCE)
def test_since_when(days: Days, on: str, expected: str | None) -> None:
    assert beginning(windows(days), day(on)) == (expected and day(expected))
