"""Workbooks as people send them: cells as they are seen, and what would be read otherwise is refused."""

import io
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula

from provinces.files import tables, workbooks
from provinces.files.cells import Column, Read
from provinces.files.encodings import Encoding
from provinces.files.reader import Record
from provinces.files.tables import Said
from sync.wire.refusals import FormatRefused
from tests.provinces.files.books import SHEET, book, rewritten, saved

COLUMNS = (
    Column(name="code", digits=True),
    Column(name="item"),
    Column(name="on", read=Read.DAY),
    Column(name="points", read=Read.WHOLE),
    Column(name="passed", read=Read.FLAG),
)
HEADER = [column.name for column in COLUMNS]
ROW = ["D1", "1-1", date(2025, 6, 20), 5, True]


def read(data: bytes, **said: Any) -> list[Record]:
    with tables.opened(io.BytesIO(data), COLUMNS, Said(**said)) as table:
        records = list(table.records())
        assert len(records) == table.rows
        return records


def cells(data: bytes, **said: Any) -> list[tuple[str, ...] | str]:
    """Return each row's cells, or the code that refuses it."""
    return [record.refused.code if record.refused else record.cells for record in read(data, **said)]


def refusal(data: bytes, **said: Any) -> FormatRefused:
    with pytest.raises(FormatRefused) as refused:
        read(data, **said)
    assert refused.value.reason.sentence_zh
    assert "?" not in refused.value.reason.sentence, "a parameter is missing"
    return refused.value


def with_cell(column: str, value: object, number_format: str = "") -> bytes:
    row = list(ROW)
    row[HEADER.index(column)] = value

    def form(sheet: Any) -> None:
        if number_format:
            sheet.cell(2, 1 + HEADER.index(column)).number_format = number_format

    return book([HEADER, row], form)


def test_a_row_is_read_as_it_is_seen() -> None:
    assert cells(book([HEADER, ROW])) == [("D1", "1-1", "2025-06-20", "5", "TRUE")]


@pytest.mark.parametrize(
    ("column", "value", "number_format", "expected"),
    [
        pytest.param("code", "005201", "", "005201", id="a code of text keeps its zeros"),
        pytest.param("code", "\t520100\u3000", "", "520100", id="padded text"),
        pytest.param("code", "无", "", "无", id="Chinese"),
        pytest.param("code", 520100, "", "code_from_spreadsheet", id="a code that is a number"),
        pytest.param("code", 520100, "@", "code_from_spreadsheet", id="also in a text format: it was one before"),
        pytest.param("code", 520100199001011234, "0", "code_from_spreadsheet", id="eighteen digits"),
        pytest.param("item", 1, "", "1", id="a number as text"),
        pytest.param("item", 1.5, "", "1.5", id="with a point"),
        pytest.param("item", 0.1 + 0.2, "", "0.3", id="fifteen digits, as is shown"),
        pytest.param("item", 1234.5, "#,##0.00", "1234.5", id="with thousands"),
        pytest.param("item", 1234.5, "#,##0.00_ ;[Red]\\-#,##0.00\\ ", "1234.5", id="as Excel writes it"),
        pytest.param("item", 12, "00000", "cell_number_format", id="shown with zeros in front"),
        pytest.param("item", 0.5, "0%", "cell_number_format", id="shown as a part of a hundred"),
        pytest.param("item", 12, '"第"0"号"', "cell_number_format", id="shown with words"),
        pytest.param("item", 10**15, "0", "cell_number_format", id="more digits than are kept"),
        pytest.param("item", date(2025, 3, 1), "", "cell_date", id="item 3-1, of which a date was made"),
        pytest.param("item", time(3, 1), "", "cell_date", id="a time"),
        pytest.param("item", "=A2", "", "cell_formula", id="a formula"),
        pytest.param("item", ArrayFormula("B2", "=A2"), "", "cell_formula", id="an array formula"),
        pytest.param("item", "#N/A", "", "cell_error", id="an error"),
        pytest.param("item", True, "", "TRUE", id="true as text"),
        pytest.param("on", "2025-06-20", "", "2025-06-20", id="a day as text"),
        pytest.param("on", datetime(2025, 6, 20), "yyyy/m/d", "2025-06-20", id="a day, however it is shown"),
        pytest.param("on", datetime(2025, 6, 20, 8), "", "2025-06-20T08:00:00", id="an instant, which no column takes"),
        pytest.param("on", 45828, "", "45828", id="a number of days, which no column takes"),
        pytest.param("points", 5.0, "", "5", id="five"),
        pytest.param("points", 5.5, "", "5.5", id="five and a half, which no column takes"),
        pytest.param("points", date(2025, 1, 5), "", "cell_date", id="points that became a day"),
        pytest.param("passed", 1, "", "1", id="one for yes"),
        pytest.param("passed", None, "", "", id="nothing"),
    ],
)
def test_cells(column: str, value: object, number_format: str, expected: str) -> None:
    (found,) = read(with_cell(column, value, number_format))
    shown = found.refused.code if found.refused else found.cells[HEADER.index(column)]
    assert shown == expected
    if found.refused:
        assert found.refused.field == column
        assert found.refused.sentence_zh


