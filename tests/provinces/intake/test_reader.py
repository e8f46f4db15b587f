"""Files as people send them: what is read, what refuses a row, what refuses the file."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provinces.files import reader, tables
from provinces.files.cells import Column
from provinces.files.encodings import Encoding
from provinces.files.headings import Expected
from provinces.files.reader import Record
from provinces.files.tables import Said
from sync.wire.refusals import FormatRefused

COLUMNS = ("a", "b", "c")


def read(data: bytes, said: Said = tables.NOTHING_SAID) -> list[Record]:
    with tables.opened(io.BytesIO(data), [Column(name=name) for name in COLUMNS], said) as table:
        records = list(table.records())
        assert len(records) == table.rows
        assert list(table.records()) == records, "as often as asked"
        return records


def rows(data: bytes, said: Said = tables.NOTHING_SAID) -> list[tuple[str, ...] | str]:
    """Return each row's cells, or the code that refuses it."""
    return [record.refused.code if record.refused else record.cells for record in read(data, said)]


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
        pytest.param(b"a\tb\tc\n1\t2,2\t3\n", [("1", "2,2", "3")], id="tabs between columns"),
        pytest.param(b'a\tb\tc\n"1\t1"\t"2"\t3\n', [("1\t1", "2", "3")], id="tabs, and quotes"),
        pytest.param(b"\ta,b\t, c \n\t1,2\t,3\n", [("\t1", "2\t", "3")], id="padded names of columns"),
    ],
)
def test_what_is_read(data: bytes, expected: list[tuple[str, ...]]) -> None:
    assert rows(data) == expected


def test_columns_may_stand_in_any_order() -> None:
    file = io.BytesIO(b"c,a,b\n3,1,2\n")
    assert reader.survey(file, Expected(names=COLUMNS)).columns == ("c", "a", "b")


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        pytest.param(b"1,2", "row_malformed", id="too few cells"),
        pytest.param(b"1,2,3,4", "row_malformed", id="too many cells"),
        pytest.param(b'1,2"x,3', "row_malformed", id="a quote inside an unquoted cell"),
        pytest.param(b'1,"2"x,3', "row_malformed", id="text after a closing quote"),
        pytest.param(b"1,2\r,3", "row_malformed", id="a lone CR"),
        pytest.param(b"1,2,3\r\r", "row_malformed", id="a lone CR before the line end"),
        pytest.param(b"1,2," + b"x" * 70_000, "row_too_long", id="above 64 KiB"),
        pytest.param(b'1,2,"' + b"x" * 140_000 + b'"', "row_too_long", id="above 64 KiB in quotes"),
    ],
)
def test_what_refuses_one_row(broken: bytes, code: str) -> None:
    assert rows(b"a,b,c\n1,2,3\n" + broken + b"\n4,5,6\n") == [("1", "2", "3"), code, ("4", "5", "6")]
    if broken != b"1,2":  # the file may have been cut off there
        assert rows(b"a,b,c\n1,2,3\n" + broken) == [("1", "2", "3"), code]


def test_a_broken_row_says_where_it_is() -> None:
    broken = read(b'a,b,c\n\n1,"x\ny",3\n1,2\n')
    assert [record.line for record in broken] == [3, 5]
    assert broken[1].refused
    assert broken[1].refused.sentence == "The row on line 5 has 2 cells; the header has 3."
    assert broken[1].refused.sentence_zh == "第5行有2个单元格，而表头有3列。"


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        pytest.param(b"", "file_empty", 0, id="empty"),
        pytest.param(b"\xef\xbb\xbf", "file_empty", 0, id="nothing but a byte order mark"),
        pytest.param(b"\n\n", "file_empty", 0, id="nothing but line ends"),
        pytest.param(b"a,b\n1,2\n", "columns_missing", 1, id="a column is missing"),
        pytest.param(b"a,b,c,d\n1,2,3,4\n", "columns_unknown", 1, id="a column nobody knows"),
        pytest.param(b"A,b,c\n1,2,3\n", "columns_unknown", 1, id="another case"),
        pytest.param(b"a;b;c\n1;2;3\n", "columns_unknown", 1, id="semicolons"),
        pytest.param(b"a,b,c,c\n1,2,3,4\n", "columns_repeated", 1, id="a column twice"),
        pytest.param(b"a,b,c\r1,2,3\r", "header_malformed", 1, id="lines end with CR"),
        pytest.param(b'a,b,c"\n1,2,3\n', "header_malformed", 1, id="a quote in the header"),
        pytest.param(b'a,b,c\n1,"2,3\n4,5,6\n', "quote_unclosed", 2, id="a quote never closed"),
        pytest.param(b'a,b,c\n1,"2,3\n4,"5",6\n', "quote_unclosed", 2, id="a quote closed in a later row"),
        pytest.param(b'a,b,c\n1,2,"', "file_cut_off", 2, id="a quote opened at the end"),
        pytest.param(b'a,b,c\n1,2,3\n4,"5,6', "file_cut_off", 3, id="cut off in a quoted cell"),
        pytest.param(b"a,b,c\n1,2,3\n1,2", "file_cut_off", 3, id="cut off before the last cell"),
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
    found = reader.survey(io.BytesIO(b"a,b,c\n1,2,3\n"), Expected(names=COLUMNS))
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
    assert rows("\n".join(["a,b,c", *quoted]).encode(), Said(encoding=Encoding.UTF_8)) == table


@given(st.binary(max_size=200))
def test_any_bytes_are_rows_or_a_refusal(data: bytes) -> None:
    try:
        found = read(b"a,b,c\n" + data)
    except FormatRefused:
        return  # where rows begin is in doubt
    assert [record.number for record in found] == list(range(1, len(found) + 1))
    assert all(len(record.cells) == 3 or record.refused for record in found)
