"""The pages of the recorded duties: what is owed above the list, forms filled in by links, uploads and reports."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from provinces.duties.models import CorrectionOrder, Reconciliation, Reminder, Telling
from provinces.office.codes import Duty
from provinces.office.services.officers import GROUPS, ensure_groups
from provinces.office.services.province_list import ensure_provinces
from registry.payment.models import BorneLoss
from registry.qualification.models import UnscoredCase
from registry.words.lifelong_id import shown as shown_id
from tests.provinces.duties.test_reconciliations import ONE, RIGHT, listed
from tests.provinces.node import GUIZHOU, HOSPITAL, person, row
from tests.provinces.office import SUSPENDING, OfficeDesk, at

type Enter = Callable[..., Client]
TODAY = at(2026, 3, 20)
OTHER = "H52010000002"


@pytest.fixture(autouse=True)
def today(settings: Any) -> Any:
    """Stand at noon of 20 March 2026, on Guizhou's node."""
    settings.DIVISION, settings.ROLE, settings.HANDLES_CASES = GUIZHOU, "province", True
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def enter(office: OfficeDesk) -> Enter:
    """Person 1 is suspended from 9 March on, works at two hospitals, and the notice was served at the first."""
    ensure_provinces()
    ensure_groups()
    assert office.desk.outcome("institutions", institution=OTHER, name="第二医院") == "accepted"
    office.file(1, institution=OTHER)
    item = office.issued(replace(SUSPENDING, suspension_months=2))
    office.now = at(2026, 3, 5)
    office.served(item, date(2026, 3, 4))

    def come(name: str, *duties: Duty, language: str = "en") -> Client:
        user, _ = User.objects.update_or_create(username=name, defaults={"is_staff": True})
        user.groups.set(Group.objects.filter(name__in=[GROUPS[duty] for duty in duties]))
        client = Client(headers={"Accept-Language": language})
        client.force_login(user)
        return client

    return come


def page(client: Client, address: str) -> str:
    answer = client.get(f"/admin/{address}" if address.startswith("registry/") else f"/admin/provinces/{address}")
    assert answer.status_code == 200, address
    return answer.content.decode()


def upload(client: Client, content: bytes, **given: str) -> Any:
    data = {"institution": HOSPITAL, "on": "2026-03-20", "file": SimpleUploadedFile("状态.csv", content), **given}
    return client.post("/admin/provinces/reconciliation/begin/compare/", data)


class TestReminders:
    def test_owed_above_the_list_with_the_way_to_the_form(self, enter: Enter) -> None:
        anna = enter("eve", Duty.HANDLE)
        shown = page(anna, "reminder/")
        assert "owed for 16 days, no time set" in shown
        assert f"begin/enter/?people={ONE}&amp;institution={HOSPITAL}&amp;kind=talk&amp;held_by=institution" in shown
        form = anna.get(f"/admin/provinces/reminder/begin/enter/?people={ONE}&institution={HOSPITAL}&kind=talk")
        assert form.context["form"].initial["kind"] == "talk"
        answer = anna.post("/admin/provinces/reminder/begin/enter/", {
            "kind": "talk", "institution": HOSPITAL, "people": ONE, "held_on": "2026-03-10", "held_by": "institution",
            "role": "医务科负责人", "document": "谈话1号", "result": "已谈话",
        })  # fmt: skip
        assert answer.headers["Location"] == f"/admin/provinces/reminder/{Reminder.objects.get().pk}/change/"
        assert "kind=talk" not in page(anna, "reminder/")

    def test_a_reader_sees_what_is_owed_and_no_form(self, enter: Enter) -> None:
        reviewer = enter("ron", Duty.REVIEW)
        shown = page(reviewer, "reminder/")
        assert "owed for 16 days" in shown
        assert "begin/enter" not in shown


