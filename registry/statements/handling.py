"""The base of every topic's handler: it reads a body, checks one item after the other, and stores the facts.

The shape says how a body is read, one query per kind finds what items are checked against, and facts are stored by the
names that body and table share. A topic's handler says its shape, its model and whom it concerns, and fills in two
things: `prefetch` (everything a batch needs to be judged, read at once) and `admit` (judge one item, and remember what
it adds for those after it).
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from operator import attrgetter
from typing import Any, ClassVar

from django.db.models import Model

from registry.statements import rows, ways
from registry.statements.facts import Fact
from registry.statements.readers import Text
from registry.statements.shapes import Shape
from registry.words.written import writings
from sync.topics import Finding, Item
from sync.wire.refusals import FormatRefused, NotAccepted


class FactHandler[Known](ABC):
    """A topic's three parts over a batch; see `sync.topics.Handler`."""

    shape: ClassVar[Shape[object]]
    """The body, with the model that keeps what it says: a fact, unless the handler stores it in a way of its own."""
    about: ClassVar[tuple[str, ...]] = ()
    """Ways to those whom it concerns, see `ways`; none where it concerns nobody."""
    unstored: ClassVar[frozenset[str]] = frozenset()
    """Members that stay in the statement and get no column."""

    @property
    def model(self) -> type[Model]:
        """The model that keeps what the statements say."""
        return self.shape.model

    def parse(self, body: Mapping[str, object]) -> object:
        """Return the typed value of a body. Raises Refused."""
        return self.shape.read(body)

    def subjects(self, items: Sequence[Item]) -> Collection[str]:
        """Return those whom a batch concerns."""
        return ways.concerned(self.model, self.about, items)

    def check(self, items: Sequence[Item], *, now: datetime) -> list[Finding]:
        """Return for each item nothing, or why it is refused or held; each sees the ones before it."""
        known = self.prefetch(items, now)
        return [self._finding(item, known) for item in items]

    @abstractmethod
    def prefetch(self, items: Sequence[Item], now: datetime) -> Known:
        """Read, with one query per kind, what `admit` will look at."""

    @abstractmethod
    def admit(self, item: Item, known: Known) -> None:
        """Judge one item; add it to `known`. Raises Refused or FormatRefused."""

    def make_way(self, items: Sequence[Item]) -> None:  # noqa: B027 - most facts need nothing
        """Make sure that what the facts refer to is there, so that storing them never depends on order."""

    def apply(self, items: Sequence[Item], *, now: datetime) -> Collection[str]:
        """Store the facts; return those whom they concern."""
        self.make_way(items)
        rows.insert(self.model, [self.row(item) for item in items])
        return self.subjects(items)

    def row(self, item: Item) -> dict[str, object]:
        """Return the row of a statement: what its body says, under the names of the columns."""
        columns, said = self._stored
        row = dict(zip(columns, (item.id, item.author, *said(item.value)), strict=True))
        for column, fold in self._folded:
            row[column] = fold(item.value)
        return row

    def disagreements(self) -> list[str]:
        """Return where body and table do not say the same: for tests, and for the check at start-up."""
        return self.shape.disagreements(self.unstored) if issubclass(self.model, Fact) else []

    @cached_property
    def _stored(self) -> tuple[tuple[str, ...], Callable[[object], Iterable[object]]]:
        """Columns, and what reads their values from a body's value: a tuple, since there are two members at least."""
        members = [name for name in self.shape.names if name not in self.unstored]
        columns = (self.model._meta.get_field(name).attname for name in members)  # type: ignore[union-attr]
        return ("statement_id", "author", *columns), attrgetter(*members)

    @cached_property
    def _folded(self) -> tuple[tuple[str, Callable[[Any], str]], ...]:
        return tuple(self.model.folded.items()) if issubclass(self.model, Fact) else ()

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        """Members that are text as somebody wrote it."""
        return tuple(name for name, reader, _ in self.shape.members if isinstance(reader, Text))

    def _finding(self, item: Item, known: Known) -> Finding:
        try:
            self._must_be_seen(item.value)
            self.admit(item, known)
        except NotAccepted as refused:
            return refused
        return None

    def _must_be_seen(self, value: object) -> None:
        """Refuse text with a character that cannot be seen, at every door alike: form, call, file, and national's.

        It is a rule of the door and not of the shape: what the log holds from before it is read as it was.
        """
        for name in self._texts:
            if writings.is_forbidden(getattr(value, name)):
                raise FormatRefused.because("text_forbidden_character", name)
