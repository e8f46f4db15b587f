"""Facts as rules read them, from rows and from statements that are not stored yet, by the names that both share.

A rule's fact is a frozen dataclass. Each of its members is the column, and the member of the body, of the same name,
unless the reading says another:

    Reading(facts.Cancellation, FilingCancellation, way="filing__person")

Five members say how the fact was said: `id`, `author`, `position` in the log, the day on which it was `signed_on`, and
that on which it was `logged_on`.
"""

from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, get_args, get_type_hints

from django.db.models import CharField, Field

from registry.statements.facts import Fact, FactQuerySet
from registry.words.dates import law_day
from sync.topics import Item

type Convert = Callable[[Any], object]

HOW_SAID = {
    "id": "statement_id",
    "position": "statement__entry__position",
    "signed_on": "statement__issued_at",
    "logged_on": "statement__entry__reached_at",
}
"""Columns of how a fact was said. The position is None while it is pending on its author's own node."""


def _day_of(at: datetime | None) -> date | None:
    return None if at is None else law_day(at)


_SAID: dict[str, Callable[[Item], object]] = {
    "id": lambda item: str(item.id),
    "author": lambda item: item.author,
    "position": lambda item: item.position,
    "signed_on": lambda item: law_day(item.issued_at),
    "logged_on": lambda item: None,  # it comes in when the log takes it
}


class Reading[Read]:
    """How a fact of the rules is read.

    `way`: from the model to whom it concerns; `named`: members whose column has another name.
    """

    __slots__ = ("_conversions", "_fact", "_members", "_names", "columns", "model", "way")

    def __init__(self, fact: Callable[..., Read], model: type[Fact], *, way: str = "person", **named: str) -> None:
        hints = get_type_hints(fact)
        self.model = model
        self.way = way
        self._fact = fact
        self._names = tuple(member.name for member in fields(fact))  # type: ignore[arg-type]
        self.columns = tuple(self._column(name, named.get(name, name)) for name in self._names)
        conversions = {name: self._conversion(name, hints[name], named.get(name, name)) for name in self._names}
        self._conversions = tuple(
            (at, convert) for at, name in enumerate(self._names) if (convert := conversions[name]) is not None
        )
        self._members = tuple(
            (name, named.get(name, name), None if name in _SAID else conversions[name]) for name in self._names
        )

    def of_row(self, row: Iterable[object]) -> Read:
        """Return the fact of a row with the values of `columns`."""
        return self._made(list(row))

    def of_rows[F: Fact](self, facts: FactQuerySet[F]) -> Iterable[tuple[str, Read]]:
        """Yield the facts in force of a query, each with whom it concerns."""
        read = self._made
        for person, *row in facts.in_force().order_by().values_list(self.way, *self.columns):
            yield person, read(row)

    def of_item(self, item: Item) -> Read:
        """Return the fact that a statement says which is not stored yet."""
        return self._fact(**{name: self._said(item, name, member, convert) for name, member, convert in self._members})

    def _made(self, values: list[object]) -> Read:
        for at, convert in self._conversions:
            values[at] = convert(values[at])
        return self._fact(**dict(zip(self._names, values, strict=True)))

    def _said(self, item: Item, name: str, member: str, convert: Convert | None) -> object:
        said = _SAID.get(name)
        if said is not None:
            return said(item)
        value = getattr(item.value, member)
        return value if convert is None else convert(value)

    def _column(self, name: str, column: str) -> str:
        if name in HOW_SAID:
            return HOW_SAID[name]
        found = field_of(self.model, column)
        return found.attname if found else column  # else what the query is annotated with

    def _conversion(self, name: str, hint: object, column: str) -> Convert | None:
        """Return what makes a member of a column's value; None where it is the same."""
        if name in ("signed_on", "logged_on"):
            return _day_of
        kinds = get_args(hint) or (hint,)
        codes = next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, StrEnum)), None)
        if codes is not None:
            known: dict[str, StrEnum | None] = {code.value: code for code in codes}
            return (known | {"": None} if type(None) in kinds else known).__getitem__
        if str not in kinds:
            return None
        if name == "id" or not isinstance(field_of(self.model, column), CharField):
            return str
        return _or_none if type(None) in kinds else None


def _or_none(text: str) -> str | None:
    return text or None


def field_of(model: type[Fact], name: str) -> "Field[Any, Any] | None":
    """Return the column of this name, or None."""
    return next((field for field in model._meta.concrete_fields if field.name == name), None)
