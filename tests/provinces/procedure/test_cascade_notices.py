"""Notices of cascades: one for each person named, what they say, how kept, served and objected to (arts. 33 to 41)."""

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils.translation import override

from provinces.notices.codes import ServingMethod
from provinces.notices.models import Notice, NoticeServing, SupersededNotice
from provinces.notices.services import follow_ups, notices, renewals
from provinces.office import kinds
from provinces.office.codes import Duty
from provinces.office.services.stepping import sign_one, stated
from provinces.orders import services as cascades
from provinces.orders.models import CascadeOrder
from provinces.remedies.admin.objection_forms import LetterForm
from provinces.remedies.codes import ObjectionState
from provinces.remedies.selectors import completion as windows
from provinces.remedies.services import objections
from provinces.remedies.services.objections import Letter
from registry.qualification.models import Cascade, NoticeReceived, NoticeServed
from registry.vault.models import LookRecord
from registry.words.deadlines import DeadlineName, DeadlineState
from registry.words.lifelong_id import shown
from registry.words.persons import Category
from registry.words.remedies import ObjectionBy
from registry.words.statuses import Status
from tests.accounts import state
from tests.provinces.node import HOSPITAL, person
from tests.provinces.office import ANNA, BEN, NOW, OfficeDesk, at, of_the_work, officer
from tests.provinces.procedure.refusing import code
from tests.provinces.procedure.test_cascades import CASCADE_TERMS, NAMED, proposed, signed
from tests.provinces.procedure.test_notices import pdf_of

SERVED = date(2026, 3, 4)
LAST_DAY = date(2026, 3, 18)
"""Ten working days after the 4th."""


def made(people: list[str] = NAMED, **given: Any) -> CascadeOrder:
    return cascades.approve(proposed(people, **given), acting=BEN, now=NOW)


def of(number: int) -> Notice:
    return Notice.objects.get(subject__person=person(number))


def serve(notice: Notice, on: date = SERVED, **given: Any) -> NoticeServing:
    given = {"method": ServingMethod.PAPER, "acting": ANNA, "now": at(2026, 3, 5), **given}
    return notices.serve(notice, served_on=on, **given)


def receive(notice: Notice, on: date = SERVED, **given: Any) -> Notice:
    given = {"document": "回执1号", "acting": ANNA, "now": at(2026, 3, 12), **given}
    return follow_ups.received(notice, received_on=on, **given)


def letter(**given: Any) -> Letter:
    cascade = Cascade.objects.get(person=person(1))
    whole: dict[str, Any] = {
        "received_on": date(2026, 3, 9), "lodged_by": ObjectionBy.PERSON, "signed": True, "sealed": True,
    }  # fmt: skip
    return Letter(cascade=cascade, **{**whole, **given})


def annul() -> None:
    """Have the first person's cascade annulled upon an objection that came by file: the desk wants it served first."""
    lodged = {
        "cascade": Cascade.objects.get(person=person(1)).pk, "lodged_on": date(2026, 3, 9), "lodged_by": "person",
        "signed": True, "sealed": True,
    }  # fmt: skip
    settled = {
        "objection": sign_one("objection.lodged", lodged, now=at(2026, 4, 1)), "outcome": "annulled",
        "settled_on": date(2026, 3, 25), "document": "核实〔2026〕1号", "reason": "非责任人员",
    }  # fmt: skip
    state("objection.settled", stated(settled), now=at(2026, 4, 1))


