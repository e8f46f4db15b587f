"""Fraud on which nobody was scored: said once, closed by a decision or by a reason (Regulation art. 40; O44)."""

from typing import Any

import pytest

from registry.qualification.models import UnscoredCase
from registry.qualification.selectors import unscored
from sync import topics
from tests.registry.ledger import CHONGQING, GUIZHOU, Ledger, hospital


@pytest.fixture(autouse=True)
def _open(ledger: Ledger) -> None:
    ledger.open(1, 2)


def states() -> tuple[int, int, int]:
    """Return how many alarms are open, how many closed, and how many reasons were given."""
    rows = UnscoredCase.objects.in_force()
    return tuple(found(rows).count() for found in (unscored.still_open, unscored.closed, unscored.explanations))  # type: ignore[return-value]


def test_stored_with_the_article_and_its_edition(ledger: Ledger) -> None:
    ledger.say("case.unscored", GUIZHOU, {"edition": "第四十条（2021年5月1日起施行）"})
    found = UnscoredCase.objects.get()
    assert (found.institution, found.case_number, found.legal_basis) == (hospital(GUIZHOU), "C9", "regulation_40")
    assert (found.edition, found.reason) == ("第四十条（2021年5月1日起施行）", "")


def test_is_nobodys_but_nationals() -> None:
    topic = topics.find("case.unscored")
    assert topic is not None
    assert topic.published({}) is False


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param({"legal_basis": "regulation_38"}, "not_fraud", id="no fraud"),
        pytest.param({"legal_basis": "regulation_41"}, "code_unknown", id="no such basis"),
        pytest.param({"institution": "H999"}, "institution_unknown", id="not recorded"),
        pytest.param({"institution": hospital(CHONGQING)}, "institution_out_of_scope", id="another's"),
        pytest.param({"decided_on": "2026-03-03"}, "date_implausible", id="tomorrow"),
        pytest.param({"person": "1000000000000053"}, "member_unknown", id="it is about nobody"),
    ],
)
def test_refuses(ledger: Ledger, body: dict[str, Any], code: str) -> None:
    assert ledger.refusal("case.unscored", GUIZHOU, body).reason.code == code


def test_said_once_and_explained_once(ledger: Ledger) -> None:
    for body in ({}, {"reason": "责任人员均已离世"}):
        ledger.say("case.unscored", GUIZHOU, body)
        assert ledger.refusal("case.unscored", GUIZHOU, body).reason.code == "unscored_stated_before"
    ledger.say("case.unscored", CHONGQING, {})  # the number is each authority's own


def test_open_until_a_decision_on_the_same_case(ledger: Ledger) -> None:
    ledger.say("case.unscored", GUIZHOU, {})
    ledger.decide(12, case_number="C8")
    ledger.decide(12, CHONGQING, who=2, case_number="C9")
    assert states() == (1, 0, 0)
    decision = ledger.decide(12, case_number="C9")
    assert states() == (0, 1, 0)
    ledger.say("decision.annulled", GUIZHOU, {"decision": str(decision.id)})
    assert states() == (0, 1, 0), "somebody was looked at"


def test_open_until_a_reason_is_given(ledger: Ledger) -> None:
    ledger.say("case.unscored", GUIZHOU, {})
    answer = ledger.say("case.unscored", GUIZHOU, {"reason": "未认定个人责任"})
    assert states() == (0, 1, 1)
    ledger.set_status(answer, "refused")
    assert states() == (1, 0, 0)
