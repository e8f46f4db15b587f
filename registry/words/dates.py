"""Arithmetic on calendar dates."""

import calendar
import datetime
from zoneinfo import ZoneInfo

LAW = ZoneInfo("Asia/Shanghai")


def law_day(at: datetime.datetime) -> datetime.date:
    """Return the date of the law at an instant."""
    return at.astimezone(LAW).date()


def add_days(day: datetime.date, days: datetime.timedelta) -> datetime.date:
    """Return the day so much later; a date beyond the calendar becomes its last day."""
    return datetime.date.max if datetime.date.max - day < days else day + days


def after_months(day: datetime.date, months: int) -> datetime.date:
    """Return the first day after a term of so many months that begins on a day.

    Where the month it ends in has no such day, the month's last day is the last day of the term (O36): a month from
    31 January lasts until 28 February, and three years from 29 February 2028 until 28 February 2031.
    """
    end = add_months(day, months)
    return end if end.day == day.day else add_days(end, datetime.timedelta(days=1))


def next_month(day: datetime.date) -> datetime.date:
    """Return the first day of the next month; a date beyond the calendar becomes its last day."""
    return add_months(day.replace(day=1), 1)


def add_months(day: datetime.date, months: int) -> datetime.date:
    """Return the day `months` later, clipped to the month's end: 31 January + 1 month is 28 or 29 February.

    A date beyond the calendar becomes its last day: the engine has an answer for every fact.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    if year > datetime.MAXYEAR:
        return datetime.date.max
    if day.day <= 28:
        return datetime.date(year, month, day.day)
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
