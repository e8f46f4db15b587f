"""Agreement, commitment, filing, in this order; moving, cancelling, retiring (arts. 8-18, 39)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from provinces.filings import services as filing_services
from provinces.filings.services import AgreementTerms
from provinces.office.codes import Duty
from provinces.orders import services as cascades
from registry.institutions.models import Agreement
from registry.institutions.services import agreements
from registry.qualification.models import Filing, FilingPeriod
from registry.words.persons import Category
from registry.words.remedies import CancellationReason
from tests.provinces.node import HOSPITAL, person, row
from tests.provinces.office import ANNA, BEN, ENTRY, NOW, SUSPENDING, OfficeDesk, at, officer
from tests.provinces.procedure.refusing import code
from tests.provinces.procedure.test_cascades import proposed

OTHER = "H52010000002"
AGREEMENT = AgreementTerms(institution=HOSPITAL, number="A9", valid_from=date(2026, 1, 1), valid_to=date(2027, 1, 1))


@pytest.fixture(autouse=True)
def newcomer(office: OfficeDesk) -> None:
    """Have a fourth person whom nobody files, and a second hospital."""
    office.desk.people(4)
    assert office.desk.outcomes("institutions", row("institutions", institution=OTHER, name="另一医院")) == ["accepted"]


class TestFiling:
    def test_says_everything(self, office: OfficeDesk) -> None:
        filing = office.enrol(4, practice_scope="内科", job_title="主治医师")
        stored = Filing.objects.get(pk=filing.pk)
        assert (stored.category, stored.practice_scope, stored.commitment_version) == ("medical", "内科", "2025版")
        assert not stored.refiling

    def test_agreement_first(self, office: OfficeDesk) -> None:
        entry = replace(ENTRY, person=person(4))
        assert code(lambda: filing_services.file(entry, acting=ANNA, now=NOW)) == "agreement_missing"
        filing_services.record_agreement(AGREEMENT, acting=ANNA, now=NOW)
        early = replace(entry, opened_on=date(2025, 12, 31))
        assert code(lambda: filing_services.file(early, acting=ANNA, now=NOW)) == "agreement_not_in_force"
        assert filing_services.file(entry, acting=ANNA, now=NOW).pk

    @pytest.mark.parametrize(
        ("given", "refusal"),
        [
            ({"commitment_version": ""}, "commitment_missing"),
            ({"commitment_signed_on": None}, "commitment_missing"),
            ({"commitment_form": None}, "commitment_missing"),
            ({"commitment_signed_on": date(2026, 3, 3)}, "in_the_future"),
            ({"institution": "H99"}, "institution_unknown"),
            ({"person": person(77)}, "unknown_person"),
            ({"person": person(1)}, "already_filed"),
        ],
    )
    def test_refuses(self, office: OfficeDesk, given: dict[str, Any], refusal: str) -> None:
        office.agreement()
        entry = replace(ENTRY, **{"person": person(4), **given})
        assert code(lambda: filing_services.file(entry, acting=ANNA, now=NOW)) == refusal

    def test_of_a_pharmacy_the_head(self, office: OfficeDesk) -> None:
        pharmacy = row("institutions", institution="P52010000001", kind="retail_pharmacy")
        assert office.desk.outcomes("institutions", pharmacy) == ["accepted"]
        office.agreement("P52010000001")
        entry = replace(ENTRY, person=person(4), institution="P52010000001", category=Category.PHARMACY)
        assert code(lambda: filing_services.file(entry, acting=ANNA, now=NOW)) == "role_not_managed"
        assert filing_services.file(replace(entry, role="head"), acting=ANNA, now=NOW).role == "head"

    def test_a_suspended_person_is_filed_nowhere(self, office: OfficeDesk) -> None:
        office.issued(SUSPENDING)
        office.agreement(OTHER)
        entry = replace(ENTRY, institution=OTHER, opened_on=date(2026, 3, 9))
        assert code(lambda: filing_services.file(entry, acting=ANNA, now=NOW)) == "person_suspended"

    def test_a_barred_person_hears_the_earliest_day(self, office: OfficeDesk) -> None:
        office.issued(replace(SUSPENDING, situations=["regulation_40"], legal_basis="regulation_40", points=12))
        office.agreement(OTHER)
        entry = replace(ENTRY, institution=OTHER, opened_on=date(2029, 3, 8))
        assert code(lambda: filing_services.file(entry, acting=ANNA, now=NOW)) == "person_barred"
        later = replace(entry, opened_on=date(2029, 3, 9))
        assert code(lambda: filing_services.file(later, acting=ANNA, now=NOW)) == "assessment_missing"
        office.desk.now = at(2029, 3, 9)
        assessed = row("restorations", person=person(1), assessed_on="2029-03-01", effective_on="2029-03-09")
        assert office.desk.outcomes("restorations", assessed) == ["accepted"]
        assert (
            code(lambda: filing_services.file(later, acting=ANNA, now=at(2029, 3, 9)))
            == "commitment_before_termination"
        )
        anew = replace(later, commitment_signed_on=date(2029, 3, 1))
        assert filing_services.file(anew, acting=ANNA, now=at(2029, 3, 9)).refiling

    def test_needs_the_duty(self, office: OfficeDesk) -> None:
        approver = officer("ben", Duty.APPROVE)
        assert code(lambda: filing_services.file(ENTRY, acting=approver, now=NOW)) == "duty_missing"


class TestEnding:
    @pytest.mark.parametrize("reason", [CancellationReason.RETIRED, CancellationReason.CONTRACT_ENDED])
    def test_cancelled(self, office: OfficeDesk, reason: CancellationReason) -> None:
        filing = office.enrol(4)
        filing_services.cancel(filing, cancelled_on=date(2026, 3, 1), reason=reason, acting=ANNA, now=NOW)
        assert FilingPeriod.objects.get(filing=filing).cancelled_on == date(2026, 3, 1)
        again: Callable[[], Any] = lambda: filing_services.cancel(  # noqa: E731
            filing, cancelled_on=date(2026, 3, 1), reason=reason, acting=ANNA, now=NOW
        )
        assert code(again) == "already_cancelled"

    def test_moved(self, office: OfficeDesk) -> None:
        filing = office.enrol(4)
        office.agreement(OTHER)
        entry = replace(ENTRY, institution=OTHER, opened_on=date(2026, 3, 1), category=Category.NURSING)
        moved = filing_services.move(filing, entry, acting=ANNA, now=NOW)
        assert (moved.person_id, moved.institution) == (person(4), OTHER)
        assert FilingPeriod.objects.get(filing=filing).cancelled_on == date(2026, 3, 1)

    def test_moved_whole_or_not_at_all(self, office: OfficeDesk) -> None:
        filing = office.enrol(4)
        entry = replace(ENTRY, institution=OTHER, opened_on=date(2026, 3, 1))
        assert code(lambda: filing_services.move(filing, entry, acting=ANNA, now=NOW)) == "agreement_missing"

    def test_an_agreement_ends_before_its_term(self, office: OfficeDesk) -> None:
        agreement = filing_services.record_agreement(AGREEMENT, acting=ANNA, now=NOW)
        filing_services.end_agreement(agreement, ended_on=date(2026, 3, 1), reason="中止", acting=ANNA, now=NOW)
        assert Agreement.objects.count() == 1
        assert not agreements.holds(HOSPITAL, date(2026, 3, 1))
        assert agreements.holds(HOSPITAL, date(2026, 2, 28))


def test_a_cascade_closes_every_other_door(office: OfficeDesk) -> None:
    cascades.approve(proposed(), acting=BEN, now=NOW)
    office.agreement(OTHER)
    entry = replace(ENTRY, institution=OTHER, opened_on=date(2026, 3, 2))
    assert code(lambda: filing_services.file(entry, acting=ANNA, now=NOW)) == "person_suspended"
