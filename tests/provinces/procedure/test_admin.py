"""Doors of the admin: open to the duty, in the right state, on a province's node; and refusals shown on the form."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils.translation import override
from guardian.shortcuts import assign_perm

from provinces.cases.models import Case, CaseItem
from provinces.cases.services import cases
from provinces.files.models import IntakeRow
from provinces.notices.models import Notice
from provinces.office.codes import Duty
from provinces.office.models import Province, Step
from provinces.office.services.officers import GROUPS, ensure_groups, officer_of
from provinces.office.services.province_list import ensure_provinces
from provinces.remedies.models import Application
from provinces.remedies.services import objections
from registry.institutions.models import Agreement
from registry.qualification.models import NoticeServed
from registry.qualification.selectors.standings import standing
from registry.vault.models import LookRecord
from sync.scope import Scope, scope_of
from tests.provinces.node import GUIZHOU, HOSPITAL, person, row
from tests.provinces.office import BASIS, BEN, NOW, SHARE, SUSPENDING, OfficeDesk, at
from tests.provinces.procedure.packs import publish_pack
from tests.provinces.procedure.test_cascades import signed
from tests.provinces.procedure.test_objections import letter

type Enter = Callable[..., Client]

CASE = {
    "institution": BASIS.institution, "basis_kind": "penalty", "basis_authority": BASIS.basis_authority,
    "basis_document": BASIS.basis_document, "case_number": "C7", "decided_on": "2026-02-24",
    "received_on": "2026-02-26",
}  # fmt: skip


DRAFT = {
    "person": person(1), "item": "1", "act": SHARE.act, "violation": SHARE.violation, "situations": ["regulation_38"],
    "legal_basis": "regulation_38", "degree": "important", "ground": "none", "points": "5", "reached": "accumulated",
}  # fmt: skip


@pytest.fixture(autouse=True)
def today(settings: Any) -> Any:
    """Stand at noon of 2 March 2026, on Guizhou's node."""
    settings.DIVISION, settings.ROLE, settings.HANDLES_CASES = GUIZHOU, "province", True
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def enter(office: OfficeDesk) -> Enter:
    """Return who logs somebody in with some duties."""
    ensure_provinces()
    ensure_groups()

    def come(name: str, *duties: Duty) -> Client:
        user, _ = User.objects.update_or_create(username=name, defaults={"is_staff": True})
        user.groups.set(Group.objects.filter(name__in=[GROUPS[duty] for duty in duties]))
        if not duties:
            assign_perm("provinces.see_province", user, Province.objects.get(pk=GUIZHOU))
        client = Client(headers={"Accept-Language": "en"})
        client.force_login(user)
        return client

    return come


def test_groups_carry_the_duties(office: OfficeDesk) -> None:
    ensure_groups()
    ensure_groups()
    for duty, group in GROUPS.items():
        user = User.objects.create_user(duty.value)
        user.groups.add(Group.objects.get(name=group))
        assert officer_of(User.objects.get(pk=user.pk)).duties == {duty}
        assert scope_of(User.objects.get(pk=user.pk)).everything
    gone = User.objects.create_user("gone", is_active=False)
    gone.groups.set(Group.objects.all())
    assert officer_of(User.objects.get(pk=gone.pk)).duties == frozenset()


def test_elsewhere_the_duties_open_no_pages(office: OfficeDesk, settings: Any) -> None:
    settings.DIVISION, settings.HANDLES_CASES = "000000", False
    ensure_groups()
    user = User.objects.create_user("everyduty")
    user.groups.set(Group.objects.all())
    assert len(officer_of(user).duties) == len(GROUPS)
    assert scope_of(user) == Scope(everything=False)


