"""Rule packs on the log: versions, and what a new month table does to standings."""

from datetime import date

import pytest

from registry.institutions.models import Institution
from registry.packs.selectors import pack_book
from registry.parameters import parse_pack
from registry.qualification.models import Measure, Repair
from registry.qualification.selectors.facts import facts_of
from registry.qualification.selectors.kinship import kinship
from registry.qualification.selectors.points import points_by_year
from registry.qualification.selectors.standings import standing
from registry.qualification.services import standings
from registry.qualification.services.institutions import InstitutionHandler
from registry.qualification.services.packs import PackHandler, body_of
from registry.words.statuses import Status
from tests.registry.ledger import CHONGQING, GUIZHOU, NATIONAL, Ledger, hospital, person

DOCUMENT = {
    "division": GUIZHOU,
    "version": "2025-trial",
    "valid_from": date(2025, 1, 1),
    "title": "试行",
    "parameters": {"months": {"10": {"value": 5, "source": "invented"}}},
}


@pytest.fixture(autouse=True)
def _open(ledger: Ledger) -> None:
    ledger.open(1, 2)


def test_a_published_pack_is_the_file_again(ledger: Ledger) -> None:
    ledger.say("pack.published", NATIONAL, body_of(DOCUMENT))
    assert pack_book().for_(GUIZHOU, date(2025, 6, 1)) == parse_pack(DOCUMENT)
    assert pack_book().for_(GUIZHOU, date(2024, 6, 1)).division == NATIONAL


def test_what_followed_is_computed_anew(ledger: Ledger) -> None:
    ledger.decide(10)
    ledger.decide(10, CHONGQING, who=2)
    ledger.decide(10, who=2, decided_on="2024-06-20")
    item = ledger.say("pack.published", NATIONAL, body_of(DOCUMENT))
    months = {measure.decision_id: measure.months for measure in Measure.objects.all()}
    assert sorted(months.values()) == [3, 3, 5], "only that division's, from its first day on"
    assert Measure.objects.get(months=5).ends_on == date(2025, 11, 20)
    assert pack_book(known_at=item.position - 1).for_(GUIZHOU, date(2025, 6, 1)).division == NATIONAL


def test_the_national_pack_touches_everybody(ledger: Ledger) -> None:
    ledger.decide(10)
    ledger.decide(10, CHONGQING, who=2)
    ledger.say("pack.published", NATIONAL, body_of({**DOCUMENT, "division": NATIONAL}))
    assert set(Measure.objects.values_list("months", flat=True)) == {5}


def test_a_version_is_published_once(ledger: Ledger) -> None:
    ledger.say("pack.published", NATIONAL, body_of(DOCUMENT))
    assert ledger.refusal("pack.published", NATIONAL, body_of(DOCUMENT)).reason.code == "version_used"
    ledger.say("pack.published", NATIONAL, body_of({**DOCUMENT, "version": "2025-final"}))


@pytest.mark.parametrize("valid_from", [date(1900, 1, 1), date(2019, 12, 31), date(2045, 1, 1), date(9999, 12, 31)])
def test_a_first_day_that_no_text_can_have(ledger: Ledger, valid_from: date) -> None:
    body = body_of({**DOCUMENT, "valid_from": valid_from})
    reason = ledger.refusal("pack.published", NATIONAL, body).reason
    assert (reason.code, reason.field) == ("date_implausible", "valid_from")


def test_the_book_forgets_what_a_transaction_took_back(ledger: Ledger) -> None:
    from django.db import transaction

    with transaction.atomic():
        ledger.say("pack.published", NATIONAL, body_of(DOCUMENT))
        assert list(pack_book())
        transaction.set_rollback(True)
    assert not list(pack_book())


