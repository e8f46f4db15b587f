"""Files as offices send them, taken in by the command: an answer for each row, a report of the file's kind."""

import csv
import io
import json
import os
import sys
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from provinces.files.models import IntakeFile, IntakeRow
from provinces.intake.kinds import columns_of
from provinces.management.commands import intake_file
from registry.people.models import PersonCode
from registry.words.lifelong_id import shown
from tests.accounts import account
from tests.provinces.files.books import book
from tests.provinces.node import CLERK, Desk, National, person

COLUMNS = [column.name for column in columns_of("persons")]
NAMES = ("李四", "王五·买买提", "赵㛃")
PEOPLE = [["", "", name, "", "nhsa", f"D52010000000{number}", ""] for number, name in enumerate(NAMES)]


@pytest.fixture
def national(monkeypatch: pytest.MonkeyPatch) -> National:
    """Have the command ask a stand-in."""
    found = National()
    monkeypatch.setattr(intake_file, "NationalClient", lambda: found)
    return found


def lines(rows: list[list[str]] = PEOPLE, *, between: str = ",", end: str = "\r\n") -> str:
    return "".join(between.join(row) + end for row in [COLUMNS, *rows])


def padded(rows: list[list[str]]) -> list[list[str]]:
    return [[f"\t{cell}\u3000" if cell else "\t" for cell in row] for row in rows]


def take(path: Path, kind: str = "persons", **options: Any) -> dict[str, Any]:
    out = StringIO()
    account(CLERK)
    call_command("intake_file", str(path), kind=kind, json=True, stdout=out, **{"acting": CLERK, **options})
    return json.loads(out.getvalue())


def refusal(path: Path, **options: Any) -> str:
    with pytest.raises(CommandError) as error:
        take(path, **options)
    assert error.value.returncode == 2
    assert not IntakeFile.objects.filter(kind="persons").exists()
    return str(error.value).partition(":")[0].partition(" ")[0]


def report(path: Path) -> list[dict[str, Any]]:
    """Return the report beside a file, of whichever kind it is."""
    (found,) = path.parent.glob("*.report.*")
    if found.suffix == ".csv":
        return list(csv.DictReader(io.StringIO(found.read_bytes().decode("utf-8-sig"), newline="")))
    header, *rows = load_workbook(found).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(header, (cell or "" for cell in row), strict=True)) for row in rows]


def in_book(change: Callable[[Any], object] = lambda sheet: None) -> bytes:
    return book([COLUMNS, *PEOPLE], change)


def with_widths(sheet: Any) -> None:
    sheet.column_dimensions["C"].width = 40
    sheet.auto_filter.ref = "A1:G4"


@pytest.mark.parametrize(
    ("content", "read_as"),
    [
        pytest.param(lines().encode(), "utf-8", id="UTF-8"),
        pytest.param(lines(end="\n").encode("utf-8-sig"), "utf-8", id="CSV UTF-8 of Excel"),
        pytest.param(lines().encode("gb18030"), "gb18030", id="CSV of Excel and WPS"),
        pytest.param(("\ufeff" + lines(between="\t")).encode("utf-16-le"), "utf-16-le", id="Unicode text of Excel"),
        pytest.param(("\ufeff" + lines(between="\t")).encode("utf-16-be"), "utf-16-be", id="the other way round"),
        pytest.param(lines(padded(PEOPLE)).encode("gb18030"), "gb18030", id="cells padded with tabs"),
        pytest.param(("\ufeff" + lines(padded(PEOPLE))).encode("gb18030"), "gb18030", id="GB18030 with a mark"),
        pytest.param(lines([[f'"{cell}"' for cell in row] for row in PEOPLE]).encode(), "utf-8", id="all in quotes"),
        pytest.param(lines().rstrip().encode("gb18030"), "gb18030", id="no line end at the end"),
        pytest.param(lines([[f"\u200b{cell}\ufeff" for cell in row] for row in PEOPLE]).encode(), "utf-8",
                     id="characters of no width"),
        pytest.param(in_book(), "xlsx 人员", id="a workbook"),
        pytest.param(in_book(with_widths), "xlsx 人员", id="with widths and a filter that hides nothing"),
        pytest.param(book([COLUMNS, *padded(PEOPLE)]), "xlsx 人员", id="a workbook of padded cells"),
    ],
)  # fmt: skip
def test_the_same_people_are_read(desk: Desk, national: National, tmp_path: Path, content: bytes, read_as: str) -> None:
    path = tmp_path / "people.data"
    path.write_bytes(content)
    summary = take(path)
    assert (summary["read_as"], summary["rows_in"], summary["accepted"]) == (read_as, 3, 3)
    assert set(national.names.values()) == set(NAMES)
    assert set(PersonCode.objects.values_list("code", flat=True)) >= {row[5] for row in PEOPLE}
    found = report(path)
    assert [line["person"] for line in found] == [shown(person(9000 + number)) for number in range(3)]
    assert Path(summary["report"]).suffix == (".xlsx" if read_as.startswith("xlsx") else ".csv")
    again = take(path)
    assert (again["duplicate"], again["rows_in"]) == (3, 3)
    assert IntakeFile.objects.latest("pk").read_as == read_as


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(lines([["", "", "某石", "", "s", "1", ""]]).encode("gb18030"), "encoding_unclear", id="ĳʯ"),
        pytest.param(lines().encode() + ",,陈六,,s,9,\r\n".encode("gb18030"), "encoding_mixed", id="two encodings"),
        pytest.param(lines().rstrip().encode()[:-8], "file_cut_off", id="cut off"),
        pytest.param(lines([["", "", '"陈', "", "s", "9"]]).encode("gb18030")[:-2], "file_cut_off", id="in quotes"),
        pytest.param(in_book(lambda sheet: sheet.merge_cells("C2:C3")), "cells_merged", id="merged"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "workbook_old", id=".xls"),
        pytest.param(b"<html><body><table>", "workbook_old", id="a page called .xls"),
    ],
)
def test_nothing_of_a_doubtful_file_is_taken(desk: Desk, national: National, tmp_path: Path, content: bytes,
                                             code: str) -> None:  # fmt: skip
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    assert refusal(path) == code
    assert national.asked == []


