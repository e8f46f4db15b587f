"""What uniting two IDs would lead to: shown before, true after."""

from datetime import date

import pytest

from registry.people.models import PersonMerge
from registry.qualification.selectors.merge_foresight import foresee_merge
from registry.qualification.selectors.standings import standing
from tests.registry.ledger import CHONGQING, Ledger, person

ANN, ALSO_ANN, ANNA = 1, 2, 3
ON = date(2025, 10, 1)


@pytest.fixture(autouse=True)
def _open(ledger: Ledger) -> None:
    ledger.open(ANN, ALSO_ANN, ANNA)


def test_points_of_both_cross_a_threshold(ledger: Ledger) -> None:
    ledger.decide(5, who=ANN, decided_on="2025-03-01")
    ledger.decide(5, CHONGQING, who=ALSO_ANN, decided_on="2025-08-20")
    found = foresee_merge(person(ANN), person(ALSO_ANN), on=ON)
    assert [(side.standing.status.value, side.points) for side in found.alone] == [("normal", 5), ("normal", 5)]
    assert [(side.standing.status.value, side.points) for side in found.together] == [("suspended", 10)] * 2
    assert found.stricter
    assert not PersonMerge.objects.exists()
    ledger.merge(ANN, ALSO_ANN, on=ON.isoformat())
    assert [standing(person(who), ON).status.value for who in (ANN, ALSO_ANN)] == ["suspended"] * 2


def test_who_has_nothing_gains_nothing(ledger: Ledger) -> None:
    found = foresee_merge(person(ANN), person(ALSO_ANN), on=ON)
    assert not found.stricter
    assert found.twice == ()


def test_those_joined_before_come_along(ledger: Ledger) -> None:
    ledger.decide(5, who=ANN, decided_on="2025-03-01")
    ledger.decide(4, CHONGQING, who=ANNA, decided_on="2025-04-01")
    ledger.merge(ANNA, ALSO_ANN, on="2025-05-01")
    found = foresee_merge(person(ANN), person(ALSO_ANN), on=ON)
    assert found.together[0].people == {person(ANN), person(ALSO_ANN), person(ANNA)}
    assert [side.points for side in found.together] == [9, 9]
    assert found.stricter


def test_one_penalty_said_twice_is_pointed_out(ledger: Ledger) -> None:
    one = ledger.decide(5, who=ANN, decided_on="2025-03-01", case_number="C1", item="1")
    other = ledger.decide(5, CHONGQING, who=ALSO_ANN, decided_on="2025-03-01", case_number="C1", item="1")
    ledger.decide(1, CHONGQING, who=ALSO_ANN, decided_on="2025-03-01", case_number="C1", item="2")
    ((first, second),) = foresee_merge(person(ANN), person(ALSO_ANN), on=ON).twice
    assert (first.id, second.id) == (str(one.id), str(other.id))
    ledger.say("decision.annulled", CHONGQING, {"decision": str(other.id)})
    assert foresee_merge(person(ANN), person(ALSO_ANN), on=ON).twice == ()
