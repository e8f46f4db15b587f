"""Notices served and received: who may say so, of what, when, and that they move no term (arts. 31, 33, 41)."""

from datetime import date
from typing import Any

import pytest

from registry.qualification.models import NoticeReceived, NoticeServed
from registry.qualification.selectors.facts import facts_of
from registry.qualification.selectors.standings import standing
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


class TestCorrected:
    """O45: what was served and does not say what stands any more is corrected by a notice of its own number."""

    def correct(self, decision: Item, **others: Any) -> dict[str, Any]:
        days = {"issued_on": "2025-08-01", "served_on": "2025-08-04"}
        return {"decision": str(decision.id), "number": "黔更1号", "corrects": "N1", **days, **others}

    def test_it_is_kept_beside_the_first_and_the_times_run_from_it(self, ledger: Ledger) -> None:
        decision = ledger.decide(9)
        serve(ledger, decision, number="N1")
        ledger.say("notice.served", GUIZHOU, self.correct(decision))
        assert dict(NoticeServed.objects.values_list("number", "corrects")) == {"N1": "", "黔更1号": "N1"}
        lodged = {"decision": str(decision.id), "lodged_by": "institution", "lodged_on": "2025-08-18"}
        assert ledger.check(ledger.item("objection.lodged", GUIZHOU, lodged)) == [None]
        late = ledger.refusal("objection.lodged", GUIZHOU, {**lodged, "lodged_on": "2025-08-19"})
        assert late.reason.code == "objection_late"

    def test_the_person_receives_each(self, ledger: Ledger) -> None:
        decision = ledger.decide(9)
        serve(ledger, decision, number="N1")
        receipt = {"decision": str(decision.id), "received_on": "2025-08-06", "number": "黔更1号"}
        assert ledger.refusal("notice.received", GUIZHOU, receipt).reason.code == "notice_not_served"
        ledger.say("notice.received", GUIZHOU, {"decision": str(decision.id), "received_on": "2025-07-08"})
        ledger.say("notice.served", GUIZHOU, self.correct(decision))
        ledger.say("notice.received", GUIZHOU, receipt)
        assert ledger.refusal("notice.received", GUIZHOU, receipt).reason.code == "notice_received_before"

    @pytest.mark.parametrize(
        ("others", "code", "field"),
        [
            pytest.param({"corrects": "N2"}, "nothing_to_correct", "corrects", id="what was not served"),
            pytest.param({"number": "N1"}, "notice_number_used", "number", id="under the same number"),
            pytest.param({"issued_on": "2025-06-25"}, "dates_out_of_order", "issued_on", id="before it was served"),
        ],
    )
    def test_refused(self, ledger: Ledger, others: dict[str, Any], code: str, field: str) -> None:
        decision = ledger.decide(9)
        serve(ledger, decision, number="N1")
        why = ledger.refusal("notice.served", GUIZHOU, self.correct(decision, **others)).reason
        assert (why.code, why.field) == (code, field)


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


class TestReceived:
    """O39: the person received the notice, as the institution confirms."""

    def receive(self, ledger: Ledger, decision: Item, **body: Any) -> Item:
        return ledger.say("notice.received", GUIZHOU, {"decision": str(decision.id), **body})

    def test_it_is_kept_and_moves_no_term(self, ledger: Ledger) -> None:
        decision = ledger.decide(9)
        serve(ledger, decision)
        before = standing(ANN, date(2025, 7, 10))
        receipt = self.receive(ledger, decision)
        row = NoticeReceived.objects.get()
        assert (row.pk, row.decision_id, row.author, row.received_on, row.document) == (
            receipt.id, decision.id, GUIZHOU, date(2025, 7, 8), "回执〔2025〕1号",
        )  # fmt: skip
        assert standing(ANN, date(2025, 7, 10)) == before
        (fact,) = facts_of([ANN])[ANN].receipts
        assert (fact.id, fact.decision, fact.received_on, fact.position) == (
            str(receipt.id), str(decision.id), date(2025, 7, 8), receipt.position,
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("author", "body", "code", "field"),
        [
            pytest.param(CHONGQING, {}, "not_the_author", "decision", id="by another division"),
            pytest.param(GUIZHOU, {"decision": NOTHING}, "unknown_decision", "decision", id="of nothing"),
            pytest.param(GUIZHOU, {"received_on": "2025-06-25"}, "dates_out_of_order", "received_on", id="too early"),
            pytest.param(GUIZHOU, {"received_on": "2026-03-03"}, "date_implausible", "received_on", id="tomorrow"),
        ],
    )
    def test_refused(self, ledger: Ledger, author: str, body: dict[str, Any], code: str, field: str) -> None:
        decision = ledger.decide(9)
        serve(ledger, decision)
        why = ledger.refusal("notice.received", author, {"decision": str(decision.id), **body}).reason
        assert (why.code, why.field) == (code, field)

    def test_after_the_serving_and_once(self, ledger: Ledger) -> None:
        body = {"decision": str(ledger.decide(9).id)}
        assert ledger.refusal("notice.received", GUIZHOU, body).reason.code == "notice_not_served"
        ledger.say("notice.served", GUIZHOU, body)
        items = [ledger.item("notice.received", GUIZHOU, body) for _ in range(2)]
        assert [verdict and verdict.reason.code for verdict in ledger.check(*items)] == [None, "notice_received_before"]

    def test_of_a_decision_that_was_undone(self, ledger: Ledger) -> None:
        decision = ledger.decide(9)
        serve(ledger, decision)
        ledger.say("decision.annulled", GUIZHOU, {"decision": str(decision.id)})
        body = {"decision": str(decision.id)}
        assert ledger.refusal("notice.received", GUIZHOU, body).reason.code == "already_annulled"
