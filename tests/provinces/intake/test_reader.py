"""Files as people send them: what is read, what refuses a row, what refuses the file."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provinces.files import reader
from provinces.files.reader import Record
from sync.wire.refusals import FormatRefused

COLUMNS = ("a", "b", "c")


def read(data: bytes, columns: tuple[str, ...] = COLUMNS) -> list[Record]:
    file = io.BytesIO(data)
    found = reader.survey(file, columns)
    file.seek(0)
    records = list(reader.records(file, found))
    assert len(records) == found.rows
    return records


def rows(data: bytes) -> list[tuple[str, ...] | str]:
    """Return each row's cells, or the code that refuses it."""
    return [record.refused.code if record.refused else record.cells for record in read(data)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"a,b,c\n1,2,3\n", [("1", "2", "3")], id="plain"),
        pytest.param(b"a,b,c\r\n1,2,3\r\n", [("1", "2", "3")], id="lines end with CR LF"),
        pytest.param(b"a,b,c\n1,2,3", [("1", "2", "3")], id="no end of the last line"),
        pytest.param(b"\xef\xbb\xbfa,b,c\n1,2,3\n", [("1", "2", "3")], id="byte order mark"),
        pytest.param(b'\xef\xbb\xbf"a","b","c"\n1,2,3\n', [("1", "2", "3")], id="byte order mark before a quote"),
        pytest.param(b"a,b,c\n\n1,2,3\n\r\n\n4,5,6\n", [("1", "2", "3"), ("4", "5", "6")], id="empty lines"),
        pytest.param(b"a,b,c\n,,\n", [("", "", "")], id="a row of nothing is a row"),
        pytest.param(b'a,b,c\n"1,1","2""2",""\n', [("1,1", '2"2', "")], id="quotes"),
        pytest.param(b'a,b,c\n1,"x\ny",3\n', [("1", "x\ny", "3")], id="a line end inside quotes"),
        pytest.param(b'a,b,c\n1,"x\r\n\r\ny",3\r\n', [("1", "x\r\n\r\ny", "3")], id="several, CR LF"),
        pytest.param(b'a,b,c\n1,2,"3"', [("1", "2", "3")], id="a quoted cell ends the file"),
        pytest.param("a,b,c\n张三,医院,①\n".encode(), [("张三", "医院", "①")], id="Chinese"),
        pytest.param(b"a,b,c\n", [], id="header only"),
        pytest.param(b"a,b,c", [], id="header only, no line end"),
    ],
)
def test_what_is_read(data: bytes, expected: list[tuple[str, ...]]) -> None:
    assert rows(data) == expected


def test_columns_may_stand_in_any_order() -> None:
    file = io.BytesIO(b"c,a,b\n3,1,2\n")
    assert reader.survey(file, COLUMNS).columns == ("c", "a", "b")


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        pytest.param(b"1,2", "row_malformed", id="too few cells"),
        pytest.param(b"1,2,3,4", "row_malformed", id="too many cells"),
        pytest.param(b'1,2"x,3', "row_malformed", id="a quote inside an unquoted cell"),
        pytest.param(b'1,"2"x,3', "row_malformed", id="text after a closing quote"),
        pytest.param(b"1,2\r,3", "row_malformed", id="a lone CR"),
        pytest.param(b"1,2,3\r\r", "row_malformed", id="a lone CR before the line end"),
        pytest.param(b"1,\xff,3", "row_not_utf8", id="a byte that is not UTF-8"),
        pytest.param("1,José,3".encode("latin-1"), "row_not_utf8", id="Latin-1"),
        pytest.param("1,张三,3".encode("gb18030"), "row_not_utf8", id="GB 18030"),
        pytest.param(b"1,\xed\xa0\x80,3", "row_not_utf8", id="a surrogate"),
        pytest.param(b"1,\xc0\xaf,3", "row_not_utf8", id="an overlong form"),
        pytest.param(b"1,2," + b"x" * 70_000, "row_too_long", id="above 64 KiB"),
        pytest.param(b'1,2,"' + b"x" * 140_000 + b'"', "row_too_long", id="above 64 KiB in quotes"),
    ],
)
def test_what_refuses_one_row(broken: bytes, code: str) -> None:
    assert rows(b"a,b,c\n1,2,3\n" + broken + b"\n4,5,6\n") == [("1", "2", "3"), code, ("4", "5", "6")]
    assert rows(b"a,b,c\n1,2,3\n" + broken) == [("1", "2", "3"), code]


