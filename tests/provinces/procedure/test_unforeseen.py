"""A threshold that no notice foresaw: shown as due, stated by two officers, with a notice that is served (O26)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.test import Client

from provinces.cases.models import CaseItem
from provinces.crossings import documents as crossing_notice
from provinces.crossings import papers
from provinces.crossings import services as unforeseen
from provinces.crossings.models import UnforeseenMeasure
from provinces.notices.codes import ServingMethod
from provinces.notices.models import Notice
from provinces.notices.services import follow_ups, notices
from provinces.office import kinds
from provinces.office.codes import ApprovalState, Duty
from registry.qualification.models import Decision, Measure, StatedMeasure
from registry.qualification.rules.facts import MeasureStated
from registry.qualification.selectors import crossed
from registry.qualification.selectors.standings import timelines
from registry.qualification.services import standings
from registry.statements.days import today
from registry.words.deadlines import DeadlineName
from registry.words.measures import MeasureKind
from sync.models import LogEntry, OutboxItem, Statement, StatementStatus
from tests.provinces.node import GUIZHOU, HOSPITAL, person
from tests.provinces.office import ANNA, BEN, NOW, SHARE, OfficeDesk, at, of_the_work, officer
from tests.provinces.procedure.refusing import code
from tests.provinces.procedure.test_admin import Enter, enter
from tests.provinces.procedure.test_notices import text_of
from tests.registry.ledger import CHONGQING, NATIONAL, Ledger

__all__ = ["enter"]

ANN = person(1)
LOGGED = date(2026, 3, 4)
"""When the other province's decision came into the log."""
SUSPENSION = MeasureKind.SUSPENSION


@pytest.fixture
def ledger(office: OfficeDesk) -> Ledger:
    """The log: what another province says comes from it."""
    found = Ledger(now=NOW)
    found.open(institutions=[CHONGQING])
    return found


def logged(ledger: Ledger, item: CaseItem) -> None:
    """Have an own decision come back with the log."""
    LogEntry.objects.create(
        position=next(iter(ledger.positions)), statement_id=item.decision_id, leaf=b"", published=True,
        reached_at=ledger.clock,
    )  # fmt: skip
    Statement.objects.filter(pk=item.decision_id).update(status=StatementStatus.LOGGED)
    standings.recompute([item.person_id])


def at_once(office: OfficeDesk, ledger: Ledger) -> CaseItem:
    """Let two provinces score five points each, unseen by each other: this one's takes effect last."""
    own = office.issued()
    ledger.now = at(2026, 3, 5)
    ledger.clock = at(2026, 3, 4)
    ledger.decide(5, CHONGQING, who=1, decided_on="2026-02-25", case_number="渝7", basis_authority="某区医疗保障局")
    logged(ledger, own)
    return own


def state(item: CaseItem, *, on: date = LOGGED, months: int | None = 3, **given: Any) -> UnforeseenMeasure:
    given = {"acting": ANNA, "now": at(2026, 3, 5), **given}
    return unforeseen.propose(item.decision_id, SUSPENSION, starts_on=on, months=months, **given)


def approve(work: UnforeseenMeasure, **given: Any) -> UnforeseenMeasure:
    return unforeseen.approve(work, **{"acting": BEN, "now": at(2026, 3, 5), **given})


def statuses() -> list[str]:
    (found,) = timelines([ANN]).values()
    days = [date.fromordinal(date(2026, 1, 1).toordinal() + number) for number in range(300)]
    return [str(found.on(day).status) for day in days]


def text(notice: Notice) -> str:
    """Return what the document says, without the ends of its lines."""
    return "".join(text_of(notices.read(notice, "pdf", acting=ANNA, now=NOW)).split())


