"""People on the log: IDs issued once; facts about somebody whose ID has not come yet."""

from registry.people.models import Person
from registry.qualification.models import Decision, StandingInterval
from tests.registry.ledger import GUIZHOU, NATIONAL, SHANGHAI, Ledger, person, scoring

ANN, BOB = person(1), person(2)


def test_issued(ledger: Ledger) -> None:
    item = ledger.say("person.issued", NATIONAL, {"issued_for": SHANGHAI, "persons": [ANN, BOB]})
    assert list(Person.objects.values_list("pk", "issued_for", "statement_id")) == [
        (ANN, SHANGHAI, item.id),
        (BOB, SHANGHAI, item.id),
    ]


def test_an_id_is_issued_once(ledger: Ledger) -> None:
    body = {"issued_for": SHANGHAI, "persons": [ANN]}
    items = [ledger.item("person.issued", NATIONAL, body) for _ in range(2)]
    assert [verdict and verdict.reason.code for verdict in ledger.check(*items)] == [None, "person_already_issued"]
    item = ledger.say("person.issued", NATIONAL, body)
    assert ledger.refusal("person.issued", NATIONAL, body).reason.code == "person_already_issued"
    assert ledger.check(item) == [None], "not its own duplicate"


def test_a_fact_may_come_before_the_id(ledger: Ledger) -> None:
    decision = ledger.item("decision.issued", GUIZHOU, {"person": ANN, **scoring(10)})
    ledger.store(decision)
    ledger.apply(decision)
    assert Decision.objects.count() == 1
    assert StandingInterval.objects.exists()
    assert Person.objects.get().statement_id is None

    item = ledger.say("person.issued", NATIONAL, {"issued_for": SHANGHAI, "persons": [ANN]})
    assert Person.objects.get().statement_id == item.id
