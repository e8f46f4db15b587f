"""Objections: in time, whole, step by step, and settled by other hands (arts. 41-44)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from provinces.cases.models import CaseItem
from provinces.notices.codes import ServingMethod
from provinces.notices.models import Notice
from provinces.notices.services import notices, renewals
from provinces.office import kinds
from provinces.office.codes import Duty
from provinces.office.services.stepping import sign_one
from provinces.remedies.admin.matter import matter_panels
from provinces.remedies.admin.objection_forms import SettleForm
from provinces.remedies.codes import ObjectionState
from provinces.remedies.models import ObjectionHandling
from provinces.remedies.selectors import completion as windows
from provinces.remedies.services import objections, settlements
from provinces.remedies.services.objections import Letter
from provinces.remedies.services.settlements import SettlementTerms
from registry.qualification.models import Cascade, Decision, Objection, ObjectionSettlement
from registry.qualification.selectors.standings import standing
from registry.words.deadlines import DeadlineName, DeadlineState
from registry.words.remedies import ObjectionBy, ObjectionOutcome
from registry.words.workdays import UNPUBLISHED
from sync.wire.refusals import Refused
from tests.provinces.node import HOSPITAL, person, row
from tests.provinces.office import ANNA, BEN, CORA, SUSPENDING, OfficeDesk, at, officer
from tests.provinces.procedure.refusing import code
from tests.provinces.procedure.test_cascades import signed

SERVED = date(2026, 3, 4)
LAST_DAY = date(2026, 3, 18)
"""Ten working days after the 4th, a Wednesday: no holiday in between."""


@pytest.fixture
def item(office: OfficeDesk) -> CaseItem:
    """Return an issued suspension whose notice was served, and handed on to the person, on the 4th."""
    issued = office.issued(SUSPENDING)
    office.now = at(2026, 3, 5)
    office.received(office.served(issued, SERVED), SERVED)
    return issued


def letter(item: CaseItem, **given: Any) -> Letter:
    decision = Decision.objects.get(pk=item.decision_id)
    whole = {"received_on": date(2026, 3, 9), "lodged_by": ObjectionBy.PERSON, "signed": True, "sealed": True}
    return Letter(**{"decision": decision, **whole, **given})


NOW = at(2026, 4, 1)


def received(item: CaseItem, **given: Any) -> ObjectionHandling:
    return objections.receive(letter(item, **given), acting=ANNA, now=NOW)


STEPS: dict[str, Callable[[ObjectionHandling], Any]] = {
    "complete": lambda one: objections.complete(
        one, completed_on=date(2026, 3, 10), signed=True, sealed=True, acting=ANNA, now=NOW
    ),
    "explain": lambda one: objections.explain(
        one, explained_on=date(2026, 3, 11), note="已当面说明", acting=ANNA, now=NOW
    ),
    "accept": lambda one: objections.accept(one, accepted_on=date(2026, 3, 12), acting=ANNA, now=NOW),
    "pass up": lambda one: objections.pass_up(one, passed_up_on=date(2026, 3, 12), acting=ANNA, now=NOW),
    "ask": lambda one: objections.ask_experts(
        one, asked_on=date(2026, 3, 13), note="是否过度诊疗", acting=CORA, now=NOW
    ),
    "hear": lambda one: objections.hear_experts(
        one, answered_on=date(2026, 3, 20), note="属合理诊疗", acting=CORA, now=NOW
    ),
    "settle": lambda one: settled(one, ObjectionOutcome.UPHELD),
}


def settled(one: ObjectionHandling, outcome: ObjectionOutcome, acting: Any = CORA, **given: Any) -> ObjectionHandling:
    terms = {"settled_on": date(2026, 3, 25), "document": "核实〔2026〕1号", "reason": "事实清楚", **given}
    return settlements.settle(one, SettlementTerms(outcome=outcome, **terms), acting=acting, now=NOW)


def brought(item: CaseItem, *steps: str, **given: Any) -> ObjectionHandling:
    one = received(item, **given)
    for step in steps:
        one = STEPS[step](one)
    return one


class TestReceiving:
    @pytest.mark.parametrize(
        ("day", "refusal"),
        [
            (LAST_DAY, None),
            (date(2026, 3, 19), "objection_late"),  # the eleventh working day: deemed none (art. 41)
            (date(2026, 4, 2), "in_the_future"),
        ],
    )
    def test_in_time(self, item: CaseItem, day: date, refusal: str | None) -> None:
        if refusal is None:
            assert received(item, received_on=day).state == ObjectionState.LODGED
        else:
            assert code(lambda: received(item, received_on=day)) == refusal

    def test_whole_it_is_signed_at_once(self, item: CaseItem) -> None:
        one = received(item)
        signed = Objection.objects.get(pk=one.objection_id)
        assert (signed.decision_id, signed.lodged_on) == (item.decision_id, date(2026, 3, 9))
        assert standing(person(1), date(2026, 3, 10)).objection_pending

    @pytest.mark.parametrize("lacking", ["signed", "sealed"])
    def test_incomplete_it_waits_off_the_log(self, item: CaseItem, lacking: str) -> None:
        one = received(item, **{lacking: False})
        assert (one.state, one.objection_id, Objection.objects.count()) == ("incomplete", None, 0)
        assert not standing(person(1), date(2026, 3, 10)).objection_pending
        done = STEPS["complete"](one)
        assert (done.state, done.lodged_on) == ("lodged", date(2026, 3, 10))

    def test_completed_late_is_none(self, item: CaseItem) -> None:
        one = received(item, sealed=False)
        late = LAST_DAY + timedelta(days=1)
        step = lambda: objections.complete(one, completed_on=late, signed=True, sealed=True, acting=ANNA, now=NOW)  # noqa: E731
        assert code(step) == "objection_lapsed"

    def test_still_incomplete(self, item: CaseItem) -> None:
        one = received(item, sealed=False)
        step = lambda: objections.complete(  # noqa: E731
            one, completed_on=date(2026, 3, 10), signed=True, sealed=False, acting=ANNA, now=NOW
        )
        assert code(step) == "objection_incomplete"

    def test_once_by_each_side(self, item: CaseItem) -> None:
        received(item)
        assert code(lambda: received(item)) == "objection_in_hand"

    def test_to_one_thing(self, item: CaseItem) -> None:
        assert code(lambda: received(item, decision=None)) == "objection_to_one_thing"

    def test_to_a_cascade(self, office: OfficeDesk, item: CaseItem) -> None:
        applied = row("cascades", person=person(2), institution=HOSPITAL, applied_on="2026-03-01")
        assert office.desk.outcomes("cascades", applied) == ["accepted"]
        one = received(item, decision=None, cascade=Cascade.objects.get())
        assert one.person_id == person(2)


class TestLapsing:
    """Art. 41: what lacks signature or seal on the last day is deemed none from the next day on."""

    @pytest.mark.parametrize(
        ("given", "today", "state"),
        [
            ({"sealed": False}, LAST_DAY, ObjectionState.INCOMPLETE),
            ({"sealed": False}, LAST_DAY + timedelta(days=1), ObjectionState.LAPSED),
            ({"signed": False}, LAST_DAY + timedelta(days=1), ObjectionState.LAPSED),
            ({}, LAST_DAY + timedelta(days=1), ObjectionState.LODGED),  # whole in time: it goes on
        ],
    )
    def test_by_the_day(self, item: CaseItem, given: dict[str, Any], today: date, state: ObjectionState) -> None:
        one = received(item, **given)
        assert windows.state_on(one, today) is state
        assert windows.lapsed(today) == ({one.pk} if state is ObjectionState.LAPSED else set())

    def test_where_the_person_has_nothing_yet_nothing_lapses(self, office: OfficeDesk) -> None:
        issued = office.issued(SUSPENDING)
        office.now = at(2026, 3, 5)
        office.served(issued, SERVED)
        one = received(issued, sealed=False)
        assert windows.state_on(one, date(2026, 12, 31)) is ObjectionState.INCOMPLETE

    def test_beyond_the_calendar_nothing_lapses(self, item: CaseItem, monkeypatch: pytest.MonkeyPatch) -> None:
        one = received(item, sealed=False)
        assert windows.state_on(one, date(2026, 12, 31)) is ObjectionState.LAPSED
        monkeypatch.setattr(windows, "working_calendar", lambda: UNPUBLISHED)
        assert windows.state_on(one, date(2026, 12, 31)) is ObjectionState.INCOMPLETE

    def test_what_was_whole_in_time_may_be_entered_later(self, item: CaseItem) -> None:
        one = received(item, sealed=False)
        done = objections.complete(one, completed_on=LAST_DAY, signed=True, sealed=True, acting=ANNA, now=NOW)
        assert (done.state, done.lodged_on) == (ObjectionState.LODGED, LAST_DAY)

    def test_a_further_letter_is_late_not_beside_it(self, item: CaseItem) -> None:
        received(item, sealed=False)
        assert code(lambda: received(item, received_on=LAST_DAY + timedelta(days=1))) == "objection_late"
        assert code(lambda: received(item)) == "objection_in_hand"  # in time: the one that waits is to be completed


class TestWhoseTime:
    """O39: each side has ten working days from its own receipt; while the person's is unknown, they are not late."""

    @pytest.fixture
    def late(self, office: OfficeDesk) -> CaseItem:
        """Return a suspension whose notice reached the institution on the 4th and the person on the 11th."""
        issued = office.issued(SUSPENDING)
        office.now = at(2026, 3, 12)
        office.received(office.served(issued, SERVED), date(2026, 3, 11))
        return issued

    @pytest.mark.parametrize(
        ("by", "on", "refusal"),
        [
            (ObjectionBy.INSTITUTION, LAST_DAY, None),
            (ObjectionBy.INSTITUTION, date(2026, 3, 19), "objection_late"),
            (ObjectionBy.PERSON, date(2026, 3, 25), None),
            (ObjectionBy.PERSON, date(2026, 3, 26), "objection_late"),
        ],
    )
    def test_each_its_own(self, late: CaseItem, by: ObjectionBy, on: date, refusal: str | None) -> None:
        if refusal is None:
            assert received(late, received_on=on, lodged_by=by).state == ObjectionState.LODGED
        else:
            assert code(lambda: received(late, received_on=on, lodged_by=by)) == refusal

    def test_it_lapses_at_the_end_of_its_own_time(self, late: CaseItem) -> None:
        one = received(late, sealed=False)
        assert windows.state_on(one, date(2026, 3, 25)) is ObjectionState.INCOMPLETE
        assert windows.state_on(one, date(2026, 3, 26)) is ObjectionState.LAPSED

    def test_unknown_nobody_is_late_and_nothing_lapses(self, office: OfficeDesk) -> None:
        issued = office.issued(SUSPENDING)
        office.now = at(2026, 3, 5)
        office.served(issued, SERVED)
        one = received(issued, received_on=date(2026, 4, 1), sealed=False)
        assert windows.state_on(one, date(2026, 12, 31)) is ObjectionState.INCOMPLETE