def test_rows_have_the_numbers_of_the_sheet() -> None:
    data = book([[], HEADER, [], ROW, ["", None, " "], [*ROW, "more"], [], ["D2"]])
    found = read(data)
    assert [(record.number, record.line) for record in found] == [(4, 4), (6, 6), (8, 8)]
    assert cells(data)[1:] == ["row_malformed", ("D2", "", "", "", "")]
    assert found[1].refused
    assert found[1].refused.sentence == "The row on line 6 has 6 cells; the header has 5."


def test_columns_may_stand_in_any_order_and_be_padded() -> None:
    data = book([["points\u3000", " item", "\tcode", "on", "passed", None], [5, "x", "D1", None, "是"]])
    assert cells(data) == [("5", "x", "D1", "", "是")]


def hide_row(sheet: Any) -> None:
    sheet.row_dimensions[2].hidden = True


def hide_column(sheet: Any) -> None:
    sheet.column_dimensions["B"].hidden = True


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param(hide_row, "cells_hidden", id="a hidden row"),
        pytest.param(hide_column, "cells_hidden", id="a hidden column"),
        pytest.param(lambda sheet: sheet.merge_cells("A2:A3"), "cells_merged", id="merged rows"),
        pytest.param(lambda sheet: sheet.merge_cells("A1:B1"), "cells_merged", id="a merged header"),
    ],
)
def test_what_is_not_seen_refuses_the_file(change: Callable[[Any], object], code: str) -> None:
    assert refusal(book([HEADER, ROW, ROW], change)).code == code


def test_a_title_above_the_header_is_said_to_be_merged() -> None:
    data = book([["人员名单"], HEADER, ROW], lambda sheet: sheet.merge_cells("A1:E1"))
    assert refusal(data).code == "cells_merged"


def test_what_is_hidden_or_merged_outside_the_table_does_not_matter() -> None:
    def change(sheet: Any) -> None:
        sheet.column_dimensions.group("H", "Z", hidden=True)
        sheet.row_dimensions[9].hidden = True
        sheet.merge_cells("H1:J4")

    assert len(cells(book([HEADER, ROW], change))) == 1


def two_sheets(state: str = "visible") -> bytes:
    made = Workbook()
    for name in ("人员", "其他"):
        sheet = made.create_sheet(name)
        sheet.append(HEADER)
        sheet.append([name])
    made["其他"].sheet_state = state
    return saved(made)


def test_one_sheet_with_content_or_the_one_that_is_said() -> None:
    assert cells(two_sheets(), sheet="其他") == [("其他", "", "", "", "")]
    assert cells(two_sheets(), sheet=" 人员 ") == [("人员", "", "", "", "")]
    assert cells(two_sheets("hidden")) == [("人员", "", "", "", "")], "lists behind drop-downs are hidden sheets"
    unsaid = refusal(two_sheets())
    assert unsaid.code == "sheet_unsaid"
    assert "人员, 其他" in unsaid.reason.sentence
    assert refusal(two_sheets(), sheet="x").code == "sheet_unknown"
    assert refusal(two_sheets(), sheet="Sheet").code == "file_empty"
    assert refusal(book([])).code == "file_empty"


def test_the_encoding_of_a_workbook_is_not_to_be_said() -> None:
    assert refusal(book([HEADER]), encoding=Encoding.GB18030).code == "encoding_wrong"