def test_a_broken_row_says_where_it_is() -> None:
    broken = read(b'a,b,c\n\n1,"x\n\xff",3\n1,2\n')
    assert [record.line for record in broken] == [3, 5]
    assert broken[0].refused
    assert "Line 4" in broken[0].refused.sentence
    assert "byte 12" in broken[0].refused.sentence
    assert broken[1].refused
    assert broken[1].refused.sentence == "The row on line 5 has 2 cells; the header has 3."
    assert broken[1].refused.sentence_zh == "第5行有2个单元格，而表头有3列。"


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        pytest.param(b"", "file_empty", 0, id="empty"),
        pytest.param(b"\xef\xbb\xbf", "file_empty", 0, id="nothing but a byte order mark"),
        pytest.param(b"\n\n", "file_empty", 0, id="nothing but line ends"),
        pytest.param("a,b,c\n1,2,3\n".encode("utf-16"), "file_not_utf8", 1, id="UTF-16"),
        pytest.param("a,b,c\n1,2,3\n".encode("utf-16-le"), "file_not_utf8", 1, id="UTF-16 without a mark"),
        pytest.param("a,b,c\n1,2,3\n".encode("utf-16-be"), "file_not_utf8", 1, id="UTF-16, the other way round"),
        pytest.param(b"a,b,\xff\n", "file_not_utf8", 1, id="the header is not UTF-8"),
        pytest.param(b"a,b\n1,2\n", "columns_missing", 1, id="a column is missing"),
        pytest.param(b"a,b,c,d\n1,2,3,4\n", "columns_unknown", 1, id="a column nobody knows"),
        pytest.param(b"a,b, c\n1,2,3\n", "columns_unknown", 1, id="a blank before a name"),
        pytest.param(b"A,b,c\n1,2,3\n", "columns_unknown", 1, id="another case"),
        pytest.param(b"a;b;c\n1;2;3\n", "columns_unknown", 1, id="semicolons"),
        pytest.param(b"a,b,c,c\n1,2,3,4\n", "columns_repeated", 1, id="a column twice"),
        pytest.param(b"a,b,c\r1,2,3\r", "header_malformed", 1, id="lines end with CR"),
        pytest.param(b'a,b,c"\n1,2,3\n', "header_malformed", 1, id="a quote in the header"),
        pytest.param(b'a,b,c\n1,"2,3\n4,5,6\n', "quote_unclosed", 2, id="a quote never closed"),
        pytest.param(b'a,b,c\n1,"2,3\n4,"5",6\n', "quote_unclosed", 2, id="a quote closed in a later row"),
        pytest.param(b'a,b,c\n1,2,"', "quote_unclosed", 2, id="a quote opened at the end"),
        pytest.param(b'a,b,c\n1,2,"' + b"x\n" * 40_000, "quote_unclosed", 2, id="a quote that swallows the file"),
        pytest.param(b'a,b,c\n1,2,"' + b"x" * 70_000 + b"\n", "quote_unclosed", 2, id="on a line too long"),
    ],
)
def test_what_refuses_the_file(data: bytes, code: str, line: int) -> None:
    with pytest.raises(FormatRefused) as refused:
        read(data)
    assert refused.value.reason.code == code
    assert refused.value.line == line
    assert refused.value.reason.sentence_zh


def test_a_file_that_changes_meanwhile_is_noticed() -> None:
    found = reader.survey(io.BytesIO(b"a,b,c\n1,2,3\n"), COLUMNS)
    with pytest.raises(FormatRefused) as refused:
        list(reader.records(io.BytesIO(b"a,b,c\n1,2,4\n"), found))
    assert refused.value.reason.code == "file_changed"


def test_unknown_columns_are_shown_without_what_cannot_be_printed() -> None:
    with pytest.raises(FormatRefused) as refused:
        read("a,b,c,\u202ed\u0007\n".encode())
    assert refused.value.reason.sentence.isprintable()


cells = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)


@given(st.lists(st.tuples(cells, cells, cells), max_size=8))
def test_what_a_csv_writer_writes_is_read_back(table: list[tuple[str, str, str]]) -> None:
    quoted = ['"' + '","'.join(cell.replace('"', '""') for cell in row) + '"' for row in table]
    assert rows("\n".join(["a,b,c", *quoted]).encode()) == table


@given(st.binary(max_size=200))
def test_any_bytes_are_rows_or_a_refusal(data: bytes) -> None:
    try:
        found = read(b"a,b,c\n" + data)
    except FormatRefused:
        return  # where rows begin is in doubt
    assert [record.number for record in found] == list(range(1, len(found) + 1))
    assert all(len(record.cells) == 3 or record.refused for record in found)