def test_a_phase_in_touches_who_is_filed_in_a_category(ledger: Ledger) -> None:
    ledger.say("filing.opened", GUIZHOU, {"person": person(1), "category": "nursing"})
    ledger.say("filing.opened", CHONGQING, {"person": person(2), "category": "nursing"})
    handler = PackHandler()
    plain = ledger.item("pack.published", NATIONAL, body_of(DOCUMENT))
    assert handler.subjects([plain]) == set()
    phased = {**DOCUMENT, "parameters": {"phase_in": {"nursing": {"value": date(2027, 1, 1), "source": "invented"}}}}
    assert handler.subjects([ledger.item("pack.published", NATIONAL, body_of(phased))]) == {person(1)}
    national = body_of({**phased, "division": NATIONAL})
    assert handler.subjects([ledger.item("pack.published", NATIONAL, national)]) == {person(1), person(2)}
    ledger.say("pack.published", NATIONAL, body_of(phased))
    assert handler.subjects([plain]) == {person(1)}, "a pack that takes the phase-in back"


def test_another_cap_touches_who_was_repaired(ledger: Ledger) -> None:
    ledger.decide(10, CHONGQING)
    Repair.objects.create(
        statement_id=ledger.said[-1].id, author=GUIZHOU, person_id=person(1), year=2025, points=1, months=0,
        granted_on=date(2025, 7, 1), act="training",
    )  # fmt: skip
    item = ledger.item("pack.published", NATIONAL, body_of(DOCUMENT))
    assert PackHandler().subjects([item]) == {person(1)}


def test_an_instrument_that_expires_says_so_in_its_statement(ledger: Ledger) -> None:
    two_years = {**DOCUMENT, "version": "2025-2", "valid_until": date(2027, 1, 1)}
    assert body_of(two_years)["document"]["valid_until"] == "2027-01-01"
    ledger.say("pack.published", NATIONAL, body_of({**DOCUMENT, "version": "2024", "valid_from": date(2024, 1, 1)}))
    ledger.say("pack.published", NATIONAL, body_of(two_years))
    assert pack_book().for_(GUIZHOU, date(2026, 12, 31)) == parse_pack(two_years)
    assert pack_book().for_(GUIZHOU, date(2027, 1, 1)).division == NATIONAL, "and not the version of 2024"


def test_where_an_institution_lies_decides_from_when_its_people_are_covered(ledger: Ledger) -> None:
    ledger.say("filing.opened", GUIZHOU, {"person": person(1), "category": "nursing", "role": "nurse"})
    (filing,) = facts_of([person(1)])[person(1)].phase_in_filings
    assert (filing.role, filing.place) == ("nurse", Institution.objects.get(pk=hospital(GUIZHOU)).division)
    group = {"category": "nursing", "from": date(2027, 1, 1), "places": ["522300"]}
    phased = {**DOCUMENT, "parameters": {"phase_in_groups": {"value": [group], "source": "invented"}}}
    moved = {"code": hospital(GUIZHOU), "division": "522301"}
    handler = InstitutionHandler()
    assert handler.subjects([ledger.item("institution.recorded", GUIZHOU, moved)]) == ()
    ledger.say("pack.published", NATIONAL, body_of(phased))
    assert standing(person(1), date(2026, 1, 1)).status is Status.NORMAL
    ledger.say("institution.recorded", GUIZHOU, moved)
    assert standing(person(1), date(2026, 1, 1)).status is Status.NOT_COVERED
    assert standings.differing([person(1)]) == []


def test_the_sum_is_shown_as_the_text_records_it_and_kept_as_it_is(ledger: Ledger) -> None:
    said = {"points_shown_at_most": {"value": 12, "source": "invented"}}
    ledger.say("pack.published", NATIONAL, body_of({**DOCUMENT, "parameters": said}))
    ledger.decide(10, suspension_months=3, case_number="1")
    ledger.decide(4, decided_on="2025-07-20", case_number="2")
    whole = kinship([person(1)])
    assert points_by_year(whole, person(1), date(2025, 12, 31)) == {2025: 12}
    assert whole.timeline(person(1)).measures[-1].points_total == 14