class TestOrder:
    ALLOWED: dict[str, tuple[tuple[str, ...], dict[str, Any], set[str]]] = {
        "incomplete": ((), {"sealed": False}, {"complete"}),
        "lodged": ((), {}, {"explain"}),
        "explained": (("explain",), {}, {"accept", "pass up"}),
        "accepted": (("explain", "accept"), {}, {"settle"}),
        "passed_up": (("explain", "pass up"), {}, {"ask", "settle"}),
        "with_experts": (("explain", "pass up", "ask"), {}, {"hear"}),
        "settled": (("explain", "pass up", "settle"), {}, set()),
    }

    @pytest.mark.parametrize("state", ALLOWED)
    def test_no_step_out_of_order(self, item: CaseItem, state: str) -> None:
        steps, given, allowed = self.ALLOWED[state]
        one = brought(item, *steps, **given)
        assert one.state == state
        for name in STEPS.keys() - allowed:
            expected = "experts_out" if (state, name) == ("with_experts", "settle") else "out_of_order"
            assert code(lambda name=name: STEPS[name](one)) == expected, name

    def test_experts_are_asked_once(self, item: CaseItem) -> None:
        one = brought(item, "explain", "pass up", "ask", "hear")
        assert code(lambda: STEPS["ask"](one)) == "out_of_order"

    def test_each_step_follows_in_time(self, item: CaseItem) -> None:
        one = received(item)
        early = lambda: objections.explain(one, explained_on=date(2026, 3, 6), note="x", acting=ANNA, now=NOW)  # noqa: E731
        assert code(early) == "dates_out_of_order"


