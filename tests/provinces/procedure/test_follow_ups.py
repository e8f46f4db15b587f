"""What is done upon a notice: the record set, the report made; clocks only where a pack sets them (arts. 33, 40)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from provinces.notices.codes import NoticeStep
from provinces.notices.models import Notice, NoticeFollowUp
from provinces.notices.services import follow_ups, renewals
from provinces.office.codes import Duty, Office
from provinces.office.models import Step
from registry.qualification.models import NoticeReceived
from registry.words.code import Code
from registry.words.deadlines import DeadlineName, DeadlineState
from registry.words.degrees import Reached
from tests.provinces.node import person, row
from tests.provinces.office import ANNA, BASIS, SHARE, SUSPENDING, OfficeDesk, at, of_the_work, officer
from tests.provinces.procedure.refusing import code
from tests.provinces.procedure.test_cascade_notices import of, serve
from tests.provinces.procedure.test_cascades import signed

SERVED = date(2026, 3, 4)
NOW = at(2026, 3, 20)

UPDATE, REPORT = DeadlineName.INSTITUTION_UPDATE, DeadlineName.DEPARTMENT_REPORT


def updated(notice: Notice, on: date = date(2026, 3, 6), **given: Any) -> Notice:
    return follow_ups.record_updated(notice, updated_on=on, **{"acting": ANNA, "now": NOW, **given})


def received(notice: Notice, on: date = date(2026, 3, 6), **given: Any) -> Notice:
    said = {"document": "回执1号", "acting": ANNA, "now": NOW, **given}
    return follow_ups.received(notice, received_on=on, **said)


def reported(notice: Notice, on: date = date(2026, 3, 6), **given: Any) -> Notice:
    return follow_ups.reported(notice, reported_on=on, **{"acting": ANNA, "now": NOW, **given})


@pytest.fixture
def notice(office: OfficeDesk) -> Notice:
    """Return the notice of a suspension, issued on 2 March and served on the 4th."""
    item = office.issued(SUSPENDING)
    office.now = at(2026, 3, 5)
    return office.served(item, SERVED)


class TestEntering:
    @pytest.mark.parametrize(
        ("step", "name", "office_acting"),
        [(updated, NoticeStep.RECORD_UPDATED, Office.INSTITUTION), (reported, NoticeStep.REPORTED, Office.AGENCY)],
    )
    def test_is_kept_with_who_and_when(
        self, notice: Notice, step: Callable[..., Notice], name: Code, office_acting: Office
    ) -> None:
        step(notice)
        taken = NoticeFollowUp.objects.get(notice=notice)
        assert (taken.name, taken.on, taken.by, taken.at) == (name, date(2026, 3, 6), "anna", NOW)
        written = Step.objects.latest("pk")
        assert (written.noun, written.name, written.on, written.office) == (
            "notice", name, date(2026, 3, 6), office_acting,
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("step", "given", "refusal"),
        [
            (updated, {"on": date(2026, 3, 3)}, "dates_out_of_order"),  # before it was served
            (updated, {"on": date(2026, 3, 21)}, "in_the_future"),
            (updated, {"acting": officer("ben", Duty.APPROVE)}, "duty_missing"),
            (reported, {"on": date(2026, 3, 1)}, "dates_out_of_order"),  # before it was issued
            (reported, {"on": date(2026, 3, 21)}, "in_the_future"),
            (reported, {"acting": officer("ben", Duty.REVIEW)}, "duty_missing"),
        ],
    )
    def test_refuses(self, notice: Notice, step: Callable[..., Notice], given: dict[str, Any], refusal: str) -> None:
        assert code(lambda: step(notice, **given)) == refusal

    def test_the_persons_receipt_is_signed(self, notice: Notice) -> None:
        received(notice)
        assert notice.item is not None
        signed_as = NoticeReceived.objects.get(decision=notice.item.decision_id)
        assert (signed_as.received_on, signed_as.document) == (date(2026, 3, 6), "回执1号")
        written = Step.objects.latest("pk")
        assert (written.name, written.office, written.statement_id) == (
            NoticeStep.RECEIVED_BY_PERSON, Office.INSTITUTION, signed_as.pk,
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("given", "refusal"),
        [
            ({"on": date(2026, 3, 3)}, "dates_out_of_order"),  # before the institution had it
            ({"on": date(2026, 3, 21)}, "in_the_future"),
            ({"acting": officer("ben", Duty.APPROVE)}, "duty_missing"),
        ],
    )
    def test_the_receipt_refuses(self, notice: Notice, given: dict[str, Any], refusal: str) -> None:
        assert code(lambda: received(notice, **given)) == refusal

    def test_no_receipt_before_the_serving(self, office: OfficeDesk) -> None:
        assert code(lambda: received(office.issued(SUSPENDING).notices.get())) == "notice_not_served"

    def test_one_receipt_of_each_notice(self, notice: Notice) -> None:
        received(notice)
        again = renewals.correct(notice, reason="更正机构名称", acting=ANNA, now=NOW)
        assert code(lambda: received(again)) == "notice_not_served"
        assert code(lambda: received(notice)) == "entered_before"

    @pytest.mark.parametrize("step", [updated, reported])
    def test_once(self, notice: Notice, step: Callable[..., Notice]) -> None:
        step(notice)
        assert code(lambda: step(notice)) == "entered_before"

    @pytest.mark.parametrize("step", [updated, reported])
    def test_not_upon_what_was_annulled(self, office: OfficeDesk, notice: Notice, step: Callable[..., Notice]) -> None:
        gone = row("annulments", case_number="C7", basis_authority=BASIS.basis_authority, annulled_on="2026-03-02")
        assert office.desk.outcomes("annulments", gone) == ["accepted"]
        assert code(lambda: step(notice)) == "decision_not_in_force"

    def test_no_record_is_set_before_the_serving(self, office: OfficeDesk) -> None:
        issued = office.issued(SUSPENDING).notices.get()
        assert code(lambda: updated(issued)) == "not_served"
        assert reported(issued, date(2026, 3, 2)).pk  # the report runs from the issue

    def test_no_record_is_set_where_no_status_follows(self, office: OfficeDesk) -> None:
        item = office.issued(SHARE)
        office.now = at(2026, 3, 5)
        assert code(lambda: updated(office.served(item, SERVED))) == "no_status_follows"

    def test_upon_a_cascade_too(self, office: OfficeDesk) -> None:
        signed()
        serve(of(1))
        updated(of(1))
        reported(of(1))
        assert NoticeFollowUp.objects.filter(notice__subject__person=person(1)).count() == 2

    def test_never_changed_and_once_in_the_database(self, notice: Notice) -> None:
        updated(notice)
        for attempt in (lambda: NoticeFollowUp.objects.update(by="x"), lambda: NoticeFollowUp.objects.all().delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                attempt()
        again = NoticeFollowUp(notice=notice, name=NoticeStep.RECORD_UPDATED, on=SERVED, by="x", at=NOW)
        with pytest.raises(IntegrityError), transaction.atomic():
            again.save()


class TestStatus:
    @pytest.mark.parametrize(
        ("share", "status"),
        [
            (SHARE, ""),
            (SUSPENDING, "suspended"),
            (
                replace(SUSPENDING, situations=["regulation_40"], legal_basis="regulation_40", points=12,
                        reached=Reached.AT_ONCE),
                "terminated",
            ),
        ],
    )  # fmt: skip
    def test_is_that_of_the_measure(self, office: OfficeDesk, share: Any, status: str) -> None:
        assert office.issued(share).notices.get().status == status


class TestClocks:
    def told(self, today: date, *names: DeadlineName) -> list[tuple[Any, ...]]:
        found = of_the_work(today, states=tuple(DeadlineState))
        return [
            (clock.deadline.name, clock.office, clock.state, clock.deadline.starts_on, clock.deadline.due_on)
            for clock in found
            if clock.deadline.name in (names or (UPDATE, REPORT))
        ]

    def test_none_without_the_parameter(self, office: OfficeDesk, notice: Notice) -> None:
        updated(notice)
        assert self.told(date(2026, 3, 20)) == []

    def test_the_record_from_the_serving(self, office: OfficeDesk, notice: Notice) -> None:
        office.sets(deadlines__institution_update=2)
        due_on = date(2026, 3, 6)
        assert self.told(due_on) == [(UPDATE, Office.INSTITUTION, DeadlineState.RUNNING, SERVED, due_on)]
        assert self.told(date(2026, 3, 7)) == [(UPDATE, Office.INSTITUTION, DeadlineState.LATE, SERVED, due_on)]
        updated(notice, date(2026, 3, 9))
        assert self.told(date(2026, 3, 9))[0][2] is DeadlineState.MET_LATE

    def test_the_report_from_the_issue(self, office: OfficeDesk, notice: Notice) -> None:
        office.sets(deadlines__department_report=10)
        issued_on, due_on = date(2026, 3, 2), date(2026, 3, 16)
        assert self.told(due_on) == [(REPORT, Office.AGENCY, DeadlineState.RUNNING, issued_on, due_on)]
        reported(notice)
        assert self.told(due_on)[0][2] is DeadlineState.MET

    def test_the_pack_of_the_first_day_counts(self, office: OfficeDesk, notice: Notice) -> None:
        office.sets(deadlines__institution_update=2)
        office.sets(date(2026, 3, 5), deadlines__institution_update=30)
        assert [due for *_rest, due in self.told(SERVED)] == [date(2026, 3, 6)]

    def test_no_record_to_set_before_the_serving_or_without_a_status(self, office: OfficeDesk) -> None:
        office.sets(deadlines__institution_update=2)
        office.issued(SUSPENDING)
        mild = office.issued(replace(SHARE, person=person(2)), office.case(case_number="C8"))
        office.now = at(2026, 3, 5)
        office.served(mild, SERVED)
        assert self.told(date(2026, 3, 20)) == []

    def test_a_correction_has_days_of_its_own(self, office: OfficeDesk, notice: Notice) -> None:
        office.sets(deadlines__institution_update=2, deadlines__department_report=10)
        updated(notice)
        reported(notice)
        again = renewals.correct(notice, reason="更正机构名称", acting=ANNA, now=at(2026, 3, 16))
        reported_again = [(name, state, start) for name, _office, state, start, _due in self.told(date(2026, 3, 20))]
        assert reported_again == [(REPORT, DeadlineState.RUNNING, again.issued_on)]

    def test_of_cascades_too(self, office: OfficeDesk) -> None:
        office.sets(deadlines__institution_update=2, deadlines__department_report=3)
        signed()
        serve(of(1))
        assert self.told(SERVED) == [
            (REPORT, Office.AGENCY, DeadlineState.RUNNING, date(2026, 3, 2), date(2026, 3, 5)),
            (REPORT, Office.AGENCY, DeadlineState.RUNNING, date(2026, 3, 2), date(2026, 3, 5)),
            (UPDATE, Office.INSTITUTION, DeadlineState.RUNNING, SERVED, date(2026, 3, 6)),
        ]
