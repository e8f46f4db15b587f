"""Without a service agreement in force nothing is payable, where any is recorded of the institution (art. 8)."""

from typing import Any

import orjson
import pytest

from registry.payment.models import EmergencyUse
from registry.payment.selectors.prepared import Prepared
from sync.topics import Item
from tests.registry.days import say
from tests.registry.ledger import GUIZHOU, SHANGHAI, Ledger, person
from tests.registry.till import Till, verified

pytestmark = pytest.mark.django_db

NORMAL, SUSPENDED, STRANGER = 1, 2, 3
BARE = ("not_payable", "no_agreement")
PAID = ("payable", "normal")


@pytest.fixture(autouse=True)
def _people(ledger: Ledger, till: Till) -> None:
    ledger.open(NORMAL, SUSPENDED, STRANGER, institutions=())
    for number in (NORMAL, SUSPENDED):
        ledger.say("filing.opened", SHANGHAI, {"person": person(number)})
    body = {"person": person(SUSPENDED), "applied_on": "2025-05-01"}
    say(ledger, "cascade.applied", GUIZHOU, body, signed="2025-05-01")


def agree(
    ledger: Ledger, valid_from: str, valid_to: str, *, number: str = "1", author: str = SHANGHAI, status: str = "logged"
) -> Item:
    body = {"number": number, "valid_from": valid_from, "valid_to": valid_to}
    return ledger.say("agreement.recorded", author, body, status=status)


def end(ledger: Ledger, agreement: Item, ended_on: str, *, status: str = "logged") -> Item:
    body = {"agreement": str(agreement.id), "ended_on": ended_on}
    return ledger.say("agreement.ended", SHANGHAI, body, status=status)


def told(answer: dict[str, Any]) -> tuple[str, str]:
    return answer["verdict"], answer["reason"]


DAYS = [
    pytest.param("2025-02-28", BARE, id="the day before the first"),
    pytest.param("2025-03-01", PAID, id="the first day"),
    pytest.param("2025-06-30", PAID, id="the last day before its early end"),
    pytest.param("2025-07-01", BARE, id="ended"),
    pytest.param("2025-08-31", BARE, id="between two agreements"),
    pytest.param("2025-09-01", PAID, id="the first day of the next"),
    pytest.param("2025-12-31", PAID, id="the last day of the next"),
    pytest.param("2026-01-01", BARE, id="expired"),
]


@pytest.mark.parametrize(("day", "expected"), DAYS)
def test_a_service_lies_in_an_agreement_in_force(
    ledger: Ledger, till: Till, day: str, expected: tuple[str, str]
) -> None:
    end(ledger, agree(ledger, "2025-03-01", "2026-03-01"), "2025-07-01")
    agree(ledger, "2025-09-01", "2026-01-01", number="2")
    answer = till.one(person=person(NORMAL), service_on=day)
    assert told(answer) == expected
    if expected == BARE:
        assert answer["rule"] == "医保办发〔2024〕34号 art. 8"
        assert answer["standing"]["status"] == "normal", "what the standing is stays said"
    named = till.one(persons=[{"person": person(NORMAL), "role": "ordering"}], service_on=day)
    assert (*told(named), named["decided_by"]) == (*expected, 1)


def test_all_days_in_one_batch_are_answered_as_they_are_alone(ledger: Ledger, till: Till) -> None:
    end(ledger, agree(ledger, "2025-03-01", "2026-03-01"), "2025-07-01")
    agree(ledger, "2025-09-01", "2026-01-01", number="2")
    answers = till.ask(*({"person": person(NORMAL), "service_on": row.values[0]} for row in DAYS))
    assert [told(each) for each in answers] == [row.values[1] for row in DAYS]


