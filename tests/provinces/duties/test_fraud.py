"""Fraud on which nobody was scored is told to national by itself, once, when thirty working days are over (O44)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import time_machine
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError

from provinces import tasks
from provinces.cases.codes import CaseStep
from provinces.cases.models import Case
from provinces.cases.selectors import fraud
from provinces.cases.services import cases
from provinces.cases.services import fraud as service
from provinces.office import kinds
from provinces.office.codes import Duty
from provinces.office.models import Step
from provinces.office.services.officers import Officer
from registry.qualification.models import UnscoredCase
from registry.words.deadlines import DeadlineName, DeadlineState
from registry.words.workdays import UNPUBLISHED
from sync.models import OutboxItem
from tests.provinces.node import person, row
from tests.provinces.office import ANNA, BEN, SHARE, OfficeDesk, at, officer
from tests.provinces.procedure.refusing import code

SCHEDULE = Officer(name="schedule", duties=frozenset())
FRAUD = {"legal_basis": "regulation_40", "edition": "《条例》第四十条（2021年5月1日起施行）"}
DUE_ON = date(2026, 4, 7)
"""Thirty working days after 24 February 2026: 28 February is worked, 6 April is a day off."""
OVER = at(2026, 4, 9)


def tell(now: Any = OVER) -> int:
    return service.tell_silent(acting=SCHEDULE, now=now)


def told(today: date) -> list[tuple[DeadlineState, date | None]]:
    return [
        (clock.state, clock.deadline.due_on)
        for clock in kinds.due(today, states=tuple(DeadlineState))
        if clock.deadline.name is DeadlineName.FRAUD_SCORING
    ]


@pytest.fixture
def case(office: OfficeDesk) -> Case:
    """A penalty for fraud, decided on 24 February 2026."""
    return office.case(**FRAUD)


def test_the_case_says_on_which_article_it_rests(case: Case) -> None:
    assert (case.legal_basis, case.edition) == ("regulation_40", FRAUD["edition"])


class TestClock:
    def test_thirty_working_days(self, case: Case) -> None:
        assert told(DUE_ON) == [(DeadlineState.RUNNING, DUE_ON)]
        assert told(date(2026, 4, 9)) == [(DeadlineState.LATE, DUE_ON)]

    def test_only_of_fraud(self, office: OfficeDesk) -> None:
        office.case(legal_basis="regulation_38")
        office.case(case_number="C8")
        assert told(date(2026, 6, 1)) == []

    def test_beyond_the_calendar_nobody_guesses(self, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(fraud, "working_calendar", lambda: UNPUBLISHED)
        assert tell(at(2026, 12, 1)) == 0

    def test_ends_with_the_first_decision_and_stays_ended(self, office: OfficeDesk, case: Case) -> None:
        fault = replace(SHARE, legal_basis="regulation_40", situations=["regulation_40"], points=10,
                        suspension_starts_on=date(2026, 3, 9), suspension_months=3)  # fmt: skip
        office.issued(fault, case)
        assert told(date(2026, 6, 1)) == [(DeadlineState.MET, DUE_ON)]
        gone = row("annulments", case_number="C7", basis_authority=case.basis_authority, annulled_on="2026-03-02")
        assert office.desk.outcomes("annulments", gone) == ["accepted"]
        assert told(date(2026, 6, 1)) == [(DeadlineState.MET, DUE_ON)]
        assert tell(at(2026, 6, 1)) == 0

    def test_a_decision_by_file_counts(self, office: OfficeDesk, case: Case) -> None:
        scored = row("decisions", person=person(1), case_number="C7", basis_authority=case.basis_authority,
                     decided_on="2026-02-24", points="5")  # fmt: skip
        assert office.desk.outcomes("decisions", scored) == ["accepted"]
        assert tell() == 0


class TestTelling:
    def test_once_when_the_days_are_over(self, case: Case) -> None:
        assert tell(at(2026, 4, 7)) == 0
        assert tell() == 1
        assert tell() == 0
        found = UnscoredCase.objects.get()
        assert (found.case_number, found.institution, found.decided_on) == ("C7", case.institution, case.decided_on)
        assert (found.edition, found.reason) == (FRAUD["edition"], "")
        assert OutboxItem.objects.filter(statement=found.statement).exists(), "it is on its way to national"
        step = Step.objects.get(name=CaseStep.ALARMED)
        assert (step.noun, step.key, step.by, step.statement_id) == ("case", str(case.pk), "schedule", found.pk)
        assert told(date(2026, 4, 9)) == [(DeadlineState.LATE, DUE_ON)], "told is not done"

    def test_by_the_clock_no_clerk_is_named(self, case: Case) -> None:
        """Whoever reads the step must not look for somebody of that name: no account can have it."""
        with time_machine.travel(at(2026, 6, 1), tick=False):
            assert tasks.tell_silent_fraud() == 1
        assert Step.objects.get(name=CaseStep.ALARMED).by == "系统 system"
        with pytest.raises(ValidationError):
            UnicodeUsernameValidator()(tasks.NAME)

    def test_one_case_refused_stops_no_other(self, office: OfficeDesk, case: Case) -> None:
        office.case(case_number="C8", **FRAUD)
        Case.objects.bulk_create([
            Case(institution="H999", basis_kind="agreement_handling", basis_authority="x", basis_document="x",
                 case_number="C9", decided_on=case.decided_on, opened_by="x", opened_at=OVER, **FRAUD)
        ])  # fmt: skip
        assert tell() == 2

    def test_a_case_withdrawn_since_is_closed_there_too(self, case: Case) -> None:
        tell()
        cases.withdraw_case(case, reason="错录", acting=ANNA, now=OVER)
        assert tell() == 1
        assert UnscoredCase.objects.exclude(reason="").get().reason == "案件已撤回。"
        assert tell() == 0

    def test_a_withdrawn_case_is_never_told(self, case: Case) -> None:
        cases.withdraw_case(case, reason="错录", acting=ANNA, now=OVER)
        assert tell() == 0

    def test_national_has_no_cases(self, db: None) -> None:
        assert tell() == 0


class TestExplaining:
    def explain(self, case: Case, reason: str = "未认定个人责任", acting: Officer = BEN) -> Case:
        return service.explain(case, reason=reason, acting=acting, now=OVER)

    @pytest.mark.parametrize("alarmed", [False, True])
    def test_closes_the_matter_here_and_there(self, case: Case, alarmed: bool) -> None:
        assert tell() == 1 if alarmed else True
        self.explain(case)
        assert UnscoredCase.objects.exclude(reason="").get().reason == "未认定个人责任"
        assert told(date(2026, 4, 9)) == [(DeadlineState.MET_LATE, DUE_ON)]
        assert tell() == 0
        assert code(lambda: self.explain(case)) == "fraud_closed_before"

    @pytest.mark.parametrize(
        ("given", "refusal"),
        [
            ({"acting": ANNA}, "same_person"),
            ({"acting": officer("ben", Duty.HANDLE)}, "duty_missing"),
            ({"reason": " "}, "reason_missing"),
        ],
    )
    def test_refuses(self, case: Case, given: dict[str, Any], refusal: str) -> None:
        assert code(lambda: self.explain(case, **given)) == refusal

    def test_only_of_fraud_that_was_not_withdrawn(self, office: OfficeDesk, case: Case) -> None:
        assert code(lambda: self.explain(office.case(case_number="C8"))) == "not_fraud"
        withdrawn = cases.withdraw_case(case, reason="错录", acting=ANNA, now=OVER)
        assert code(lambda: self.explain(withdrawn)) == "case_withdrawn"