class TestSettling:
    def test_only_a_reviewer_after_it_was_passed_up(self, item: CaseItem) -> None:
        one = brought(item, "explain", "pass up")
        agency = officer("dan", Duty.HANDLE, Duty.APPROVE)
        assert code(lambda: settled(one, ObjectionOutcome.UPHELD, agency)) == "wrong_office"

    @pytest.mark.parametrize("who", [ANNA, BEN])
    def test_nobody_who_took_part(self, item: CaseItem, who: Any) -> None:
        one = brought(item, "explain", "pass up")
        assert code(lambda: settled(one, ObjectionOutcome.UPHELD, who)) == "decided_by_same_person"

    def test_nor_who_brought_it_in_by_file(self, office: OfficeDesk, item: CaseItem) -> None:
        brought_in = row("decisions", case_number="F1", person=person(2), decided_on="2026-02-02")
        assert office.desk.outcomes("decisions", brought_in) == ["accepted"]
        one = received(item, decision=Decision.objects.get(case_number="F1"))
        for step in ("explain", "pass up"):
            one = STEPS[step](one)
        clerk = replace(CORA, name="a clerk")
        assert code(lambda: settled(one, ObjectionOutcome.UPHELD, clerk)) == "decided_by_same_person"

    @pytest.mark.parametrize(
        ("outcome", "given", "refusal"),
        [
            (ObjectionOutcome.UPHELD, {"reason": ""}, "reason_missing"),  # art. 44: reasons are given
            (ObjectionOutcome.CHANGED, {}, "settlement_points_missing"),
            (ObjectionOutcome.ANNULLED, {"points": 3}, "settlement_points_unexpected"),
            (ObjectionOutcome.CHANGED, {"points": 2}, "two_bands_off"),
            (ObjectionOutcome.CHANGED, {"points": 10}, "settlement_worse"),
            (ObjectionOutcome.CHANGED, {"points": 9, "suspension_months": 3}, "settlement_worse"),
            (ObjectionOutcome.UPHELD, {"settled_on": date(2026, 3, 11)}, "dates_out_of_order"),
            (ObjectionOutcome.UPHELD, {"settled_on": date(2026, 4, 2)}, "in_the_future"),
        ],
    )
    def test_refuses(self, item: CaseItem, outcome: ObjectionOutcome, given: dict[str, Any], refusal: str) -> None:
        one = brought(item, "explain", "pass up")
        assert code(lambda: settled(one, outcome, **given)) == refusal

    @pytest.mark.parametrize(
        ("outcome", "given", "status"),
        [
            (ObjectionOutcome.UPHELD, {}, "suspended"),
            (ObjectionOutcome.CHANGED, {"points": 7}, "normal"),
            (ObjectionOutcome.ANNULLED, {}, "normal"),
        ],
    )
    def test_counts_from_the_start(
        self, item: CaseItem, outcome: ObjectionOutcome, given: dict[str, Any], status: str
    ) -> None:
        one = settled(brought(item, "explain", "pass up"), outcome, **given)
        assert ObjectionSettlement.objects.get(pk=one.settlement_id).outcome == outcome
        assert standing(person(1), date(2026, 3, 20)).status == status
        assert not standing(person(1), date(2026, 3, 26)).objection_pending

    def test_the_form_says_what_a_change_may_come_to(self, item: CaseItem) -> None:
        one = brought(item, "explain", "pass up")
        with override("en"):
            form = SettleForm(work=one)
            helps = [str(form.fields[name].help_text) for name in ("points", "suspension_months")]
        assert helps == ["Only for a change: at most 9.", "Only for a change that fixes them: at most 2."]

    def test_an_accepted_explanation_upholds(self, item: CaseItem) -> None:
        one = brought(item, "explain", "accept")
        assert code(lambda: settled(one, ObjectionOutcome.ANNULLED)) == "acceptance_upholds"
        approver = officer("dan", Duty.APPROVE)
        assert settled(one, ObjectionOutcome.UPHELD, approver).state == ObjectionState.SETTLED


