"""A deadline of a piece of work, as pages and lists show it."""

from dataclasses import dataclass

from django.db.models import Model

from provinces.office.codes import Office
from registry.qualification.rules.deadlines import Deadline
from registry.words.deadlines import DeadlineState

OPEN = (DeadlineState.RUNNING, DeadlineState.LATE, DeadlineState.UNKNOWN, DeadlineState.OPEN)


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
