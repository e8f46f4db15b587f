"""The report on a file: one line per row, in the file's order, for the spreadsheet that made the file.

A workbook is answered with a workbook, which has the counts on a second sheet; CSV, in whatever encoding, with CSV in
UTF-8 with the mark by which spreadsheets know it.
"""

import os
import tempfile
from collections.abc import Iterable, Mapping
from io import TextIOWrapper
from pathlib import Path

from registry.doors.tables import Row, Sheet, write_csv, write_workbook

HEADER = ("row", "outcome", "code", "field", "sentence", "sentence_zh", "person", "statement")

CSV, XLSX = ".csv", ".xlsx"


def write(path: Path, lines: Iterable[Row], counts: Mapping[str, int]) -> None:
    """Write a report, whole or not at all, as what the end of its name says. Raises OSError."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".report.", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            if path.suffix.lower() == XLSX:
                report = Sheet(title="报告 report", header=HEADER, rows=lines)
                write_workbook(file, report, Sheet(title="合计 counts", header=("", "rows"), rows=counts.items()))
            else:
                with TextIOWrapper(file, encoding="utf-8-sig", newline="") as text:
                    write_csv(text, HEADER, lines)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def probe(path: Path) -> None:
    """Make sure that a report can be written here. Raises OSError."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".report.", suffix=".part")
    os.close(descriptor)
    Path(name).unlink()
    if path.is_dir():
        raise IsADirectoryError(21, "is a folder")


def default_path(source: Path, *, workbook: bool) -> Path:
    """Return where the report of a file goes: beside it."""
    return source.with_name(f"{source.stem}.report{XLSX if workbook else CSV}")
