"""Topics: what kinds of statement exist, who may author them, how they are checked and applied.

Sync knows no person and no points. The registry registers its topics when Django starts; sync calls them on batches:

``parse``   body -> value; pure; raises ``FormatRefused`` when the shape is wrong
``check``   admission of a batch, in order: only where a statement is accepted (at its author before signing, at
            national before logging); returns one finding per item
``apply``   stores the facts of a batch; the same on every node; never refuses; returns the subjects it touched

Around a batch the inbox and follower call ``lock`` once (rows of all subjects, in a fixed order, before any check), and
``settle`` after each run of one topic (recompute what follows from the facts; tell regulators).

Locks are always taken in this order: rows of nodes (the author's chain), rows of subjects, the head of the log.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from sync.wire.refusals import NotAccepted

NATIONAL = "000000"


class Authors(StrEnum):
    """Who may sign a topic."""

    PROVINCES = "provinces"
    NATIONAL = "national"


@dataclass(slots=True, kw_only=True)
class Item:
    """One statement on its way through a topic. ``position`` is None while it is pending on its author's node."""

    id: UUID
    author: str
    topic: str
    seq: int
    issued_at: datetime
    body: Mapping[str, object]
    value: Any = None
    """What the topic's own `parse` made of the body; it alone reads it."""
    position: int | None = None


type Finding = NotAccepted | None
"""None lets the statement through; one that is `held` asks for a human instead of refusing."""


class Handler(Protocol):
    """What a topic does with its statements."""

    def parse(self, body: Mapping[str, object]) -> object:
        """Return the typed value of a body; raise FormatRefused."""

    def subjects(self, items: Sequence[Item]) -> Collection[str]:
        """Return the subjects (lifelong IDs) whose rows must be locked before checking and applying."""

    def check(self, items: Sequence[Item], *, now: datetime) -> list[Finding]:
        """Return for each item nothing, or why it is refused or held; each sees the ones before it."""

    def apply(self, items: Sequence[Item], *, now: datetime) -> Collection[str]:
        """Store the facts and return the touched subjects. Their statements are stored already.

        Called when a statement comes into force here, which may be more than once (refused by a national database that
        was later restored, say): storing what is stored changes nothing.
        """


def always(body: Mapping[str, Any]) -> bool:
    """Publish every statement to all provinces."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A kind of statement."""

    name: str
    authors: Authors
    handler: Handler
    published: Callable[[Mapping[str, object]], bool] = field(default=always)
    """Whether every province receives it whole; otherwise others get its leaf hash only."""
    binds: bool = False
    """Whether it binds somebody, so that one account proposes what another approves (art. 50)."""
    title_en: str = ""
    title_zh: str = ""
    """What the pages of the log call it; where a topic says nothing, its name."""

    @property
    def is_withheld(self) -> bool:
        """Whether other provinces do not get its statements, or not all of them."""
        return self.published is not always


class Hooks(Protocol):
    """What the registry does around a batch."""

    def lock(self, subjects: Collection[str]) -> None:
        """Lock the subjects' rows, in one fixed order."""

    def settle(self, subjects: Collection[str], items: Sequence[Item], *, now: datetime) -> None:
        """Recompute what follows for the subjects after these items were applied (or their status changed)."""


class _NoHooks:
    def lock(self, subjects: Collection[str]) -> None:
        return None

    def settle(self, subjects: Collection[str], items: Sequence[Item], *, now: datetime) -> None:
        return None


_topics: dict[str, Topic] = {}
_hooks: Hooks = _NoHooks()


def register(topic: Topic) -> None:
    """Make a topic known. A name registered twice is a programming error."""
    if topic.name in _topics:
        raise ValueError(f"topic {topic.name} is registered twice")
    _topics[topic.name] = topic


def register_hooks(hooks: Hooks) -> None:
    """Set what happens around a batch."""
    global _hooks
    _hooks = hooks


def find(name: str) -> Topic | None:
    """Return the topic of this name, or None."""
    return _topics.get(name)


def registered() -> tuple[Topic, ...]:
    """Return every registered topic, in the order of registration."""
    return tuple(_topics.values())


def hooks() -> Hooks:
    """Return what happens around a batch."""
    return _hooks


def names() -> list[str]:
    """Return every registered name, sorted."""
    return sorted(_topics)
