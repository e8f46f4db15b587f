"""Workbooks for tests, built cell by cell, and taken apart where no library would write such a thing."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

SHEET = "xl/worksheets/sheet1.xml"


def book(rows: Iterable[Sequence[object]], change: Callable[[Worksheet], object] = lambda sheet: None) -> bytes:
    """Return a workbook of one sheet."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "人员"
    for row in rows:
        sheet.append(list(row))
    change(sheet)
    return saved(made)


def saved(made: Workbook) -> bytes:
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def rewritten(
    data: bytes, parts: Mapping[str, Callable[[bytes], bytes]], more: Mapping[str, bytes] = MappingProxyType({})
) -> bytes:
    """Return a workbook with some of its parts changed, and with more parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name, bytes)(old.read(name)))
        for name, content in more.items():
            new.writestr(name, content)
    return out.getvalue()
