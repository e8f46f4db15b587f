"""The sections of a file: which facts, which of their columns, and what later facts say about them.

Topics say of themselves what they are in the file; here they are gathered. The page, the API with its OpenAPI document
and the export all read from here. Columns have the names that the statements' bodies and the models give them, and the
models' words explain them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Field, OuterRef, QuerySet, Subquery

from registry.statements import ways
from registry.statements.facts import Fact, own_columns
from registry.statements.in_file import InFile, Later
from registry.statements.shapes import column_of
from registry.statements.topics import Topic, declared


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterColumn:
    """A column of a later fact about the row's: of the first such fact, or of the last."""

    model: type[Fact]
    link: str
    column: str
    order: tuple[str, ...]

    def value(self) -> Subquery:
        """Return the column as a subquery of the row's."""
        found = self.model.objects.in_force().filter(**{self.link: OuterRef("pk")})
        return Subquery(found.order_by(*self.order).values(self.column)[:1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Facts of one kind in a file."""

    name: str
    place: int
    topic: Topic
    order: tuple[str, ...]
    columns: tuple[str, ...]
    later: Mapping[str, LaterColumn]

    @property
    def model(self) -> type[Fact]:
        """The model of the facts."""
        return _facts(self.topic)

    def about(self, people: frozenset[str]) -> QuerySet[Fact]:
        """Return the facts about some IDs."""
        return self.model.objects.filter(ways.about(self.topic.handler.about, people))

    def is_told(self, row: Mapping[str, object]) -> bool:
        """Return whether other provinces than the author are told of a fact."""
        return self.topic.published(row)

    def fields(self) -> dict[str, "Field[Any, Any]"]:
        """Return each column with the model's field that explains it."""
        own = {name: column_of(self.model, name) for name in self.columns}
        return own | {name: column_of(later.model, later.column) for name, later in self.later.items()}


def sections() -> tuple[Section, ...]:
    """Return the sections in the order in which a file shows them."""
    return _gathered(declared())


@lru_cache(maxsize=4)
def _gathered(topics: tuple[Topic, ...]) -> tuple[Section, ...]:
    own = [(topic, topic.file) for topic in topics if isinstance(topic.file, InFile)]
    added = [(topic, topic.file) for topic in topics if isinstance(topic.file, Later)]
    found = [
        Section(
            name=said.section,
            place=said.place,
            topic=topic,
            order=said.order,
            columns=_columns(topic),
            later={
                name: column
                for later, adds in added
                if adds.section == said.section
                for name, column in _later(later, adds)
            },
        )
        for topic, said in own
    ]
    return tuple(sorted(found, key=lambda section: (section.place, section.name)))


def _facts(topic: Topic) -> type[Fact]:
    """Return the facts of a topic that is in the file: what is stored in another way is in none."""
    model = topic.handler.model
    assert issubclass(model, Fact)
    return model


def _columns(topic: Topic) -> tuple[str, ...]:
    """Return the columns of a topic's facts, the people they name first."""
    columns = own_columns(topic.handler.model)
    return tuple(sorted(columns, key=lambda name: name not in ways.direct(topic.handler.about)))


def _later(topic: Topic, adds: Later) -> list[tuple[str, LaterColumn]]:
    order = (f"-{adds.by}", "-statement") if adds.last else (adds.by, "statement")
    return [
        (name, LaterColumn(model=_facts(topic), link=adds.link, column=column, order=order))
        for name, column in adds.columns.items()
    ]
