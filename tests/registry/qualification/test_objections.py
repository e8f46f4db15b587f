"""Objections and their settlements: who, against what, in time, whole, once; and what becomes of the standing."""

from datetime import date
from typing import Any

import pytest

from registry.packs.selectors import pack_book
from registry.qualification.models import Objection, ObjectionSettlement, StandingInterval
from registry.qualification.rules import points
from registry.qualification.selectors.facts import facts_of
from registry.qualification.selectors.standings import standing
from registry.qualification.services import standings
from sync.topics import Item
from tests.registry.ledger import CHONGQING, GUIZHOU, Ledger, person

ANN = person(1)
NOTHING = "00000000-0000-7000-8000-00000000ffff"
INSIDE = date(2025, 7, 10)


@pytest.fixture(autouse=True)
def _open(ledger: Ledger) -> None:
    ledger.open(1)


def against(item: Item) -> dict[str, str]:
    return {"decision" if item.topic == "decision.issued" else "cascade": str(item.id)}


def lodge(ledger: Ledger, target: Item, **body: Any) -> Item:
    return ledger.say("objection.lodged", GUIZHOU, against(target) | body)


def settle(ledger: Ledger, objection: Item, **body: Any) -> Item:
    return ledger.say("objection.settled", GUIZHOU, {"objection": str(objection.id), **body})


def cascade(ledger: Ledger) -> Item:
    return ledger.say("cascade.applied", GUIZHOU, {"person": ANN})


class TestLodged:
    def test_pending_from_its_day_until_it_is_settled(self, ledger: Ledger) -> None:
        objection = lodge(ledger, ledger.decide(9))
        days = [standing(ANN, date(2025, *day)) for day in ((6, 30), (7, 1), (7, 19), (7, 20))]
        assert [(day.status.value, day.objection_pending) for day in days] == [
            ("suspended", False), ("suspended", True), ("suspended", True), ("suspended", True),
        ]  # fmt: skip
        settle(ledger, objection)
        assert [standing(ANN, date(2025, 7, day)).objection_pending for day in (1, 19, 20)] == [True, True, False]
        assert standings.differing([ANN]) == []

    def test_pending_on_normal_days_too(self, ledger: Ledger) -> None:
        lodge(ledger, ledger.decide(5))
        row = StandingInterval.objects.get()
        assert (row.status, row.objection_pending, row.from_on, row.to_on) == ("normal", True, date(2025, 7, 1), None)

    def test_against_a_cascade(self, ledger: Ledger) -> None:
        lodge(ledger, cascade(ledger))
        assert standing(ANN, INSIDE).objection_pending

    @pytest.mark.parametrize(
        ("author", "body", "code", "field"),
        [
            pytest.param(GUIZHOU, {"signed": False}, "objection_incomplete", "signed", id="D26: not signed"),
            pytest.param(GUIZHOU, {"sealed": False}, "objection_incomplete", "sealed", id="D26: not sealed"),
            pytest.param(GUIZHOU, {"signed": None}, "member_missing", "signed", id="nothing said of a signature"),
            pytest.param(CHONGQING, {}, "not_the_author", "decision", id="at another division"),
            pytest.param(GUIZHOU, {"decision": NOTHING}, "unknown_decision", "decision", id="against nothing"),
            pytest.param(GUIZHOU, {"decision": None}, "objection_to_one_thing", "decision", id="against none"),
            pytest.param(GUIZHOU, {"cascade": NOTHING}, "objection_to_one_thing", "decision", id="against two things"),
            pytest.param(GUIZHOU, {"lodged_on": "2025-06-19"}, "dates_out_of_order", "lodged_on", id="before it"),
            pytest.param(GUIZHOU, {"lodged_on": "2026-03-03"}, "date_implausible", "lodged_on", id="tomorrow"),
            pytest.param(GUIZHOU, {"lodged_by": "lawyer"}, "code_unknown", "lodged_by", id="by somebody else"),
        ],
    )
    def test_refused(self, ledger: Ledger, author: str, body: dict[str, Any], code: str, field: str) -> None:
        decision = ledger.decide(9)
        why = ledger.refusal("objection.lodged", author, against(decision) | body).reason
        assert (why.code, why.field) == (code, field)
        assert not Objection.objects.exists()

    # Served on Thursday 26 June 2025; the tenth working day after it is Thursday 10 July: the institution's time.
    @pytest.mark.parametrize(
        ("lodged_on", "code"),
        [
            pytest.param("2025-07-10", None, id="D21: on working day 10"),
            pytest.param("2025-07-11", "objection_late", id="D21: on working day 11"),
        ],
    )
    @pytest.mark.parametrize("stated", ["by a notice", "with the decision"])
    def test_ten_working_days(self, ledger: Ledger, lodged_on: str, code: str | None, stated: str) -> None:
        if stated == "by a notice":
            decision = ledger.decide(9)
            ledger.say("notice.served", GUIZHOU, {"decision": str(decision.id)})
        else:
            decision = ledger.decide(9, notice_served_on="2025-06-26")
        body = {**against(decision), "lodged_on": lodged_on, "lodged_by": "institution"}
        item = ledger.item("objection.lodged", GUIZHOU, body)
        verdict = ledger.check(item)[0]
        assert (verdict and verdict.reason.code) == code

    # Received by the person on Tuesday 8 July; the tenth working day after it is Tuesday 22 July.
    @pytest.mark.parametrize(
        ("received", "lodged_on", "code"),
        [
            pytest.param(False, "2025-12-01", None, id="O39: nobody confirmed the receipt, never late"),
            pytest.param(True, "2025-07-22", None, id="O39: on working day 10 after their own receipt"),
            pytest.param(True, "2025-07-23", "objection_late", id="O39: on working day 11"),
        ],
    )
    def test_the_persons_time_runs_from_their_own_receipt(
        self, ledger: Ledger, received: bool, lodged_on: str, code: str | None
    ) -> None:
        decision = ledger.decide(9)
        ledger.say("notice.served", GUIZHOU, {"decision": str(decision.id)})
        if received:
            ledger.say("notice.received", GUIZHOU, {"decision": str(decision.id)})
        item = ledger.item("objection.lodged", GUIZHOU, {**against(decision), "lodged_on": lodged_on})
        verdict = ledger.check(item)[0]
        assert (verdict and verdict.reason.code) == code

    def test_one_at_a_time_and_once_by_each_side(self, ledger: Ledger) -> None:
        decision = ledger.decide(9)
        bodies = [against(decision), {**against(decision), "lodged_by": "institution"}]
        items = [ledger.item("objection.lodged", GUIZHOU, body) for body in bodies]
        verdicts = [verdict and verdict.reason.code for verdict in ledger.check(*items)]
        assert verdicts == [None, "objection_pending_already"]
        settle(ledger, lodge(ledger, decision))
        again = {**against(decision), "lodged_on": "2025-07-21"}
        assert ledger.refusal("objection.lodged", GUIZHOU, again).reason.code == "objection_lodged_before"
        lodge(ledger, decision, lodged_by="institution", lodged_on="2025-07-21")

    def test_against_what_does_not_count(self, ledger: Ledger) -> None:
        held = ledger.decide(9, status="pending")
        ledger.set_status(held, "held")
        undone = ledger.decide(9)
        ledger.say("decision.annulled", GUIZHOU, {"decision": str(undone.id)})
        codes = [ledger.refusal("objection.lodged", GUIZHOU, against(item)).reason.code for item in (held, undone)]
        assert codes == ["not_in_force", "already_annulled"]


