"""From when, and where, somebody applies for a repair or a restoration (arts. 38, 39, O40)."""

import datetime
from collections.abc import Collection
from enum import Enum, auto

from registry.packs.book import PackBook
from registry.qualification.rules import remedies
from registry.qualification.rules.restoration_rules import RestorationRules
from registry.qualification.rules.standing import Interval
from registry.words.workdays import Calendar
from sync.wire.refusals import Refused

Date = datetime.date


class Place(Enum):
    """Whether an application is made at the right place, and at which if not."""

    RIGHT = auto()
    THROUGH_ANOTHER = auto()
    """The person is filed at other institutions of the division, and applies through one of them."""
    THROUGH_ONE = auto()
    """The person is filed at an institution of the division, and applies through it."""
    WITHOUT = auto()
    """The person is filed at none, and applies without one."""
    ELSEWHERE = auto()
    """Neither author of what it is about nor the last to file: they apply to one of those."""


def place(
    institution: str, filed_at: Collection[str], *, own: str, authors: Collection[str], last: Collection[str]
) -> Place:
    """Return whether a division is where somebody applies, through an institution or, empty, through none (O40).

    `filed_at` are the institutions of the division at which the person is filed on the day, `authors` those of what the
    application is about, `last` the divisions in which the person is filed, or was last.
    """
    if institution and institution in filed_at:
        return Place.RIGHT
    if filed_at:
        return Place.THROUGH_ANOTHER if institution else Place.THROUGH_ONE
    if own not in {*authors, *last}:
        return Place.ELSEWHERE
    return Place.WITHOUT if institution else Place.RIGHT


def check_time(standing: Interval, applied_on: Date, packs: PackBook, calendar: Calendar) -> None:
    """Refuse to apply where there is nothing to assess, or before its time (art. 39).

    Its time begins so many working days before the last of the terms and bars is over as the pack of its author says.
    `standing` is that of the day. Refused: `nothing_to_restore`, `lead_unknown` (beyond the calendar),
    `application_too_early`.
    """
    awaiting, over_on = remedies.awaiting(standing), remedies.over_on(standing)
    if not awaiting or over_on is None:
        raise Refused.because("nothing_to_restore", "person")
    if applied_on >= over_on:
        return
    lead = packs.for_(awaiting[0].author, applied_on)[RestorationRules].lead_working_days
    earliest = calendar.add_working_days(over_on, -lead)
    if earliest is None:
        raise Refused.because("lead_unknown", "applied_on")
    if applied_on < earliest:
        raise Refused.because("application_too_early", "applied_on", earliest=earliest)
