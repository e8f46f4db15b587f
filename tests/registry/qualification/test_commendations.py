"""Commendations: recorded once, of people who exist, at the author's own institutions; nothing follows (art. 32)."""

from typing import Any

import pytest

from registry.qualification.models import Commendation, StandingInterval
from sync import topics
from tests.registry.ledger import CHONGQING, GUIZHOU, NATIONAL, Ledger, hospital, person

ANN = person(1)


@pytest.fixture(autouse=True)
def _open(ledger: Ledger) -> None:
    ledger.open(1, 2)


def test_recorded_and_nothing_follows(ledger: Ledger) -> None:
    ledger.say("commendation.recorded", GUIZHOU, {"person": ANN, "institution": hospital(GUIZHOU)})
    found = Commendation.objects.get()
    assert (found.person_id, found.title, found.author) == (ANN, "好医生", GUIZHOU)
    assert not StandingInterval.objects.exists()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param({"person": person(9)}, "unknown_person", id="nobody has this ID"),
        pytest.param({"institution": "H999"}, "institution_unknown", id="not recorded"),
        pytest.param({"institution": hospital(CHONGQING)}, "institution_out_of_scope", id="another's"),
        pytest.param({"awarded_on": "2026-03-03"}, "date_implausible", id="tomorrow"),
        pytest.param({"awarded_on": "1949-10-01"}, "date_implausible", id="long ago"),
        pytest.param({"title": ""}, "text_blank", id="for nothing"),
    ],
)
def test_refused(ledger: Ledger, body: dict[str, Any], code: str) -> None:
    assert ledger.refusal("commendation.recorded", GUIZHOU, {"person": ANN, **body}).reason.code == code


def test_the_same_is_recorded_once(ledger: Ledger) -> None:
    items = [ledger.item("commendation.recorded", GUIZHOU, {"person": ANN}) for _ in range(2)]
    assert [verdict and verdict.reason.code for verdict in ledger.check(*items)] == [None, "commended_before"]
    ledger.say("commendation.recorded", GUIZHOU, {"person": ANN})
    assert ledger.refusal("commendation.recorded", GUIZHOU, {"person": ANN}).reason.code == "commended_before"
    for more in ({"title": "好药师"}, {"awarded_on": "2025-05-05"}, {"person": person(2)}):
        ledger.say("commendation.recorded", GUIZHOU, {"person": ANN, **more})
    ledger.say("commendation.recorded", CHONGQING, {"person": ANN})


@pytest.mark.parametrize("name", ["commendation.recorded", "loss.borne"])
def test_no_other_province_is_told(name: str) -> None:
    topic = topics.find(name)
    assert topic is not None
    assert not topic.published({})
    assert topic.authors == topics.Authors.PROVINCES != NATIONAL
