"""Restorations: assessed, after the term, by those who have to do with the person."""

from datetime import date
from typing import Any

import pytest

from registry.codes.statuses import Status
from registry.selectors.standings import standing
from tests.registry.ledger import CHONGQING, GUIZHOU, SHANGHAI, Ledger, person

ANN = person(1)


@pytest.fixture(autouse=True)
def _open(ledger: Ledger) -> None:
    ledger.open(1, 2)


def refusal(ledger: Ledger, author: str = GUIZHOU, **body: Any) -> str:
    return ledger.refusal("restoration.assessed", author, {"person": ANN, **body}).reason.code


def test_ends_a_suspension_whose_term_is_over(ledger: Ledger) -> None:
    ledger.decide(10)  # three months from 20 June
    assert standing(ANN, date(2025, 12, 21)).term_over, "D20: still suspended"
    ledger.say("restoration.assessed", GUIZHOU, {"person": ANN})
    assert standing(ANN, date(2025, 12, 21)).status is Status.SUSPENDED
    assert standing(ANN, date(2025, 12, 22)).status is Status.NORMAL


def test_a_failed_one_ends_nothing(ledger: Ledger) -> None:
    ledger.decide(10)
    ledger.say("restoration.assessed", GUIZHOU, {"person": ANN, "passed": False})
    assert standing(ANN, date(2025, 12, 22)).status is Status.SUSPENDED
    ledger.say("restoration.assessed", GUIZHOU, {"person": ANN})
    assert standing(ANN, date(2025, 12, 22)).status is Status.NORMAL


@pytest.mark.parametrize(
    ("points", "body", "code"),
    [
        pytest.param(5, {}, "nothing_to_restore", id="never suspended"),
        pytest.param(12, {}, "person_terminated", id="a termination is never restored"),
        pytest.param(10, {"assessed_on": "2025-09-01", "effective_on": "2025-09-19"}, "term_not_over", id="too early"),
        pytest.param(10, {"assessed_on": "2025-12-23"}, "dates_out_of_order", id="effect before the assessment"),
        pytest.param(
            10, {"assessed_on": "2026-03-03", "effective_on": "2026-03-04"}, "date_implausible", id="tomorrow"
        ),
        pytest.param(10, {"person": person(9)}, "unknown_person", id="O20: nobody has this ID"),
    ],
)
def test_refused(ledger: Ledger, points: int, body: dict[str, Any], code: str) -> None:
    ledger.decide(points)
    assert refusal(ledger, **body) == code


def test_the_same_day_twice(ledger: Ledger) -> None:
    ledger.decide(10)
    items = [ledger.item("restoration.assessed", GUIZHOU, {"person": ANN}) for _ in range(2)]
    assert [verdict and verdict.reason.code for verdict in ledger.check(*items)] == [None, "assessed_before"]


def test_only_by_who_decided_or_files_the_person(ledger: Ledger) -> None:
    ledger.say("filing.opened", SHANGHAI, {"person": ANN})
    ledger.decide(10)
    assert refusal(ledger, CHONGQING) == "restoration_out_of_scope"
    ledger.say("restoration.assessed", SHANGHAI, {"person": ANN})