class TestDoors:
    def test_a_case_is_opened(self, enter: Enter) -> None:
        anna = enter("anna", Duty.HANDLE)
        assert anna.get("/admin/provinces/case/begin/open/").status_code == 200
        answer = anna.post("/admin/provinces/case/begin/open/", CASE)
        case = Case.objects.get()
        assert answer.headers["Location"] == f"/admin/provinces/case/{case.pk}/change/"
        assert (case.opened_by, case.received_on) == ("anna", date(2026, 2, 26))

    def test_a_refusal_stands_beside_its_field(self, enter: Enter) -> None:
        anna = enter("anna", Duty.HANDLE)
        answer = anna.post("/admin/provinces/case/begin/open/", {**CASE, "received_on": ""})
        assert answer.status_code == 422
        assert "receipt_missing" in answer.context["form"].errors["received_on"][0]
        assert not Case.objects.exists()

    @pytest.mark.parametrize("duties", [(), (Duty.APPROVE,), (Duty.REVIEW, Duty.APPROVE)])
    def test_without_the_duty_the_door_is_closed(self, enter: Enter, duties: tuple[Duty, ...]) -> None:
        other = enter("other", *duties)
        assert "begin/open" not in other.get("/admin/provinces/case/").content.decode()
        assert other.get("/admin/provinces/case/begin/open/").status_code == 403
        assert other.post("/admin/provinces/case/begin/open/", CASE).status_code == 403

    def test_another_provinces_officer_sees_nothing(self, office: OfficeDesk, client: Client) -> None:
        ensure_provinces()
        user = User.objects.create_user("far", is_staff=True)
        assign_perm("provinces.see_province", user, Province.objects.get(pk="310000"))
        assign_perm("provinces.handle_case", user)
        client.force_login(user)
        case = office.case()
        assert client.get(f"/admin/provinces/case/{case.pk}/change/").status_code in (302, 403)
        assert client.get("/admin/provinces/case/due/").status_code == 403
        assert client.get("/admin/provinces/case/begin/open/").status_code == 403

    def test_the_page_of_a_step_says_by_name_whom_it_meets(self, enter: Enter, office: OfficeDesk) -> None:
        item = office.proposed()
        anna = enter("anna", Duty.HANDLE, Duty.APPROVE)
        page = f"/admin/provinces/caseitem/{item.pk}/change/"
        assert "测试甲" not in anna.get(page).content.decode()
        assert not LookRecord.objects.filter(user_name="anna", door="office.step").exists()
        step = anna.get(f"/admin/provinces/caseitem/{item.pk}/step/approve/").content.decode()
        assert "测试甲" in step
        look = LookRecord.objects.get(user_name="anna", door="office.step")
        assert (look.person_id, look.purpose, look.office) == (item.person_id, "decision", GUIZHOU)

    def test_a_person_never_filed_there_is_pointed_out(self, enter: Enter, office: OfficeDesk) -> None:
        warning = "not filed at this institution on the days in question"
        anna = enter("anna", Duty.HANDLE)
        office.desk.people(4)
        case = office.case()
        filed, stranger = (
            cases.draft(case, replace(SHARE, person=person(number), item=str(number)), acting=BEN, now=NOW)
            for number in (1, 4)
        )
        assert warning not in anna.get(f"/admin/provinces/caseitem/{filed.pk}/step/propose/").content.decode()
        assert warning in anna.get(f"/admin/provinces/caseitem/{stranger.pk}/step/propose/").content.decode()

    def test_only_doors_of_the_state_are_shown(self, enter: Enter, office: OfficeDesk) -> None:
        item = office.proposed()
        both = enter("both", Duty.HANDLE, Duty.APPROVE)
        steps = both.get(f"/admin/provinces/caseitem/{item.pk}/change/").context["steps"]
        assert [step.name for step in steps] == ["approve", "send-back"]
        late = both.post(f"/admin/provinces/caseitem/{item.pk}/step/issue/")
        assert late.headers["Location"] == f"/admin/provinces/caseitem/{item.pk}/change/"
        assert CaseItem.objects.get().state == "proposed"

    def test_four_eyes_on_the_page(self, enter: Enter, office: OfficeDesk) -> None:
        item = office.proposed()
        address = f"/admin/provinces/caseitem/{item.pk}/step/approve/"
        anna = enter("anna", Duty.APPROVE)
        seen = {"seen": anna.get(address).context["form"].initial["seen"]}
        assert "same_person" in str(anna.post(address, seen).context["form"].non_field_errors())
        ben = enter("ben", Duty.APPROVE)
        assert ben.post(address, seen).status_code == 302
        assert Step.objects.latest("pk").by == "ben"

    @pytest.mark.parametrize("address", ["case/begin/nothing/", "case/desk/nothing/", "caseitem/1/step/nothing/"])
    def test_no_such_door(self, enter: Enter, office: OfficeDesk, address: str) -> None:
        office.proposed()
        anna = enter("anna", Duty.HANDLE)
        assert anna.get(f"/admin/provinces/{address}").status_code in (302, 404)

    def test_national_handles_no_cases(self, client: Client, db: None, admin_user: User) -> None:
        client.force_login(admin_user)
        assert client.get("/admin/provinces/case/begin/open/").status_code == 403


