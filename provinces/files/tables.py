"""A file of rows, whatever it is: told by its content, read as what it is or what the user says, or refused as a whole.

| it begins with | it is |
|---|---|
| the mark of a zip | an XLSX workbook, and nothing else is tried |
| the mark of OLE | an old workbook, or one with a password: `workbook_old` |
| `<html`, `<table`, `<?xml` | a page that some systems call a workbook: `workbook_old` |
| anything else | CSV, in the encoding that the whole of it is in |

What is not UTF-8 already is rewritten once, into memory or a file without a name, and read from there.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from types import MappingProxyType
from typing import IO, BinaryIO

from provinces.files import cells, encodings, reader, workbooks
from provinces.files.cells import Column
from provinces.files.encodings import Encoding
from provinces.files.headings import Expected
from provinces.files.reader import Record
from sync.wire.refusals import FormatRefused, Reason

XLSX = "xlsx"

_BLOCK = 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = (b"<html", b"<table", b"<?xml", b"<!doctype", b"<meta", b"<head")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the user says of a file: its encoding, its sheet; nothing where it is to be found out."""

    encoding: Encoding | None = None
    sheet: str = ""


NOTHING_SAID = Said()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A file that can be read: its digest as it came, as what it was read, its columns and rows."""

    digest: bytes
    read_as: str
    """The encoding, or `xlsx` and the name of the sheet."""
    columns: tuple[str, ...]
    rows: int
    records: Callable[[], Iterator[Record]]
    """Reads every row, as often as asked. Raises FormatRefused when the file changed in between."""


def is_workbook(file: BinaryIO) -> bool:
    """Return whether a file that can be rewound is an XLSX workbook."""
    head = file.read(len(workbooks.MAGIC))
    file.seek(0)
    return head == workbooks.MAGIC


@contextmanager
def opened(
    file: BinaryIO,
    columns: Sequence[Column],
    said: Said = NOTHING_SAID,
    *,
    words: Mapping[str, str] = MappingProxyType({}),
    called: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Table]:
    """Open a file that can be rewound and is open for reading bytes. Raises FormatRefused before a row is read.

    `words`: what files may call columns otherwise; `called`: what a refusal calls them.
    """
    expected = Expected(names=cells.names(columns), optional=cells.optional(columns), words=words, called=called)
    _must_be_known(file)
    opening = _of_workbook(file, columns, said, expected) if is_workbook(file) else _of_text(file, said, expected)
    with opening as table:
        yield table


def _must_be_known(file: BinaryIO) -> None:
    head = file.read(64)
    file.seek(0)
    if head.startswith(_OLE):
        raise FormatRefused.because("workbook_old")
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_MARKUP):
        raise FormatRefused.because("workbook_is_page")


@contextmanager
def _of_text(file: BinaryIO, said: Said, expected: Expected) -> Iterator[Table]:
    if said.sheet:
        raise FormatRefused.because("sheet_of_no_workbook")
    judged = encodings.judged(file, said.encoding)
    file.seek(0)
    text: IO[bytes] = file if judged.encoding is Encoding.UTF_8 else encodings.as_utf8(file, judged.encoding)
    try:
        survey = reader.survey(text, expected)
        if text is file and survey.digest != judged.digest:
            raise FormatRefused.because("file_changed")

        def records() -> Iterator[Record]:
            text.seek(0)  # when the first row is asked for
            yield from reader.records(text, survey)

        yield Table(
            digest=judged.digest,
            read_as=judged.encoding.value,
            columns=survey.columns,
            rows=survey.rows,
            records=records,
        )
    finally:
        if text is not file:
            text.close()


@contextmanager
def _of_workbook(file: BinaryIO, columns: Sequence[Column], said: Said, expected: Expected) -> Iterator[Table]:
    if said.encoding:
        raise FormatRefused.because("encoding_marked", marked="XLSX", encoding=encodings.TITLES[said.encoding])
    digest = sha256()
    while block := file.read(_BLOCK):
        digest.update(block)
    file.seek(0)
    with SpooledTemporaryFile(max_size=encodings.IN_MEMORY) as lines:
        with workbooks.opened(file, said.sheet, columns, expected) as sheet:
            count = 0
            for row in sheet.rows:
                lines.write(json.dumps(_written(row)).encode() + b"\n")
                count += 1

        def records() -> Iterator[Record]:
            lines.seek(0)
            yield from map(_record, lines)

        yield Table(
            digest=digest.digest(),
            read_as=f"{XLSX} {sheet.name}",
            columns=sheet.columns,
            rows=count,
            records=records,
        )


def _written(row: workbooks.SheetRow) -> list[object]:
    why = row.refused
    return [row.number, row.cells, [why.code, why.field, why.sentence, why.sentence_zh] if why else None]


def _record(line: bytes) -> Record:
    number, texts, why = json.loads(line)
    refused = Reason(**dict(zip(("code", "field", "sentence", "sentence_zh"), why, strict=True))) if why else None
    return Record(number=number, line=number, cells=tuple(texts), refused=refused)
