"""What a topic says of itself, so that no list elsewhere names it.

A room declares its topics in a tuple and has it registered when Django starts; whoever does something with topics asks
here. What a topic does not say, does not follow: who is told nothing, is in no file, moves no filing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry.statements.handling import FactHandler
from registry.statements.in_file import InFile, Later
from registry.statements.telling import Tells
from sync import topics


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Topic(topics.Topic):
    """A kind of statement of this app."""

    authors: topics.Authors = topics.Authors.PROVINCES
    handler: FactHandler[Any]
    """Body, model, whom it concerns, what is refused."""
    moves_filings: bool = False
    """Whether it moves the days on which somebody is filed somewhere."""
    tells: Tells | None = None
    """What regulators are told of it (art. 52); None for nothing."""
    file: InFile | Later | None = None
    """The section that its facts are in the file of a person, or the columns that they add to another's."""


def never(body: Mapping[str, object]) -> bool:
    """Withhold every statement from other provinces."""
    return False


def declared() -> tuple[Topic, ...]:
    """Return every registered topic of this app, in the order in which they were registered."""
    return tuple(topic for topic in topics.registered() if isinstance(topic, Topic))


def find(name: str) -> Topic | None:
    """Return the topic of this name, or None; topics of the federation itself are none of this app."""
    topic = topics.find(name)
    return topic if isinstance(topic, Topic) else None


def tells_of(name: str) -> Tells | None:
    """Return what is told of the statements of a topic, or None."""
    topic = find(name)
    return topic.tells if topic else None