class TestNotice:
    def test_read_on_record_by_officers_only(self, enter: Enter, office: OfficeDesk) -> None:
        notice = office.issued().notices.get()
        address = f"/admin/provinces/notice/{notice.pk}/read"
        assert enter("reader").get(f"{address}/pdf/").status_code == 403
        anna = enter("eve", Duty.REVIEW)
        pdf, page = anna.get(f"{address}/pdf/"), anna.get(f"{address}/html/")
        assert pdf.content[:5] == b"%PDF-"
        assert "no-store" in pdf.headers["Cache-Control"]
        assert pdf.headers["Content-Type"] == "application/pdf"
        assert "测试甲" in page.content.decode()
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert LookRecord.objects.filter(user_name="eve", door="notice.opened", person_id=person(1)).count() == 2
        assert anna.get(f"{address}/doc/").status_code == 404

    def test_steps_upon_it_are_entered_there(self, enter: Enter, office: OfficeDesk) -> None:
        office.sets(deadlines__institution_update=2, deadlines__department_report=3)
        notice = office.served(office.issued(SUSPENDING))
        anna = enter("eve", Duty.HANDLE)
        address = f"/admin/provinces/notice/{notice.pk}"
        page = anna.get(f"{address}/change/")
        assert [step.name for step in page.context["steps"]] == ["correct", "record-updated", "received", "reported"]
        early = anna.post(f"{address}/step/record-updated/", {"updated_on": "2026-03-01"})
        assert "dates_out_of_order" in early.context["form"].errors["updated_on"][0]
        steps = (("record-updated", "updated_on"), ("received", "received_on"), ("reported", "reported_on"))
        for door, field in steps:
            assert anna.post(f"{address}/step/{door}/", {field: "2026-03-02"}).status_code == 302
        page = anna.get(f"{address}/change/")
        assert [step.name for step in page.context["steps"]] == ["correct"]
        assert "record updated by the institution" in page.content.decode()
        assert "arts. 40, 52" in page.content.decode()
        item = anna.get(f"/admin/provinces/caseitem/{notice.item_id}/change/").content.decode()
        assert "record updated on" in item
        assert "report to the administrative department" in item

    def test_of_a_cascade(self, enter: Enter, office: OfficeDesk) -> None:
        order = signed()
        notice = Notice.objects.get(subject__person=person(1))
        anna = enter("eve", Duty.HANDLE)
        assert notice.number in anna.get(f"/admin/provinces/cascadeorder/{order.pk}/change/").content.decode()
        page = anna.get(f"/admin/provinces/notice/{notice.pk}/change/")
        assert [step.name for step in page.context["steps"]] == ["serve", "make-again", "reported"]
        assert order.reference in page.content.decode()
        found = anna.get("/admin/provinces/notice/", {"q": order.reference}).content.decode()
        assert notice.number in found
        read = anna.get(f"/admin/provinces/notice/{notice.pk}/read/html/")
        assert "测试甲" in read.content.decode()
        assert f"filename*=UTF-8''{quote(notice.number)}.html" in read.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("model", "title"),
    [
        (Notice, "notice number"),
        (NoticeServed, "notice number"),
        (Agreement, "agreement number"),
        (IntakeRow, "number"),
    ],
)
def test_a_number_is_called_what_it_numbers(model: Any, title: str) -> None:
    with override("en"):
        assert str(model._meta.get_field("number").verbose_name) == title


