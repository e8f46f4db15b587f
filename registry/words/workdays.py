"""Working days: weekdays that are no holidays, and the weekends that were made working days.

The calendar is given, as far as it has been published; beyond it nothing is guessed (O19).
"""

import datetime
from dataclasses import dataclass

Date = datetime.date

_ONE_DAY = datetime.timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The published calendar of some years: statutory days off, and weekend days that are worked."""

    years: frozenset[int] = frozenset()
    days_off: frozenset[Date] = frozenset()
    worked: frozenset[Date] = frozenset()

    def covers(self, day: Date) -> bool:
        """Return whether the calendar of the day's year is published."""
        return day.year in self.years

    def is_working_day(self, day: Date) -> bool | None:
        """Return whether a day is worked; None beyond the calendar."""
        if not self.covers(day):
            return None
        return day in self.worked or (day.weekday() < _SATURDAY and day not in self.days_off)

    def add_working_days(self, day: Date, count: int) -> Date | None:
        """Return the working day number `count` after `day`, which itself does not count; before it, if negative.

        None beyond the calendar; `day` itself for 0.
        """
        step = _ONE_DAY if count > 0 else -_ONE_DAY
        left = abs(count)
        while left:
            if day in (Date.min, Date.max):
                return None
            day += step
            worked = self.is_working_day(day)
            if worked is None:
                return None
            left -= worked
        return day

    def working_days_between(self, first: Date, last: Date) -> int | None:
        """Return how many working days there are after `first` until `last`, which counts.

        Negative where `last` comes first; None where a day in between lies beyond the calendar.
        """
        if last < first:
            count = self.working_days_between(last, first)
            return None if count is None else -count
        if not all(year in self.years for year in range((first + _ONE_DAY).year, last.year + 1) if first < last):
            return None
        return sum(bool(self.is_working_day(first + n * _ONE_DAY)) for n in range(1, (last - first).days + 1))


UNPUBLISHED = Calendar()
"""The calendar that covers nothing: every deadline is unknown under it."""
