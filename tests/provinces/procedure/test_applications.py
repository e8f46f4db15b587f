"""Repair and restoration: not too early, with consent, assessed and approved by two (arts. 38, 39)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from provinces.filings import services as filing_services
from provinces.office import kinds
from provinces.remedies.admin.application_forms import AssessForm
from provinces.remedies.codes import ApplicationKind, ApplicationState
from provinces.remedies.models import Application
from provinces.remedies.services import applications, eligibility
from provinces.remedies.services.applications import Assessment, Wish
from registry.qualification.models import Filing, Repair, Restoration
from registry.qualification.selectors import watchlists
from registry.qualification.selectors.standings import standing
from registry.words.deadlines import DeadlineState
from registry.words.remedies import CancellationReason
from sync.wire.refusals import Refused
from tests.provinces.node import GUIZHOU, HOSPITAL, person, row
from tests.provinces.office import ANNA, BEN, SHARE, SUSPENDING, OfficeDesk, at
from tests.provinces.procedure.refusing import code
from tests.registry.ledger import CHONGQING, Ledger

TERM_ENDS = date(2026, 5, 9)
"""Two months from 9 March: the first day after the term."""
EARLIEST = date(2026, 4, 15)
"""Fifteen working days before: 1 to 5 May are days off, 9 May is worked."""

RESTORATION = Wish(
    kind=ApplicationKind.RESTORATION, person=person(1), institution=HOSPITAL, applied_on=date(2026, 4, 20)
)
REPAIR = Wish(
    kind=ApplicationKind.REPAIR, person=person(1), institution=HOSPITAL, applied_on=date(2026, 4, 20), year=2026,
    act="training", points=2,
)  # fmt: skip


LATER = at(2026, 6, 1)


def applied(wish: Wish = RESTORATION, **given: Any) -> Application:
    return applications.apply(replace(wish, **given), acting=ANNA, now=LATER)


def assessed(one: Application, *, passed: bool = True, effective_on: date | None = TERM_ENDS) -> Application:
    found = Assessment(
        assessed_on=date(2026, 5, 11), passed=passed, document="评估1号",
        effective_on=(max(effective_on, date(2026, 5, 12)) if effective_on else None),
    )  # fmt: skip
    return applications.assess(one, found, acting=ANNA, now=LATER)


STEPS: dict[str, Callable[[Application], Any]] = {
    "consent": lambda one: applications.consent(one, consented_on=date(2026, 4, 21), acting=ANNA, now=LATER),
    "decline": lambda one: applications.decline(
        one, declined_on=date(2026, 4, 21), reason="未完成培训", acting=ANNA, now=LATER
    ),
    "assess": assessed,
    "send back": lambda one: applications.send_back(one, reason="补充材料", acting=BEN, now=LATER),
    "approve": lambda one: applications.approve(one, acting=BEN, now=LATER),
}


def brought(one: Application, *steps: str) -> Application:
    for step in steps:
        one = STEPS[step](one)
    return one


@pytest.fixture
def suspended(office: OfficeDesk) -> OfficeDesk:
    """Return the office after it suspended the first person from 9 March to 9 May."""
    office.issued(SUSPENDING)
    return office


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


@pytest.fixture
def ledger(office: OfficeDesk) -> Ledger:
    """Return what other provinces say."""
    found = Ledger(now=office.now)
    found.open(institutions=[CHONGQING])
    return found


def decided_elsewhere(ledger: Ledger, number: int = 1, **body: Any) -> Any:
    """Have Chongqing suspend somebody from 5 January to 5 March."""
    said = {"decided_on": "2026-01-05", "suspension_months": 2, **body}
    return ledger.decide(9, CHONGQING, who=number, **said)


class TestOfOthers:
    """O32: what another province decided ends here only with its consent, which the record names."""

    FOUND = Assessment(
        assessed_on=date(2026, 4, 22), passed=True, document="评估1号", effective_on=date(2026, 4, 22)
    )  # fmt: skip

    def test_with_the_consent_of_its_author(self, office: OfficeDesk, ledger: Ledger) -> None:
        decided_elsewhere(ledger)
        one = STEPS["consent"](applied())
        assert code(lambda: applications.assess(one, self.FOUND, acting=ANNA, now=LATER)) == "consent_missing"
        named = replace(self.FOUND, consent="渝医保函〔2026〕3号")
        one = STEPS["approve"](applications.assess(one, named, acting=ANNA, now=LATER))
        assert Restoration.objects.get(pk=one.statement_id).consent == "渝医保函〔2026〕3号"
        assert standing(person(1), date(2026, 4, 22)).status == "normal"

    def test_the_form_asks_who_must_consent(self, office: OfficeDesk, ledger: Ledger) -> None:
        decided_elsewhere(ledger)
        one = STEPS["consent"](applied())
        with override("en"):
            assert "Chongqing" in str(AssessForm(work=one).fields["consent"].help_text)

    def test_of_its_own_measure_it_asks_nobody(self, suspended: OfficeDesk) -> None:
        assert "consent" not in AssessForm(work=STEPS["consent"](applied())).fields


class TestFiledNowhere:
    """O40: nobody is locked out; whoever is filed nowhere applies at the author, or where they were filed last."""

    @pytest.fixture(autouse=True)
    def _known(self, office: OfficeDesk) -> None:
        office.desk.people(4)
        office.named(4)

    def leave(self) -> None:
        filing = Filing.objects.get(person=person(1))
        leaving = {"cancelled_on": date(2026, 2, 1), "reason": CancellationReason.CONTRACT_ENDED}
        filing_services.cancel(filing, **leaving, acting=ANNA, now=LATER)

    def test_the_author_of_the_measure_assesses_without_an_institution(self, office: OfficeDesk) -> None:
        office.issued(replace(SUSPENDING, person=person(4)))
        one = applied(person=person(4), institution="")
        for name in ("consent", "decline"):
            assert code(lambda name=name: STEPS[name](one)) == "consent_not_asked"
        (clock,) = kinds.clocks_of(one, date(2026, 4, 21))
        assert clock.deadline.starts_on == one.applied_on
        one = STEPS["send back"](assessed(one))
        assert one.state == ApplicationState.APPLIED
        one = STEPS["approve"](assessed(one))
        assert standing(person(4), date(2026, 5, 12)).status == "normal"

    def test_afterwards_a_filing_is_possible(self, office: OfficeDesk) -> None:
        office.issued(replace(SUSPENDING, person=person(4)))
        office.agreement()
        office.now = at(2026, 5, 20)
        enrol = lambda: office.enrol(4, opened_on=date(2026, 5, 13))  # noqa: E731
        assert code(enrol) == "person_suspended"
        STEPS["approve"](assessed(applied(person=person(4), institution="")))
        assert enrol().pk

    def test_where_they_were_filed_last(self, office: OfficeDesk, ledger: Ledger) -> None:
        self.leave()
        decided_elsewhere(ledger)
        one = applied(institution="")
        found = replace(TestOfOthers.FOUND, consent="渝医保函〔2026〕3号")
        one = STEPS["approve"](applications.assess(one, found, acting=ANNA, now=LATER))
        assert one.state == ApplicationState.PASSED

    @pytest.mark.parametrize(
        ("number", "institution", "refusal", "said"),
        [
            pytest.param(4, "", "not_filed_here", "the agency of Chongqing", id="neither ours nor ever filed here"),
            pytest.param(4, HOSPITAL, "not_filed_here", "the agency of Chongqing", id="nor at an institution"),
            pytest.param(1, "", "institution_missing", HOSPITAL, id="filed at an institution, which has to consent"),
        ],
    )
    def test_it_says_where_to_apply(
        self, office: OfficeDesk, ledger: Ledger, number: int, institution: str, refusal: str, said: str
    ) -> None:
        decided_elsewhere(ledger, number)
        with pytest.raises(Refused) as rejected:
            applied(person=person(number), institution=institution)
        assert (rejected.value.reason.code, rejected.value.reason.field) == (refusal, "institution")
        assert said in rejected.value.reason.sentence

    def test_filed_nowhere_here_no_institution_is_named(self, suspended: OfficeDesk) -> None:
        self.leave()
        assert code(applied) == "not_filed_here"
        assert applied(institution="").institution == ""


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


def test_what_outlives_a_restoration_is_told_to_both_offices(
    suspended: OfficeDesk, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:  # O27
    brought(applied(), "consent", "assess", "approve")
    assert watchlists.outlived(GUIZHOU, date(2026, 5, 20)) == []
    ledger.now = LATER
    decided_elsewhere(ledger, decided_on="2026-04-20", notice_served_on="2026-04-25")
    found = watchlists.outlived(GUIZHOU, date(2026, 5, 20))
    assert [(one.person, one.status, one.author, one.since, one.restored_by, one.effective_on) for one in found] == [
        (person(1), "terminated", CHONGQING, date(2026, 4, 25), GUIZHOU, date(2026, 5, 12)),
    ]  # fmt: skip
    assert watchlists.outlived(CHONGQING, date(2026, 5, 20)) == found
    assert watchlists.outlived("310000", date(2026, 5, 20)) == []


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