class TestTwoProvincesAtOnce:
    def test_it_waits_with_whose_points_were_summed(self, office: OfficeDesk, ledger: Ledger) -> None:
        own = at_once(office, ledger)
        (found,) = crossed.waiting(GUIZHOU)
        assert (found.decision.pk, found.person, found.measure.starts_on) == (own.decision_id, ANN, LOGGED)
        assert [(part.author, part.authority, part.points) for part in found.parts] == [
            (CHONGQING, "某区医疗保障局", 5), (GUIZHOU, "某市医疗保障局", 5),
        ]  # fmt: skip
        assert found.merged_on is None

    def test_stated_signed_served_and_gone(self, office: OfficeDesk, ledger: Ledger) -> None:
        own = at_once(office, ledger)
        before = statuses()
        work = approve(state(own))
        assert (work.state, work.approved_by) == (ApprovalState.SIGNED, "ben")
        stated = StatedMeasure.objects.get()
        assert (stated.statement_id, stated.months, stated.starts_on) == (work.statement_id, 3, LOGGED)
        assert crossed.waiting(GUIZHOU) == []
        measure = Measure.objects.get()
        assert (measure.unforeseen, measure.starts_on, measure.ends_on) == (False, LOGGED, date(2026, 6, 4))
        past = (date(2026, 3, 5) - date(2026, 1, 1)).days
        assert statuses()[:past] == before[:past]
        notice = Notice.objects.get(unforeseen=work)
        assert (notice.number, notice.status, stated.number) == (notice.number, "suspended", notice.number)
        serving = notices.serve(
            notice, served_on=date(2026, 3, 6), method=ServingMethod.PAPER, acting=ANNA, now=at(2026, 3, 6)
        )
        assert serving.statement_id is None
        follow_ups.record_updated(notice, updated_on=date(2026, 3, 9), acting=ANNA, now=at(2026, 3, 9))
        assert OutboxItem.objects.filter(statement__topic="measure.stated").count() == 1

    def test_what_the_notice_says(self, office: OfficeDesk, ledger: Ledger) -> None:
        own = at_once(office, ledger)
        said = text(Notice.objects.get(unforeseen=approve(state(own, on=date(2026, 3, 9)))))
        for words in (
            "测试甲", "累〔2026〕", "重庆市，某区医疗保障局，案号渝7，2026年2月25日作出处理，记5分",
            "贵州省，某市医疗保障局，案号C7，2026年2月24日作出处理，记5分",
            "2026年累计10分，自2026年3月4日起暂停医保支付资格",
            "暂停期限3个月，自2026年3月9日起计算，至2026年6月8日届满", "10个工作日内", "对重庆市所记分值有异议的",
            "暂停期满不自动恢复", "未在任何机构登记备案的直接申请", "告知本人并向本机构确认本人收到日期",
        ):  # fmt: skip
            assert words in said, words

    @pytest.mark.parametrize(
        ("authors", "said"),
        [
            pytest.param((CHONGQING, GUIZHOU), True, id="of two provinces"),
            pytest.param((GUIZHOU, GUIZHOU), False, id="of one: nobody else has scored"),
        ],
    )
    def test_only_where_there_are_several_agencies_it_speaks_of_several(
        self, office: OfficeDesk, ledger: Ledger, authors: tuple[str, str], said: bool
    ) -> None:
        own = at_once(office, ledger)
        found = unforeseen.crossing(own.decision_id, SUSPENSION)
        parts = [replace(part, author=author) for part, author in zip(found.parts, authors, strict=True)]
        stated = MeasureStated(
            id="stated", author=GUIZHOU, decision=str(own.decision_id), kind=SUSPENSION, starts_on=date(2026, 3, 9),
            months=3, signed_on=date(2026, 3, 9), position=99,
        )  # fmt: skip
        content = papers.content_of(replace(found, parts=parts), found.as_stated(stated), number="1", issued_on=LOGGED)
        assert ("各省级医疗保障经办机构分别记分" in str(crossing_notice.compose(content).sections[0])) is said

    def test_its_notice_is_due_and_then_its_delivery(self, office: OfficeDesk, ledger: Ledger) -> None:
        own = at_once(office, ledger)
        decision = Decision.objects.get(pk=own.decision_id)
        due = [clock for clock in of_the_work(date(2026, 3, 5)) if clock.work == decision]
        assert [(clock.deadline.name, clock.deadline.starts_on) for clock in due] == [
            (DeadlineName.NOTICE_ISSUE, LOGGED)
        ]
        work = approve(state(own))
        assert [clock for clock in of_the_work(date(2026, 3, 5)) if clock.work == decision] == []
        names = [clock.deadline.name for clock in kinds.clocks_of(work, date(2026, 3, 5))]
        assert names[:2] == [DeadlineName.NOTICE_ISSUE, DeadlineName.NOTICE_DELIVERY]
        notice = Notice.objects.get(unforeseen=work)
        assert [clock.deadline.name for clock in kinds.clocks_of(notice, date(2026, 3, 5))] == names

    def test_not_before_the_own_decision_is_logged(self, office: OfficeDesk, ledger: Ledger) -> None:
        own = office.issued()
        ledger.now = at(2026, 3, 5)
        ledger.decide(5, CHONGQING, who=1, decided_on="2026-02-25")
        assert Measure.objects.get().unforeseen
        assert crossed.waiting(GUIZHOU) == []
        assert code(lambda: state(own)) == "not_logged_yet"


