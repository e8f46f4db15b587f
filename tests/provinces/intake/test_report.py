"""The report: whole or not at all, and nothing in it runs."""

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from provinces.files import report
from registry.doors import tables

COUNTS = {"rows_in": 1, "accepted": 0, "held": 0, "refused": 1, "duplicate": 0}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param("=HYPERLINK(1)", "'=HYPERLINK(1)", id="equals"),
        pytest.param("+1", "'+1", id="plus"),
        pytest.param("-1", "'-1", id="minus"),
        pytest.param("@x", "'@x", id="at"),
        pytest.param("\tx", "'\tx", id="tab"),
        pytest.param("\x00x", "'\x00x", id="NUL"),
        pytest.param("＝1", "'＝1", id="a wide sign, which some spreadsheets read alike"),
        pytest.param("a=1", "a=1", id="a sign inside does nothing"),
        pytest.param(12, "12", id="a number"),
        pytest.param(None, "", id="nothing"),
    ],
)
def test_no_cell_is_a_formula(cell: object, expected: str) -> None:
    assert tables.neutral(cell) == expected


def test_a_report_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    report.write(path, [(1, "refused", "missing", "name", '"a", b', "中文", "", "")], COUNTS)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert lines == [list(report.HEADER), ["1", "refused", "missing", "name", '"a", b', "中文", "", ""]]


def test_a_report_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")

    def lines():
        yield (1,)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        report.write(path, lines(), COUNTS)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_report_lies_beside_the_file() -> None:
    assert report.default_path(Path("/cases/june.csv"), workbook=False) == Path("/cases/june.report.csv")
    assert report.default_path(Path("/cases/june.data"), workbook=True) == Path("/cases/june.report.xlsx")


def test_whether_a_report_can_be_written_is_known_before(tmp_path: Path) -> None:
    report.probe(tmp_path / "out.csv")
    assert not list(tmp_path.iterdir())
    with pytest.raises(OSError):
        report.probe(tmp_path / "nowhere" / "out.csv")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError):
        report.probe(tmp_path / "folder")


def test_a_workbook_holds_text_as_text_and_the_counts(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    report.write(
        path, [(3, "refused", "x", "", "=1+1", "\x0b中文", "1234-5678-9012-3482", "520100199001011234")], COUNTS
    )
    lines, counts = load_workbook(path).worksheets
    assert [cell.value for cell in lines[1]] == list(report.HEADER)
    cells = lines[2]
    assert [cell.value for cell in cells] == [
        3, "refused", "x", None, "'=1+1", "�中文", "1234-5678-9012-3482", "520100199001011234",
    ]  # fmt: skip
    assert {cell.data_type for cell in cells[1:] if cell.value is not None} == {"s"}
    assert cells[7].number_format == "@", "so that nobody who types into it loses digits"
    assert [tuple(cell.value for cell in row) for row in counts.iter_rows(min_row=2)] == list(COUNTS.items())
