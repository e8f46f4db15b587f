"""Served notices: who may say so, of what, when, and that they move no term (arts. 31, 33)."""

from datetime import date
from typing import Any

import pytest

from registry.models import NoticeServed
from registry.selectors.facts import facts_of
from registry.selectors.standings import standing
from sync.topics import Item
from tests.registry.ledger import CHONGQING, GUIZHOU, Ledger, person

ANN = person(1)
NOTHING = "00000000-0000-7000-8000-00000000ffff"


@pytest.fixture(autouse=True)
def _open(ledger: Ledger) -> None:
    ledger.open(1)


def serve(ledger: Ledger, decision: Item, **body: Any) -> Item:
    return ledger.say("notice.served", GUIZHOU, {"decision": str(decision.id), **body})


def test_a_notice_is_kept_and_moves_no_term(ledger: Ledger) -> None:
    decision = ledger.decide(9)
    before = standing(ANN, date(2025, 7, 1))
    notice = serve(ledger, decision)
    row = NoticeServed.objects.get()
    assert (row.pk, row.decision_id, row.author, row.served_on) == (notice.id, decision.id, GUIZHOU, date(2025, 6, 26))
    assert standing(ANN, date(2025, 7, 1)) == before
    (fact,) = facts_of([ANN])[ANN].notices
    assert (fact.id, fact.decision, fact.position) == (str(notice.id), str(decision.id), notice.position)


@pytest.mark.parametrize(
    ("author", "body", "code", "field"),
    [
        pytest.param(CHONGQING, {}, "not_the_author", "decision", id="by another division"),
        pytest.param(GUIZHOU, {"decision": NOTHING}, "unknown_decision", "decision", id="of nothing"),
        pytest.param(GUIZHOU, {"decision": "x"}, "statement_id_malformed", "decision", id="of no statement"),
        pytest.param(GUIZHOU, {"issued_on": "2025-06-27"}, "dates_out_of_order", "served_on", id="before its issue"),
        pytest.param(GUIZHOU, {"issued_on": "2025-06-19"}, "dates_out_of_order", "issued_on", id="before the decision"),
        pytest.param(GUIZHOU, {"served_on": "2026-03-03"}, "date_implausible", "served_on", id="tomorrow"),
        pytest.param(GUIZHOU, {"number": ""}, "text_blank", "number", id="without a number"),
    ],
)
def test_refused(ledger: Ledger, author: str, body: dict[str, Any], code: str, field: str) -> None:
    decision = ledger.decide(9)
    why = ledger.refusal("notice.served", author, {"decision": str(decision.id), **body}).reason
    assert (why.code, why.field) == (code, field)
    assert not NoticeServed.objects.exists()


def test_served_once(ledger: Ledger) -> None:
    decision = ledger.decide(9)
    body = {"decision": str(decision.id)}
    items = [ledger.item("notice.served", GUIZHOU, body) for _ in range(2)]
    assert [verdict and verdict.reason.code for verdict in ledger.check(*items)] == [None, "notice_served_before"]
    serve(ledger, decision)
    assert ledger.refusal("notice.served", GUIZHOU, body).reason.code == "notice_served_before"


def test_a_day_that_the_decision_states_may_be_said_again_and_not_otherwise(ledger: Ledger) -> None:
    decision = ledger.decide(9, notice_served_on="2025-06-25")
    assert ledger.refusal("notice.served", GUIZHOU, {"decision": str(decision.id)}).reason.code == (
        "notice_served_before"
    )
    serve(ledger, decision, served_on="2025-06-25")


@pytest.mark.parametrize(
    ("status", "annulled", "code"),
    [
        pytest.param("held", False, "not_in_force", id="a human must look at the decision first"),
        pytest.param("refused", False, "not_in_force", id="national refused it"),
        pytest.param("logged", True, "already_annulled", id="undone since"),
    ],
)
def test_of_a_decision_that_does_not_count(ledger: Ledger, status: str, annulled: bool, code: str) -> None:
    decision = ledger.decide(9, status="pending")
    ledger.set_status(decision, status)
    if annulled:
        ledger.say("decision.annulled", GUIZHOU, {"decision": str(decision.id)})
    assert ledger.refusal("notice.served", GUIZHOU, {"decision": str(decision.id)}).reason.code == code
