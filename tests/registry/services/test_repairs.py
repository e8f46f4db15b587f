"""Repairs: by whom, within which caps, once; and what they leave of points and terms (art. 38)."""

from datetime import date
from typing import Any

import pytest

from registry.models import Repair
from registry.rules import points
from registry.selectors.facts import facts_of
from registry.selectors.packs import pack_book
from registry.selectors.standings import standing
from registry.services import standings
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
        pytest.param({"person": person(2)}, "repair_out_of_scope", "person", id="neither filed nor decided about"),
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


def test_by_who_decided_or_files_the_person(ledger: Ledger) -> None:
    ledger.decide(8)
    ledger.say("filing.opened", SHANGHAI, {"person": ANN})
    assert ledger.refusal("repair.granted", CHONGQING, {"person": ANN}).reason.code == "repair_out_of_scope"
    repair(ledger, points=1)
    repair(ledger, SHANGHAI, points=1)


def test_granted_once_and_the_cap_counts_the_whole_batch(ledger: Ledger) -> None:
    ledger.decide(8)
    cap = {"parameters": {"repair": {"points_per_year": {"value": 3, "source": "invented"}}}}
    pack = {"division": GUIZHOU, "version": "1", "valid_from": "2025-01-01", "document": cap}
    ledger.say("pack.published", "000000", pack)
    bodies: list[dict[str, Any]] = [{}, {}, {"act": "talk"}, {"act": "talk", "points": 1}]
    items = [ledger.item("repair.granted", GUIZHOU, {"person": ANN, **body}) for body in bodies]
    assert [verdict and verdict.reason.code for verdict in ledger.check(*items)] == [
        None, "repair_granted_before", "repair_above_cap", None,
    ]  # fmt: skip


def test_twelve_at_once_are_not_repaired(ledger: Ledger) -> None:  # O16
    ledger.decide(12)
    assert ledger.refusal("repair.granted", GUIZHOU, {"person": ANN}).reason.code == "repair_excluded"
