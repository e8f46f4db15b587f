"""Lists as institutions send them, on the page: in any form, said or found out, and the report in the same."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from provinces.duties.models import Reconciliation
from provinces.office.codes import Duty
from registry.words.lifelong_id import shown
from tests.provinces.duties.test_pages import Enter, enter, page, today
from tests.provinces.duties.test_reconciliations import HEADER, ONE, RIGHT, THREE, TWO, listed
from tests.provinces.files.books import book
from tests.provinces.node import HOSPITAL

__all__ = ["enter", "today"]  # fixtures

GRID = [HEADER.split(","), *(line.split(",") for line in RIGHT)]


def upload(client: Client, content: bytes, name: str = "状态.csv", **given: str) -> Any:
    file = SimpleUploadedFile(name, content)
    data = {"institution": HOSPITAL, "on": "2026-03-20", "file": file, **given}
    return client.post("/admin/provinces/reconciliation/begin/compare/", data)


def tabbed(rows: list[list[str]]) -> str:
    return "".join("\t".join(row) + "\r\n" for row in rows)


def in_book(change: Callable[[Any], object] = lambda sheet: None) -> bytes:
    return book([GRID[0], [shown(ONE), "测试甲", "暂停", date(2026, 3, 9)], *GRID[2:]], change)


@pytest.mark.parametrize(
    ("content", "read_as"),
    [
        pytest.param(listed(*RIGHT).encode(), "utf-8", id="UTF-8"),
        pytest.param(listed(*RIGHT).encode("gb18030"), "gb18030", id="GB18030"),
        pytest.param(("\ufeff" + tabbed(GRID)).encode("utf-16-le"), "utf-16-le", id="Unicode text of Excel"),
        pytest.param(listed(*(f"\t{line}\t" for line in RIGHT)).encode("gbk"), "gb18030", id="padded with tabs"),
        pytest.param(in_book(), "xlsx 人员", id="a workbook"),
    ],
)
def test_a_list_in_any_form(enter: Enter, content: bytes, read_as: str) -> None:
    anna = enter("eve", Duty.HANDLE)
    assert upload(anna, content).status_code == 302
    run = Reconciliation.objects.get()
    assert (run.rows_in, run.same, run.read_as) == (3, 3, read_as)
    assert read_as in page(anna, f"reconciliation/{run.pk}/change/")


def test_a_workbook_is_answered_with_a_workbook(enter: Enter) -> None:
    anna = enter("eve", Duty.HANDLE)
    upload(anna, in_book(lambda sheet: sheet.append(["=1+1", "", "正常"])), name="状态.xlsx")
    upload(anna, book([GRID[0], *GRID[2:]]), name="状态.xlsx")
    run = Reconciliation.objects.latest("pk")
    answer = anna.get(f"/admin/provinces/reconciliation/{run.pk}/report/")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="reconciliation-{run.pk}.xlsx"'
    (sheet,) = load_workbook(io.BytesIO(answer.content)).worksheets
    assert [cell.value for cell in sheet["E"]] == ["person", shown(ONE)]
    assert sheet["E2"].number_format == "@"
    first = Reconciliation.objects.earliest("pk")
    assert first.rows.get(number=5).code == "cell_formula", "rows have the numbers of the sheet"


def test_the_encoding_and_the_sheet_may_be_said(enter: Enter) -> None:
    anna = enter("eve", Duty.HANDLE)

    def more(sheet: Any) -> None:
        sheet.parent.create_sheet("说明").append(["见通知"])

    answer = upload(anna, in_book(more))
    assert "sheet_unsaid" in answer.content.decode()
    assert upload(anna, in_book(more), sheet="人员").status_code == 302
    doubtful = f"person,status,name\n{TWO},normal,某石\n{THREE},normal,\n".encode("gb18030")
    answer = upload(anna, doubtful)
    assert answer.status_code == 422
    assert "encoding_unclear" in answer.content.decode()
    assert upload(anna, doubtful, encoding="gb18030").status_code == 302
    assert upload(anna, doubtful, encoding="latin-1").status_code == 422
    assert [run.read_as for run in Reconciliation.objects.order_by("pk")] == ["xlsx 人员", "gb18030"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "workbook_old", id=".xls"),
        pytest.param(listed(*RIGHT).encode()[:-13], "file_cut_off", id="cut off"),
        pytest.param(in_book(lambda sheet: sheet.merge_cells("A2:A3")), "cells_merged", id="merged"),
        pytest.param(in_book()[:-100], "workbook_unreadable", id="a workbook cut off"),
    ],
)
def test_a_doubtful_list_is_refused_beside_the_field(enter: Enter, content: bytes, code: str) -> None:
    answer = upload(enter("eve", Duty.HANDLE), content)
    assert answer.status_code == 422
    assert code in str(answer.context["form"].errors["file"])
    assert not Reconciliation.objects.exists()


def test_a_name_that_cannot_be_seen_is_kept_readable(enter: Enter) -> None:
    upload(enter("eve", Duty.HANDLE), listed(*RIGHT).encode(), name="状\u202e态.csv")
    assert Reconciliation.objects.get().name.isprintable()
