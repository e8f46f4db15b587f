"""The registry under the real outbox: signed, chained, applied, settled."""

from pathlib import Path
from typing import Any

import pytest

from registry.people.models import Person
from registry.qualification.models import Decision, FilingPeriod, StandingInterval
from sync import identity, keys
from sync.models import Outcome, Statement
from sync.outbox import Draft
from tests.accounts import author
from tests.registry.ledger import BODIES, CHONGQING, GUIZHOU, NOW, hospital, person, scoring

ANN = person(1)


@pytest.fixture(autouse=True)
def _guizhou(db: None, tmp_path: Path, settings: Any) -> None:
    """The database plays Guizhou; Ann's ID is known."""
    settings.NODE_KEY = str(tmp_path / "node.key")
    settings.NOTIFY_REGULATORS = False
    key = keys.create(Path(settings.NODE_KEY))
    identity.init_province(GUIZHOU, key, "https://520000.example", key.public, now=NOW)
    Person.objects.create(lifelong_id=ANN, issued_for=GUIZHOU, issued_at=NOW)


def draft(topic: str, **body: Any) -> Draft:
    return Draft(topic=topic, body={**BODIES[topic], **body})


def decision(case_number: str, points: int, **body: Any) -> Draft:
    said = {"person": ANN, "institution": hospital(GUIZHOU), "case_number": case_number, **scoring(points)}
    return draft("decision.issued", **said | body)


RECORDED = draft("institution.recorded", code=hospital(GUIZHOU), division=GUIZHOU)


def test_a_batch_of_all_kinds_in_order() -> None:
    filing = draft("filing.opened", person=ANN, institution=hospital(GUIZHOU))
    answers = author([RECORDED, filing, decision("1", 5), decision("2", 5), decision("1", 5)], now=NOW)
    assert [answer.outcome for answer in answers] == [Outcome.ACCEPTED] * 4 + [Outcome.REFUSED]
    assert answers[-1].reason is not None
    assert answers[-1].reason.code == "case_number_used"
    assert FilingPeriod.objects.count() == 1
    assert StandingInterval.objects.filter(status="suspended", pending=True).exists()

    again = draft("decision.annulled", decision=str(answers[3].statement_id))
    assert [answer.outcome for answer in author([again], now=NOW)] == [Outcome.ACCEPTED]
    assert not StandingInterval.objects.exists()


def test_a_refused_draft_leaves_nothing() -> None:
    answers = author([RECORDED, decision("1", 7, legal_basis="regulation_38")], now=NOW)
    assert [answer.outcome for answer in answers] == [Outcome.ACCEPTED, Outcome.REFUSED]
    assert Statement.objects.count() == 1
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("topic", "body", "code"),
    [
        pytest.param("person.issued", {"issued_for": GUIZHOU, "persons": [ANN]}, "topic_not_allowed", id="IDs"),
        pytest.param("pack.published", {}, "topic_not_allowed", id="packs"),
        pytest.param(
            "institution.recorded",
            {"code": "H1", "name": "某", "kind": "clinic", "division": CHONGQING},
            "institution_out_of_scope",
            id="another's institution",
        ),
    ],
)
def test_what_a_province_may_not_say(topic: str, body: dict[str, Any], code: str) -> None:
    [answer] = author([Draft(topic=topic, body=body)], now=NOW)
    assert answer.reason is not None
    assert answer.reason.code == code