class TestMerge:
    def test_the_author_of_the_later_decision_states_it(self, office: OfficeDesk, ledger: Ledger) -> None:
        ledger.decide(5, CHONGQING, who=2, decided_on="2026-02-25")
        own = office.issued()
        logged(ledger, own)
        ledger.now = at(2026, 3, 5)
        merge = {"absorbed": person(2), "into": ANN, "merged_on": "2026-03-04", "case": "国人〔2026〕1号"}
        ledger.say("person.merged", NATIONAL, merge)
        (found,) = crossed.waiting(GUIZHOU)
        assert (found.measure.starts_on, found.merged_on) == (date(2026, 3, 4), date(2026, 3, 4))
        work = approve(state(own))
        assert "两份档案属于同一人，记分自2026年3月4日起合并计算" in text(work.notices.get())
        assert {(row.person_id, row.unforeseen, row.months) for row in Measure.objects.all()} == {
            (ANN, False, 3), (person(2), False, 3),
        }  # fmt: skip
        assert crossed.waiting(GUIZHOU) == []


class TestTermination:
    def test_stated_without_months(self, office: OfficeDesk, ledger: Ledger) -> None:
        own = office.issued()
        ledger.now = at(2026, 3, 5)
        ledger.decide(8, CHONGQING, who=1, decided_on="2026-02-25")
        logged(ledger, own)
        stated: dict[str, Any] = {"starts_on": date(2026, 3, 9), "months": None, "acting": ANNA, "now": at(2026, 3, 5)}
        work = unforeseen.propose(own.decision_id, MeasureKind.TERMINATION, **stated)
        approve(work)
        notice = work.notices.get()
        assert notice.status == "terminated"
        assert "自2026年3月9日起1年内，即至2027年3月8日，不得再次登记备案" in text(notice)


class TestRefusals:
    def test_the_same_officer(self, office: OfficeDesk, ledger: Ledger) -> None:
        work = state(at_once(office, ledger))
        assert code(lambda: approve(work, acting=ANNA)) == "same_person"

    def test_without_the_duty(self, office: OfficeDesk, ledger: Ledger) -> None:
        own = at_once(office, ledger)
        assert code(lambda: state(own, acting=officer("eve", Duty.APPROVE))) == "duty_missing"
        work = state(own)
        assert code(lambda: approve(work, acting=officer("eve", Duty.HANDLE))) == "duty_missing"

    def test_twice_and_again_once_it_was_sent_back(self, office: OfficeDesk, ledger: Ledger) -> None:
        own = at_once(office, ledger)
        work = state(own)
        assert code(lambda: state(own)) == "proposed_before"
        assert code(lambda: unforeseen.send_back(work, reason=" ", acting=BEN, now=NOW)) == "reason_missing"
        unforeseen.send_back(work, reason="起算日期有误", acting=BEN, now=at(2026, 3, 5))
        assert code(lambda: approve(work)) == "out_of_order"
        approve(state(own))
        assert code(lambda: state(own)) == "nothing_to_state"

    def test_a_first_day_that_moved_meanwhile(self, office: OfficeDesk, ledger: Ledger) -> None:
        own = at_once(office, ledger)
        work = state(own)
        ledger.decide(1, CHONGQING, who=1, decided_on="2026-02-26")
        assert code(lambda: approve(work)) == "not_seen"

    @pytest.mark.parametrize(
        ("on", "months", "why"),
        [(date(2026, 3, 3), 3, "start_before_measure"), (LOGGED, None, "suspension_months_fixed")],
    )
    def test_what_the_rules_refuse(
        self, office: OfficeDesk, ledger: Ledger, on: date, months: int | None, why: str
    ) -> None:
        own = at_once(office, ledger)
        assert code(lambda: state(own, on=on, months=months)) == why

    def test_another_provinces_decision(self, office: OfficeDesk, ledger: Ledger) -> None:
        at_once(office, ledger)
        theirs = Decision.objects.get(author=CHONGQING)
        step = lambda: unforeseen.crossing(theirs.pk, SUSPENSION)  # noqa: E731
        assert code(step) == "decision_not_in_force"

    def test_what_is_signed_stays(self, office: OfficeDesk, ledger: Ledger) -> None:
        work = approve(state(at_once(office, ledger)))
        for change in ({"months": 1}, {"state": "proposed"}):
            with pytest.raises(DatabaseError), transaction.atomic():
                UnforeseenMeasure.objects.filter(pk=work.pk).update(**change)


