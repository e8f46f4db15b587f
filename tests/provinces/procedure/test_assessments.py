"""Assessments of applications: what was found, an examination, what a termination still needs (art. 39)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from provinces.filings import services as filing_services
from provinces.remedies.admin.application_forms import AssessForm
from provinces.remedies.codes import ApplicationState
from provinces.remedies.models import Application
from provinces.remedies.services import applications, eligibility
from provinces.remedies.services.applications import Assessment
from registry.qualification.models import Filing, Repair, Restoration
from registry.qualification.selectors import watchlists
from registry.qualification.selectors.standings import standing
from registry.words.remedies import CancellationReason
from tests.provinces.node import GUIZHOU, HOSPITAL, person, row
from tests.provinces.office import ANNA, BEN, SHARE, OfficeDesk, at
from tests.provinces.procedure.applying import LATER, REPAIR, STEPS, applied, assessed, brought
from tests.provinces.procedure.refusing import code


class TestResults:
    def test_restored(self, suspended: OfficeDesk) -> None:
        one = brought(applied(), "consent", "assess", "approve")
        assert Restoration.objects.get(pk=one.statement_id).applied_on == date(2026, 4, 20)
        assert standing(person(1), date(2026, 5, 11)).term_over
        assert standing(person(1), date(2026, 5, 12)).status == "normal"

    def test_failed_is_a_fact_too(self, suspended: OfficeDesk) -> None:
        one = STEPS["consent"](applied())
        one = STEPS["approve"](assessed(one, passed=False))
        assert (one.state, Restoration.objects.get(pk=one.statement_id).passed) == ("failed", False)
        assert standing(person(1), date(2026, 6, 1)).status == "suspended"

    def test_not_before_the_term_is_over(self, suspended: OfficeDesk) -> None:
        one = STEPS["consent"](applied())
        early = Assessment(assessed_on=date(2026, 5, 1), passed=True, document="1", effective_on=date(2026, 5, 8))
        assert code(lambda: applications.assess(one, early, acting=ANNA, now=LATER)) == "term_not_over"
        none = replace(early, effective_on=None)
        assert code(lambda: applications.assess(one, none, acting=ANNA, now=LATER)) == "result_missing"

    def test_repaired(self, suspended: OfficeDesk) -> None:
        one = brought(applied(REPAIR), "consent", "assess", "approve")
        granted = Repair.objects.get(pk=one.statement_id)
        assert (granted.points, granted.year, granted.granted_on) == (2, 2026, date(2026, 5, 11))

    def test_a_repair_not_passed_is_no_fact(self, office: OfficeDesk) -> None:
        office.issued(SHARE)
        one = STEPS["approve"](assessed(STEPS["consent"](applied(REPAIR)), passed=False))
        assert (one.state, one.statement_id, Repair.objects.count()) == ("failed", None, 0)


class TestExamination:
    """Art. 39: where the pack of the assessment's day asks for it, nobody passes without having passed one."""

    EXAMINED: dict[str, Any] = {"examined_on": date(2026, 5, 6), "examination_passed": True}

    def found(self, **given: Any) -> Assessment:
        whole: dict[str, Any] = {
            "assessed_on": date(2026, 5, 11), "passed": True, "document": "评估1号", "effective_on": date(2026, 5, 12),
        }  # fmt: skip
        return Assessment(**{**whole, **self.EXAMINED, **given})

    def assess(self, **given: Any) -> Application:
        one = STEPS["consent"](applied())
        return applications.assess(one, self.found(**given), acting=ANNA, now=LATER)

    @pytest.mark.parametrize(
        ("given", "refusal"),
        [
            ({"examined_on": None, "examination_passed": None}, "examination_missing"),
            ({"examination_passed": False}, "examination_missing"),
            ({"examination_passed": None}, "examination_missing"),  # a day and no result
            ({"examined_on": None}, "examination_missing"),
            ({"examined_on": None, "passed": False}, "examination_missing"),
            ({"examined_on": date(2026, 4, 19)}, "dates_out_of_order"),  # before the application
            ({"examined_on": date(2026, 5, 12)}, "dates_out_of_order"),  # after the assessment
        ],
    )
    def test_refuses(self, suspended: OfficeDesk, given: dict[str, Any], refusal: str) -> None:
        suspended.sets(restoration__examination=True)
        one = STEPS["consent"](applied())
        assert code(lambda: applications.assess(one, self.found(**given), acting=ANNA, now=LATER)) == refusal

    def test_passed_it_is_kept_and_restores(self, suspended: OfficeDesk) -> None:
        suspended.sets(restoration__examination=True)
        one = STEPS["approve"](self.assess())
        assert (one.state, one.examined_on, one.examination_passed) == ("passed", date(2026, 5, 6), True)
        assert standing(person(1), date(2026, 5, 12)).status == "normal"

    @pytest.mark.parametrize(
        "given", [{"examination_passed": False}, {"examined_on": None, "examination_passed": None}]
    )
    def test_not_passed_fails_without_one_too(self, suspended: OfficeDesk, given: dict[str, Any]) -> None:
        suspended.sets(restoration__examination=True)
        one = self.assess(passed=False, **given)
        assert (one.passed, one.examination_passed) == (False, given.get("examination_passed"))

    def test_sent_back_it_is_entered_anew(self, suspended: OfficeDesk) -> None:
        suspended.sets(restoration__examination=True)
        one = STEPS["send back"](self.assess())
        assert (one.examined_on, one.examination_passed) == (None, None)

    def test_a_pack_published_meanwhile_counts_at_the_approval(self, suspended: OfficeDesk) -> None:
        one = self.assess(examined_on=None, examination_passed=None)
        suspended.sets(restoration__examination=True)
        assert code(lambda: STEPS["approve"](one)) == "examination_missing"

    @pytest.mark.parametrize("since", [None, date(2026, 5, 12)])
    def test_where_the_pack_of_the_day_asks_for_none(self, suspended: OfficeDesk, since: date | None) -> None:
        if since:
            suspended.sets(since, restoration__examination=True)
        one = STEPS["consent"](applied())
        assert code(lambda: applications.assess(one, self.found(), acting=ANNA, now=LATER)) == "examination_not_asked"
        none = self.found(examined_on=None, examination_passed=None)
        assert applications.assess(one, none, acting=ANNA, now=LATER).passed

    def test_the_database_keeps_day_and_result_together(self, suspended: OfficeDesk) -> None:
        one = applied()
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.filter(pk=one.pk).update(examination_passed=True)

    @pytest.mark.parametrize(("asks", "shown"), [(True, True), (False, False)])
    def test_the_form_asks_only_where_the_pack_does(self, suspended: OfficeDesk, asks: bool, shown: bool) -> None:
        suspended.sets(restoration__examination=asks)
        form = AssessForm(work=STEPS["consent"](applied()))
        assert ("examined_on" in form.fields, "examination_passed" in form.fields) == (shown, shown)

    def test_a_repair_asks_for_none(self, suspended: OfficeDesk) -> None:
        suspended.sets(restoration__examination=True)
        one = STEPS["consent"](applied(REPAIR))
        assert "examined_on" not in AssessForm(work=one).fields
        assert assessed(one).passed


