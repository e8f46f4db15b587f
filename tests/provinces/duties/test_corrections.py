"""Orders to correct: two approve, one term, a correction or a refusal, and nothing that follows by itself (art. 46)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from provinces.duties.codes import DutyStep
from provinces.duties.models import CorrectionOrder
from provinces.duties.services import corrections
from provinces.duties.services.corrections import Fault
from provinces.office import kinds
from provinces.office.codes import Duty, Office
from provinces.office.models import Step
from registry.payment.models import BorneLoss
from registry.words.deadlines import DeadlineName, DeadlineState
from tests.provinces.duties.test_reconciliations import ONE, RIGHT, listed, run
from tests.provinces.node import HOSPITAL, person
from tests.provinces.office import ANNA, BEN, OfficeDesk, at, officer
from tests.provinces.procedure.refusing import code

NOW = at(2026, 3, 20)
FAULT = Fault(
    institution=HOSPITAL, grounds="未按处理通知书维护状态", document="责改〔2026〕1号", ordered_on=date(2026, 3, 16),
    correct_by=date(2026, 3, 18), person=ONE,
)  # fmt: skip


def propose(**given: Any) -> CorrectionOrder:
    return corrections.propose(replace(FAULT, **given), acting=ANNA, now=NOW)


def ordered(**given: Any) -> CorrectionOrder:
    return corrections.approve(propose(**given), acting=BEN, now=NOW)


def correct(order: CorrectionOrder, on: date = date(2026, 3, 18), document: str = "整改报告") -> CorrectionOrder:
    return corrections.corrected(order, corrected_on=on, document=document, acting=ANNA, now=NOW)


def refuse(order: CorrectionOrder, on: date = date(2026, 3, 17), document: str = "复函") -> CorrectionOrder:
    return corrections.refuse(order, refused_on=on, document=document, acting=ANNA, now=NOW)


def handle(order: CorrectionOrder, on: date = date(2026, 3, 19), **given: Any) -> CorrectionOrder:
    said = {"handling": "扣减绩效考核2分，约谈负责人", "document": "协议处理〔2026〕1号", **given}
    return corrections.handle(order, handled_on=on, **said, acting=ANNA, now=NOW)


class TestProposing:
    def test_about_a_person(self, office: OfficeDesk) -> None:
        order = propose()
        assert (order.state, order.person_id, order.run, order.proposed_by) == ("proposed", ONE, None, "anna")

    def test_about_a_reconciliation(self, office: OfficeDesk) -> None:
        found = run(listed(*RIGHT), on=date(2026, 3, 16))  # nobody is suspended here
        order = propose(person="", run=found)
        assert (order.run, order.person_id) == (found, None)

    @pytest.mark.parametrize(
        ("given", "refusal"),
        [
            ({"person": ""}, "order_about_nothing"),
            ({"person": person(9)}, "unknown_person"),
            ({"person": person(4)}, "not_filed_here"),
            ({"institution": "H999"}, "institution_unknown"),
            ({"grounds": " "}, "reason_missing"),
            ({"document": ""}, "document_missing"),
            ({"ordered_on": date(2026, 3, 21), "correct_by": date(2026, 3, 22)}, "in_the_future"),
            ({"correct_by": date(2026, 3, 15)}, "dates_out_of_order"),
        ],
    )
    def test_refuses(self, office: OfficeDesk, given: dict[str, Any], refusal: str) -> None:
        office.desk.people(4)
        assert code(lambda: propose(**given)) == refusal

    def test_a_run_of_the_same_institution_that_found_something(self, office: OfficeDesk) -> None:
        clean = run(listed(*(line.replace("暂停", "正常") for line in RIGHT)), on=date(2026, 3, 16))
        assert code(lambda: propose(run=clean)) == "nothing_differs"
        assert office.desk.outcome("institutions", institution="H52010000002", name="二院") == "accepted"
        other = run(listed(*RIGHT), institution="H52010000002", on=date(2026, 3, 16))
        assert code(lambda: propose(run=other)) == "run_of_another"

    def test_not_before_the_day_that_was_compared(self, office: OfficeDesk) -> None:
        found = run(listed(*RIGHT), on=date(2026, 3, 17))
        assert code(lambda: propose(run=found)) == "dates_out_of_order"

    def test_a_number_once_unless_sent_back(self, office: OfficeDesk) -> None:
        order = propose()
        assert code(propose) == "order_document_used"
        corrections.send_back(order, reason="核对期限", acting=BEN, now=NOW)
        propose()


class TestSteps:
    def test_four_eyes(self, office: OfficeDesk) -> None:
        order = propose()
        assert code(lambda: corrections.approve(order, acting=ANNA, now=NOW)) == "same_person"
        cora = officer("cora", Duty.HANDLE)
        assert code(lambda: corrections.approve(order, acting=cora, now=NOW)) == "duty_missing"
        with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
            CorrectionOrder.objects.filter(pk=order.pk).update(state="ordered", approved_by="anna")

    def test_corrected(self, office: OfficeDesk) -> None:
        order = correct(ordered())
        assert (order.state, order.corrected_on, order.correction) == ("corrected", date(2026, 3, 18), "整改报告")
        step = Step.objects.latest("pk")
        assert (step.name, step.on, step.office) == (DutyStep.CORRECTED, date(2026, 3, 18), Office.INSTITUTION)

    def test_refused_handled_and_corrected_after_all(self, office: OfficeDesk) -> None:
        order = handle(refuse(ordered()))
        assert (order.state, order.refused_on, order.handled_on) == ("handled", date(2026, 3, 17), date(2026, 3, 19))
        assert correct(order, date(2026, 3, 20)).state == "corrected"
        names = [step.name for step in Step.objects.filter(noun="correctionorder").order_by("pk")]
        assert names == ["proposed", "ordered", "correction_refused", "handled", "corrected"]
        assert not BorneLoss.objects.exists(), "nothing follows by itself"

    @pytest.mark.parametrize(
        ("before", "step", "refusal"),
        [
            (propose, correct, "out_of_order"),
            (propose, refuse, "out_of_order"),
            (ordered, handle, "out_of_order"),
            (lambda: correct(ordered()), refuse, "out_of_order"),
            (lambda: refuse(ordered()), refuse, "out_of_order"),
            (ordered, lambda order: correct(order, date(2026, 3, 15)), "dates_out_of_order"),
            (ordered, lambda order: correct(order, date(2026, 3, 21)), "in_the_future"),
            (ordered, lambda order: correct(order, document=""), "document_missing"),
            (ordered, lambda order: refuse(order, date(2026, 3, 15)), "dates_out_of_order"),
            (ordered, lambda order: refuse(order, document=""), "document_missing"),
            (lambda: refuse(ordered()), lambda order: correct(order, date(2026, 3, 16)), "dates_out_of_order"),
            (lambda: refuse(ordered()), lambda order: handle(order, date(2026, 3, 16)), "dates_out_of_order"),
            (lambda: refuse(ordered()), lambda order: handle(order, handling=""), "reason_missing"),
        ],
    )
    def test_refuses(
        self, office: OfficeDesk, before: Callable[[], CorrectionOrder], step: Callable[..., Any], refusal: str
    ) -> None:
        order = before()
        assert code(lambda: step(order)) == refusal

    def test_its_content_never_changes(self, office: OfficeDesk) -> None:
        ordered()
        for attempt in (
            lambda: CorrectionOrder.objects.update(correct_by=date(2026, 4, 1)),
            lambda: CorrectionOrder.objects.all().delete(),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                attempt()


class TestClocks:
    CORRECTION, HANDLING = DeadlineName.CORRECTION, DeadlineName.AGREEMENT_HANDLING

    def told(self, today: date) -> list[tuple[DeadlineName, Office, DeadlineState, date | None]]:
        return [
            (clock.deadline.name, clock.office, clock.state, clock.deadline.due_on)
            for clock in kinds.due(today)
            if clock.deadline.name in (self.CORRECTION, self.HANDLING)
        ]

    def test_none_before_it_is_approved(self, office: OfficeDesk) -> None:
        propose()
        assert self.told(date(2026, 3, 20)) == []

    def test_the_term_is_the_institutions(self, office: OfficeDesk) -> None:
        order, due_on = ordered(), date(2026, 3, 18)
        assert self.told(due_on) == [(self.CORRECTION, Office.INSTITUTION, DeadlineState.RUNNING, due_on)]
        assert self.told(date(2026, 3, 19)) == [(self.CORRECTION, Office.INSTITUTION, DeadlineState.LATE, due_on)]
        correct(order)
        assert self.told(date(2026, 3, 19)) == []

    def test_after_a_refusal_it_is_the_agencys(self, office: OfficeDesk) -> None:
        order = refuse(ordered())
        assert self.told(date(2026, 3, 20)) == [(self.HANDLING, Office.AGENCY, DeadlineState.OPEN, None)]
        handle(order)
        assert self.told(date(2026, 3, 20)) == []
