"""A year of an institution: the ratio of art. 30 and the sheet for the agreement's assessment."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from registry.institutions.models import Institution
from registry.statistics.selectors.institution_sheets import InstitutionRatio, Sheet, concerned, met, ratios, sheet
from tests.national_text import months_of_tests
from tests.registry.ledger import CHONGQING, GUIZHOU, NATIONAL, Ledger, hospital, person

HERE, THERE = hospital(GUIZHOU), hospital(CHONGQING)
TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _five(ledger: Ledger) -> None:
    """Five people are filed in Guizhou's hospital from 2025-01-02 on, the fifth until the end of May."""
    ledger.open(*range(1, 7))
    for number in range(1, 6):
        filing = ledger.say("filing.opened", GUIZHOU, {"person": person(number)})
    ledger.say("filing.cancelled", GUIZHOU, {"filing": str(filing.id), "cancelled_on": "2025-06-01"})


def thresholds(ledger: Ledger, **ratio: Any) -> None:
    values = {name: {"value": value, "source": "黔医保发〔2025〕1号"} for name, value in ratio.items()}
    body = {
        "division": GUIZHOU,
        "version": "1",
        "valid_from": "2025-01-01",
        "document": {"parameters": {"ratio": values, "months": months_of_tests()}},
    }
    ledger.say("pack.published", NATIONAL, body)


def ratio(year: int = 2025, institution: str = HERE) -> InstitutionRatio:
    return ratios([Institution.objects.get(pk=institution)], year)[0]


def of_2025() -> Sheet:
    return sheet(Institution.objects.get(pk=HERE), 2025, today=TODAY)


class TestRatio:
    @pytest.mark.parametrize(
        ("denominator", "filed", "percent"),
        [
            ("filed_on_last_day", Fraction(4), "50.00"),
            ("filed_ever_in_year", Fraction(5), "40.00"),
            ("average", Fraction(4 * 364 + 150, 365), "45.45"),
        ],
    )
    def test_of_how_many(self, ledger: Ledger, denominator: str, filed: Fraction, percent: str) -> None:
        thresholds(ledger, denominator=denominator)
        ledger.decide(9, who=1)
        ledger.decide(12, who=2)
        found = ratio()
        assert (found.suspensions, found.terminations, found.filed) == (1, 1, filed)
        assert found.share_percent == percent
        assert found.measure is None, "no threshold is set"

    @pytest.mark.parametrize(
        ("suspended", "measure"),
        [(0, None), (1, "settlement"), (2, "agreement")],
    )
    def test_what_follows(self, ledger: Ledger, suspended: int, measure: str | None) -> None:
        thresholds(ledger, settlement_percent=20, agreement_percent=40)
        for who in range(1, suspended + 1):
            ledger.decide(9, who=who)
        assert ratio().measure == measure
        assert [each.institution.pk for each in met(Institution.objects.all(), 2025)] == [HERE] * bool(suspended)

    def test_person_times_not_people(self, ledger: Ledger) -> None:
        ledger.decide(9, who=1, decided_on="2025-02-01", suspension_months=1)
        ledger.say(
            "restoration.assessed",
            GUIZHOU,
            {"person": person(1), "assessed_on": "2025-03-02", "effective_on": "2025-03-03"},
        )
        ledger.decide(3, who=1, decided_on="2025-06-20")
        found = ratio()
        assert (found.suspensions, found.terminations) == (1, 1)

    def test_decided_elsewhere_counts_here(self, ledger: Ledger) -> None:
        ledger.decide(9, CHONGQING, who=1)
        assert ratio().suspensions == 1
        assert ratio(institution=THERE).person_times == 0, "nobody is filed there"
        assert ratio(institution=THERE).share_percent is None
        assert concerned(2025) == {HERE}

    def test_who_had_left_does_not_count(self, ledger: Ledger) -> None:
        ledger.decide(9, who=5, decided_on="2025-06-20")
        assert ratio().person_times == 0

    def test_only_what_began_in_the_year(self, ledger: Ledger) -> None:
        ledger.decide(12, who=1)
        assert ratio(2026).person_times == 0

    def test_merged_people_are_one(self, ledger: Ledger) -> None:
        ledger.decide(12, who=1)
        ledger.merge(1, 2)
        found = ratio()
        assert (found.person_times, found.filed) == (1, Fraction(4))

    @pytest.mark.parametrize(
        ("scores", "merged", "here", "there"),
        [
            pytest.param({1: 5, 2: 4}, (1, 2), (1, 0), (0, 0), id="two IDs filed here: points united, once"),
            pytest.param({1: 5, 6: 4}, (6, 1), (1, 0), (1, 0), id="one filed here, one there: once at each"),
            pytest.param({1: 9, 6: 1}, (6, 1), (1, 0), (1, 0), id="suspended here, and there with the merge"),
            pytest.param({1: 9, 6: 4}, (1, 6), (1, 1), (0, 1), id="suspended here, terminated with the merge"),
            pytest.param({5: 5, 6: 4}, (5, 6), (0, 0), (1, 0), id="who had left here before the merge"),
            pytest.param({1: 3, 2: 4}, (1, 2), (0, 0), (0, 0), id="points united lead to nothing"),
        ],
    )
    def test_what_begins_with_a_merge(
        self,
        ledger: Ledger,
        scores: dict[int, int],
        merged: tuple[int, int],
        here: tuple[int, int],
        there: tuple[int, int],
    ) -> None:
        ledger.say("filing.opened", CHONGQING, {"person": person(6)})
        for who, points in scores.items():
            ledger.decide(points, CHONGQING, who=who)
        ledger.merge(*merged)
        found = [ratio(institution=code) for code in (HERE, THERE)]
        assert [(each.suspensions, each.terminations) for each in found] == [here, there]
        assert concerned(2025) >= {code for code, times in ((HERE, here), (THERE, there)) if any(times)}

    def test_a_merge_in_the_year_after_counts_there(self, ledger: Ledger) -> None:
        ledger.decide(5, who=1)
        ledger.decide(4, who=2)
        merge = ledger.merge(1, 2, on="2026-01-10")
        assert [ratio(year).person_times for year in (2025, 2026)] == [0, 1]
        ledger.say("person.split", NATIONAL, {"merge": str(merge.id), "split_on": "2026-02-01"})
        assert [ratio(year).person_times for year in (2025, 2026)] == [0, 0]


