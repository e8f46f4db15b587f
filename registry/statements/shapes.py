"""The shape of a statement's body, said once, as a frozen dataclass.

Its members are the columns of the model that keeps them:

    @dataclass(frozen=True, slots=True, kw_only=True)
    class FilingCancelled:
        filing: UUID
        cancelled_on: date
        reason: CancellationReason | str = ""

    SHAPE = Shape(FilingCancelled, FilingCancellation)

How a member is read follows from its type, and how long a text may be from its column. What is read in another way says
how, in an annotation: `Annotated[int, Whole(low=1, high=12)]`.

A member with a default may be absent or null. A member that is not in the class is refused: what nobody reads must not
be signed. Everything is strict, because a reading that is generous on one node and not on another is two truths.
"""

from collections.abc import Callable, Container, Mapping
from dataclasses import MISSING, fields, replace
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, get_args, get_origin, get_type_hints
from uuid import UUID

from django.db.models import Field, Model

from registry.statements.facts import own_columns
from registry.statements.readers import Choice, Day, Flag, Reader, StatementId, Text
from sync.wire.refusals import FormatRefused


class Shape[Value]:
    """Reads bodies into `value`, a frozen dataclass; how, follows from its types and from the columns of `model`."""

    __slots__ = ("_members", "_names", "_value", "model")

    def __init__(self, value: Callable[..., Value], model: type[Model]) -> None:
        hints = get_type_hints(value, include_extras=True)
        self._value = value
        self.model = model
        self._members: tuple[tuple[str, Reader, object], ...] = tuple(
            (field.name, _reader(field.name, hints[field.name], field.default, model), field.default)
            for field in fields(value)  # type: ignore[arg-type]
        )
        self._names = frozenset(name for name, _, _ in self._members)

    @property
    def members(self) -> tuple[tuple[str, Reader, object], ...]:
        """Each member with how it is read, and its default; `dataclasses.MISSING` where it must be there."""
        return self._members

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the members."""
        return tuple(name for name, _, _ in self._members)

    def read(self, body: Mapping[str, object]) -> Value:
        """Return the value of a body. Raises FormatRefused."""
        if not body.keys() <= self._names:
            unknown = next(name for name in body if name not in self._names)
            raise FormatRefused.because("member_unknown", unknown[:60] if _plain(unknown) else "")
        values = {}
        for name, reader, default in self._members:
            given = body.get(name)
            if given is not None:
                values[name] = reader.read(given, name)
            elif default is MISSING:
                raise FormatRefused.because(reader.missing, name)
            else:
                values[name] = default
        return self._value(**values)

    def disagreements(self, unstored: Container[str] = ()) -> list[str]:
        """Return where the members and the columns of the model are not the same; `unstored` members need no column."""
        kept = {name: (reader, default) for name, reader, default in self._members if name not in unstored}
        columns = own_columns(self.model)
        found = [f"{name} has no column" for name in kept if name not in columns]
        found += [f"{name} has no member" for name in columns if name not in kept]
        for name in columns:
            if name in kept:
                found += [f"{name} {why}" for why in _differing(*kept[name], column_of(self.model, name))]
        return found


def column_of(model: type[Model], name: str) -> "Field[Any, Any]":
    """Return a column of a model."""
    found = model._meta.get_field(name)
    assert isinstance(found, Field)
    return found


def _reader(name: str, hint: object, default: object, model: type[Model]) -> Reader:
    """Return how a member is read: as its annotation says, else as its type does."""
    if get_origin(hint) is Annotated:
        said: Reader = get_args(hint)[1]
        if not (isinstance(said, Text) and not said.longest):
            return said
        return replace(said, longest=_longest(name, model))
    kinds = [kind for kind in (get_args(hint) or (hint,)) if kind is not type(None)]
    codes = next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, StrEnum)), None)
    if codes is not None:
        return Choice(codes=codes, blank=str in kinds)
    match kinds:
        case [kind] if kind is str:
            return Text(longest=_longest(name, model), blank=default == "")
        case [kind] if kind in _READERS:
            return _READERS[kind]
    raise TypeError(f"{name}: say how {hint} is read")


_READERS: Mapping[type, Reader] = {date: Day(), bool: Flag(), UUID: StatementId()}


def _longest(name: str, model: type[Model]) -> int:
    longest = getattr(column_of(model, name), "max_length", None)
    if not longest:
        raise TypeError(f"{name}: say how long the text may be")
    return int(longest)


def _differing(reader: Reader, default: object, column: "Field[Any, Any]") -> list[str]:
    """Return what a column could not keep of what a reader lets through."""
    found = []
    if default is None and not column.null:
        found.append("may be absent, and its column must be filled")
    longest = getattr(column, "max_length", None)
    if isinstance(reader, Text) and longest and reader.longest > longest:
        found.append(f"may have {reader.longest} characters, and its column {longest}")
    if isinstance(reader, Choice) and longest and any(len(code) > longest for code in reader.codes):
        found.append("has codes that its column has no room for")
    if isinstance(reader, Choice) and column.choices:
        unknown = {code for code, _ in column.flatchoices} - set(reader.codes)
        found += [f"has the choice {code}, and no code for it" for code in sorted(unknown)]
    return found


def _plain(name: object) -> bool:
    return isinstance(name, str) and name.isascii() and name.isprintable()
