"""Why was this claim paid? `known_at` answers as the log stood then, whatever kind of fact came since.

A history with every kind of fact is said one statement after another; after each the whole standing is kept as it is
told then, and at the end asked for again as of each position.
"""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from registry.accounts import services as accounts
from registry.qualification.api import standing
from tests.registry.ledger import CHONGQING, GUIZHOU, NATIONAL, SHANGHAI, Ledger, hospital, person
from tests.registry.serving import without_static_files

pytestmark = pytest.mark.django_db
ANN = person(1)
DAYS = ("2022-06-01", "2025-03-15", "2025-06-25", "2025-07-05", "2025-08-25", "2025-12-31")
PACKS: dict[str, Any] = {
    "months": {"months": {"9": {"value": 6, "source": "invented"}}},
    "stays": {
        "months": {"9": {"value": 6, "source": "invented"}},
        "objection": {"stays_effect": {"value": True, "source": "invented"}},
    },
    "caps": {
        "repair": {"points_per_year": {"value": 1, "source": "invented"}},
        "phase_in": {"medical": {"value": "2026-04-01", "source": "invented"}},
    },
    "phase-in": {"phase_in": {"medical": {"value": "2025-04-01", "source": "invented"}}},
    "phased in sooner": {"phase_in": {"medical": {"value": "2025-02-01", "source": "invented"}}},
}


def history(ledger: Ledger) -> Iterator[str]:
    """Say one statement after another, each about Ann or a pack; yield what it was."""

    def say(topic: str, author: str, body: dict[str, Any], name: str = "") -> str:
        said[name or topic] = str(ledger.say(topic, author, body).id)
        return name or topic

    def pack(name: str, division: str = GUIZHOU) -> str:
        body = {"division": division, "version": f"{len(said):02}", "valid_from": "2022-01-01"}
        return say("pack.published", NATIONAL, {**body, "document": {"parameters": PACKS[name]}}, f"pack: {name}")

    def decide(name: str, author: str, points: int, on: str) -> str:
        basis = {5: "regulation_38", 6: "regulation_38", 9: "other_7_9", 12: "regulation_40"}[points]
        body = {"person": ANN, "points": points, "legal_basis": basis, "decided_on": on, "case_number": name}
        return say("decision.issued", author, body | ({"reached": "at_once"} if points == 12 else {}), name)

    said: dict[str, str] = {}
    yield say("filing.opened", GUIZHOU, {"person": ANN, "category": "medical", "opened_on": "2025-01-02"}, "filing")
    yield pack("phase-in")
    yield pack("phased in sooner")
    yield decide("first", GUIZHOU, 6, "2025-03-10")
    yield say("repair.granted", GUIZHOU, {"person": ANN, "points": 2, "granted_on": "2025-04-10"})
    yield decide("second", CHONGQING, 5, "2025-06-20")
    yield pack("months", CHONGQING)
    yield say("notice.served", CHONGQING, {"decision": said["second"]})
    yield say("objection.lodged", CHONGQING, {"decision": said["second"]}, "objection")
    yield pack("stays", CHONGQING)
    yield say("objection.settled", CHONGQING, {"objection": said["objection"]}, "upheld")
    yield say("repair.granted", CHONGQING, {"person": ANN, "points": 0, "months": 1, "granted_on": "2025-08-10"})
    yield pack("caps")
    yield say("cascade.applied", SHANGHAI, {"person": ANN, "institution": hospital(SHANGHAI)}, "cascade")
    yield say("objection.lodged", SHANGHAI, {"cascade": said["cascade"]}, "to a status")
    yield say("cascade.lifted", SHANGHAI, {"cascade": said["cascade"], "lifted_on": "2025-07-15"})
    yield say("objection.settled", SHANGHAI, {"objection": said["to a status"], "outcome": "annulled"}, "no status")
    consented = {"applied_on": "2025-12-01", "consent": "渝医保函〔2025〕1号"}
    yield say("restoration.assessed", GUIZHOU, {"person": ANN, **consented})
    yield decide("third", GUIZHOU, 9, "2025-12-01")
    yield say("objection.lodged", GUIZHOU, {"decision": said["third"], "lodged_on": "2025-12-05"}, "to the third")
    changed = {"objection": said["to the third"], "outcome": "changed", "points": 7, "settled_on": "2025-12-20"}
    yield say("objection.settled", GUIZHOU, changed, "changed")
    yield say("decision.annulled", GUIZHOU, {"decision": said["third"], "annulled_on": "2025-12-30"})
    yield say("filing.cancelled", GUIZHOU, {"filing": said["filing"], "cancelled_on": "2025-12-31"})
    yield decide("long ago", GUIZHOU, 12, "2022-05-10")
    signed = {"commitment_version": "2", "commitment_signed_on": "2025-12-31", "commitment_form": "paper"}
    refiled = {"person": ANN, "opened_on": "2025-12-31", "refiling": True, **signed}
    yield say("filing.opened", GUIZHOU, refiled, "refiling")


class Door:
    """The standing of Ann, over HTTP, in everything that does not say how it was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch
        token = accounts.create_admin("admin").token
        self.client = Client(headers={"Authorization": f"Token {token}"})

    def ask(self, ledger: Ledger, *, known_at: int | None = None) -> list[dict[str, Any]]:
        size = ledger.said[-1].position
        self.monkeypatch.setattr(standing.merkle_store, "head", lambda: SimpleNamespace(size=size))
        query = {} if known_at is None else {"known_at": known_at}
        found = []
        for day in DAYS:
            answer = self.client.get(f"/api/v1/persons/{ANN}/standing", {"on": day, **query})
            assert answer.status_code == 200, answer.content
            told = answer.json()
            assert told.pop("known_at") == known_at
            assert told.pop("position") == size
            found.append(told)
        return found


def test_every_position_is_told_as_it_was(ledger: Ledger, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    without_static_files(settings)
    ledger.open(1)
    door = Door(monkeypatch)
    then = {ledger.said[-1].position: ("nothing yet", door.ask(ledger))}
    for what in history(ledger):
        then[ledger.said[-1].position] = (what, door.ask(ledger))
    for position, (what, told) in then.items():
        assert door.ask(ledger, known_at=position) == told, f"as of {what}"
    different = [what for (_, before), (what, told) in zip(list(then.values()), list(then.values())[1:], strict=False)
                 if before == told]  # fmt: skip
    assert different == ["filing"], "every other statement shows in the answer"
