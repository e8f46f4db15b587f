"""How the value of a parameter is read from what TOML and JSON hold, how it is written back, and what is allowed.

A reader takes what a document holds and returns the value as the rules use it; it raises ValueError or TypeError for
anything else. Readers of a noun's own records lie beside the group that holds them, and are built from these.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any

from registry.words.wording import Phrase


def write_value(value: object) -> object:
    """Return a value as JSON and TOML can hold it; its reader gives it back.

    A record is written by the names of its members, and what it leaves open is left out.
    """
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(str(each) for each in value)
    if isinstance(value, Mapping):
        return {str(name): write_value(each) for name, each in value.items()}
    if isinstance(value, tuple):
        return [write_value(each) for each in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        members = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: write_value(each) for field, each in members if each != field.default}
    return value


type Table = Mapping[str, Any]
"""A table of a document, and no more is known of it: its reader tries, and what is not so raises by itself."""


@dataclass(frozen=True, slots=True)
class Reader[Value]:
    """How a value is read, the bounds in words of both languages, and how it is written back."""

    read: Callable[[object], Value]
    allowed: Phrase
    write: Callable[[Any], object] = write_value
    """Takes what `read` has returned."""


def whole(low: int, high: int) -> Reader[int]:
    """Return the reader of a whole number between two bounds, both included."""

    def read(value: object) -> int:
        if type(value) is not int or not low <= value <= high:
            raise ValueError
        return value

    return Reader(read, Phrase(f"a whole number from {low} to {high}", f"{low}至{high}的整数"))


def text(longest: int) -> Reader[str]:
    """Return the reader of a text that is not blank."""

    def read(value: object) -> str:
        if not isinstance(value, str) or not value.strip() or len(value) > longest:
            raise ValueError
        return value

    return Reader(read, Phrase(f"a text of at most {longest} characters", f"不超过{longest}个字符的文本"))


def choice[Choice: StrEnum](codes: type[Choice]) -> Reader[Choice]:
    """Return the reader of one of the codes of a list."""
    return Reader(codes, Phrase(", ".join(codes), "、".join(codes)))


def read_flag(value: object) -> bool:
    """Return true or false. Raises ValueError."""
    if type(value) is not bool:
        raise ValueError
    return value


def read_date(value: object) -> datetime.date:
    """Return a date from TOML's date or JSON's `YYYY-MM-DD`. Raises ValueError."""
    if type(value) is datetime.date:
        return value
    if isinstance(value, str) and len(value) == 10:
        day = datetime.date.fromisoformat(value)
        if day.isoformat() == value:  # and not a week date, which is as long
            return day
    raise ValueError


FLAG = Reader(read_flag, Phrase("true or false", "true 或 false"))
DATE = Reader(read_date, Phrase("a date", "日期"))


def is_name(value: object) -> bool:
    """Return whether a value can name a record of a pack: a word of at most 40 letters, digits and underscores."""
    return isinstance(value, str) and value.isidentifier() and len(value) <= 40


def read_list(value: object) -> Sequence[Any]:
    """Return a list as it is. Raises ValueError for anything else."""
    if not isinstance(value, list | tuple):
        raise ValueError
    return value


def read_tables(value: object, members: set[str], may: Iterable[str] = ()) -> Iterable[Table]:
    """Yield the tables of a list, each with these members and perhaps some of those that may be there."""
    for table in read_list(value):
        if not isinstance(table, Mapping) or not members <= table.keys() <= members.union(may):
            raise ValueError
        yield table


def distinct[Each](found: tuple[Each, ...], names: Iterable[object]) -> tuple[Each, ...]:
    """Return what was found, each of another name. Raises ValueError where a name comes twice."""
    if len(set(names)) != len(found):
        raise ValueError
    return found