class TestPages:
    @pytest.fixture(autouse=True)
    def _today(self, settings: Any) -> Iterator[None]:
        settings.DIVISION, settings.ROLE, settings.HANDLES_CASES = GUIZHOU, "province", True
        with time_machine.travel(at(2026, 3, 5), tick=False):
            yield

    def address(self, own: CaseItem) -> str:
        return f"/admin/provinces/unforeseenmeasure/state/{own.decision_id}/suspension/"

    def test_from_what_is_due_to_the_signature(self, office: OfficeDesk, ledger: Ledger, enter: Enter) -> None:
        own = at_once(office, ledger)
        anna, ben = enter("anna", Duty.HANDLE), enter("ben", Duty.APPROVE)
        due = anna.get("/admin/provinces/case/due/").content.decode()
        assert self.address(own) in due
        assert "某区医疗保障局 5" in due
        page = anna.get(self.address(own)).content.decode()
        assert "测试甲" in page
        assert "某区医疗保障局" in page
        answer = anna.post(self.address(own), {"starts_on": "2026-03-03", "months": "3"})
        assert answer.status_code == 422
        assert "start_before_measure" in answer.context["form"].errors["starts_on"][0]
        answer = anna.post(self.address(own), {"starts_on": "2026-03-04", "months": "3"})
        work = UnforeseenMeasure.objects.get()
        change = f"/admin/provinces/unforeseenmeasure/{work.pk}/"
        assert answer.headers["Location"] == f"{change}change/"
        assert "to be approved" in anna.get("/admin/provinces/case/due/").content.decode()
        assert ben.get(f"{change}step/approve/").status_code == 200
        assert ben.post(f"{change}step/approve/", {"go": "1"}).status_code == 302
        assert StatedMeasure.objects.exists()
        assert self.address(own) not in anna.get("/admin/provinces/case/due/").content.decode()
        assert ben.get(f"{change}change/").status_code == 200
        assert ben.get("/admin/provinces/notice/").status_code == 200
        notice = work.notices.get()
        assert ben.get(f"/admin/provinces/notice/{notice.pk}/change/").status_code == 200

    def test_closed_without_the_duty_and_where_nothing_waits(
        self, office: OfficeDesk, ledger: Ledger, enter: Enter
    ) -> None:
        own = at_once(office, ledger)
        approver: Client = enter("ben", Duty.APPROVE)
        assert approver.get(self.address(own)).status_code == 403
        assert self.address(own) not in approver.get("/admin/provinces/case/due/").content.decode()
        handler: Client = enter("anna", Duty.HANDLE)
        assert handler.get(self.address(own).replace("suspension", "termination")).status_code == 404
        assert handler.get(self.address(own).replace("suspension", "notice")).status_code == 404


class TestWhatTheOwnDecisionSays:
    def test_its_notice_and_what_follows(self, office: OfficeDesk) -> None:
        item = office.issued()
        stored = Decision.objects.get(pk=item.decision_id)
        assert (stored.measure, stored.notice_issued_on) == ("notice", today(NOW))
        assert stored.institution == HOSPITAL

    def test_what_it_says_is_foreseen(self, office: OfficeDesk, ledger: Ledger) -> None:
        ledger.decide(5, CHONGQING, who=1, decided_on="2026-02-25")
        office.issued(replace(SHARE, suspension_starts_on=date(2026, 3, 9)))
        measure = Measure.objects.get()
        assert (measure.author, measure.unforeseen, measure.starts_on) == (GUIZHOU, False, date(2026, 3, 9))
        assert Decision.objects.get(author=GUIZHOU).measure == "suspension"


def test_as_it_will_be(office: OfficeDesk, ledger: Ledger) -> None:
    own = at_once(office, ledger)
    (found,) = crossed.waiting(GUIZHOU)
    fact = MeasureStated(
        id="x", author=GUIZHOU, decision=str(own.decision_id), kind=SUSPENSION, starts_on=date(2026, 3, 9), months=3,
        signed_on=date(2026, 3, 5),
    )  # fmt: skip
    measure = found.as_stated(fact)
    assert (measure.counts_from, measure.months, measure.unforeseen) == (date(2026, 3, 9), 3, False)
    assert found.whole.timeline(ANN).measures[-1].unforeseen, "nothing was added to what is known"