class TestSettled:
    def test_changed_to_fewer_points_from_the_start(self, ledger: Ledger) -> None:  # D29
        objection = lodge(ledger, ledger.decide(9))
        settlement = settle(ledger, objection, outcome="changed", points=8)
        assert standing(ANN, INSIDE).status == "normal"
        assert points.points_of_year(facts_of([ANN])[ANN], 2025, packs=pack_book()) == 8
        before = standing(ANN, INSIDE, known_at=settlement.position - 1)
        assert before.status == "suspended", "what was known then stays known"

    def test_changed_in_its_months_only(self, ledger: Ledger) -> None:
        objection = lodge(ledger, ledger.decide(10))
        settle(ledger, objection, outcome="changed", points=10, suspension_months=1)
        assert standing(ANN, INSIDE).term_ends_on == date(2025, 7, 20)

    @pytest.mark.parametrize("make", [lambda ledger: ledger.decide(9), cascade], ids=["decision", "cascade"])
    def test_annulled_was_never_there(self, ledger: Ledger, make: Any) -> None:
        objection = lodge(ledger, make(ledger))
        settle(ledger, objection, outcome="annulled")
        assert standing(ANN, INSIDE).status == "normal"
        assert StandingInterval.objects.exclude(status="normal").count() == 0

    def test_annulled_cannot_be_annulled_again(self, ledger: Ledger) -> None:
        decision = ledger.decide(9)
        settle(ledger, lodge(ledger, decision), outcome="annulled")
        body = {"decision": str(decision.id)}
        assert ledger.refusal("decision.annulled", GUIZHOU, body).reason.code == "already_annulled"

    def test_the_penalty_may_be_scored_anew_once_its_score_is_undone(self, ledger: Ledger) -> None:
        decision = ledger.decide(9, case_number="C1")
        objection = lodge(ledger, decision)
        body = dict(decision.body)
        assert ledger.refusal("decision.issued", GUIZHOU, body).reason.code == "case_number_used"
        settle(ledger, objection, outcome="annulled")
        assert ledger.check(ledger.item("decision.issued", GUIZHOU, body)) == [None]

    @pytest.mark.parametrize(
        ("author", "body", "code", "field"),
        [
            pytest.param(CHONGQING, {}, "not_the_author", "objection", id="by another division"),
            pytest.param(GUIZHOU, {"objection": NOTHING}, "unknown_objection", "objection", id="of nothing"),
            pytest.param(GUIZHOU, {"reason": ""}, "settlement_reason_missing", "reason", id="upheld without reasons"),
            pytest.param(GUIZHOU, {"points": 8}, "settlement_points_unexpected", "points", id="upheld with points"),
            pytest.param(
                GUIZHOU, {"outcome": "changed"}, "settlement_points_missing", "points", id="changed to nothing"
            ),
            pytest.param(
                GUIZHOU, {"outcome": "changed", "points": 9}, "settlement_changes_nothing", "points", id="to the same"
            ),
            pytest.param(
                GUIZHOU, {"outcome": "changed", "points": 3}, "two_bands_off", "points", id="two bands below the basis"
            ),
            pytest.param(
                GUIZHOU, {"outcome": "changed", "points": 13}, "points_out_of_range", "points", id="to 13 points"
            ),
            pytest.param(
                GUIZHOU, {"outcome": "changed", "points": 10}, "settlement_worse", "points", id="to more points"
            ),
            pytest.param(
                GUIZHOU,
                {"outcome": "changed", "points": 8, "suspension_months": 3},
                "settlement_worse",
                "suspension_months",
                id="to a longer term",
            ),
            pytest.param(GUIZHOU, {"settled_on": "2025-06-30"}, "dates_out_of_order", "settled_on", id="before it"),
            pytest.param(GUIZHOU, {"settled_on": "2026-03-03"}, "date_implausible", "settled_on", id="tomorrow"),
            pytest.param(GUIZHOU, {"outcome": "forgotten"}, "code_unknown", "outcome", id="no outcome"),
            pytest.param(GUIZHOU, {"document": ""}, "text_blank", "document", id="without a document"),
        ],
    )
    def test_refused(self, ledger: Ledger, author: str, body: dict[str, Any], code: str, field: str) -> None:
        objection = lodge(ledger, ledger.decide(9))
        why = ledger.refusal("objection.settled", author, {"objection": str(objection.id), **body}).reason
        assert (why.code, why.field) == (code, field)
        assert not ObjectionSettlement.objects.exists()

    def test_a_cascade_has_no_points_to_change(self, ledger: Ledger) -> None:
        objection = lodge(ledger, cascade(ledger))
        body = {"objection": str(objection.id), "outcome": "changed", "points": 3}
        assert ledger.refusal("objection.settled", GUIZHOU, body).reason.code == "cascade_unchangeable"

    def test_settled_once(self, ledger: Ledger) -> None:
        objection = lodge(ledger, ledger.decide(9))
        body = {"objection": str(objection.id)}
        items = [ledger.item("objection.settled", GUIZHOU, body) for _ in range(2)]
        assert [verdict and verdict.reason.code for verdict in ledger.check(*items)] == [None, "settled_before"]
        settle(ledger, objection)
        assert ledger.refusal("objection.settled", GUIZHOU, body).reason.code == "settled_before"

    def test_what_is_held_cannot_be_settled(self, ledger: Ledger) -> None:
        objection = ledger.say("objection.lodged", GUIZHOU, against(ledger.decide(9)), status="pending")
        ledger.set_status(objection, "held")
        body = {"objection": str(objection.id)}
        assert ledger.refusal("objection.settled", GUIZHOU, body).reason.code == "not_in_force"


def test_a_pack_may_let_an_objection_stay_the_effect(ledger: Ledger) -> None:  # O10
    document = {"parameters": {"objection": {"stays_effect": {"value": True, "source": "invented"}}}}
    pack = {"division": GUIZHOU, "version": "1", "valid_from": "2025-01-01", "document": document}
    ledger.say("pack.published", "000000", pack)
    objection = lodge(ledger, ledger.decide(9, suspension_months=2))
    assert standing(ANN, INSIDE).status == "normal"
    settle(ledger, objection)
    found = standing(ANN, date(2025, 7, 20))
    assert (found.status, found.term_ends_on) == ("suspended", date(2025, 9, 8)), "19 days later than 20 August"
    assert standings.differing([ANN]) == []
