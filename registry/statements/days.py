"""The day of the law on which something is said."""

from datetime import date, datetime

from registry.words.dates import law_day

EARLIEST = date(1990, 1, 1)
"""Before it nothing of anybody's career is recorded."""


def today(now: datetime) -> date:
    """Return the date of the law at an instant."""
    return law_day(now)
