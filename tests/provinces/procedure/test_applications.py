"""Applications for repair and restoration: not too early, with consent, in order, approved by another (arts. 38-39)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from provinces.office import kinds
from provinces.remedies.codes import ApplicationState
from provinces.remedies.models import Application
from provinces.remedies.services import applications
from registry.qualification.selectors import watchlists
from registry.words.deadlines import DeadlineState
from tests.provinces.node import GUIZHOU, HOSPITAL, person, row
from tests.provinces.office import ANNA, SUSPENDING, OfficeDesk
from tests.provinces.procedure.applying import EARLIEST, LATER, REPAIR, STEPS, TERM_ENDS, applied, brought
from tests.provinces.procedure.refusing import code


class TestApplying:
    @pytest.mark.parametrize(
        ("given", "refusal"),
        [
            ({"applied_on": date(2026, 4, 14)}, "application_too_early"),
            ({"applied_on": date(2026, 6, 2)}, "in_the_future"),
            ({"person": person(3)}, "nothing_to_restore"),
            ({"person": person(77)}, "unknown_person"),
            ({"institution": "H99"}, "institution_unknown"),
        ],
    )
    def test_refuses(self, suspended: OfficeDesk, given: dict[str, Any], refusal: str) -> None:
        assert code(lambda: applied(**given)) == refusal

    @pytest.mark.parametrize("day", [EARLIEST, TERM_ENDS, date(2026, 5, 28)])
    def test_takes(self, suspended: OfficeDesk, day: date) -> None:
        assert applied(applied_on=day).state == ApplicationState.APPLIED

    def test_one_at_a_time(self, suspended: OfficeDesk) -> None:
        applied()
        assert code(applied) == "application_in_hand"
        assert applied(REPAIR).pk  # another kind

    def test_only_where_the_person_is_filed(self, suspended: OfficeDesk) -> None:
        other = row("institutions", institution="H52010000002", name="另一医院")
        assert suspended.desk.outcomes("institutions", other) == ["accepted"]
        assert code(lambda: applied(institution="H52010000002")) == "not_filed_here"

    @pytest.mark.parametrize(
        ("given", "refusal"),
        [
            ({"points": 0}, "repair_empty"),
            ({"points": 10}, "repair_above_recorded"),
            ({"year": 2025}, "nothing_to_repair"),
        ],
    )
    def test_repair_is_checked_before(self, suspended: OfficeDesk, given: dict[str, Any], refusal: str) -> None:
        assert code(lambda: applied(REPAIR, **given)) == refusal

    def test_no_repair_of_twelve_at_once(self, office: OfficeDesk) -> None:
        office.issued(replace(SUSPENDING, situations=["regulation_40"], legal_basis="regulation_40", points=12))
        assert code(lambda: applied(REPAIR)) == "repair_excluded"


class TestOrder:
    ALLOWED: dict[str, tuple[tuple[str, ...], set[str]]] = {
        "applied": ((), {"consent", "decline"}),
        "declined": (("decline",), set()),
        "consented": (("consent",), {"assess"}),
        "assessed": (("consent", "assess"), {"approve", "send back"}),
        "passed": (("consent", "assess", "approve"), set()),
    }

    @pytest.mark.parametrize("state", ALLOWED)
    def test_no_step_out_of_order(self, suspended: OfficeDesk, state: str) -> None:
        steps, allowed = self.ALLOWED[state]
        one = brought(applied(), *steps)
        assert one.state == state
        for name in STEPS.keys() - allowed:
            assert code(lambda name=name: STEPS[name](one)) == "out_of_order", name

    def test_sent_back_it_is_assessed_again(self, suspended: OfficeDesk) -> None:
        one = brought(applied(), "consent", "assess", "send back")
        assert (one.state, one.assessed_by) == ("consented", "")
        assert brought(one, "assess", "approve").state == "passed"


class TestFourEyes:
    def test_who_assessed_may_not_approve(self, suspended: OfficeDesk) -> None:
        one = brought(applied(), "consent", "assess")
        assert code(lambda: applications.approve(one, acting=ANNA, now=LATER)) == "same_person"

    def test_the_database_refuses_it_too(self, suspended: OfficeDesk) -> None:
        one = brought(applied(), "consent", "assess")
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.filter(pk=one.pk).update(state="passed", approved_by="anna")


class TestClocks:
    def test_ten_working_days_from_the_consent(self, suspended: OfficeDesk) -> None:
        one = STEPS["consent"](applied())
        (clock,) = kinds.clocks_of(one, date(2026, 5, 8))
        assert (clock.state, clock.deadline.due_on) == (DeadlineState.RUNNING, date(2026, 5, 8))
        (clock,) = kinds.clocks_of(one, date(2026, 5, 9))
        assert clock.state is DeadlineState.LATE

    def test_terms_that_are_over_are_listed(self, suspended: OfficeDesk) -> None:
        assert watchlists.terms_over(GUIZHOU, date(2026, 5, 8)) == []
        (over,) = watchlists.terms_over(GUIZHOU, TERM_ENDS)
        assert (over.person, over.status, over.over_on, over.institutions) == (
            person(1), "suspended", TERM_ENDS, (HOSPITAL,),
        )  # fmt: skip
        brought(applied(), "consent", "assess", "approve")
        assert watchlists.terms_over(GUIZHOU, date(2026, 5, 12)) == []
