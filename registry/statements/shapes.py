"""The shape of a statement's body, said once: a frozen dataclass, whose members are the columns of the model that keeps
them.

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

import re
from collections.abc import Callable, Container, Mapping
from dataclasses import MISSING, dataclass, fields, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any, Protocol, get_args, get_origin, get_type_hints
from uuid import UUID

from django.db.models import Field, Model

from registry.codes import divisions, lifelong_id
from registry.codes.errors import CodeRefused
from registry.statements.facts import own_columns
from registry.statements.refusals import from_rules, refused

# C0, DEL and C1, surrogates, line and paragraph separators, directional overrides, the byte order mark.
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

ABSENT = "member_missing"


class Reader(Protocol):
    """Reads one member. `read` raises Rejected; `missing` is the code for a required member that is absent."""

    @property
    def missing(self) -> str:
        """The code of the refusal."""

    def read(self, value: Any, field: str) -> Any:
        """Return the typed value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Text of 1 to `longest` characters, or also none where `blank` allows it; `longest` 0 is that of its column."""

    longest: int = 0
    blank: bool = False
    missing: str = ABSENT

    def read(self, value: Any, field: str) -> str:
        if type(value) is not str:
            raise refused("text_expected", field)
        if not value and not self.blank:
            raise refused("text_blank" if self.missing == ABSENT else self.missing, field)
        if len(value) > self.longest:
            raise refused("text_too_long", field, longest=self.longest)
        if _FORBIDDEN.search(value):
            raise refused("text_forbidden_character", field)
        if value != value.strip():
            raise refused("text_not_trimmed", field)
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A calendar date written YYYY-MM-DD."""

    missing: str = ABSENT

    def read(self, value: Any, field: str) -> date:
        day = _day(value) if type(value) is str else None
        if day is None:
            raise refused("date_unreadable", field)
        return day


@lru_cache(maxsize=8192)
def _day(value: str) -> date | None:
    if not _DATE.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A whole number from `low` to `high`."""

    low: int
    high: int
    outside: str = "number_out_of_range"
    missing: str = ABSENT

    def read(self, value: Any, field: str) -> int:
        if type(value) is not int:
            raise refused("number_expected", field)
        if not self.low <= value <= self.high:
            raise refused(self.outside, field, low=self.low, high=self.high)
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """True or false."""

    missing: str = ABSENT

    def read(self, value: Any, field: str) -> bool:
        if type(value) is not bool:
            raise refused("flag_expected", field)
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A member of a closed code list."""

    codes: type[StrEnum]
    missing: str = ABSENT
    blank: bool = False

    def read(self, value: Any, field: str) -> StrEnum | str:
        if type(value) is not str:
            raise refused("text_expected", field)
        if not value and self.blank:
            return value
        if not value and self.missing != ABSENT:
            raise refused(self.missing, field)
        try:
            return self.codes(value)
        except ValueError:
            raise refused("code_unknown", field) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A stable name out of a list of names."""

    names: Container[str]
    unknown: str = "code_unknown"
    missing: str = ABSENT

    def read(self, value: Any, field: str) -> str:
        if type(value) is not str:
            raise refused("text_expected", field)
        if value not in self.names:
            if not value and self.missing != ABSENT:
                raise refused(self.missing, field)
            # What was written is shown only where it is short enough to be a code.
            raise refused(self.unknown, field, **{field: value[:40] if value.isprintable() else "?"})
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementId:
    """The id of a statement, in lower case."""

    missing: str = ABSENT

    def read(self, value: Any, field: str) -> UUID:
        if type(value) is not str or not _UUID.fullmatch(value):
            raise refused("statement_id_malformed", field)
        return UUID(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class LifelongId:
    """A lifelong ID in stored form: 16 digits with the right check digits."""

    missing: str = ABSENT

    def read(self, value: Any, field: str) -> str:
        if type(value) is not str:
            raise refused("text_expected", field)
        if lifelong_id.is_valid(value):
            return value
        try:
            lifelong_id.normalise(value, field=field)
        except CodeRefused as error:
            raise from_rules(error) from None
        raise refused("malformed_id", field)  # readable, but not the one form that may be signed


@dataclass(frozen=True, slots=True, kw_only=True)
class LifelongIds:
    """A list of different lifelong IDs."""

    longest: int
    missing: str = ABSENT

    def read(self, value: Any, field: str) -> tuple[str, ...]:
        if type(value) is not list or not 1 <= len(value) <= self.longest:
            raise refused("list_expected", field, longest=self.longest)
        one = LifelongId()
        ids = tuple(one.read(each, field) for each in value)
        if len(set(ids)) != len(ids):
            raise refused("entry_repeated", field)
        return ids


@dataclass(frozen=True, slots=True, kw_only=True)
class InProvince:
    """A six-digit division code that lies in a province; with `national` also 000000."""

    national: bool = False
    whole: bool = False
    missing: str = ABSENT

    def read(self, value: Any, field: str) -> str:
        if type(value) is not str:
            raise refused("text_expected", field)
        if self.national and value == divisions.NATIONAL:
            return value
        if divisions.is_province(value) if self.whole else divisions.province_of(value):
            return value
        raise refused("division_unknown", field)


@dataclass(frozen=True, slots=True, kw_only=True)
class Object:
    """A JSON object, whatever is inside; the caller reads it."""

    missing: str = ABSENT

    def read(self, value: Any, field: str) -> Mapping[str, Any]:
        if type(value) is not dict:
            raise refused("object_expected", field)
        return value


class Shape[Value]:
    """Reads bodies into `value`, a frozen dataclass; how, follows from its types and from the columns of `model`."""

    __slots__ = ("_members", "_names", "_value", "model")

    def __init__(self, value: Callable[..., Value], model: type[Model]) -> None:
        hints = get_type_hints(value, include_extras=True)
        self._value = value
        self.model = model
        self._members: tuple[tuple[str, Reader, Any], ...] = tuple(
            (field.name, _reader(field.name, hints[field.name], field.default, model), field.default)
            for field in fields(value)  # type: ignore[arg-type]
        )
        self._names = frozenset(name for name, _, _ in self._members)

    @property
    def members(self) -> tuple[tuple[str, Reader, Any], ...]:
        """Each member with how it is read, and its default; `dataclasses.MISSING` where it must be there."""
        return self._members

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the members."""
        return tuple(name for name, _, _ in self._members)

    def read(self, body: Mapping[str, Any]) -> Value:
        """Return the value of a body. Raises Rejected."""
        if not body.keys() <= self._names:
            unknown = next(name for name in body if name not in self._names)
            raise refused("member_unknown", unknown[:60] if _plain(unknown) else "")
        values = {}
        for name, reader, default in self._members:
            given = body.get(name)
            if given is not None:
                values[name] = reader.read(given, name)
            elif default is MISSING:
                raise refused(reader.missing, name)
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


def _reader(name: str, hint: Any, default: Any, model: type[Model]) -> Reader:
    """Return how a member is read: as its annotation says, else as its type does."""
    if get_origin(hint) is Annotated:
        said: Reader = hint.__metadata__[0]
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


def _differing(reader: Reader, default: Any, column: "Field[Any, Any]") -> list[str]:
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


def _plain(name: Any) -> bool:
    return isinstance(name, str) and name.isascii() and name.isprintable()
