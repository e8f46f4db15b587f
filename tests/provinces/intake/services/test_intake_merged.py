"""Files about people who were merged: the old ID is no longer used, and nothing is said a second time under the new."""

from typing import Any

import pytest

from registry.people.models import PersonCode
from registry.words.lifelong_id import shown
from sync.models import Statement
from tests.provinces.node import NOW, Desk, person, row
from tests.registry.ledger import NATIONAL, Ledger

ONE, TWO, THREE = person(1), person(2), person(3)

SAID = [
    ("filings", {"cancelled_on": "2026-01-31"}),
    ("cascades", {"lifted_on": "2025-06-01"}),
    ("decisions", {"points": "9", "legal_basis": "other_7_9", "notice_served_on": "2025-06-26"}),
    ("notices", {}),
    ("objections", {}),
    ("settlements", {}),
    ("commendations", {}),
    ("losses", {}),
    ("repairs", {}),
    ("restorations", {}),
]
"""A row of each kind about a person, in the order in which they can be said."""


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(now=NOW)


@pytest.fixture
def said(desk: Desk) -> Desk:
    """Return a desk at which all of it was said of the first person."""
    for kind, cells in SAID:
        assert desk.outcome(kind, person=ONE, **cells) == "accepted", kind
    return desk


def outcomes(desk: Desk, **whom: str) -> dict[str, str]:
    return {kind: desk.outcome(kind, **whom, **cells) for kind, cells in SAID}


KINDS = [kind for kind, _ in SAID]


def test_the_same_file_under_the_new_id_is_known(said: Desk, ledger: Ledger) -> None:
    ledger.merge(1, 2)
    statements = Statement.objects.count()
    for whom in ({"person": TWO}, {"system": "s", "code": "d1"}, {"system": "s", "code": "d2", "person": TWO}):
        assert outcomes(said, **whom) == dict.fromkeys(KINDS, "duplicate"), whom
    for kind, cells in SAID:
        (answer,) = said.answers(kind, row(kind, person=TWO, **cells))
        assert answer.person == TWO, "the report names the ID to use"
        assert answer.statement_id is not None
    assert Statement.objects.count() == statements


def test_the_old_id_is_refused_and_the_new_one_named(said: Desk, ledger: Ledger) -> None:
    ledger.merge(1, 2, on="2025-09-01")
    ledger.merge(2, 3)
    assert outcomes(said, person=ONE) == dict.fromkeys(KINDS, "refused person_merged")
    (answer,) = said.answers("decisions", row("decisions", person=ONE, system="s", code="d1"))
    assert (answer.code, answer.field) == ("person_merged", "person")
    assert shown(THREE) in answer.sentence
    assert shown(THREE) in answer.sentence_zh
    assert outcomes(said, person=THREE) == dict.fromkeys(KINDS, "duplicate")


def test_after_a_split_as_before(said: Desk, ledger: Ledger) -> None:
    before = {"filings": "accepted", "commendations": "accepted", "cascades": "accepted", "decisions": "accepted"}
    merge = ledger.merge(1, 2)
    ledger.say("person.split", NATIONAL, {"merge": str(merge.id)})
    assert outcomes(said, person=ONE) == dict.fromkeys(KINDS, "duplicate")
    assert {kind: said.outcome(kind, person=TWO, **cells) for kind, cells in SAID if kind in before} == before


@pytest.mark.parametrize(
    ("kind", "cells", "outcome"),
    [
        pytest.param("decisions", {"points": "8", "legal_basis": "other_7_9"}, "refused case_number_used", id="O21"),
        pytest.param("decisions", {"points": "9", "legal_basis": "other_7_9", "item": "2"}, "accepted", id="an item"),
        pytest.param("cascades", {"status": "terminated"}, "refused reference_used", id="a reference"),
        pytest.param("commendations", {"document": "2"}, "refused commended_before", id="a commendation"),
        pytest.param("filings", {"opened_on": "2025-01-03"}, "refused already_filed", id="a filing"),
        pytest.param("notices", {"number": "2"}, "refused notice_served_before", id="a notice"),
        pytest.param("settlements", {"reason": "2"}, "refused settled_before", id="a settlement"),
        pytest.param("losses", {"amount_yuan": "1"}, "refused loss_reference_used", id="a loss"),
        pytest.param("repairs", {"points": "2"}, "refused repair_granted_before", id="a repair"),
        pytest.param("restorations", {"document": "2"}, "refused assessed_before", id="a restoration"),
    ],
)
def test_what_differs_is_judged_as_of_the_one_person(
    said: Desk, ledger: Ledger, kind: str, cells: dict[str, str], outcome: str
) -> None:
    ledger.merge(1, 2)
    assert said.outcome(kind, person=TWO, **cells) == outcome


def test_what_ends_later_may_be_said_under_the_new_id(desk: Desk, ledger: Ledger) -> None:
    assert desk.outcome("filings", person=ONE) == "accepted"
    assert desk.outcome("cascades", person=ONE) == "accepted"
    ledger.merge(1, 2)
    for kind, end in (("filings", {"cancelled_on": "2025-12-01"}), ("cascades", {"lifted_on": "2025-08-01"})):
        assert desk.outcomes(kind, row(kind, person=TWO, **end), row(kind, person=TWO, **end)) == [
            "accepted", "duplicate",
        ]  # fmt: skip


def test_one_file_with_both_ids(desk: Desk, ledger: Ledger) -> None:
    ledger.merge(1, 2)
    rows = [row("decisions", person=who) for who in (TWO, ONE, TWO)]
    assert desk.outcomes("decisions", *rows) == ["accepted", "refused person_merged", "duplicate"]


def test_what_is_held_under_the_old_id_stays_held(desk: Desk, ledger: Ledger) -> None:
    assert desk.outcome("decisions", person=ONE) == "accepted"
    Statement.objects.filter(topic="decision.issued").update(status="held")
    ledger.merge(1, 2)
    assert desk.outcome("decisions", person=TWO) == "held"
    assert Statement.objects.filter(topic="decision.issued").count() == 1


def test_people_are_known_under_any_id(desk: Desk, ledger: Ledger) -> None:
    given = [("1", "c1"), ("2", "c2")]
    rows: list[dict[str, str]] = [
        {"document_kind": "passport", "document_number": f"E1234567{number}", "name": "张三", "born_on": "1980-01-01",
         "system": "p", "code": code}
        for number, code in given
    ]  # fmt: skip
    assert desk.outcomes("persons", *rows) == ["accepted", "accepted"]
    old, new = (PersonCode.objects.get(system="p", code=code).person_id for _, code in given)
    body: dict[str, Any] = {"absorbed": old, "into": new, "merged_on": "2025-10-01"}
    ledger.say("person.merged", NATIONAL, body)
    mixed = {**rows[0], "code": "c2"}
    answers = desk.answers("persons", *rows, mixed)
    assert [(answer.outcome, answer.person) for answer in answers] == [("duplicate", new)] * 3


def test_the_queries_do_not_grow_with_the_merged(
    desk: Desk, ledger: Ledger, django_assert_max_num_queries: Any
) -> None:
    desk.people(*range(10, 60))
    rows = [row("cascades", person=person(number), reference=f"R{number}") for number in range(10, 60)]
    desk.take("cascades", *rows)
    for number in range(10, 30):
        ledger.merge(number, number + 30)
    renamed = [
        row("cascades", person=person(number + 30 if number < 30 else number), reference=f"R{number}")
        for number in range(10, 60)
    ]
    with django_assert_max_num_queries(130):  # rehearsed, and carried out
        assert set(desk.outcomes("cascades", *renamed)) == {"duplicate"}
