"""The list of statuses that an institution keeps itself, as it brings it: columns, words, encodings (arts. 16, 35).

The list is the institution's own and in its own words, so more is taken than of an intake file: columns named in
Chinese or as below; statuses in Chinese or by code; a year-first date with slashes. A column with names may be there
and is never kept.
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from provinces.files import cells, tables
from provinces.files.cells import Cells, Column, Read
from provinces.files.columns import PERSON_COLUMNS
from provinces.files.tables import NOTHING_SAID, Said, Table
from registry.words.statuses import Status
from sync.wire.refusals import NotAccepted, Reason

COLUMNS = (
    *(replace(column, optional=True) for column in PERSON_COLUMNS),
    Column(name="name", longest=200, optional=True),
    Column(name="status", longest=20),
    Column(name="since", read=Read.DAY, optional=True),
)

HEADINGS: Mapping[str, str] = MappingProxyType(
    {
        "终身编号": "person",
        "代码系统": "system",
        "人员代码": "code",
        "医保相关人员代码": "code",
        "国家医保相关人员代码": "code",
        "姓名": "name",
        "状态": "status",
        "登记备案状态": "status",
        "起始日期": "since",
        "状态起始日期": "since",
    }
)
"""What lists here call the columns."""

CALLED: Mapping[str, str] = MappingProxyType(
    {name: f"{heading}/{name}" for heading, name in reversed(tuple(HEADINGS.items()))}
)
"""What a refusal calls them: the first of these words, and the name."""

WORDS: Mapping[str, Status] = MappingProxyType(
    {
        word: status
        for status in (Status.NORMAL, Status.SUSPENDED, Status.TERMINATED)
        for word in (status.value, status.title_zh)
    }
)
"""What lists here call the three statuses of art. 16."""

_SLASHED = re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of the list: whom it names, which status it has there, since when; or why it cannot be read.

    `word` is the status as it was written; `since` None where nothing is said.
    """

    number: int
    cells: Cells
    word: str = ""
    since: date | None = None
    refused: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusList:
    """A list that can be read: its digest as it came, as what it was read, its columns, and its rows in order."""

    digest: bytes
    read_as: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


def read(content: bytes, said: Said = NOTHING_SAID) -> StatusList:
    """Return the rows of a list; `said` is what the user says of its encoding or sheet. Raises FormatRefused."""
    with tables.opened(io.BytesIO(content), COLUMNS, said, words=HEADINGS, called=CALLED) as table:
        columns = tuple(column for column in COLUMNS if column.name in table.columns)
        return StatusList(
            digest=table.digest, read_as=table.read_as, columns=table.columns, lines=tuple(_lines(table, columns))
        )


def _lines(table: Table, columns: tuple[Column, ...]) -> Iterator[Line]:
    for record in table.records():
        if record.refused is not None:
            yield Line(number=record.number, cells={}, refused=record.refused)
            continue
        row = dict(zip(table.columns, record.cells, strict=True))
        row["since"] = _year_first(row.get("since", ""))
        try:
            given = cells.read_row(columns, row)
        except NotAccepted as rejected:
            yield Line(number=record.number, cells={}, refused=rejected.reason)
            continue
        since = given.get("since")
        yield Line(
            number=record.number,
            cells={name: given.get(name) for name in ("person", "system", "code")},
            word=str(given["status"] or ""),
            since=since if isinstance(since, date) else None,
        )


def _year_first(text: str) -> str:
    """Return `2026/3/9` as `2026-03-09`: with the year in front nobody reads it otherwise."""
    slashed = _SLASHED.fullmatch(cells.cleaned(text))
    return f"{slashed[1]}-{int(slashed[2]):02d}-{int(slashed[3]):02d}" if slashed else text
