"""A deadline of a piece of work, as pages and lists show it, and the day on which they are worked out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Model

from provinces.office.codes import Office
from provinces.office.selectors import own_division
from registry.packs.pack import Pack
from registry.packs.selectors import pack_book
from registry.qualification.rules.deadlines import Deadline, state
from registry.qualification.selectors.calendar import working_calendar
from registry.words.deadlines import DeadlineState
from registry.words.workdays import Calendar

OPEN: Sequence[DeadlineState] = (
    DeadlineState.RUNNING,
    DeadlineState.LATE,
    DeadlineState.UNKNOWN,
    DeadlineState.OPEN,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A deadline of a piece of work: what it is about, who must act, and how it stands on the day asked about."""

    deadline: Deadline
    state: DeadlineState
    office: Office
    work: Model
    institution: str
    division: str = ""
    """Where the institution lies: the office of that prefecture or county."""
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The day asked about, with what every kind of work counts its deadlines by."""

    today: date
    calendar: Calendar
    division: str
    """Whose office this is."""
    pack_on: Callable[[date], Pack]
    """This office's rule pack on a day."""

    def clock(self, work: Model, deadline: Deadline, office: Office, institution: str, person: str = "") -> Clock:
        """Return the clock of a deadline as it stands on this day."""
        return Clock(
            deadline=deadline,
            state=state(deadline, self.today),
            office=office,
            work=work,
            institution=institution,
            person=person,
        )


def day_of(today: date) -> Day:
    """Return a day as this office counts it."""
    packs, division = pack_book(), own_division()
    return Day(today=today, calendar=working_calendar(), division=division, pack_on=lambda on: packs.for_(division, on))