class TestPages:
    @pytest.mark.parametrize(
        ("state", "on", "shown"),
        [("lapsed", 18, 0), ("incomplete", 18, 1), ("lapsed", 19, 1), ("incomplete", 19, 0), ("settled", 19, 0)],
    )
    def test_objections_that_lapsed_are_listed_apart(
        self, enter: Enter, office: OfficeDesk, state: str, on: int, shown: int
    ) -> None:
        item = office.issued(SUSPENDING)
        office.now = at(2026, 3, 5)
        served = office.served(item, date(2026, 3, 4))
        office.received(served, date(2026, 3, 4))  # ten working days end on the 18th
        one = objections.receive(letter(item, sealed=False), acting=BEN, now=at(2026, 3, 10))
        anna = enter("eve", Duty.HANDLE)
        with time_machine.travel(at(2026, 3, on), tick=False):
            anna.force_login(User.objects.get(username="eve"))
            found = anna.get("/admin/provinces/objectionhandling/", {"state": state}).context["cl"]
            assert found.result_count == shown
            page = anna.get(f"/admin/provinces/objectionhandling/{one.pk}/change/").content.decode()
        assert ("lapsed" in page) is (on == 19)
        assert "2026-03-18" in page

    def test_due_shows_what_a_pack_sets(self, enter: Enter, office: OfficeDesk) -> None:
        office.sets(deadlines__institution_update=2)
        office.served(office.issued(SUSPENDING))
        anna = enter("anna", Duty.HANDLE)
        shown = anna.get("/admin/provinces/case/due/?office=institution").content.decode()
        assert "update of the institution&#x27;s record" in shown or "update of the institution's record" in shown

    def test_an_annulled_decision_says_so(self, enter: Enter, office: OfficeDesk) -> None:
        item = office.issued()
        gone = row("annulments", case_number="C7", basis_authority=BASIS.basis_authority, annulled_on="2026-03-02")
        assert office.desk.outcomes("annulments", gone) == ["accepted"]
        page = enter("anna", Duty.HANDLE).get(f"/admin/provinces/caseitem/{item.pk}/change/")
        assert "not in force" in page.content.decode()

    def test_draft_anew_begins_with_what_was_sent_back(self, enter: Enter, office: OfficeDesk) -> None:
        item = cases.send_back(office.proposed(replace(SHARE, points=6)), reason="x", acting=BEN, now=NOW)
        anna = enter("anna", Duty.HANDLE)
        form = anna.get(f"/admin/provinces/caseitem/{item.pk}/step/redraft/").context["form"]
        assert (form.initial["points"], form.initial["situations"]) == (6, ["regulation_38"])

    def test_the_form_shows_what_the_pack_allows_and_proposes(self, enter: Enter, office: OfficeDesk) -> None:
        publish_pack()
        case = office.case()
        answer = enter("anna", Duty.HANDLE).get(f"/admin/provinces/case/{case.pk}/step/draft/")
        page = answer.content.decode()
        assert "6 from 50,000 yuan" in page
        assert "4–9, proposed 6" in page, "with a severe ground"
        assert "Practised out of scope" in page
        assert "contractual damages" not in str(answer.context["panels"][1].content), "not for a penalty"
        form = answer.context["form"]
        assert ("gifts", "Took gifts") in form.fields["situations"].choices
        assert ("first_time", "First time") in form.fields["ground_reason"].choices

    def test_an_amount_is_taken_and_shown(self, enter: Enter, office: OfficeDesk) -> None:
        publish_pack()
        case = office.case()
        anna = enter("anna", Duty.HANDLE)
        said = {**DRAFT, "amount_yuan": "50000", "points": "6"}
        answer = anna.post(f"/admin/provinces/case/{case.pk}/step/draft/", said)
        assert answer.status_code == 302, answer.context["form"].errors
        item = CaseItem.objects.get()
        assert (item.amount_yuan, item.points) == (50_000, 6)
        page = anna.get(f"/admin/provinces/caseitem/{item.pk}/change/").content.decode()
        assert "50,000" in page
        assert "differ" not in page, "6 are proposed by the amount"

    @pytest.mark.parametrize("amount", ["-1", "1.5", "1000000000001", "many"])
    def test_an_amount_is_whole_yuan(self, enter: Enter, office: OfficeDesk, amount: str) -> None:
        case = office.case()
        said = {**DRAFT, "amount_yuan": amount}
        answer = enter("anna", Duty.HANDLE).post(f"/admin/provinces/case/{case.pk}/step/draft/", said)
        assert list(answer.context["form"].errors) == ["amount_yuan"]

    @pytest.mark.parametrize(
        ("given", "alarm"),
        [
            ({"points": 5}, ""),
            ({"points": 6}, "(6, not 5)"),
            ({"points": 5, "amount_yuan": 50_000}, "(5, not 6)"),
            ({"points": 6, "amount_yuan": 50_000}, ""),
        ],
    )
    def test_the_approver_is_told_what_differs_from_the_proposal(
        self, enter: Enter, office: OfficeDesk, given: dict[str, Any], alarm: str
    ) -> None:
        publish_pack()
        item = office.proposed(replace(SHARE, **given))
        answer = enter("ben", Duty.APPROVE).get(f"/admin/provinces/caseitem/{item.pk}/step/approve/")
        alarms = [str(panel.alarm) for panel in answer.context["panels"] if "rule pack proposes" in str(panel.alarm)]
        assert [alarm in each for each in alarms] == ([True] if alarm else [])

    def test_the_titles_of_a_province_are_shown(self, enter: Enter, office: OfficeDesk) -> None:
        publish_pack()
        share = replace(
            SHARE, situations=["gifts"], legal_basis="other_7_9", points=7, ground="lenient", ground_reason="first_time"
        )
        item = office.proposed(share)
        page = enter("ben", Duty.APPROVE).get(f"/admin/provinces/caseitem/{item.pk}/change/").content.decode()
        assert "Took gifts" in page
        assert "First time" in page

    def test_due_by_office(self, enter: Enter, office: OfficeDesk) -> None:
        office.case(received_on=date(2026, 2, 10), decided_on=date(2026, 2, 9))
        anna = enter("anna", Duty.HANDLE)
        page = anna.get("/admin/provinces/case/due/").content.decode()
        assert "1 are late." in page
        met = anna.get("/admin/provinces/case/due/?state=met&office=department").content.decode()
        assert "are late" not in met

    def test_desk_finds_open_filings(self, enter: Enter, office: OfficeDesk) -> None:
        anna = enter("anna", Duty.HANDLE)
        found = anna.get("/admin/provinces/case/desk/", {"q": person(1)}).content.decode()
        assert "desk/move/" in found
        reader = enter("reader").get("/admin/provinces/case/desk/", {"q": person(1)}).content.decode()
        assert "desk/move/" not in reader


