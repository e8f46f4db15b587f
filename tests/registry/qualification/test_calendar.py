"""The real calendar: what the package knows is what the State Council published."""

import datetime

from registry.qualification.selectors.calendar import working_calendar
from tests.registry.qualification.rules.calendars import OFF_2025, OFF_2026, WORKED_2025, WORKED_2026


def test_every_year_of_the_registry_is_covered() -> None:
    assert set(range(2020, 2027)) <= working_calendar().years


def test_holidays_and_made_up_days_are_those_published() -> None:
    calendar = working_calendar()
    for year, off, worked in ((2025, OFF_2025, WORKED_2025), (2026, OFF_2026, WORKED_2026)):
        assert {day for day in calendar.days_off if day.year == year} == off
        assert {day for day in calendar.worked if day.year == year} == worked


def test_beyond_what_is_published_nothing_is_known() -> None:
    calendar = working_calendar()
    last = max(calendar.years)
    assert calendar.is_working_day(datetime.date(last, 12, 31)) is not None
    assert calendar.is_working_day(datetime.date(last + 1, 1, 4)) is None
    assert calendar.is_working_day(datetime.date(2019, 12, 31)) is None