class TestSheet:
    def test_everything(self, ledger: Ledger) -> None:
        ledger.decide(5, who=1)
        ledger.decide(10, who=2)
        undone = ledger.decide(3, who=3)
        ledger.say("decision.annulled", GUIZHOU, {"decision": str(undone.id)})
        ledger.decide(5, CHONGQING, who=4)
        ledger.say("commendation.recorded", GUIZHOU, {"person": person(3), "institution": HERE})
        ledger.say("loss.borne", GUIZHOU, {"person": person(2)})
        ledger.say("loss.borne", GUIZHOU, {"person": person(2), "reference": "L2", "amount_fen": 100})
        found = of_2025()
        assert (found.people_filed, found.without_commitment) == (5, 5)
        assert (found.scores.decisions, found.scores.people, found.scores.points) == (2, 2, 15)
        assert (found.losses, found.loss_fen, found.commendations) == (2, 123_500, 1)
        assert (found.ratio.suspensions, found.ratio.terminations) == (1, 0)

    def test_nothing_happened(self) -> None:
        found = sheet(Institution.objects.get(pk=THERE), 2025, today=TODAY)
        assert (found.people_filed, found.scores.decisions, found.losses, found.loss_fen) == (0, 0, 0, 0)

    @pytest.mark.parametrize(
        ("served_on", "late"),
        [
            pytest.param("2025-06-27", 0, id="issued on the 5th working day, served at once"),
            pytest.param("2025-07-10", 1, id="served after three working days and more"),
        ],
    )
    def test_notices_that_are_late(self, ledger: Ledger, served_on: str, late: int) -> None:
        decision = ledger.decide(5, who=1)
        notice = {"decision": str(decision.id), "number": "N1", "issued_on": "2025-06-27", "served_on": served_on}
        ledger.say("notice.served", GUIZHOU, notice)
        assert of_2025().scores.notices_late == late

    def test_a_notice_never_issued_is_late(self, ledger: Ledger) -> None:
        ledger.decide(5, who=1)
        assert of_2025().scores.notices_late == 1
