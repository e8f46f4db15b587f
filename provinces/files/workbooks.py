"""Reads a sheet of an XLSX workbook row by row, as whoever sends it sees it, and refuses what would be read otherwise.

| what | answer |
|---|---|
| one visible sheet with content, or the sheet that is said | read |
| no such sheet; several with content and none said | file, `sheet_unknown`, `sheet_unsaid` |
| merged cells, hidden rows or columns in the table | file, `cells_merged`, `cells_hidden` |
| damaged, no workbook inside; too large when unpacked | file, `workbook_unreadable`, `workbook_too_large` |
| a formula | row, `cell_formula`: what it last came to may be out of date, or was never computed |
| an error such as `#N/A` | row, `cell_error` |
| a date where a column takes none | row, `cell_date`: spreadsheets make 1 March of item 3-1 |
| a number whose digits count (IDs, codes, document numbers) | row, `code_from_spreadsheet` |
| a number shown in a form of its own, `00012` | row, `cell_number_format` |

Rows have the numbers of the sheet. Rows without content are no rows; the first with content names the columns.
"""

import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from string import digits
from typing import IO
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from provinces.files.cells import Column, Read, cleaned
from provinces.files.headings import Expected
from sync.wire.refusals import FormatRefused, NotAccepted, Reason, Refusal, reason

MAGIC = b"PK\x03\x04"
MOST_MIB = 64
MOST_UNPACKED_MIB = 256
"""Some 200,000 rows unpack to 100 MiB; a few KiB that unpack to gigabytes are no list of people."""
MOST_PARTS = 2_000
LAST_ROW = 1_048_576