class TestTellings:
    def test_the_institutions_still_to_be_told(self, enter: Enter) -> None:
        anna = enter("eve", Duty.HANDLE)
        shown = page(anna, "telling/")
        assert "第二医院" in shown
        assert "that province&#x27;s to tell" in shown
        measure = shown.split("begin/tell/?measure=")[1].split('"')[0].replace("%3A", ":")
        form = anna.get("/admin/provinces/telling/begin/tell/", {"measure": measure}).context["form"]
        assert [code for code, _ in form.fields["institutions"].choices] == [OTHER]
        whole = {"measure": measure, "told_on": "2026-03-10", "method": "online", "document": "告知1号"}
        assert anna.post("/admin/provinces/telling/begin/tell/", whole).status_code == 422, "no institution is ticked"
        assert anna.post("/admin/provinces/telling/begin/tell/", {**whole, "institutions": OTHER}).status_code == 302
        assert Telling.objects.get().institution == OTHER
        assert "begin/tell/?measure=" not in page(anna, "telling/")
        assert "第二医院" in page(anna, f"telling/{Telling.objects.get().pk}/change/")

    def test_without_a_measure_all_its_institutions_are_meant(self, enter: Enter) -> None:
        form = enter("eve", Duty.HANDLE).get("/admin/provinces/telling/begin/tell/").context["form"]
        assert "institutions" not in form.fields
        assert len(form.fields["measure"].choices) == 1


class TestReconciliations:
    def test_a_list_is_uploaded_shown_and_taken_away(self, enter: Enter) -> None:
        anna = enter("eve", Duty.HANDLE)
        assert 'enctype="multipart/form-data"' in page(anna, "reconciliation/begin/compare/")
        bad = (f"{ONE},某某人,正常,", "=1+1,,正常,", f"{person(77)},,正常,")
        answer = upload(anna, listed(*bad).encode("gb18030"))
        run = Reconciliation.objects.get()
        assert answer.headers["Location"] == f"/admin/provinces/reconciliation/{run.pk}/change/"
        shown = page(anna, f"reconciliation/{run.pk}/change/")
        for words in ("Another status (1)", "Filed here and missing there (2)", "Cannot be read (1)",
                      "Rows of the file: 3", "the rule pack sets no time"):  # fmt: skip
            assert words in shown
        report = anna.get(f"/admin/provinces/reconciliation/{run.pk}/report/")
        assert report.headers["Content-Disposition"] == f'attachment; filename="reconciliation-{run.pk}.csv"'
        assert "no-store" in report.headers["Cache-Control"]
        lines = report.content.decode("utf-8-sig").splitlines()
        assert len(lines) == 1 + run.different + run.refused + run.missing
        assert f"1,status,another status,状态不一致,{shown_id(ONE)},normal,suspended,,2026-03-09,,,," in lines
        assert "某某人" not in report.content.decode()
        assert page(anna, "reconciliation/")

    @pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n"])
    def test_a_refused_file_is_said_beside_the_field(self, enter: Enter, content: bytes) -> None:
        answer = upload(enter("eve", Duty.HANDLE), content)
        assert answer.status_code == 422
        assert "file" in answer.context["form"].errors
        assert not Reconciliation.objects.exists()

    def test_an_order_upon_it_is_approved_by_another(self, enter: Enter) -> None:
        anna, ben = enter("eve", Duty.HANDLE), enter("ben", Duty.APPROVE)
        upload(anna, listed(f"{ONE},,正常,", *RIGHT[1:]).encode())
        run = Reconciliation.objects.get()
        address = f"/admin/provinces/reconciliation/{run.pk}/step/order/"
        assert "institution" not in anna.get(address).context["form"].fields
        said = {"grounds": "未维护", "document": "责改1号", "ordered_on": "2026-03-20", "correct_by": "2026-03-23"}
        order_page = anna.post(address, said).headers["Location"]
        order = CorrectionOrder.objects.get()
        assert order_page == f"/admin/provinces/correctionorder/{order.pk}/change/"
        assert (order.run, order.institution) == (run, HOSPITAL)
        assert [step.name for step in ben.get(order_page).context["steps"]] == ["approve", "send-back"]
        ben.post(f"/admin/provinces/correctionorder/{order.pk}/step/approve/")
        steps = [step.name for step in anna.get(order_page).context["steps"]]
        assert steps == ["corrected", "refuse"]
        assert "责改1号" in page(anna, f"reconciliation/{run.pk}/change/")
        assert "correction of statuses" in page(anna, "case/due/")

    def test_nothing_to_order_where_nothing_differs(self, enter: Enter) -> None:
        anna = enter("eve", Duty.HANDLE)
        upload(anna, listed(*RIGHT).encode())
        run = Reconciliation.objects.get()
        assert anna.get(f"/admin/provinces/reconciliation/{run.pk}/change/").context["steps"] == []


