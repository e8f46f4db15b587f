"""The report on a file: one line per row, in the file's order, fit to be opened in a spreadsheet.

A spreadsheet runs a cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or NUL as a formula. Such a cell gets a
single quote in front (OWASP ASVS 5.0, 1.2.10); only the report does so, what is stored stays as it was.
"""

import csv
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

HEADER = ("row", "outcome", "code", "field", "sentence", "sentence_zh", "person", "statement")

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\x00", "＝", "＋", "－", "＠")


def neutral(cell: object) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def write(path: Path, lines: Iterable[Sequence[object]]) -> None:
    """Write a report whole or not at all: readers never see half of one. Raises OSError."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(HEADER)
            writer.writerows([neutral(cell) for cell in line] for line in lines)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def probe(path: Path) -> None:
    """Make sure that a report can be written here. Raises OSError."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    os.close(descriptor)
    Path(name).unlink()
    if path.is_dir():
        raise IsADirectoryError(21, "is a folder")


def default_path(source: Path) -> Path:
    """Return where the report of a file goes: beside it."""
    return source.with_name(f"{source.stem}.report.csv")