class TestMaking:
    def test_one_for_each_person_named(self, office: OfficeDesk) -> None:
        signed()
        found = Notice.objects.order_by("subject__person")
        assert [(one.person_id, one.item, one.version, one.status, one.issued_on) for one in found] == [
            (who, None, 1, "suspended", date(2026, 3, 2)) for who in NAMED
        ]
        assert len({one.number for one in found}) == 2

    def test_none_before_the_approval_and_none_of_a_lifting(self, office: OfficeDesk) -> None:
        order = proposed()
        assert not Notice.objects.exists()
        order = cascades.approve(order, acting=BEN, now=NOW)
        lifting = cascades.propose_lift(order, lifted_on=date(2026, 4, 1), acting=ANNA, now=at(2026, 4, 1))
        cascades.approve(lifting, acting=BEN, now=at(2026, 4, 1))
        assert Notice.objects.count() == 2

    def test_with_the_statements_or_not_at_all(self, office: OfficeDesk) -> None:
        office.desk.people(4)
        office.file(4)  # nobody told this node a name
        order = proposed([person(1), person(4)])
        assert code(lambda: cascades.approve(order, acting=BEN, now=NOW)) == "name_unknown_here"
        snow = proposed([person(1)], reference="R2", reason="😀")
        assert code(lambda: cascades.approve(snow, acting=BEN, now=NOW)) == "not_printable"
        assert not Cascade.objects.exists()

    @pytest.mark.parametrize("both", [True, False])
    def test_about_exactly_one_thing(self, office: OfficeDesk, both: bool) -> None:
        signed()
        notice = of(1)
        notice.pk, notice.number = None, "x"
        notice.item, notice.subject = (office.issued(), notice.subject) if both else (None, None)
        with pytest.raises(DatabaseError, match="notice_of_one_thing"), transaction.atomic():
            notice.save(force_insert=True)

    def test_making_and_opening_are_on_record(self, office: OfficeDesk) -> None:
        signed()
        notices.read(of(1), "pdf", acting=officer("eve", Duty.REVIEW), now=NOW)
        looks = LookRecord.objects.filter(person_id=person(1)).order_by("id").values_list("user_name", "door")
        assert list(looks) == [("ben", "notice.made"), ("eve", "notice.opened")]

    def test_sealed_with_digests(self, office: OfficeDesk) -> None:
        signed()
        notice = of(1)
        for form, sealed, digest in (
            ("pdf", notice.pdf_sealed, notice.pdf_digest),
            ("html", notice.html_sealed, notice.html_digest),
        ):
            read = notices.read(notice, form, acting=ANNA, now=NOW)
            assert hashlib.sha256(read).digest() == bytes(digest)
            assert "测试甲".encode() not in bytes(sealed)


class TestWhatItSays:
    def test_institution_person_and_remedies(self, office: OfficeDesk) -> None:
        signed()
        said = pdf_of(of(1))
        for sentence in (
            "某某医院并测试甲",
            shown(person(1)),
            f"某某医院（{HOSPITAL}）",
            "机构或者其科室的服务协议、医保服务被暂停",
            "骨科中止医保服务",
            "某市医保中心，中止〔2026〕3号",
            "作为责任人员，自2026年3月2日起暂停医保支付资格（第三十四条）",
            "本次处理不记分",
            "急诊、抢救等特殊情形除外",
            "至本机构作出解除决定所载之日止；未经解除，不自动恢复",
            "收到本通知书之日起10个工作日内，向本机构书面提出",
            "相关人员签字和定点医药机构盖章",
            "同级医疗保障行政部门",
            "不停止本次处理的执行",
            "非责任人员的状态不变",
            "贵州省医疗保障经办机构",
            of(1).number,
        ):
            assert sentence in said, sentence
        assert "测试乙" not in said
        assert of(1).number.startswith("黔医保支付资格联〔2026〕")

    def test_a_termination(self, office: OfficeDesk) -> None:
        made(status=Status.TERMINATED, reason="解除服务协议")
        said = pdf_of(of(2))
        for sentence in ("服务协议被终止", "自2026年3月2日起终止医保支付资格", "维护为“终止”"):
            assert sentence in said
        assert of(2).status == "terminated"

    def test_the_pack_names_who_decides_and_cannot_stay_it(self, office: OfficeDesk) -> None:
        office.sets(objection__reviewer="deciding_department", objection__stays_effect=True)
        signed()
        said = pdf_of(of(1))
        assert "移交作出处理决定的部门处理" in said
        assert "不停止本次处理的执行" in said

    def test_only_a_fee_auditor_is_taken_off(self, office: OfficeDesk) -> None:
        office.desk.people(4)
        office.named(4)
        office.enrol(4, category=Category.FEE_AUDIT)
        made([person(1), person(4)])
        assert "停止其审核工作" not in pdf_of(of(1))
        assert "停止其审核工作" in pdf_of(of(4))

    def test_page_and_pdf_say_the_same(self, office: OfficeDesk) -> None:
        signed()
        page = notices.read(of(1), "html", acting=ANNA, now=NOW).decode()
        for sentence in ("测试甲", "自2026年3月2日起暂停", of(1).number, "视为无异议"):
            assert sentence in page
        assert "http" not in page