class TestClock:
    def due(self, one: ObjectionHandling, today: date) -> tuple[DeadlineState, date | None]:
        (clock,) = kinds.clocks_of(one, today)
        assert clock.deadline.name is DeadlineName.OBJECTION_VERIFICATION
        return clock.state, clock.deadline.due_on

    def test_twenty_working_days(self, item: CaseItem) -> None:
        one = received(item)
        # 9 March is day 0; 6 April is Tomb Sweeping Day's day off
        assert self.due(one, date(2026, 4, 1)) == (DeadlineState.RUNNING, date(2026, 4, 7))
        assert self.due(one, date(2026, 4, 8)) == (DeadlineState.LATE, date(2026, 4, 7))

    def test_the_experts_time_is_not_counted(self, item: CaseItem) -> None:
        one = brought(item, "explain", "pass up", "ask", "hear")  # asked on Friday 13, answered on Friday 20: five days
        assert self.due(one, date(2026, 4, 1)) == (DeadlineState.RUNNING, date(2026, 4, 14))


class TestToWhatNobodyWasTold:
    def test_a_notice_that_was_not_served(self, office: OfficeDesk) -> None:
        item = office.issued(SUSPENDING)
        assert code(lambda: received(item)) == "notice_not_served"
        with pytest.raises(Refused) as refused:
            sign_one("objection.lodged", lodging(item), now=NOW)
        assert refused.value.reason.code == "notice_not_served"

    def test_before_the_institution_had_it(self, item: CaseItem) -> None:
        early = {"received_on": date(2026, 3, 3), "lodged_by": ObjectionBy.INSTITUTION}
        assert code(lambda: received(item, **early)) == "dates_out_of_order"

    def test_a_cascade_whose_notice_was_not_served(self, office: OfficeDesk) -> None:
        signed()
        cascade = Cascade.objects.order_by("person").first()
        given = {"decision": None, "cascade": cascade, "lodged_by": ObjectionBy.INSTITUTION}
        whole = {"received_on": SERVED, "signed": True, "sealed": True}
        assert code(lambda: objections.receive(Letter(**given, **whole), acting=ANNA, now=NOW)) == "notice_not_served"