LINES = [
    pytest.param({"person": person(SUSPENDED)}, id="suspended"),
    pytest.param({"person": person(SUSPENDED), "emergency": True}, id="an emergency lifts a status, nothing else"),
    pytest.param({"person": person(STRANGER)}, id="not filed"),
    pytest.param({"person": person(99)}, id="nobody has the ID"),
    pytest.param({"code": "D9"}, id="an unknown code"),
    pytest.param({"person": person(NORMAL), "role": "nursing"}, id="reported only"),
]


@pytest.mark.parametrize("line", LINES)
def test_it_comes_before_everything_else(ledger: Ledger, till: Till, settings: Any, line: dict[str, Any]) -> None:
    agree(ledger, "2024-01-01", "2025-01-01")
    answers = till.ask(line, line)
    settings.STALE_AFTER = 100
    verified(seconds_ago=101)  # agreements are the province's own, and never stale at home
    assert [told(each) for each in (*answers, till.one(**line))] == [BARE] * 3
    assert not EmergencyUse.objects.exists()


def test_what_cannot_be_read_is_refused_all_the_same(ledger: Ledger, till: Till) -> None:
    agree(ledger, "2024-01-01", "2025-01-01")
    wrong = person(99)[:-1] + str((int(person(99)[-1]) + 1) % 10)
    assert till.one(person=wrong)["code"] == "bad_check_digits"


def test_where_none_is_recorded_none_is_asked_for(ledger: Ledger, till: Till) -> None:
    agree(ledger, "2024-01-01", "2025-01-01", author=GUIZHOU)  # another institution's
    assert told(till.one(person=person(NORMAL))) == PAID


STATUSES = [
    pytest.param("pending", BARE, id="on its way to the log: holds at home"),
    pytest.param("held", PAID, id="held: nothing counts yet"),
    pytest.param("refused", PAID, id="refused: none is recorded"),
]


@pytest.mark.parametrize(("status", "expected"), STATUSES)
def test_an_agreement_counts_while_its_statement_is_in_force(
    ledger: Ledger, till: Till, status: str, expected: tuple[str, str]
) -> None:
    recorded = agree(ledger, "2024-01-01", "2025-01-01", status="pending")
    ledger.set_status(recorded, status)
    assert told(till.one(person=person(NORMAL))) == expected


@pytest.mark.parametrize(("status", "expected"), STATUSES)
def test_so_does_its_end(ledger: Ledger, till: Till, status: str, expected: tuple[str, str]) -> None:
    ended = end(ledger, agree(ledger, "2025-01-01", "2026-01-01"), "2025-07-01", status="pending")
    ledger.set_status(ended, status)
    assert told(till.one(person=person(NORMAL))) == expected


def test_a_refused_end_may_be_followed_by_a_better_one(ledger: Ledger, till: Till) -> None:
    agreement = agree(ledger, "2025-01-01", "2026-01-01")
    ledger.set_status(end(ledger, agreement, "2025-02-01", status="pending"), "refused")
    end(ledger, agreement, "2025-07-11")
    answers = till.ask(*({"person": person(NORMAL), "service_on": day} for day in ("2025-07-10", "2025-07-11")))
    assert [told(each) for each in answers] == [PAID, BARE]


def test_it_costs_no_further_round_trip(ledger: Ledger, till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    agree(ledger, "2025-01-01", "2025-07-10")
    asked: list[bytes] = []
    rows = Prepared.rows

    def counted(self: Prepared, *values: str) -> Any:
        asked.append(self.name)
        return rows(self, *values)

    monkeypatch.setattr(Prepared, "rows", counted)
    till.ask({"person": person(NORMAL)}, {"person": person(NORMAL), "service_on": "2025-07-09"})
    assert asked == [b"payability_batch"]


def test_both_ways_lead_to_the_same(ledger: Ledger, till: Till) -> None:
    agree(ledger, "2025-01-01", "2025-07-10")
    line = {"person": person(NORMAL), "institution": till.institution, "service_on": "2025-07-10"}
    raw = orjson.dumps({"lines": [line]})
    assert told(till.post(raw).json()["lines"][0]) == told(till.the_long_way(raw).json()["lines"][0]) == BARE