class TestServing:
    def test_is_recorded_and_says_nothing_on_the_log(self, office: OfficeDesk) -> None:
        signed()
        assert serve(of(1)).statement_id is None
        assert not NoticeServed.objects.exists()

    def test_refusals(self, office: OfficeDesk) -> None:
        signed()
        notice = of(1)
        assert code(lambda: serve(notice, date(2026, 3, 1))) == "dates_out_of_order"
        assert code(lambda: serve(notice, date(2026, 3, 6))) == "in_the_future"
        assert code(lambda: serve(notice, acting=officer("ben", Duty.APPROVE))) == "duty_missing"
        serve(notice)
        assert code(lambda: serve(notice)) == "already_served"

    def test_not_of_what_was_annulled(self, office: OfficeDesk) -> None:
        signed()
        annul()
        assert code(lambda: serve(of(1))) == "cascade_not_in_force"
        assert serve(of(2)).pk  # the others' stand

    def test_once_lifted_nothing_is_served_and_what_was_stays_true(self, office: OfficeDesk) -> None:
        order = signed()
        serve(of(1))
        lifting = cascades.propose_lift(order, lifted_on=date(2026, 4, 1), acting=ANNA, now=at(2026, 4, 1))
        cascades.approve(lifting, acting=BEN, now=at(2026, 4, 1))
        assert code(lambda: serve(of(2))) == "ended_before_serving"
        assert not SupersededNotice.objects.exists()

    def test_annulled_after_it_was_served_it_is_withdrawn(self, office: OfficeDesk) -> None:
        signed()
        serve(of(1))
        annul()
        assert [seen.notice for seen in SupersededNotice.objects.all()] == [of(1)]
        first = of(1)
        told = renewals.correct(first, reason="异议后撤销", acting=ANNA, now=at(2026, 4, 1))
        assert (told.withdraws, told.corrects) == (True, first)
        assert not SupersededNotice.objects.exists()


