"""Working days by the published calendar: weekdays, holidays, weekends made up for, and its end (O19)."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.words.workdays import UNPUBLISHED, Calendar
from tests.registry.qualification.rules.calendars import PUBLISHED
from tests.registry.qualification.rules.making import day

KINDS = [
    pytest.param("2025-03-03", True, id="a Monday"),
    pytest.param("2025-03-07", True, id="a Friday"),
    pytest.param("2025-03-08", False, id="a Saturday"),
    pytest.param("2025-03-09", False, id="a Sunday"),
    pytest.param("2025-10-08", False, id="a Wednesday of National Day"),
    pytest.param("2025-10-11", True, id="the Saturday that makes up for it"),
    pytest.param("2026-02-14", True, id="a Saturday before the Spring Festival"),
    pytest.param("2024-12-31", None, id="before the calendar"),
    pytest.param("2027-01-04", None, id="after it"),
]


@pytest.mark.parametrize(("text", "expected"), KINDS)
def test_a_day(text: str, expected: bool | None) -> None:
    assert PUBLISHED.is_working_day(day(text)) is expected


COUNTS = [
    pytest.param("2025-03-03", 1, "2025-03-04", id="the next day"),
    pytest.param("2025-03-07", 1, "2025-03-10", id="over a weekend"),
    pytest.param("2025-03-08", 1, "2025-03-10", id="from a Saturday: the Monday"),
    pytest.param("2025-03-03", 0, "2025-03-03", id="none"),
    pytest.param("2025-03-08", 0, "2025-03-08", id="none, from a day off"),
    pytest.param("2025-09-26", 10, "2025-10-16", id="National Day 2025, two made-up days inside"),
    pytest.param("2025-01-24", 5, "2025-02-07", id="Spring Festival: the 26th is worked, 28 January to 4 February off"),
    pytest.param("2025-12-26", 4, "2026-01-04", id="year's end: the Sunday after New Year is worked"),
    pytest.param("2026-12-24", 5, "2026-12-31", id="to the calendar's last day"),
    pytest.param("2026-12-24", 6, None, id="one day beyond: unknown"),
    pytest.param("2024-12-31", 1, "2025-01-02", id="from the day before the calendar: it does not count"),
    pytest.param("2024-12-30", 1, None, id="from earlier: unknown"),
    pytest.param("2025-10-16", -10, "2025-09-26", id="backwards"),
    pytest.param("2025-01-02", -1, None, id="backwards out of the calendar"),
    pytest.param("0001-01-01", -1, None, id="before the first day there is"),
    pytest.param("9999-12-31", 1, None, id="after the last day there is"),
]


@pytest.mark.parametrize(("first", "count", "expected"), COUNTS)
def test_working_days_added(first: str, count: int, expected: str | None) -> None:
    assert PUBLISHED.add_working_days(day(first), count) == (None if expected is None else day(expected))


BETWEEN = [
    pytest.param("2025-03-03", "2025-03-03", 0, id="the day itself"),
    pytest.param("2025-03-03", "2025-03-10", 5, id="a week"),
    pytest.param("2025-03-10", "2025-03-03", -5, id="backwards"),
    pytest.param("2025-09-26", "2025-10-16", 10, id="National Day"),
    pytest.param("2024-12-31", "2025-01-02", 1, id="from the day before the calendar"),
    pytest.param("2024-12-30", "2025-01-02", None, id="from earlier"),
    pytest.param("2026-12-31", "2027-01-01", None, id="to after it"),
    pytest.param("2024-12-31", "2024-12-31", 0, id="no day in between"),
]


@pytest.mark.parametrize(("first", "last", "expected"), BETWEEN)
def test_working_days_between(first: str, last: str, expected: int | None) -> None:
    assert PUBLISHED.working_days_between(day(first), day(last)) == expected


def test_a_calendar_with_a_gap_does_not_count_over_it() -> None:
    gap = Calendar(years=frozenset({2024, 2026}))
    assert gap.working_days_between(day("2024-12-30"), day("2026-01-02")) is None
    assert gap.add_working_days(day("2024-12-31"), 1) is None
    assert UNPUBLISHED.add_working_days(day("2025-03-03"), 1) is None


@given(st.dates(datetime.date(2025, 1, 1), datetime.date(2026, 6, 30)), st.integers(1, 60))
def test_adding_and_counting_agree(first: datetime.date, count: int) -> None:
    last = PUBLISHED.add_working_days(first, count)
    assert last is not None
    assert PUBLISHED.is_working_day(last)
    assert PUBLISHED.working_days_between(first, last) == count
    if PUBLISHED.is_working_day(first):
        assert PUBLISHED.add_working_days(last, -count) == first
