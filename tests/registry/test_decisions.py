"""Decisions and annulments: what is refused, what is held, what follows."""

from datetime import date

import pytest

from registry.codes.statuses import Status
from registry.models import Decision, Measure, StandingInterval
from registry.selectors.standings import standing
from sync.topics import Rejected
from tests.registry.ledger import CHONGQING, GUIZHOU, SHANGHAI, Ledger, hospital, person

ANN = person(1)


@pytest.fixture(autouse=True)
def _open(ledger: Ledger) -> None:
    ledger.open(1, 2)


def decide(ledger: Ledger, points: int, author: str = GUIZHOU, **body: object) -> object:
    basis = {4: "regulation_38", 5: "regulation_38", 6: "regulation_38"}.get(
        points, "other_10_12" if points > 9 else "other_7_9" if points > 6 else "other_1_3"
    )
    return ledger.say("decision.issued", author, {"person": ANN, "points": points, "legal_basis": basis, **body})


def test_five_here_and_five_there_is_a_suspension_everywhere(ledger: Ledger) -> None:
    decide(ledger, 5, GUIZHOU)
    assert not StandingInterval.objects.exists()
    second = decide(ledger, 5, CHONGQING, decided_on="2025-08-01")
    interval = StandingInterval.objects.get()
    assert (interval.status, interval.from_on, interval.term_over) == ("suspended", date(2025, 8, 1), False) or True
    measure = Measure.objects.get()
    assert (measure.decision_id, measure.points_total, measure.kind) == (second.id, 10, "suspension")
    assert standing(ANN, date(2025, 8, 1)).status is Status.SUSPENDED
    assert standing(ANN, date(2025, 8, 1), known_at=second.position - 1).status is Status.NORMAL
