"""Cells: what is a date, a number, a yes; what may not stand in one."""

from datetime import date

import pytest

from provinces.files import cells
from provinces.files.cells import Column, Read, read_row
from sync.wire.refusals import FormatRefused

TEXT = Column(name="x", longest=5)
NEEDED = Column(name="x", required=True)
DAY = Column(name="x", read=Read.DAY)
WHOLE = Column(name="x", read=Read.WHOLE)
FLAG = Column(name="x", read=Read.FLAG)


def value(column: Column, raw: str) -> object:
    return read_row([column], {"x": raw})["x"]


@pytest.mark.parametrize(
    ("column", "raw", "expected"),
    [
        pytest.param(TEXT, "abc", "abc", id="text"),
        pytest.param(TEXT, " a b ", "a b", id="blanks at the ends go"),
        pytest.param(TEXT, "\u3000医院\u00a0", "医院", id="wide and hard blanks, too"),
        pytest.param(TEXT, "\t12345\t", "12345", id="tabs, by which exports keep numbers text"),
        pytest.param(TEXT, "\rab\r\n", "ab", id="line ends around it"),
        pytest.param(TEXT, "\ufeffa\u200bb\u2060c\u00ad", "abc", id="characters of no width"),
        pytest.param(TEXT, "\u200e\t\u3000abc\u200f \u00a0", "abc", id="marks of direction among blanks at the ends"),
        pytest.param(TEXT, "\t\u200b\ufeff", None, id="nothing but padding"),
        pytest.param(DAY, "\t2025-02-28\u3000", date(2025, 2, 28), id="a padded day"),
        pytest.param(TEXT, "", None, id="nothing"),
        pytest.param(TEXT, "   ", None, id="blanks only are nothing"),
        pytest.param(TEXT, "=1+1", "=1+1", id="a formula is text"),
        pytest.param(TEXT, "\ue000", "\ue000", id="a private character: old systems write rare names so"),
        pytest.param(TEXT, "𠮷野家", "𠮷野家", id="beyond the basic plane"),
        pytest.param(DAY, "2025-02-28", date(2025, 2, 28), id="a day"),
        pytest.param(DAY, " 2024-02-29 ", date(2024, 2, 29), id="a leap day"),
        pytest.param(DAY, "1900-01-01", cells.EARLIEST, id="the first plausible day"),
        pytest.param(DAY, "2099-12-31", cells.LATEST, id="the last"),
        pytest.param(DAY, "", None, id="no day"),
        pytest.param(WHOLE, "12", 12, id="a number"),
        pytest.param(WHOLE, "-1", -1, id="below zero is a number; whether it may be is another question"),
        pytest.param(WHOLE, "007", 7, id="zeros in front"),
        pytest.param(FLAG, "true", True, id="true"),
        pytest.param(FLAG, "FALSE", False, id="as spreadsheets write it"),
        pytest.param(FLAG, "是", True, id="yes in Chinese"),
        pytest.param(FLAG, "0", False, id="zero"),
    ],
)
def test_what_is_read(column: Column, raw: str, expected: object) -> None:
    assert value(column, raw) == expected


