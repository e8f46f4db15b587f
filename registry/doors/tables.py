"""Tables to take away, as CSV (RFC 4180, UTF-8 with a mark that spreadsheets need).

A spreadsheet runs a cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or NUL as a formula. Such a cell gets a
single quote in front (OWASP ASVS 5.0, 1.2.10); what is stored stays as it was.
"""

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\x00", "＝", "＋", "－", "＠")


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return rows as a CSV file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_neutral(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _neutral(cell: object) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text
