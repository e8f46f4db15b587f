"""What a topic's statements tell regulators: what changed, for whom, where, and what it corrects.

A topic says of itself what is to be told (`Tells`); who is told, and how, is known further on. An *act* is what later
statements refer to and what is told by its number: a decision, or a status that follows from the institution's own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from sync.topics import Item


class Change(StrEnum):
    """What changed."""

    SCORE = "score"
    SUSPENSION = "suspension"
    TERMINATION = "termination"
    RESTORATION = "restoration"
    ANNULMENT = "annulment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An act as it is told."""

    author: str
    institution: str
    number: str
    position: int | None
    is_status: bool = False
    """Whether it is a status without points, which holds everywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing to tell, before the institution is looked up."""

    change: Change
    person: str
    institution: str
    author: str
    number: str = ""
    corrects: int | None = None


def _nothing_ended(person: str, kind: str, on: date) -> Sequence[str]:
    return ()


@dataclass(slots=True, kw_only=True)
class TellingContext:
    """What is needed to put names to what changed; each kind read by one query for the whole batch."""

    acts: dict[str, Act] = field(default_factory=dict)
    people: dict[UUID, str] = field(default_factory=dict)
    """Person of each statement."""
    targets: dict[UUID, str] = field(default_factory=dict)
    """Act that each statement is of, where it is of one."""
    sites: Mapping[str, list[str]] = field(default_factory=dict)
    """Institutions where a person is filed today."""
    heard: Mapping[tuple[str, str], list[str]] = field(default_factory=dict)
    """Institutions that were told before of a person's act with this number."""
    ended: Callable[[str, str, date], Sequence[str]] = _nothing_ended
    """Person, kind of measure, day -> the acts whose measure ended on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A statement that is told of: whom it concerns, and its act, which is its own or the one that it is of."""

    item: Item
    person: str
    context: TellingContext

    @property
    def act(self) -> Act:
        """The act that the statement is, or is of. Only for topics that have one."""
        return self.context.acts[self.context.targets.get(self.item.id, str(self.item.id))]

    def here(self, change: Change, act: Act, *, corrects: int | None = None) -> Told:
        """Return what is told to the act's own institution."""
        return Told(
            change=change,
            person=self.person,
            institution=act.institution,
            author=act.author,
            number=act.number,
            corrects=corrects,
        )

    def everywhere(self, change: Change, act: Act, *, corrects: int | None = None) -> Iterator[Told]:
        """Yield it for every institution that is to be told.

        They are the act's own institution, every other at which the person is filed and, of a correction, also those
        that were told before.
        """
        told = self.here(change, act, corrects=corrects)
        sites: Sequence[str] = self.context.sites.get(told.person, [])
        if told.corrects is not None:
            sites = sorted({*sites, *self.context.heard.get((told.person, told.number), ())})
        if told.institution or not sites:
            yield told
        for institution in sites:
            if institution != told.institution:
                yield replace(told, institution=institution)

    def ended(self, kind: str, on: date) -> Iterator[Act]:
        """Yield the acts whose measure of a kind ended on a day."""
        for act in self.context.ended(self.person, kind, on):
            if act in self.context.acts:
                yield self.context.acts[act]


def nothing(telling: Telling) -> Iterable[Told]:
    """Yield nothing of the statement itself; only what follows from it is told."""
    return ()


def _never(item: Item) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tells:
    """What is told of a topic's statements."""

    says: Callable[[Telling], Iterable[Told]] = nothing
    """What the statement itself says; measures that follow are told besides."""
    number: str = ""
    """Of an act: the member that is its number."""
    is_status: bool = False
    of: tuple[str, ...] = ()
    """Ways to the act that a statement is of, see `ways`: one of them leads there."""
    under: str = ""
    """Way to the person under whose ID it is told, where it is neither an act nor of one, and the topic's own way is
    another.
    """
    corrects: Callable[[Item], bool] = _never
    """Whether a statement corrects what was told before."""