def test_the_sheet_of_no_workbook_is_not_to_be_said() -> None:
    assert refusal(",".join(HEADER).encode(), sheet="x").code == "sheet_of_no_workbook"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "workbook_old", id=".xls, or a password"),
        pytest.param(b"<html><table><tr><td>code</td></tr></table></html>", "workbook_old", id="a page"),
        pytest.param(b"\xef\xbb\xbf\r\n<?xml version='1.0'?><Workbook/>", "workbook_old", id="XML of 2003"),
        pytest.param(b"PK\x03\x04 and nothing more", "workbook_unreadable", id="no zip"),
        pytest.param(book([HEADER, ROW])[:-200], "workbook_unreadable", id="cut off"),
        pytest.param(rewritten(book([HEADER]), {SHEET: lambda xml: xml[:-30]}), "workbook_unreadable", id="cut inside"),
        pytest.param(rewritten(book([HEADER]), {"xl/workbook.xml": lambda xml: b"<x/>"}), "workbook_unreadable",
                     id="no workbook"),
        pytest.param(
            rewritten(book([HEADER, ROW, ROW]), {SHEET: lambda xml: xml.replace(b'<row r="3"', b'<row r="2"')}),
            "workbook_unreadable", id="two rows of one number, of which the library shows one"),
        pytest.param(
            rewritten(book([HEADER, ROW]), {SHEET: lambda xml: xml.replace(b'"A2"', b'"ZZZZZZZ2"')}),
            "workbook_unreadable", id="a column that no sheet has"),
        pytest.param(
            rewritten(book([HEADER, ROW]), {SHEET: lambda xml: xml.replace(b'r="E2"', b'r="B2"')}),
            "workbook_unreadable", id="cells out of order, of which the library shows some"),
    ],
)  # fmt: skip
def test_what_is_no_workbook(data: bytes, code: str) -> None:
    assert refusal(data).code == code


def test_a_workbook_is_told_by_its_content() -> None:
    with io.BytesIO(book([HEADER])) as file:
        assert tables.is_workbook(file)
    with io.BytesIO(b"code\n") as file:
        assert not tables.is_workbook(file)


def test_strings_may_stand_beside_the_sheet() -> None:
    # As Excel and WPS write them; what builds these tests writes them into the cells.
    strings = "<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><si><t>张三</t></si></sst>"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    told = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'.encode()
    inline, beside = b't="inlineStr"><is><t>D1</t></is>', b't="s"><v>0</v>'
    data = rewritten(
        book([HEADER, ["D1"]]),
        {
            SHEET: lambda xml: xml.replace(inline, beside),
            "[Content_Types].xml": lambda xml: xml.replace(b"</Types>", told),
        },
        {"xl/sharedStrings.xml": strings.encode()},
    )
    assert cells(data)[0][0] == "张三"


def test_a_wrong_size_of_the_sheet_hides_nothing() -> None:
    data = rewritten(book([HEADER, ROW]), {SHEET: lambda xml: xml.replace(b'ref="A1:E2"', b'ref="A1"')})
    assert b'ref="A1:E2"' not in data
    assert len(cells(data)) == 1


def test_escapes_of_line_ends_are_no_text() -> None:
    assert cells(book([HEADER, ["D1_x000D_"]]))[0][0] == "D1"


def test_parts_that_are_not_read_are_no_reason_to_warn() -> None:
    def choose(sheet: Any) -> None:
        sheet.add_data_validation(DataValidation(type="list", formula1='"a,b"'))

    extension = b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
    data = rewritten(book([HEADER, ROW], choose), {SHEET: lambda xml: xml.replace(b"</worksheet>", extension)})
    assert len(cells(data)) == 1


class TestBounds:
    def test_a_workbook_that_unpacks_to_too_much(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(workbooks, "MOST_UNPACKED_MIB", 1)
        bomb = rewritten(book([HEADER, ROW]), {SHEET: lambda xml: xml + b" " * (2 << 20)})
        assert len(bomb) < 20_000
        assert refusal(bomb).code == "workbook_too_large"

    def test_a_workbook_that_is_too_large(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(workbooks, "MOST_MIB", 0)
        assert refusal(book([HEADER, ROW])).code == "workbook_too_large"

    def test_entities_that_unfold(self) -> None:
        entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
        doctype = f'<!DOCTYPE x [<!ENTITY e0 "0123456789">{entities}]>'.encode()
        data = rewritten(
            book([HEADER, ["D1"]]),
            {SHEET: lambda xml: doctype + xml.replace(b">D1<", b">&e8;<")},
        )
        assert refusal(data).code == "workbook_unreadable"

    def test_a_row_number_that_no_sheet_has(self) -> None:
        far = rewritten(book([HEADER, ROW]), {SHEET: lambda xml: xml.replace(b'<row r="2"', b'<row r="99999999999"')})
        assert cells(far) == []
