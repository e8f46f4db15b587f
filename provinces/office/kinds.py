"""Kinds of work: each room of the office declares its own here, so that no page or list names them.

What a kind says of itself is all that the rest needs: which steps it knows, which deadlines run of one piece of it and
of all of it. *What is due*, the box of deadlines on each page, the list of steps and the API ask every kind.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Model

from provinces.office import steps
from provinces.office.clocks import OPEN, Clock, Day, day_of
from provinces.office.codes import Office
from registry.institutions.models import Institution
from registry.words.code import Code
from registry.words.deadlines import DeadlineName, DeadlineState


def _of_nothing(work: object, day: Day) -> Iterable[Clock]:
    return ()


def _none(day: Day) -> Iterable[Clock]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of work, as its room declares it."""

    model: type[Model]
    steps: Collection[Code] = ()
    """The steps that are recorded of it, beside those that every kind has (`OfficeStep`)."""
    deadlines: Collection[Code] = ()
    """Deadlines of its own, beside those of the procedure (`DeadlineName`)."""
    clocks: Callable[[Any, Day], Iterable[Clock]] = _of_nothing
    """The deadlines of one piece of it, in the order of the procedure."""
    due: Callable[[Day], Iterable[Clock]] = _none
    """The deadlines of all there is of it, whatever their state; where kinds share deadlines, one says them."""

    @property
    def noun(self) -> str:
        """Return the word under which its steps are kept."""
        return self.model._meta.model_name or ""


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Make kinds of work known.

    A noun or a deadline registered twice, or a step with two titles, is a programming error, and registers nothing.
    """
    for kind in kinds:
        if _kinds.get(kind.noun, kind) is not kind:
            raise ValueError(f"{kind.noun} is registered twice")
        others = {name.value for name in DeadlineName}
        others |= {name.value for each in _kinds.values() if each is not kind for name in each.deadlines}
        if twice := others & {name.value for name in kind.deadlines}:
            raise ValueError(f"the deadline {min(twice)} is named already")
        steps.declare(kind.noun, kind.steps)
        _kinds[kind.noun] = kind


def kind_named(noun: str) -> Kind | None:
    """Return the kind of work of a noun."""
    return _kinds.get(noun)


def deadline_names() -> list[Code]:
    """Return every deadline that may be due: those of the procedure, then what kinds of work name of their own."""
    return [*DeadlineName, *(name for kind in _kinds.values() for name in kind.deadlines)]


def clocks_on(work: Model, day: Day) -> Iterable[Clock]:
    """Return the deadlines of one piece of work, as they stand on a day; of what is no kind of work there are none."""
    kind = _kinds.get(work._meta.model_name or "")
    return kind.clocks(work, day) if kind else ()


def clocks_of(work: Model, today: date) -> list[Clock]:
    """Return the deadlines of one piece of work, in the order of the procedure."""
    return list(clocks_on(work, day_of(today)))


def due(today: date, *, states: Sequence[DeadlineState] = OPEN, office: Office | None = None) -> list[Clock]:
    """Return all that is due in some states, with where the institutions lie.

    The late ones come first, then they come by the day on which they are due.
    """
    found = [clock for clock in _all(today) if clock.state in states and (office is None or clock.office is office)]
    where = dict(
        Institution.objects.filter(pk__in={clock.institution for clock in found}).values_list("code", "division")
    )
    return sorted((replace(clock, division=where.get(clock.institution, "")) for clock in found), key=_order)


def _all(today: date) -> Iterator[Clock]:
    day = day_of(today)
    for kind in _kinds.values():
        yield from kind.due(day)


_RANK = {DeadlineState.LATE: 0, DeadlineState.RUNNING: 1, DeadlineState.UNKNOWN: 2, DeadlineState.OPEN: 3}


def _order(clock: Clock) -> tuple[int, date, date, str, str, str]:
    work = clock.work
    return (
        _RANK.get(clock.state, 4),
        clock.deadline.due_on or date.max,
        clock.deadline.starts_on,
        clock.deadline.name.value,
        work._meta.model_name or "",
        f"{work.pk!s:>20} {clock.institution}",
    )
