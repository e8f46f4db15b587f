"""A notice that does not say any more what stands: never served, made again; once served, corrected (O45)."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection

from provinces.cases.models import CaseItem
from provinces.cases.services import cases
from provinces.crossings import services as crossings
from provinces.notices.codes import NoticeDeadline, ServingMethod
from provinces.notices.models import Notice, SupersededNotice
from provinces.notices.services import follow_ups, notices, renewals, truth
from provinces.office.codes import Duty
from provinces.office.services.stepping import sign_one, stated
from registry.qualification.models import NoticeReceived, NoticeServed
from registry.words.deadlines import DeadlineName
from registry.words.degrees import Degree
from registry.words.measures import MeasureKind
from tests.accounts import state
from tests.provinces.node import person
from tests.provinces.office import ANNA, BEN, NOW, SHARE, SUSPENDING, OfficeDesk, at, of_the_work, officer
from tests.provinces.procedure.refusing import code
from tests.provinces.procedure.test_notices import TERMINATING
from tests.provinces.procedure.test_unforeseen import logged
from tests.registry.ledger import CHONGQING, Ledger

LATER = at(2026, 3, 5)
SERVED_ON = date(2026, 3, 3)
TWELVE = replace(SUSPENDING, **TERMINATING)


@pytest.fixture
def ledger(office: OfficeDesk) -> Ledger:
    """The log: what another province says comes from it."""
    found = Ledger(now=LATER)
    found.open(institutions=[CHONGQING])
    return found


def page_of(notice: Notice) -> str:
    page = notices.read(notice, "html", acting=ANNA, now=NOW).decode()
    return "".join(re.sub(r"<[^>]*>", "", page).split())


def serve(notice: Notice, on: date = SERVED_ON, **given: Any) -> Notice:
    given = {"method": ServingMethod.PAPER, "acting": ANNA, "now": LATER, **given}
    return notices.serve(notice, served_on=on, **given).notice


def again(notice: Notice) -> Notice:
    return renewals.make_again(notice, reason="情况变化", acting=ANNA, now=LATER)


def correct(notice: Notice, **given: Any) -> Notice:
    return renewals.correct(notice, **{"reason": "情况变化", "acting": ANNA, "now": LATER, **given})


def owed(item: CaseItem, today: date = date(2026, 3, 5)) -> list[str]:
    """Return what is owed of the notices of an item beyond the procedure."""
    found = of_the_work(today)
    return [str(clock.deadline.name) for clock in found if isinstance(clock.deadline.name, NoticeDeadline)]


def settled(item: CaseItem, ledger: Ledger, **terms: Any) -> None:
    """The objection of the institution is settled by ten days later."""
    lodged = {
        "decision": item.decision_id, "lodged_on": date(2026, 3, 3), "lodged_by": "institution", "signed": True,
        "sealed": True,
    }  # fmt: skip
    settled = {
        "objection": sign_one("objection.lodged", lodged, now=at(2026, 3, 4)),
        "settled_on": date(2026, 3, 4), "document": "复核〔2026〕1号", "reason": "情节较轻", **terms,
    }  # fmt: skip
    state("objection.settled", stated(settled), now=at(2026, 3, 4))


def _milder(item: CaseItem, ledger: Ledger) -> None:
    settled(item, ledger, outcome="changed", points=10, suspension_months=3)


def _annulled_by_objection(item: CaseItem, ledger: Ledger) -> None:
    settled(item, ledger, outcome="annulled")


def _annulled(item: CaseItem, ledger: Ledger) -> None:
    body = {"decision": item.decision_id, "annulled_on": date(2026, 3, 4), "document": "判决〔2026〕1号"}
    state("decision.annulled", stated(body), now=LATER)


def _merged(item: CaseItem, ledger: Ledger) -> None:
    ledger.decide(3, CHONGQING, who=2, decided_on="2026-02-20")
    ledger.merge(2, 1, "2026-03-04")


def _another_province(item: CaseItem, ledger: Ledger) -> None:
    ledger.decide(3, CHONGQING, who=1, decided_on="2026-02-20")


CAUSES = {"a merge": _merged, "a decision of another province": _another_province}


class TestBeforeItIsServed:
    @pytest.mark.parametrize("happens", CAUSES.values(), ids=CAUSES)
    def test_it_is_made_again_first(
        self, office: OfficeDesk, ledger: Ledger, happens: Callable[[CaseItem, Ledger], None]
    ) -> None:
        item = office.issued()
        notice = item.notices.get()
        assert (owed(item), truth.holds(notice)) == ([], True)
        happens(item, ledger)
        assert code(lambda: serve(notice)) == "notice_superseded"
        assert owed(item) == ["notice_renewal"]
        second = again(notice)
        assert (second.version, second.number, second.corrects) == (2, notice.number, None)
        assert code(lambda: serve(notice)) == "later_version"
        assert owed(item) == []
        serve(second, date(2026, 3, 5))
        assert NoticeServed.objects.get().corrects == ""

    def test_terminated_on_paper_and_suspended_by_the_registry(self, office: OfficeDesk, ledger: Ledger) -> None:
        """Twelve by two decisions bar for a year; then the points of the first are lowered in an objection."""
        first = office.issued(replace(SHARE, points=6, degree=Degree.PRINCIPAL))
        serve(first.notices.get())
        office.now = at(2026, 3, 4)
        share = replace(SHARE, points=6, degree=Degree.PRINCIPAL, suspension_starts_on=date(2026, 3, 9))
        notice = office.issued(share, office.case(case_number="C8")).notices.get()
        assert "终止之日起1年内" in page_of(notice)
        settled(first, ledger, outcome="changed", points=4)
        assert code(lambda: serve(notice, date(2026, 3, 5))) == "notice_superseded"
        said = page_of(again(notice))
        assert "暂停医保支付资格" in said
        assert "终止医保支付资格；" not in said

    def test_of_what_is_gone_nothing_is_owed(self, office: OfficeDesk, ledger: Ledger) -> None:
        item = office.issued(TWELVE)
        _annulled(item, ledger)
        notice = item.notices.get()
        assert code(lambda: serve(notice)) == "decision_not_in_force"
        assert code(lambda: again(notice)) == "decision_not_in_force"
        assert owed(item) == []

    def test_one_made_before_its_content_was_kept_is_made_again(self, office: OfficeDesk) -> None:
        item = office.issued()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE provinces_notice DISABLE TRIGGER USER")
            cursor.execute("UPDATE provinces_notice SET told = NULL")
            cursor.execute("ALTER TABLE provinces_notice ENABLE TRIGGER USER")
        notice = item.notices.get()
        assert code(lambda: serve(notice)) == "notice_superseded"
        serve(again(notice), date(2026, 3, 5))

    def test_what_becomes_true_again_is_served(self, office: OfficeDesk, ledger: Ledger) -> None:
        item = office.issued()
        ledger.decide(3, CHONGQING, who=2, decided_on="2026-02-20")
        merge = ledger.merge(2, 1, "2026-03-04")
        assert owed(item) == ["notice_renewal"]
        ledger.say("person.split", "000000", {"merge": str(merge.id), "split_on": "2026-03-05"})
        assert owed(item) == []
        serve(item.notices.get())

    def test_a_correction_needs_a_serving(self, office: OfficeDesk) -> None:
        notice = office.issued().notices.get()
        assert code(lambda: correct(notice)) == "not_served"
        assert code(lambda: renewals.make_again(notice, reason=" ", acting=ANNA, now=LATER)) == "reason_missing"


class TestOnceItIsServed:
    @pytest.fixture
    def item(self, office: OfficeDesk, ledger: Ledger) -> CaseItem:
        item = office.issued(TWELVE)
        serve(item.notices.get())
        return item

    def test_it_is_corrected_under_a_number_of_its_own(self, item: CaseItem, ledger: Ledger) -> None:
        first = item.notices.get()
        _milder(item, ledger)
        assert owed(item) == ["notice_correction"]
        assert code(lambda: again(first)) == "served_is_corrected"
        second = correct(first)
        assert (second.version, second.corrects, second.status) == (2, first, "suspended")
        assert second.number == "黔医保支付资格更〔2026〕00001号"
        said = page_of(second)
        for words in ("处理通知书（更正）", f"（{first.number}）所载内容与现行处理不符", "暂停医保支付资格3个月"):
            assert words in said
        assert owed(item) == []

    def test_the_correction_is_served_received_and_has_clocks_of_its_own(self, item: CaseItem, ledger: Ledger) -> None:
        first = item.notices.get()
        follow_ups.received(first, received_on=date(2026, 3, 4), document="回执1", acting=ANNA, now=LATER)
        _milder(item, ledger)
        second = serve(correct(first), date(2026, 3, 6), now=at(2026, 3, 6))
        follow_ups.received(second, received_on=date(2026, 3, 9), document="回执2", acting=ANNA, now=at(2026, 3, 9))
        follow_ups.record_updated(second, updated_on=date(2026, 3, 9), acting=ANNA, now=at(2026, 3, 9))
        assert dict(NoticeServed.objects.values_list("number", "corrects")) == {
            first.number: "", second.number: first.number,
        }  # fmt: skip
        assert set(NoticeReceived.objects.values_list("number", flat=True)) == {"", second.number}
        found = {str(each.deadline.name): each.deadline for each in of_the_work(date(2026, 3, 10))}
        assert found[DeadlineName.OBJECTION].starts_on == date(2026, 3, 6)
        assert found[DeadlineName.OBJECTION_BY_PERSON].starts_on == date(2026, 3, 9)

    def test_what_was_decided_later_has_notices_of_its_own(self, office: OfficeDesk, ledger: Ledger) -> None:
        item = office.issued()
        serve(item.notices.get())
        office.now = LATER
        second = office.issued(
            replace(SHARE, points=4, suspension_starts_on=date(2026, 3, 16)), office.case(case_number="C8")
        )
        assert "本次前5分，本次后9分" in page_of(second.notices.get())
        assert owed(item) == []

    def test_when_an_earlier_score_falls_the_later_notice_is_untrue(self, office: OfficeDesk, ledger: Ledger) -> None:
        item = office.issued()
        serve(item.notices.get())
        office.now = at(2026, 3, 4)
        share = replace(SHARE, points=4, suspension_starts_on=date(2026, 3, 16))
        second = office.issued(share, office.case(case_number="C8"))
        serve(second.notices.get(), date(2026, 3, 5))
        settled(item, ledger, outcome="changed", points=4)
        assert owed(item) == ["notice_correction", "notice_correction"]
        assert "未达到9分" in page_of(correct(second.notices.get()))
        correct(item.notices.get())
        assert owed(item) == []

    @pytest.mark.parametrize("happens", [_annulled, _annulled_by_objection])
    def test_where_nothing_stands_that_is_told(
        self, item: CaseItem, ledger: Ledger, happens: Callable[[CaseItem, Ledger], None]
    ) -> None:
        happens(item, ledger)
        assert owed(item) == ["notice_correction"]
        second = correct(item.notices.get())
        assert (second.status, second.withdraws, owed(item)) == ("", True, [])
        assert "所载处理现已撤销、解除或者不再成立" in page_of(second)
        waiting = [str(clock.deadline.name) for clock in of_the_work(date(2026, 3, 5))]
        assert waiting == [DeadlineName.NOTICE_DELIVERY]
        serve(second, date(2026, 3, 5))
        assert NoticeServed.objects.count() == 1  # of what is not in force the log takes none

    def test_a_slip_of_the_pen_is_corrected_too(self, item: CaseItem) -> None:
        second = correct(item.notices.get())
        assert "终止医保支付资格" in page_of(second)
        third = again(second)
        assert (third.version, third.number, third.corrects) == (3, second.number, item.notices.get(version=1))
        assert "（更正）" in page_of(third)
        assert code(lambda: correct(second)) == "later_version"

    def test_who_may(self, item: CaseItem) -> None:
        approver = officer("ben", Duty.APPROVE)
        assert code(lambda: correct(item.notices.get(), acting=approver)) == "duty_missing"


class TestNumbers:
    def test_none_is_lost_to_a_draft_or_a_refusal(self, office: OfficeDesk) -> None:
        case = office.case()
        withdrawn = cases.draft(case, replace(SHARE, item="0", act="其他"), acting=ANNA, now=NOW)
        cases.withdraw_item(withdrawn, reason="误录", acting=ANNA, now=NOW)
        first = office.issued(SHARE, case).notices.get()
        smiling = office.approved(replace(SHARE, person=person(2), act="😀"), office.case(case_number="C8"))
        assert code(lambda: cases.issue(smiling, acting=ANNA, now=NOW)) == "not_printable"
        second = office.issued(replace(SHARE, person=person(2)), office.case(case_number="C9")).notices.get()
        assert [first.number, second.number] == [
            "黔医保支付资格通〔2026〕00001号", "黔医保支付资格通〔2026〕00002号",
        ]  # fmt: skip


class TestThresholdsThatNobodyForesaw:
    def test_the_paper_of_the_points_leaves_them_to_their_own_notice(self, office: OfficeDesk, ledger: Ledger) -> None:
        item = office.issued()
        ledger.clock = at(2026, 3, 4)
        ledger.decide(5, CHONGQING, who=1, decided_on="2026-02-25")
        logged(ledger, item)
        truth.look_at_all(LATER)
        assert owed(item) == ["notice_renewal"]
        second = again(item.notices.get())
        assert "另行制作通知书告知" in page_of(second)
        assert second.status == ""
        serve(second, date(2026, 3, 5))
        work = crossings.propose(
            item.decision_id, MeasureKind.SUSPENSION, starts_on=date(2026, 3, 6), months=3, acting=ANNA, now=LATER
        )
        stated = Notice.objects.get(unforeseen=crossings.approve(work, acting=BEN, now=LATER))
        assert owed(item) == []
        serve(stated, date(2026, 3, 5))
        _annulled(item, ledger)
        assert owed(item) == ["notice_correction", "notice_correction"]
        assert correct(stated).withdraws


def test_all_are_looked_at_and_what_is_noted_can_be_thrown_away(office: OfficeDesk, ledger: Ledger) -> None:
    item = office.issued()
    _another_province(item, ledger)
    assert SupersededNotice.objects.get().notice == item.notices.get()
    SupersededNotice.objects.all().delete()
    assert owed(item) == []
    assert truth.look_at_all(LATER) == 1
    assert owed(item) == ["notice_renewal"]
