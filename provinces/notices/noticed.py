"""What may be told by a notice: each room that makes notices declares its own here (arts. 31 to 34)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from provinces.notices.documents.paper import Paper
from provinces.notices.models import Noticed
from registry.qualification.rules.measures import Measure, iso
from registry.words.measures import MeasureKind
from registry.words.statuses import Status

type Said = Mapping[str, Any]
"""JSON values by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a notice says of a standing, in so far as it may cease to be so."""

    lasting: Said
    """What must stay so once it is served: its own matter, whatever is decided later."""
    passing: Said
    """What must be so on the day of its serving: the year's sum, and what the year comes to by then."""
    ended: bool = False
    """Whether it has ended as the notice says it ends: what was served stays true, and nothing is to be served."""

    def as_json(self) -> dict[str, Any]:
        """Return what is kept with the notice."""
        return {"lasting": dict(self.lasting), "passing": dict(self.passing)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A paper, and the status that it tells the institution to set; empty where none follows."""

    paper: Paper
    status: Status | None


def _no_decision(about: object) -> UUID | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticedKind:
    """How a notice stands to what it is about."""

    model: type[Model]
    gone: Callable[[Any], str]
    """The code under which a step upon the notice is refused because what it tells is not in force; empty if it is."""
    tells: Callable[[Any, datetime], Told | None]
    """What a notice made at an instant must say as things stand; None where nothing stands of it."""
    draw: Callable[[Any, str, date], Drawn]
    """The paper under a number, of a day, as things stand. Opens the vault."""
    decision: Callable[[Any], UUID | None] = _no_decision
    """The decision whose serving and receipt are signed; where there is none they are this office's own record."""


_kinds: dict[type[Model], NoticedKind] = {}


def register(kind: NoticedKind) -> None:
    """Make a kind known. One registered twice is a programming error."""
    if _kinds.setdefault(kind.model, kind) is not kind:
        raise ValueError(f"{kind.model.__name__} is registered twice")


def kind_of(about: Noticed) -> NoticedKind:
    """Return what was declared of something that a notice is about."""
    return _kinds[type(about)]  # type: ignore[index]


def printed(measure: Measure) -> dict[str, Any]:
    """Return what a notice prints of a measure; an end that nobody knows while an objection stays it is left out."""
    told: dict[str, Any] = {"kind": measure.kind.value, "year": measure.year, "total": measure.points_total}
    if measure.kind is MeasureKind.NOTICE:
        return told
    told |= {"starts_on": iso(measure.starts_on), "counts_from": iso(measure.counts_from)}
    if measure.kind is MeasureKind.SUSPENSION:
        told |= {"months": measure.months, "ends_on": iso(measure.term_ends_on)}
    else:
        told |= {"mode": measure.mode.value, "years": measure.bar_years, "ends_on": iso(measure.bar_ends_on)}
    return {name: value for name, value in told.items() if value is not None}
