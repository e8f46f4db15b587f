"""Columns of an intake file, and how a cell becomes a value: text, date, whole number, yes or no.

Strict where two readings are possible: dates are ISO 8601 only, since `5/12` is a day in two months. What may be typed
in several ways without doubt is taken: blanks of any width, tabs and line ends around a value, as exports pad their
cells so that spreadsheets keep them as text; characters of no width inside it; full words for yes and no. A cell that
looks like a formula is text like any other; only the report takes care of it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from registry.words.written import writings
from sync.wire.refusals import FormatRefused

type Cell = str | int | bool | date | None
type Cells = Mapping[str, Cell]

EARLIEST = date(1900, 1, 1)
LATEST = date(2099, 12, 31)
"""No date of a living person's career lies outside; `2171` is somebody's way of writing "never"."""

LONGEST = 40
"""Characters of a cell, where its column does not say more."""

_BLANKS = " \t\r\n\u00a0\u2000-\u200a\u202f\u205f\u3000"
_MARKS = "\u200e\u200f\u061c"
"""Marks of direction: invisible at the ends, where copying from other windows leaves them."""
_NO_WIDTH = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]+")
_ENDS = re.compile(f"^[{_BLANKS}{_MARKS}]+|[{_BLANKS}{_MARKS}]+$")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(r"-?[0-9]{1,6}")
_FLAGS = {"true": True, "yes": True, "1": True, "是": True, "false": False, "no": False, "0": False, "否": False}


class Read(Enum):
    """How a cell is read."""

    TEXT = auto()
    DAY = auto()
    WHOLE = auto()
    FLAG = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its name, how it is read, whether it must be filled, and how long it may be.

    An `optional` one need not be in the header: files from before it existed stay valid. `digits`: each digit of its
    text counts, so a spreadsheet's number is none. `open_end`: the last day of something that may go on.
    """

    name: str
    read: Read = Read.TEXT
    required: bool = False
    longest: int = LONGEST
    optional: bool = False
    digits: bool = False
    open_end: bool = False


def cleaned(text: str) -> str:
    """Return a cell without what pads it and without characters of no width, which nobody means."""
    if text.isprintable():
        return text.strip(" ")
    return _ENDS.sub("", _NO_WIDTH.sub("", text))


def names(columns: Sequence[Column]) -> tuple[str, ...]:
    """Return the header of these columns."""
    return tuple(column.name for column in columns)


def optional(columns: Sequence[Column]) -> frozenset[str]:
    """Return the names that a header may leave out."""
    return frozenset(column.name for column in columns if column.optional)


def read_row(columns: Sequence[Column], row: Mapping[str, str]) -> dict[str, Cell]:
    """Return the values of a row; an empty cell is None. Raises FormatRefused for the first that cannot be read."""
    return {column.name: _read(column, row.get(column.name, "")) for column in columns}


def in_order(cells: Cells, earlier: str, later: str) -> None:
    """Refuse a row whose second date lies before its first. Raises FormatRefused `dates_out_of_order`."""
    first, second = cells[earlier], cells[later]
    if isinstance(first, date) and isinstance(second, date) and second < first:
        raise FormatRefused.because("dates_out_of_order", later, earlier=earlier, later=later)


def body(cells: Cells, *members: str) -> dict[str, object]:
    """Return the members of a statement's body that are filled; dates in ISO form."""
    found = ((member, cells[member]) for member in members)
    return {
        member: value.isoformat() if isinstance(value, date) else value for member, value in found if value is not None
    }


def _read(column: Column, raw: str) -> Cell:
    text = cleaned(raw)
    if writings.is_forbidden(text):
        raise FormatRefused.because("forbidden_character", column.name)
    if not text:
        if column.required:
            raise FormatRefused.because("missing", column.name)
        return None
    if column.read is Read.DAY:
        return _day(text, column)
    if column.read is Read.WHOLE:
        if not _WHOLE.fullmatch(text):
            raise FormatRefused.because("number_unreadable", column.name)
        return int(text)
    if column.read is Read.FLAG:
        if text.lower() not in _FLAGS:
            raise FormatRefused.because("flag_unreadable", column.name)
        return _FLAGS[text.lower()]
    if len(text) > column.longest:
        raise FormatRefused.because("too_long", column.name, longest=column.longest)
    return text


def _day(text: str, column: Column) -> date:
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise FormatRefused.because("date_unreadable_end" if column.open_end else "date_unreadable", column.name)
    if not EARLIEST <= day <= LATEST:
        code = "date_implausible_end" if column.open_end else "date_implausible"
        raise FormatRefused.because(code, column.name, earliest=EARLIEST, latest=LATEST)
    return day
