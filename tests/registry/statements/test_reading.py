"""Facts of the rules are read by name: from rows and from statements, and both are the same fact."""

from dataclasses import fields, replace
from datetime import date

import pytest

from registry.qualification.rules import facts
from registry.qualification.rules.facts import Facts
from registry.qualification.selectors import readings
from registry.qualification.selectors.facts import facts_of
from registry.statements.reading import Reading
from sync.topics import Item, find
from tests.registry.ledger import GUIZHOU, Ledger, person, scoring

READINGS = [each for each in vars(readings).values() if isinstance(each, Reading)]


def stored(ledger: Ledger, topic: str, **body: object) -> Item:
    """Store a statement, whether it would be accepted or not: here it is read, not judged."""
    item = ledger.item(topic, GUIZHOU, body)
    ledger.store(item)
    find(topic).handler.apply([item], now=ledger.now)
    return item


@pytest.fixture
def said(db: None) -> Ledger:
    """Say one statement of every kind of fact that bears on standing."""
    ledger = Ledger()
    ledger.open(1)
    one = {"person": person(1)}
    filing = stored(ledger, "filing.opened", **one, category="nursing", refiling=True)
    stored(ledger, "filing.cancelled", filing=str(filing.id))
    decision = str(stored(ledger, "decision.issued", **one, **scoring(10)).id)
    for topic in ("decision.annulled", "notice.served", "notice.received", "measure.stated"):
        stored(ledger, topic, decision=decision)
    objection = stored(ledger, "objection.lodged", decision=decision)
    stored(ledger, "objection.settled", objection=str(objection.id), outcome="changed", points=3)
    cascade = stored(ledger, "cascade.applied", **one)
    stored(ledger, "cascade.lifted", cascade=str(cascade.id))
    stored(ledger, "repair.granted", **one)
    stored(ledger, "restoration.assessed", **one)
    return ledger


TOPICS = {
    "decision.issued": ("decisions", readings.DECISION),
    "decision.annulled": ("annulments", readings.ANNULMENT),
    "measure.stated": ("stated", readings.STATED),
    "notice.served": ("notices", readings.NOTICE),
    "notice.received": ("receipts", readings.RECEIPT),
    "objection.lodged": ("objections", readings.OBJECTION),
    "objection.settled": ("settlements", readings.SETTLEMENT),
    "cascade.applied": ("cascades", readings.CASCADE),
    "cascade.lifted": ("cascade_lifts", readings.CASCADE_LIFT),
    "repair.granted": ("repairs", readings.REPAIR),
    "restoration.assessed": ("restorations", readings.RESTORATION),
}


def test_a_row_and_its_statement_are_the_same_fact(said: Ledger) -> None:
    read = facts_of([person(1)])[person(1)]
    seen = set()
    for item in said.said:
        if item.topic in TOPICS:
            kind, reading = TOPICS[item.topic]
            seen.add(item.topic)
            (row,) = getattr(read, kind)
            if kind == "decisions":
                assert row.logged_on is not None  # only the log says when it came in
                row = replace(row, logged_on=None)
            assert row == reading.of_item(item), item.topic
    assert seen == TOPICS.keys()


def test_every_kind_of_fact_is_read(said: Ledger) -> None:
    read = facts_of([person(1)])[person(1)]
    assert {member.name for member in fields(Facts) if not getattr(read, member.name)} == {"joins"}
    (cancellation,), (filing,), (refiling,) = read.cancellations, read.phase_in_filings, read.refilings
    assert cancellation.filing == filing.id == refiling.id
    assert filing.place == GUIZHOU


@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: reading.model.__name__)
def test_a_reading_is_of_columns_that_exist(reading: Reading) -> None:
    annotated = {"place", "target"}
    assert [name for name in reading.columns if name not in annotated and "__" not in name] == [
        name for name in reading.columns if name in {field.attname for field in reading.model._meta.concrete_fields}
    ]


OF_ROW = {
    "author": "520000", "case_number": "C", "item": "1", "institution": "H", "basis_kind": "penalty",
    "legal_basis": "regulation_38", "decided_on": date(2025, 1, 1), "degree": "general", "points": 5, "ground": "none",
    "ground_reason": "", "situation": "", "reached": "accumulated", "measure": "",
}  # fmt: skip
"""Columns of a decision's row that are not empty or an empty text; every other is NULL."""


def test_an_empty_text_is_none_where_the_rule_knows_none_and_empty_elsewhere() -> None:
    row = OF_ROW | {"statement_id": 1}
    fact = readings.DECISION.of_row(row.get(column) for column in readings.DECISION.columns)
    assert (fact.ground_reason, fact.measure, fact.situation, fact.id) == (None, None, "", "1")
    assert type(fact.degree).__name__ == "Degree"
    assert isinstance(fact, facts.Decision)