def test_the_loss_and_the_order_show_each_other(enter: Enter, office: OfficeDesk) -> None:
    office.desk.now = TODAY
    loss = row("losses", person=ONE, service_from="2026-03-10", service_to="2026-03-11", decided_on="2026-03-19")
    assert office.desk.outcomes("losses", loss) == ["accepted"]
    anna = enter("eve", Duty.HANDLE)
    said = {"institution": HOSPITAL, "person": ONE, "grounds": "未维护", "document": "责改2号",
            "ordered_on": "2026-03-20", "correct_by": "2026-03-23"}  # fmt: skip
    assert anna.post("/admin/provinces/correctionorder/begin/propose/", said).status_code == 302
    order, borne = CorrectionOrder.objects.get(), BorneLoss.objects.get()
    assert "1,234.50" in page(anna, f"correctionorder/{order.pk}/change/")
    link = f'href="/admin/provinces/correctionorder/{order.pk}/change/"'
    loss_page = f"registry/borneloss/{borne.pk}/change/"
    assert link not in page(anna, loss_page), "nobody has approved it yet"
    enter("ben", Duty.APPROVE).post(f"/admin/provinces/correctionorder/{order.pk}/step/approve/")
    assert link in page(anna, loss_page)


class TestFraud:
    def test_the_case_carries_its_article_and_the_reason_closes_it(self, enter: Enter, office: OfficeDesk) -> None:
        case = office.case(case_number="C9", legal_basis="regulation_40", edition="《条例》第四十条")
        anna, ben = enter("eve", Duty.HANDLE), enter("ben", Duty.APPROVE)
        shown = page(anna, f"case/{case.pk}/change/")
        assert "《条例》第四十条" in shown
        assert "scoring the persons responsible for fraud" in shown
        address = f"/admin/provinces/case/{case.pk}/step/explain/"
        assert anna.get(address).status_code == 403
        assert ben.post(address, {"reason": "未认定个人责任"}).status_code == 302
        assert ben.get(f"/admin/provinces/case/{case.pk}/change/").context["steps"] == []
        unscored = UnscoredCase.objects.get()
        listed_there = ben.get("/admin/registry/unscoredcase/", {"alarm": "explained"})
        assert listed_there.context["cl"].result_count == 1
        assert ben.get("/admin/registry/unscoredcase/", {"alarm": "open"}).context["cl"].result_count == 0
        assert "未认定个人责任" in ben.get(f"/admin/registry/unscoredcase/{unscored.pk}/change/").content.decode()

    def test_is_entered_with_the_case(self, enter: Enter) -> None:
        form = enter("eve", Duty.HANDLE).get("/admin/provinces/case/begin/open/").context["form"]
        assert "regulation_40" in dict(form.fields["legal_basis"].choices)
        assert not form.fields["legal_basis"].required


@pytest.mark.parametrize("address", ["case/due/", "reminder/", "telling/", "reconciliation/", "correctionorder/"])
def test_every_page_is_there_in_chinese(enter: Enter, address: str) -> None:
    assert page(enter("eve", Duty.HANDLE, language="zh-hans"), address)


def test_nothing_is_owed_on_national(client: Client, db: None, admin_user: User, settings: Any) -> None:
    settings.HANDLES_CASES = False
    client.force_login(admin_user)
    for name in ("reminder", "telling", "reconciliation", "correctionorder"):
        answer = client.get(f"/admin/provinces/{name}/")
        assert answer.status_code == 200
        assert not answer.context["panels"]


def test_the_acting_officer_is_kept(enter: Enter) -> None:
    upload(enter("eve", Duty.HANDLE), listed(*RIGHT).encode())
    assert Reconciliation.objects.get().by == "eve"