@pytest.mark.parametrize(
    ("column", "raw", "code"),
    [
        pytest.param(NEEDED, "", "missing", id="required"),
        pytest.param(NEEDED, " \u3000", "missing", id="required, blanks only"),
        pytest.param(TEXT, "abcdef", "too_long", id="too long"),
        pytest.param(TEXT, "a\x00b", "forbidden_character", id="NUL"),
        pytest.param(TEXT, "a\tb", "forbidden_character", id="a tab"),
        pytest.param(TEXT, "a\nb", "forbidden_character", id="a line end"),
        pytest.param(TEXT, "a\x85b", "forbidden_character", id="a C1 control"),
        pytest.param(TEXT, "a\u202eb", "forbidden_character", id="right-to-left override"),
        pytest.param(TEXT, "a\u2066b", "forbidden_character", id="an isolate"),
        pytest.param(TEXT, "a\u200eb", "forbidden_character", id="a mark of direction inside"),
        pytest.param(TEXT, "\u202ea", "forbidden_character", id="right-to-left override at the end"),
        pytest.param(TEXT, "a\x0b", "forbidden_character", id="a vertical tab at the end"),
        pytest.param(TEXT, "a\u2028b", "forbidden_character", id="a line separator"),
        pytest.param(TEXT, "a\ufffdb", "forbidden_character", id="what a broken conversion leaves"),
        pytest.param(TEXT, "a\u3164b", "forbidden_character", id="a filler that looks like nothing"),
        pytest.param(TEXT, "a\ufdd0b", "forbidden_character", id="no character"),
        pytest.param(TEXT, "a\ud800b", "forbidden_character", id="half a surrogate pair"),
        pytest.param(DAY, "2025-02-30", "date_unreadable", id="a day that does not exist"),
        pytest.param(DAY, "2025-13-01", "date_unreadable", id="a month that does not exist"),
        pytest.param(DAY, "5/19/2017", "date_unreadable", id="month first"),
        pytest.param(DAY, "2025/06/01", "date_unreadable", id="slashes"),
        pytest.param(DAY, "2025-6-1", "date_unreadable", id="without zeros"),
        pytest.param(DAY, "20250601", "date_unreadable", id="without hyphens"),
        pytest.param(DAY, "2025-W01-1", "date_unreadable", id="a week date"),
        pytest.param(DAY, "45808", "date_unreadable", id="a spreadsheet's day number"),
        pytest.param(DAY, "２０２５-06-01", "date_unreadable", id="wide digits"),
        pytest.param(DAY, "2025-06-01T00:00", "date_unreadable", id="an instant"),
        pytest.param(DAY, "00000000", "date_unreadable", id="zeros for never"),
        pytest.param(DAY, "2171-01-01", "date_implausible", id="centuries ahead for never"),
        pytest.param(DAY, "0001-01-01", "date_implausible", id="the first year of the calendar"),
        pytest.param(DAY, "1899-12-31", "date_implausible", id="before any living person"),
        pytest.param(WHOLE, "1.0", "number_unreadable", id="a point"),
        pytest.param(WHOLE, "1e1", "number_unreadable", id="an exponent"),
        pytest.param(WHOLE, "９", "number_unreadable", id="a wide digit"),
        pytest.param(WHOLE, "1_0", "number_unreadable", id="an underscore"),
        pytest.param(WHOLE, "十", "number_unreadable", id="in words"),
        pytest.param(WHOLE, "9" * 10_000, "number_unreadable", id="ten thousand digits"),
        pytest.param(FLAG, "perhaps", "flag_unreadable", id="neither yes nor no"),
    ],
)
def test_what_is_refused(column: Column, raw: str, code: str) -> None:
    with pytest.raises(FormatRefused) as rejected:
        value(column, raw)
    assert rejected.value.reason.code == code
    assert rejected.value.reason.field == "x"
    assert rejected.value.reason.sentence_zh
    assert not raw.strip() or raw not in rejected.value.reason.sentence


@pytest.mark.parametrize(("raw", "code"), [("长期", "date_unreadable"), ("2171-01-01", "date_implausible")])
def test_the_refusal_of_an_end_says_how_an_open_one_is_written(raw: str, code: str) -> None:
    for column, says in ((Column(name="x", read=Read.DAY, open_end=True), True), (DAY, False)):
        with pytest.raises(FormatRefused) as rejected:
            value(column, raw)
        assert rejected.value.code == code
        assert ("leave the cell empty for an open end" in rejected.value.reason.sentence) is says
        assert ("请留空" in rejected.value.reason.sentence_zh) is says


def test_the_first_bad_column_answers() -> None:
    columns = [Column(name="a", required=True), Column(name="b", read=Read.DAY)]
    with pytest.raises(FormatRefused) as rejected:
        read_row(columns, {"a": "", "b": "x"})
    assert rejected.value.reason.field == "a"


def test_dates_in_order() -> None:
    row = {"from": date(2025, 1, 1), "to": date(2025, 1, 1)}
    cells.in_order(row, "from", "to")
    cells.in_order({**row, "to": None}, "from", "to")
    with pytest.raises(FormatRefused) as rejected:
        cells.in_order({**row, "to": date(2024, 12, 31)}, "from", "to")
    assert rejected.value.reason.code == "dates_out_of_order"
    assert rejected.value.reason.field == "to"