class TestAssessing:
    """What an assessment ends stands beside its form, and beside its approval (art. 39, O27)."""

    def test_the_pages_say_what_ends_and_what_goes_on(self, enter: Enter, office: OfficeDesk) -> None:
        office.issued(SUSPENDING)  # from 9 March to 9 May
        held = row("cascades", person=person(1), institution=HOSPITAL, applied_on="2026-03-03")
        assert office.desk.outcomes("cascades", held) == ["accepted"]
        with time_machine.travel(at(2026, 5, 12), tick=False):
            eve, fay = enter("eve", Duty.HANDLE), enter("fay", Duty.APPROVE)
            applied = {"person": person(1), "institution": HOSPITAL, "applied_on": "2026-05-08"}
            assert eve.post("/admin/provinces/application/begin/restoration/", applied).status_code == 302
            address = f"/admin/provinces/application/{Application.objects.get().pk}/step"
            assert eve.post(f"{address}/consent/", {"consented_on": "2026-05-09"}).status_code == 302
            page = eve.get(f"{address}/assess/").content.decode()
            for said in ("ends, once the term is over", "goes on until it is lifted", "2026-05-09"):
                assert said in page, said
            found = {"assessed_on": "2026-05-11", "effective_on": "2026-05-12", "document": "评估1号"}
            unsaid = eve.post(f"{address}/assess/", found)
            assert list(unsaid.context["form"].errors) == ["passed"]
            assert eve.post(f"{address}/assess/", {**found, "passed": "passed"}).status_code == 302
            page = fay.get(f"{address}/approve/").content.decode()
            for said in ("what ends on 2026-05-12, and what goes on", "Something goes on beside it"):
                assert said.lower() in page.lower(), said
            assert fay.post(f"{address}/approve/").status_code == 302
            assert "restoration" in fay.get("/admin/provinces/case/due/").content.decode()
        assert standing(person(1), date(2026, 5, 12)).reasons[0].kind == "cascade"
