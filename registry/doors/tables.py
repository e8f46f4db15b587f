"""Tables to take away, fit for the spreadsheet that opens them: CSV (RFC 4180, UTF-8 with a mark) or XLSX.

A spreadsheet runs a cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or NUL as a formula. Such a cell gets a
single quote in front (OWASP ASVS 5.0, 1.2.10); what is stored stays as it was. Cells of a workbook are text in a text
format, so that no digit of an ID is rounded and none of its zeros lost.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

CSV_MEDIA = "text/csv"
XLSX_MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

type Row = Sequence[object]

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\x00", "＝", "＋", "－", "＠")
_WIDTH = 20
_TEXT = "@"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet of a workbook."""

    title: str
    header: Sequence[str]
    rows: Iterable[Row]


def neutral(cell: object) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def table(header: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Return rows as a CSV file."""
    text = io.StringIO(newline="")
    write_csv(text, header, rows)
    return text.getvalue().encode("utf-8-sig")


def write_csv(file: IO[str], header: Sequence[str], rows: Iterable[Row]) -> None:
    """Write rows as CSV into a file that is open for text with no translation of line ends."""
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([neutral(cell) for cell in row] for row in rows)


def workbook(*sheets: Sheet) -> bytes:
    """Return sheets as an XLSX file."""
    file = io.BytesIO()
    write_workbook(file, *sheets)
    return file.getvalue()


def write_workbook(file: IO[bytes], *sheets: Sheet) -> None:
    """Write sheets as XLSX into a file that is open for bytes; numbers are numbers, all else is text."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.title)
        page.freeze_panes = "A2"
        for number in range(1, len(sheet.header) + 1):
            page.column_dimensions[get_column_letter(number)].width = _WIDTH
        page.append(list(sheet.header))
        for row in sheet.rows:
            page.append([cell if type(cell) is int else _as_text(page, cell) for cell in row])
    book.save(file)


def _as_text(page: object, cell: object) -> Cell | None:
    text = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", neutral(cell))
    if not text:
        return None
    found = WriteOnlyCell(page, value=text)
    found.data_type = "s"  # whatever it looks like
    found.number_format = _TEXT
    return found