class TestASecondTime:
    """Who was answered objects again only to what the answer did not tell (O45)."""

    def test_after_it_was_settled_as_in_the_topic(self, item: CaseItem) -> None:
        settled(brought(item, "explain", "accept"), ObjectionOutcome.UPHELD, settled_on=date(2026, 3, 12))
        assert code(lambda: received(item, **AFTER)) == "objection_lodged_before"
        with pytest.raises(Refused) as refused:
            sign_one("objection.lodged", lodging(item), now=NOW)
        assert refused.value.reason.code == "objection_lodged_before"

    def test_the_other_side_has_its_own(self, item: CaseItem) -> None:
        settled(brought(item, "explain", "accept"), ObjectionOutcome.UPHELD, settled_on=date(2026, 3, 12))
        assert received(item, lodged_by=ObjectionBy.INSTITUTION, **AFTER).state == ObjectionState.LODGED

    def test_a_correction_that_tells_the_answer_is_none_and_the_next_is(self, item: CaseItem) -> None:
        one = brought(item, "explain", "pass up")
        settled(one, ObjectionOutcome.CHANGED, points=9, suspension_months=1, settled_on=date(2026, 3, 25))
        first = renewals.correct(item.notices.get(), reason="异议后变更", acting=ANNA, now=at(2026, 3, 26))
        serve(first, date(2026, 3, 27))
        late = {"received_on": date(2026, 3, 30)}
        assert code(lambda: received(item, **late)) == "objection_lodged_before"
        second = renewals.correct(first, reason="更正机构名称", acting=ANNA, now=at(2026, 3, 30))
        serve(second, date(2026, 3, 30))
        assert received(item, **late).state == ObjectionState.LODGED
        assert code(lambda: received(item, **late)) == "objection_in_hand"


AFTER = {"received_on": date(2026, 3, 13)}


def lodging(item: CaseItem) -> dict[str, Any]:
    """Return what is signed of an objection by the person."""
    return {
        "decision": item.decision_id, "lodged_on": date(2026, 3, 13), "lodged_by": "person", "signed": True,
        "sealed": True,
    }  # fmt: skip


def serve(notice: Notice, on: date) -> None:
    notices.serve(notice, served_on=on, method=ServingMethod.PAPER, acting=ANNA, now=NOW)


class TestWhatTheReviewerSees:
    def test_each_outcome_and_what_it_would_lead_to(self, item: CaseItem) -> None:
        one = brought(item, "explain", "pass up")
        found = {(each.outcome, each.points): each for each in settlements.endings_of(one, NOW)}
        # What is more than one band off, or off the band without a ground, would be refused and is not offered.
        assert [each.points for each in found.values()] == [None, 8, 7, None]
        assert found[ObjectionOutcome.UPHELD, None].ahead.changes == ()
        eight = found[ObjectionOutcome.CHANGED, 8]
        assert eight.total == 8
        assert {change.after.status for change in eight.ahead.changes} == {"normal"}
        assert found[ObjectionOutcome.ANNULLED, None].total == 0

    def test_what_was_decided_told_and_said(self, item: CaseItem) -> None:
        one = brought(item, "explain", grounds="三人次均有指征")
        with override("zh-hans"):
            page = "".join(str(panel.content) for panel in matter_panels(one))
        for words in ("C7/1", "某市医疗保障局", "重要责任", item.notices.get().number, "已当面说明", "三人次均有指征"):
            assert words in page