def test_an_encoding_that_is_said_settles_it(desk: Desk, national: National, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(lines([["", "", "某石", "", "s", "1", ""]]).encode("gb18030"))
    assert take(path, encoding="gb18030")["accepted"] == 1
    assert set(national.names.values()) == {"某石"}


def test_a_run_broken_off_is_gone_on_with_in_the_same_encoding_only(
    desk: Desk, national: National, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(lines([["", "", "某石", "", "s", "1", ""]]).encode("gb18030"))
    take(path, encoding="gb18030")
    IntakeFile.objects.update(finished_at=None)
    assert take(path, encoding="utf-8")["resumed"] is False
    IntakeFile.objects.update(finished_at=None)
    assert take(path, encoding="gb18030")["resumed"] is True


def test_a_sheet_that_is_said(desk: Desk, national: National, tmp_path: Path) -> None:
    def more(sheet: Any) -> None:
        sheet.parent.create_sheet("说明").append(["导出于", date(2025, 6, 1)])

    path = tmp_path / "people.xlsx"
    path.write_bytes(in_book(more))
    assert refusal(path) == "sheet_unsaid"
    assert take(path, sheet="人员")["accepted"] == 3


def test_numbers_for_codes_and_formulas_refuse_their_rows(desk: Desk, national: National, tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    rows = [
        ["resident_id", 520100199001011234, "李四", date(1990, 1, 1), "", "", ""],
        ["", "", "王五", "", "s", 1234, ""],
        ["", "", "=A1", "", "s", "1", ""],
        [],
        ["", "", "赵六", date(1990, 1, 1), "s", "2", ""],
    ]
    path.write_bytes(book([COLUMNS, *rows]))
    summary = take(path)
    assert [summary[name] for name in ("rows_in", "accepted", "held", "refused", "duplicate")] == [4, 1, 0, 3, 0]
    found = report(path)
    assert [(line["row"], line["outcome"], line["code"], line["field"]) for line in found] == [
        (2, "refused", "code_from_spreadsheet", "document_number"),
        (3, "refused", "code_from_spreadsheet", "code"),
        (4, "refused", "cell_formula", "name"),
        (6, "accepted", "", ""),
    ]
    counts = load_workbook(next(path.parent.glob("*.report.xlsx"))).worksheets[1]
    found_counts = {row[0]: row[1] for row in counts.iter_rows(min_row=2, values_only=True)}
    assert found_counts == {name: summary[name] for name in ("rows_in", "accepted", "held", "refused", "duplicate")}


def test_the_report_is_of_the_kind_that_is_asked_for(desk: Desk, national: National, tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    path.write_bytes(in_book())
    take(path, report=tmp_path / "x.report.csv")
    assert [line["outcome"] for line in report(path)] == ["accepted"] * 3


def test_ids_come_back_as_the_report_writes_them(desk: Desk, national: National, tmp_path: Path) -> None:
    columns = [column.name for column in columns_of("commendations") if not column.optional]
    row = {"person": shown(person(1)), "title": "好医生", "awarded_on": date(2025, 5, 4)}
    path = tmp_path / "commendations.xlsx"
    path.write_bytes(book([columns, [row.get(column) for column in columns]]))
    assert take(path, "commendations")["accepted"] == 1


@pytest.mark.skipif(sys.platform == "win32", reason="names are bytes on POSIX only")
@pytest.mark.parametrize(
    ("name", "kept"),
    [
        pytest.param("人员.csv".encode("gb18030"), "人员.csv", id="in GB18030"),
        pytest.param(b"\xff\xfe.csv", "\\xff\\xfe.csv", id="in no encoding"),
        pytest.param("人\u202e员\n.csv".encode(), "人\\u202e员\\n.csv", id="with what cannot be seen"),
    ],
)
def test_a_name_in_other_bytes(desk: Desk, national: National, tmp_path: Path, name: bytes, kept: str) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    path.write_bytes(lines().encode())
    with pytest.raises(CommandError, match="account_unknown"):
        take(path, acting=os.fsdecode("张三".encode("gb18030")))
    summary = take(path)
    assert summary["accepted"] == 3
    assert summary["report"].isprintable()
    assert summary["report"].endswith(kept.replace(".csv", ".report.csv"))
    file = IntakeFile.objects.get(kind="persons")
    assert (file.name, file.acting) == (kept, CLERK)
    assert len(report(path)) == 3


def test_the_report_has_a_line_for_each_row_of_each_outcome(desk: Desk, national: National, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    national.held = frozenset({"D520100000009"})
    rows = [*PEOPLE, PEOPLE[0], ["", "", "孙七", "", "nhsa", "D520100000009", ""], ["", "", "", "长期", "", "", ""]]
    path.write_bytes(lines(rows).encode("gb18030"))
    summary = take(path)
    outcomes = [line["outcome"] for line in report(path)]
    assert summary["rows_in"] == len(outcomes) == 6
    for outcome in ("accepted", "held", "refused", "duplicate"):
        assert outcomes.count(outcome) == summary[outcome]
    assert IntakeRow.objects.filter(sentence="", outcome="refused").count() == 0