class TestTermination:
    """O9: the bar, an assessment from fifteen working days before it ends, a new commitment, a new filing."""

    BAR_ENDS = date(2026, 3, 20)
    NOW = at(2026, 3, 25)

    @pytest.fixture
    def terminated(self, office: OfficeDesk) -> OfficeDesk:
        """Return the office after six and six points of 2025, taken over with the notices served then."""
        taken_over = [
            row("decisions", person=person(1), case_number=f"C{day}", points="6", decided_on=day, notice_served_on=day)
            for day in ("2025-03-10", "2025-03-20")
        ]
        assert office.desk.outcomes("decisions", *taken_over) == ["accepted"] * 2
        assert standing(person(1), date(2026, 3, 2)).bar_ends_on == self.BAR_ENDS
        return office

    def assess(self, *, passed: bool = True, effective_on: date = BAR_ENDS) -> Application:
        one = applied(applied_on=date(2026, 3, 16))
        one = applications.consent(one, consented_on=date(2026, 3, 17), acting=ANNA, now=self.NOW)
        found = Assessment(assessed_on=date(2026, 3, 18), passed=passed, document="1", effective_on=effective_on)
        return applications.assess(one, found, acting=ANNA, now=self.NOW)

    @pytest.mark.parametrize(
        ("on", "refusal"), [(date(2026, 2, 27), "application_too_early"), (date(2026, 2, 28), None)]
    )
    def test_from_fifteen_working_days_before_the_bar_ends(
        self, terminated: OfficeDesk, on: date, refusal: str | None
    ) -> None:
        if refusal:
            assert code(lambda: applied(applied_on=on)) == refusal
        else:
            assert applied(applied_on=on).state == ApplicationState.APPLIED

    def test_effective_on_the_bars_end_or_later(self, terminated: OfficeDesk) -> None:
        assert code(lambda: self.assess(effective_on=date(2026, 3, 19))) == "term_not_over"

    def test_assessed_the_person_is_filed_anew(self, terminated: OfficeDesk) -> None:
        one = applications.approve(self.assess(), acting=BEN, now=self.NOW)
        assert Restoration.objects.get(pk=one.statement_id).effective_on == self.BAR_ENDS
        then = standing(person(1), self.BAR_ENDS)
        assert (then.status, then.assessed) == ("terminated", True)
        (over,) = watchlists.terms_over(GUIZHOU, self.BAR_ENDS)
        assert over.assessed
        assert code(lambda: applied(applied_on=date(2026, 3, 23))) == "nothing_to_restore"
        terminated.now = self.NOW
        filing = Filing.objects.get(person=person(1))
        leaving = {"cancelled_on": date(2026, 3, 20), "reason": CancellationReason.MOVED}
        filing_services.cancel(filing, **leaving, acting=ANNA, now=self.NOW)
        terminated.enrol(1, opened_on=date(2026, 3, 23), commitment_signed_on=date(2026, 3, 22))
        assert standing(person(1), date(2026, 3, 23)).status == "normal"

    def test_not_passed_nobody_is_filed(self, terminated: OfficeDesk) -> None:
        applications.approve(self.assess(passed=False), acting=BEN, now=self.NOW)
        terminated.now = self.NOW
        enrol = lambda: terminated.enrol(1, opened_on=date(2026, 3, 23), commitment_signed_on=date(2026, 3, 22))  # noqa: E731
        terminated.agreement()
        assert code(enrol) == "assessment_missing"

    def test_the_page_says_what_ends_and_what_goes_on(self, terminated: OfficeDesk) -> None:
        held = row("cascades", person=person(1), institution=HOSPITAL, applied_on="2026-03-01")
        assert terminated.desk.outcomes("cascades", held) == ["accepted"]
        outlook, _ = eligibility.outlook(self.assess(), self.NOW)
        assert [(each.kind, each.status) for each in outlook.awaits_filing] == [("points", "terminated")]
        assert [(each.kind, each.status) for each in outlook.goes_on] == [("cascade", "suspended")]
        assert outlook.ends == ()


class TestAForm:
    """Nothing of a result is chosen beforehand: one that nobody chose is none."""

    def test_a_result_must_be_chosen(self, suspended: OfficeDesk) -> None:
        one = STEPS["consent"](applied())
        assert [AssessForm(work=one).get_initial_for_field(field, name)
                for name, field in AssessForm(work=one).fields.items()] == [None] * 3 + [""]  # fmt: skip
        said = {"assessed_on": "2026-05-11", "document": "评估1号"}
        assert list(AssessForm(said, work=one).errors) == ["passed"]
        failed = AssessForm({**said, "passed": "failed"}, work=one)
        assert failed.is_valid()
        assert failed.cleaned_data["passed"] is False