class TestObjecting:
    @pytest.mark.parametrize(
        ("served", "on", "refusal"),
        [
            (True, LAST_DAY, None),
            (True, date(2026, 3, 19), "objection_late"),
            (False, date(2026, 3, 30), "notice_not_served"),  # nobody was told of anything yet
        ],
    )
    def test_in_time(self, office: OfficeDesk, served: bool, on: date, refusal: str | None) -> None:
        signed()
        if served:
            serve(of(1))
            receive(of(1))
        given = letter(received_on=on)
        if refusal:
            assert code(lambda: objections.receive(given, acting=ANNA, now=at(2026, 4, 1))) == refusal
        else:
            assert objections.receive(given, acting=ANNA, now=at(2026, 4, 1)).state == ObjectionState.LODGED

    def test_the_persons_time_runs_from_their_own_receipt(self, office: OfficeDesk) -> None:  # O39
        signed()
        serve(of(1))
        late = letter(received_on=date(2026, 3, 25), lodged_by=ObjectionBy.INSTITUTION)
        assert code(lambda: objections.receive(late, acting=ANNA, now=at(2026, 4, 1))) == "objection_late"
        receive(of(1), date(2026, 3, 11))
        assert not NoticeReceived.objects.exists(), "this office's own record, as its serving is"
        after = letter(received_on=date(2026, 3, 26))
        assert code(lambda: objections.receive(after, acting=ANNA, now=at(2026, 4, 1))) == "objection_late"
        in_time = letter(received_on=date(2026, 3, 25))
        assert objections.receive(in_time, acting=ANNA, now=at(2026, 4, 1)).state == ObjectionState.LODGED

    def test_incomplete_it_lapses_too(self, office: OfficeDesk) -> None:
        signed()
        serve(of(1))
        receive(of(1))
        one = objections.receive(letter(sealed=False), acting=ANNA, now=at(2026, 3, 10))
        assert windows.state_on(one, LAST_DAY) is ObjectionState.INCOMPLETE
        assert windows.state_on(one, date(2026, 3, 19)) is ObjectionState.LAPSED

    def test_the_form_finds_it_by_the_number_of_the_notice(self, office: OfficeDesk) -> None:
        signed()
        for number in (1, 2):
            form = LetterForm({"target": of(number).number, "lodged_by": "person", "received_on": "2026-03-09"})
            assert form.is_valid(), form.errors
            assert form.cleaned_data["target"] == Cascade.objects.get(person=person(number))

    @pytest.mark.parametrize(("people", "found"), [([person(1)], True), (NAMED, False)])
    def test_by_the_reference_only_where_it_names_one(self, office: OfficeDesk, people: list[str], found: bool) -> None:
        made(people)
        form = LetterForm({"target": CASCADE_TERMS.reference, "lodged_by": "person", "received_on": "2026-03-09"})
        with override("en"):
            assert form.is_valid() is found
            assert found or "several people" in form.errors["target"][0]


class TestClocks:
    def told(self, today: date) -> list[tuple[str, DeadlineName, DeadlineState, date | None]]:
        return [(clock.person, clock.deadline.name, clock.state, clock.deadline.due_on) for clock in of_the_work(today)]

    def test_delivery_in_three_and_the_window_of_ten(self, office: OfficeDesk) -> None:
        made([person(1)])
        due_on = date(2026, 3, 5)
        assert self.told(due_on) == [(person(1), DeadlineName.NOTICE_DELIVERY, DeadlineState.RUNNING, due_on)]
        assert self.told(date(2026, 3, 6)) == [(person(1), DeadlineName.NOTICE_DELIVERY, DeadlineState.LATE, due_on)]
        serve(of(1))
        receive(of(1))
        assert self.told(LAST_DAY) == [
            (person(1), DeadlineName.OBJECTION, DeadlineState.RUNNING, LAST_DAY),
            (person(1), DeadlineName.OBJECTION_BY_PERSON, DeadlineState.RUNNING, LAST_DAY),
        ]
        assert self.told(date(2026, 3, 19)) == []

    def test_those_of_an_order_are_those_of_its_notices(self, office: OfficeDesk) -> None:
        order = signed()
        assert [clock.work for clock in kinds.clocks_of(order, SERVED)] == [of(1), of(2)]
        assert [clock.work for clock in kinds.clocks_of(of(2), SERVED)] == [of(2)]

    def test_none_once_annulled(self, office: OfficeDesk) -> None:
        signed()
        annul()
        assert {who for who, *_ in self.told(date(2026, 4, 1))} == {person(2)}

    def test_none_once_lifted(self, office: OfficeDesk) -> None:
        order = signed()
        lifting = cascades.propose_lift(order, lifted_on=date(2026, 4, 1), acting=ANNA, now=at(2026, 4, 1))
        assert len(self.told(date(2026, 4, 1))) == 2
        cascades.approve(lifting, acting=BEN, now=at(2026, 4, 1))
        assert self.told(date(2026, 4, 1)) == []

    def test_another_order_of_the_same_person_stays(self, office: OfficeDesk) -> None:
        signed()
        annul()
        further = replace(CASCADE_TERMS, reference="R9", effective_on=date(2026, 4, 1))
        again = cascades.propose(further, [person(1)], acting=ANNA, now=at(2026, 4, 1))
        cascades.approve(again, acting=BEN, now=at(2026, 4, 1))
        assert [who for who, *_ in self.told(date(2026, 4, 1))].count(person(1)) == 1
