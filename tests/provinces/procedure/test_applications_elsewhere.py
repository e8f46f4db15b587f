"""Applications of those whom another province decided about, or who are filed nowhere (O32, O40)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from provinces.filings import services as filing_services
from provinces.office import kinds
from provinces.remedies.admin.application_forms import AssessForm
from provinces.remedies.codes import ApplicationState
from provinces.remedies.services import applications
from provinces.remedies.services.applications import Assessment
from registry.qualification.models import Filing, Restoration
from registry.qualification.selectors import watchlists
from registry.qualification.selectors.standings import standing
from registry.words.remedies import CancellationReason
from sync.wire.refusals import Refused
from tests.provinces.node import GUIZHOU, HOSPITAL, person
from tests.provinces.office import ANNA, SUSPENDING, OfficeDesk, at
from tests.provinces.procedure.applying import LATER, STEPS, applied, assessed, brought
from tests.provinces.procedure.refusing import code
from tests.registry.ledger import CHONGQING, Ledger


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
