"""What something would change, on any day to come: two timelines, day by day, before and after it."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace

from registry.qualification.rules.standing import Interval, Stretch, Timeline
from registry.words.statuses import Status

Date = datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Days on which a standing would be another: from `from_on` until the day before `to_on` (None: no end known)."""

    from_on: Date
    to_on: Date | None
    before: Interval
    after: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """How somebody stands on a day, and what something would change from that day on."""

    standing: Interval
    stretch: Stretch
    changes: tuple[Change, ...]


def ahead(before: Timeline, after: Timeline, since: Date) -> Ahead:
    """Return the standing on a day by one timeline, and what another one changes from then on."""
    return Ahead(standing=before.on(since), stretch=before.stretch_on(since), changes=changes(before, after, since))


def changes(before: Timeline, after: Timeline, since: Date) -> tuple[Change, ...]:
    """Return what differs between two timelines from a day on, in order; days that differ alike come together.

    Two days differ where the status does, whether its term is over, or when its term or bar ends.
    """
    found: list[Change] = []
    for from_on, to_on in _days(before, after, since):
        change = Change(from_on=from_on, to_on=to_on, before=before.on(from_on), after=after.on(from_on))
        if _said(change.before) == _said(change.after):
            continue
        last = found[-1] if found else None
        if last is not None and last.to_on == from_on and _same(last, change):
            found[-1] = replace(last, to_on=to_on)
        else:
            found.append(change)
    return tuple(found)


def ends_on(interval: Interval) -> Date | None:
    """Return the first day after the term or bar of an interval's own status; None where it has none."""
    match interval.status:
        case Status.TERMINATED:
            return interval.bar_ends_on
        case Status.SUSPENDED:
            return interval.term_ends_on
    return None


def _days(before: Timeline, after: Timeline, since: Date) -> Iterator[tuple[Date, Date | None]]:
    begins = {each.from_on for timeline in (before, after) for each in timeline.intervals}
    days = [since, *sorted(day for day in begins if day is not None and day > since)]
    for at, day in enumerate(days):
        yield day, days[at + 1] if at + 1 < len(days) else None


def _same(one: Change, other: Change) -> bool:
    return _said(one.before) == _said(other.before) and _said(one.after) == _said(other.after)


def _said(interval: Interval) -> tuple[Status, bool, Date | None]:
    return interval.status, interval.term_over, ends_on(interval)
