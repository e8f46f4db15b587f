"""Repairs: by whom, within which caps, once; and what they leave of points and terms (art. 38)."""

from datetime import date
from typing import Any

import pytest

from registry.packs.selectors import pack_book
from registry.qualification.models import Repair
from registry.qualification.rules import points
from registry.qualification.selectors.facts import facts_of
from registry.qualification.selectors.standings import standing
from registry.qualification.services import standings
from sync.topics import Item
from tests.registry.ledger import CHONGQING, GUIZHOU, SHANGHAI, Ledger, person

ANN = person(1)


@pytest.fixture(autouse=True)
def _open(ledger: Ledger) -> None:
    ledger.open(1, 2)


def repair(ledger: Ledger, author: str = GUIZHOU, **body: Any) -> Item:
    return ledger.say("repair.granted", author, {"person": ANN, **body})


def of_year() -> int:
    return points.points_of_year(facts_of([ANN])[ANN], 2025, packs=pack_book())


def test_points_of_the_year_are_lowered(ledger: Ledger) -> None:
    ledger.decide(8)
    granted = repair(ledger)
    assert of_year() == 6
    ledger.decide(4, decided_on="2025-11-01")
    assert standing(ANN, date(2025, 11, 2)).reasons[0].points_total == 10
    (fact,) = facts_of([ANN])[ANN].repairs
    assert (fact.id, fact.author, fact.year, fact.points, fact.position) == (
        str(granted.id), GUIZHOU, 2025, 2, granted.position,
    )  # fmt: skip


def test_a_term_is_shortened(ledger: Ledger) -> None:
    ledger.decide(11)
    assert standing(ANN, date(2025, 10, 2)).term_ends_on == date(2025, 12, 20)
    repair(ledger, points=0, months=1)
    assert standing(ANN, date(2025, 10, 2)).term_ends_on == date(2025, 11, 20)
    assert standings.differing([ANN]) == []


def test_a_pack_that_comes_later_is_read_for_grants_after_its_first_day(ledger: Ledger) -> None:
    ledger.decide(8, decided_on="2025-02-01")
    repair(ledger, points=3)
    document = {"parameters": {"repair": {"points_per_year": {"value": 1, "source": "invented"}}}}
    pack = {"division": GUIZHOU, "version": "1", "valid_from": "2025-09-01", "document": document}
    ledger.say("pack.published", "000000", pack)
    assert standings.differing([ANN]) == []
    assert of_year() == 7


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        pytest.param({"person": person(9)}, "unknown_person", "person", id="nobody has this ID"),
        pytest.param({"person": person(2)}, "nothing_to_repair", "year", id="never decided about"),
        pytest.param({"year": 2024}, "nothing_to_repair", "year", id="a year without points"),
        pytest.param({"points": 0}, "repair_empty", "points", id="nothing granted"),
        pytest.param({"points": 9}, "repair_above_recorded", "points", id="more than the year has"),
        pytest.param({"points": 0, "months": 1}, "repair_of_no_term", "months", id="months of a notice"),
        pytest.param({"points": 13}, "points_out_of_range", "points", id="13 points"),
        pytest.param({"granted_on": "2026-03-03"}, "date_implausible", "granted_on", id="tomorrow"),
        pytest.param({"applied_on": "2025-10-02"}, "dates_out_of_order", "granted_on", id="granted before applied for"),
        pytest.param({"act": ""}, "text_blank", "act", id="for nothing"),
    ],
)
def test_refused(ledger: Ledger, body: dict[str, Any], code: str, field: str) -> None:
    ledger.decide(8)
    why = ledger.refusal("repair.granted", GUIZHOU, {"person": ANN, **body}).reason
    assert (why.code, why.field) == (code, field)
    assert not Repair.objects.exists()


class TestWhoMay:
    """O32: points by who scored them; a term by the author of the measure, or with that author's consent."""

    def test_each_its_own_points(self, ledger: Ledger) -> None:
        ledger.decide(5)
        ledger.decide(3, CHONGQING)
        ledger.say("filing.opened", SHANGHAI, {"person": ANN})
        codes = [
            ledger.refusal("repair.granted", author, {"person": ANN, "points": points}).reason.code
            for author, points in ((SHANGHAI, 1), (CHONGQING, 4), (GUIZHOU, 6))
        ]
        assert codes == ["repair_out_of_scope", "repair_above_sum", "repair_above_sum"]
        repair(ledger, CHONGQING, points=3)
        repair(ledger, points=5)
        assert of_year() == 0

    def test_a_term_with_the_authors_consent(self, ledger: Ledger) -> None:
        ledger.say("filing.opened", SHANGHAI, {"person": ANN})
        ledger.decide(11)
        body = {"person": ANN, "points": 0, "months": 1}
        why = ledger.refusal("repair.granted", SHANGHAI, body).reason
        assert (why.code, why.field) == ("consent_missing", "consent")
        assert ledger.refusal("repair.granted", CHONGQING, body).reason.code == "repair_out_of_scope"
        item = repair(ledger, SHANGHAI, points=0, months=1, consent="黔医保函〔2025〕9号")
        assert Repair.objects.get(pk=item.id).consent == "黔医保函〔2025〕9号"
        assert standing(ANN, date(2025, 10, 2)).term_ends_on == date(2025, 11, 20)

    def test_between_decision_and_start_months_count_from_the_start(self, ledger: Ledger) -> None:  # O31
        ledger.decide(11, suspension_starts_on="2025-08-01")
        repair(ledger, points=0, months=1, granted_on="2025-07-10")
        assert standing(ANN, date(2025, 8, 1)).term_ends_on == date(2026, 1, 1), "five months instead of six"


def test_granted_once_and_the_sum_counts_the_whole_batch(ledger: Ledger) -> None:
    ledger.decide(8)
    bodies: list[dict[str, Any]] = [{}, {}, {"act": "talk", "points": 7}, {"act": "talk", "points": 6}]
    items = [ledger.item("repair.granted", GUIZHOU, {"person": ANN, **body}) for body in bodies]
    assert [verdict and verdict.reason.code for verdict in ledger.check(*items)] == [
        None, "repair_granted_before", "repair_above_recorded", None,
    ]  # fmt: skip


def test_twelve_at_once_are_not_repaired(ledger: Ledger) -> None:  # O16
    ledger.decide(12)
    assert ledger.refusal("repair.granted", GUIZHOU, {"person": ANN}).reason.code == "repair_excluded"
