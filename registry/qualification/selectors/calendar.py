"""The calendar of working days as the State Council has published it, read from the package `chinese-calendar`."""

from datetime import date
from functools import cache

from chinese_calendar import constants

from registry.packs.pack import Pack
from registry.qualification.rules import deadlines, effects
from registry.words.deadlines import DeadlineName
from registry.words.workdays import Calendar

EARLIEST_YEAR = 2020
"""No deadline of the registry starts before."""


@cache
def working_calendar() -> Calendar:
    """Return the calendar of the years that the installed package knows, from 2020 on.

    A year counts as published when its National Day is in it: notices come out a year at a time.
    """
    years = {day.year for day in constants.holidays if (day.month, day.day) == (10, 1) and day.year >= EARLIEST_YEAR}
    return Calendar(
        years=frozenset(years),
        days_off=frozenset(day for day in constants.holidays if day.year in years),
        worked=frozenset(day for day in constants.workdays if day.year in years),
    )


def start_to_propose(pack: Pack, on: date) -> date:
    """Return the first day of a measure that a notice of this day may state, as the pack has it (O1)."""
    served_by = deadlines.after(DeadlineName.NOTICE_DELIVERY, on, working_calendar()).due_on
    return effects.start_to_propose(pack, issued_on=on, served_by=served_by)
