"""Yearly returns: every dimension adds up to the same totals, and no person is in them (guidance §2)."""

import dataclasses

import pytest

from registry.statistics.selectors.returns import DIMENSIONS, yearly_return
from registry.words.persons import Category
from tests.registry.ledger import CHONGQING, GUIZHOU, SHANGHAI, Ledger, hospital, person


@pytest.fixture(autouse=True)
def _year(ledger: Ledger) -> None:
    """2025 in three provinces: scores, a suspension, terminations, a cascade, an objection, annulments."""
    ledger.open(*range(1, 8))
    for number, category in enumerate(("medical", "pharmacy", "nursing"), start=1):
        ledger.say("filing.opened", GUIZHOU, {"person": person(number), "category": category})
    ledger.decide(5, who=1, decided_on="2025-03-01")
    ledger.decide(5, CHONGQING, who=1, decided_on="2025-06-20")
    target = ledger.decide(12, who=2, decided_on="2025-07-01")
    ledger.decide(2, SHANGHAI, who=4, decided_on="2024-12-31")
    undone = ledger.decide(9, who=3, decided_on="2025-05-01")
    ledger.say("decision.annulled", GUIZHOU, {"decision": str(undone.id)})
    ledger.say(
        "cascade.applied",
        SHANGHAI,
        {"person": person(5), "institution": hospital(SHANGHAI), "applied_on": "2025-09-01"},
    )
    objection = {"decision": str(target.id), "lodged_on": "2025-07-08", "lodged_by": "person", "signed": True}
    ledger.say("objection.lodged", GUIZHOU, {**objection, "sealed": True})


def test_what_happened() -> None:
    found = yearly_return(2025)
    assert found.totals == {"score": 3, "suspension": 2, "termination": 1, "repair": 0, "objection": 1}
    assert yearly_return(2024).totals["score"] == 1
    assert sum(yearly_return(2023).totals.values()) == 0


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_every_dimension_adds_up(dimension: str) -> None:
    found = yearly_return(2025)
    values = found.by(dimension).values()
    assert {event: sum(counts[event] for counts in values) for event in found.totals} == found.totals
    assert sum(found.cells.values()) == sum(found.totals.values()) == 7


def test_by_what() -> None:
    found = yearly_return(2025)
    assert {value: counts["score"] for value, counts in found.by("month").items() if counts["score"]} == {
        3: 1, 6: 1, 7: 1,
    }  # fmt: skip
    assert {value: counts["score"] for value, counts in found.by("band").items()} == {"": 0, "10-12": 1, "4-6": 2}
    assert {value: counts["suspension"] for value, counts in found.by("province").items()} == {
        CHONGQING: 1, GUIZHOU: 0, SHANGHAI: 1,
    }  # fmt: skip
    assert found.by("category")[Category.PHARMACY]["termination"] == 1
    assert found.by("institution_kind") == {"general_hospital": found.totals}


def test_only_some_provinces() -> None:
    found = yearly_return(2025, provinces={GUIZHOU})
    assert set(found.by("province")) == {GUIZHOU}
    assert found.totals == {"score": 2, "suspension": 0, "termination": 1, "repair": 0, "objection": 1}


def test_as_it_was_known(ledger: Ledger) -> None:
    before = next(item.position for item in ledger.said if item.topic == "decision.annulled")
    assert before is not None
    found = yearly_return(2025, known_at=before - 1)
    assert found.totals == {"score": 4, "suspension": 2, "termination": 1, "repair": 0, "objection": 0}
    assert yearly_return(2025, known_at=0).cells == {}


def test_merged_people_are_counted_once(ledger: Ledger) -> None:
    before = yearly_return(2025).totals
    ledger.merge(1, 6, on="2025-12-01")
    ledger.merge(2, 7, on="2025-12-01")
    assert yearly_return(2025).totals == before


def test_a_suspension_that_begins_with_a_merge_is_counted_once(ledger: Ledger) -> None:
    ledger.open(8, 9)
    for who, points in ((8, 5), (9, 4)):
        ledger.decide(points, who=who, decided_on="2024-06-20")
    before = yearly_return(2026).totals
    ledger.merge(8, 9, on="2026-02-01")
    assert yearly_return(2026).totals == before | {"suspension": 1}
    (cell,) = yearly_return(2026).cells
    assert (cell.event, cell.province, cell.month) == ("suspension", GUIZHOU, 2)


def test_a_repair_has_the_place_of_what_it_repairs(ledger: Ledger) -> None:
    pack = {"repair": {"acts": {"value": {"training": {"points": 1, "months": 0}}, "source": "x"}}}
    document = {"parameters": pack}
    body = {"division": GUIZHOU, "version": "1", "valid_from": "2025-01-01", "document": document}
    ledger.say("pack.published", "000000", body)
    repair = {"person": person(1), "year": 2025, "points": 1, "act": "training", "granted_on": "2025-10-10"}
    ledger.say("repair.granted", GUIZHOU, repair)
    (cell,) = [cell for cell in yearly_return(2025).cells if cell.event == "repair"]
    assert (cell.province, cell.institution_kind, cell.category, cell.month) == (
        GUIZHOU, "general_hospital", "medical", 10,
    )  # fmt: skip


def test_no_person_is_in_it() -> None:
    text = repr(dataclasses.asdict(yearly_return(2025)))
    assert not [number for number in range(1, 8) if person(number) in text]
