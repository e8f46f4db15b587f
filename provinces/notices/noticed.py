"""What may be told by a notice: each room that makes notices declares its own here (arts. 31 to 34)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model

from provinces.notices.models import Noticed


def _no_decision(about: Any) -> UUID | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticedKind:
    """How a notice stands to what it is about."""

    model: type[Model]
    gone: Callable[[Any], str]
    """The code under which a step upon the notice is refused because what it tells is not in force; empty if it is."""
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