_MOST_DIGITS = 15
"""Digits that a spreadsheet keeps of a number."""
_PLAIN_FORMAT = re.compile(r"General|@|0(?:\.0+)?|#,##0(?:\.0+)?")
_PADDING = re.compile(r"_.|\\? ")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """A row of the sheet: its cells as text, or why it cannot be read."""

    number: int
    cells: tuple[str, ...] = ()
    refused: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet that is a table: its name, its columns, and its rows, which are read as they are asked for."""

    name: str
    columns: tuple[str, ...]
    rows: Iterator[SheetRow]


@contextmanager
def opened(file: IO[bytes], said: str, columns: Sequence[Column], expected: Expected) -> Iterator[Sheet]:
    """Open the table in a workbook; `said` is the name of its sheet. Raises FormatRefused, also between rows.

    Whatever the library stumbles over is a damaged workbook; its warnings of what it leaves out are not passed on.
    """
    _must_be_bounded(file)
    try:
        with warnings.catch_warnings(action="ignore", category=UserWarning):
            book = load_workbook(file, read_only=True, keep_links=False)
            try:
                yield _table(_sheet(book, said, expected), columns, expected)
            finally:
                book.close()
    except NotAccepted:
        raise
    except Exception as error:
        raise FormatRefused.because("workbook_unreadable") from error


def _table(sheet: ReadOnlyWorksheet, columns: Sequence[Column], expected: Expected) -> Sheet:
    shape = _Shape.of(sheet)
    rows = _filled(sheet)
    number, header = next(rows)
    shape.must_be_seen(number, len(header))
    names = expected.columns([_shown(cell) for cell in header], number)
    by_name = {column.name: column for column in columns}
    return Sheet(name=sheet.title, columns=names, rows=_rows(rows, [by_name[name] for name in names], shape))


@dataclass(slots=True)
class _Shape:
    """What of a sheet is hidden or merged."""

    rows: set[int]
    columns: list[tuple[int, int]]
    merged: list[str]

    @classmethod
    def of(cls, sheet: ReadOnlyWorksheet) -> "_Shape":
        found = cls(set(), [], [])
        row, cell = 0, (0, "")

        def element(tag: str, attributes: dict[str, str]) -> None:
            nonlocal row, cell
            name = tag.rpartition(" ")[2]
            is_hidden = attributes.get("hidden") in ("1", "true")
            if name == "c":
                letters = attributes.get("r", "").rstrip(digits)
                before, cell = cell, (len(letters), letters) if letters else cell
                if letters and cell <= before:
                    raise ValueError("cells out of order, of which openpyxl leaves some out")
            elif name == "row":
                above, row, cell = row, int(attributes.get("r", row + 1)), (0, "")
                if row <= above:
                    raise ValueError("rows out of order, of which openpyxl leaves some out")
                if is_hidden:
                    found.rows.add(row)
            elif name == "col" and is_hidden:
                found.columns.append((int(attributes["min"]), int(attributes["max"])))
            elif name == "mergeCell":
                found.merged.append(attributes["ref"])

        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = element
        with sheet._get_source() as source:  # openpyxl tells these of a sheet only where it loads all of it
            parser.ParseFile(source)
        return found

    def must_be_seen(self, header: int, width: int) -> None:
        """Refuse what is merged or hidden in the columns of a table. Raises FormatRefused."""
        for ref in self.merged:
            left, _, _, bottom = range_boundaries(ref)
            if left <= width and bottom >= header:
                raise FormatRefused(Refusal("cells_merged", params={"cells": ref}))
        for first, _ in self.columns:
            if first <= width:
                raise FormatRefused(Refusal("cells_hidden_column", params={"column": get_column_letter(first)}))
        self.must_show(header)

    def must_show(self, row: int) -> None:
        """Refuse a row with content that is hidden. Raises FormatRefused."""
        if row in self.rows:
            raise FormatRefused(Refusal("cells_hidden", params={"line": row}), line=row)


def _must_be_bounded(file: IO[bytes]) -> None:
    try:
        with zipfile.ZipFile(file) as parts:
            infos = parts.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise FormatRefused.because("workbook_unreadable") from error
    finally:
        size = file.seek(0, 2)
        file.seek(0)
    unpacked = sum(info.file_size for info in infos)
    too_large = size > MOST_MIB << 20 or unpacked > MOST_UNPACKED_MIB << 20 or len(infos) > MOST_PARTS
    if too_large:
        raise FormatRefused.because("workbook_too_large", most=MOST_MIB, unpacked=MOST_UNPACKED_MIB)


def _sheet(book: Workbook, said: str, expected: Expected) -> ReadOnlyWorksheet:
    sheets = [sheet for sheet in book.worksheets if isinstance(sheet, ReadOnlyWorksheet)]
    if not sheets:
        raise FormatRefused.because("workbook_unreadable")
    for sheet in sheets:
        sheet.reset_dimensions()  # some exporters write A1 whatever there is
    if said:
        found = [sheet for sheet in sheets if cleaned(sheet.title) == cleaned(said)]
        if not found:
            raise FormatRefused.because("sheet_unknown", sheets=_named(sheets))
    else:
        visible = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
        found = [sheet for sheet in visible if next(_filled(sheet), None)]
        if len(found) > 1:
            raise FormatRefused.because("sheet_unsaid", sheets=_named(found))
    if not found or next(_filled(found[0]), None) is None:
        raise FormatRefused.because("sheet_empty", expected=expected.shown)
    return found[0]


def _named(sheets: Sequence[ReadOnlyWorksheet]) -> str:
    names = [sheet.title if sheet.title.isprintable() else ascii(sheet.title) for sheet in sheets[:10]]
    return ", ".join(names) + (" …" if len(sheets) > len(names) else "")


def _filled(sheet: ReadOnlyWorksheet) -> Iterator[tuple[int, list[ReadOnlyCell]]]:
    """Yield the rows that have content, with their numbers, without what is empty at their ends."""
    for number, row in enumerate(sheet.iter_rows(max_row=LAST_ROW), start=1):
        cells = list(row)
        while cells and (cells[-1].value is None or not _shown(cells[-1])):
            cells.pop()
        if cells:
            yield number, cells


def _rows(rows: Iterator[tuple[int, list[ReadOnlyCell]]], table: Sequence[Column], shape: _Shape) -> Iterator[SheetRow]:
    for number, cells in rows:
        shape.must_show(number)
        if len(cells) > len(table):
            refused = reason("row_malformed_cells", line=number, cells=len(cells), columns=len(table))
            yield SheetRow(number=number, refused=refused)
            continue
        try:
            texts = [_text(cell, column) for cell, column in zip(cells, table, strict=False)]
        except FormatRefused as rejected:
            yield SheetRow(number=number, refused=rejected.reason)
            continue
        yield SheetRow(number=number, cells=(*texts, *[""] * (len(table) - len(texts))))


def _text(cell: ReadOnlyCell, column: Column) -> str:
    """Return what a cell says in a column. Raises FormatRefused."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise FormatRefused.because("cell_formula", column.name)
    if cell.data_type == "e":
        raise FormatRefused.because("cell_error", column.name)
    if isinstance(value, int | float) and not isinstance(value, bool) and column.read in (Read.TEXT, Read.WHOLE):
        _must_be_plain(cell, column)
    if not isinstance(value, str | int | float) and column.read is not Read.DAY:
        raise FormatRefused.because("cell_date", column.name)
    return _shown(cell)


def _must_be_plain(cell: ReadOnlyCell, column: Column) -> None:
    if column.digits:
        raise FormatRefused.because("code_from_spreadsheet", column.name)
    shown = _PADDING.sub("", str(cell.number_format).partition(";")[0])
    too_long = abs(cell.value) >= 10**_MOST_DIGITS
    if too_long or not _PLAIN_FORMAT.fullmatch(shown):
        raise FormatRefused.because("cell_number_format", column.name)


def _shown(cell: ReadOnlyCell) -> str:
    """Return the text of a cell: dates in ISO form, numbers in plain digits."""
    value = cell.value
    if isinstance(value, str):
        return cleaned(unescape(value))
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.{_MOST_DIGITS}g}"
    return "" if value is None else str(value)
