"""Rows of notices, objections, repairs and restorations: each names what it is about, and is accepted once."""

import pytest

from registry.qualification.models import (
    Cascade,
    Decision,
    NoticeReceived,
    NoticeServed,
    Objection,
    Repair,
    Restoration,
    StandingInterval,
)
from tests.provinces.node import Desk, person, row

ONE, TWO = person(1), person(2)


class TestRestorations:
    def suspended(self, desk: Desk) -> None:
        days = {"decided_on": "2025-06-20", "notice_served_on": "2025-06-20"}
        points = {"points": "9", "legal_basis": "claim_for_ineligible", **days}
        assert desk.outcome("decisions", person=ONE, **points) == "accepted"

    def test_assessed_once(self, desk: Desk) -> None:
        self.suspended(desk)
        assert desk.outcome("restorations", person=ONE) == "accepted"
        assert desk.outcome("restorations", system="s", code="d1") == "duplicate"
        assert desk.outcome("restorations", person=ONE, document="另") == "refused assessed_before"

    @pytest.mark.parametrize(
        ("cells", "outcome"),
        [
            pytest.param(
                {"effective_on": "2025-07-01", "assessed_on": "2025-07-01"}, "refused term_not_over", id="too early"
            ),
            pytest.param({"effective_on": "2025-12-19"}, "refused dates_out_of_order", id="effect before assessment"),
            pytest.param({"passed": "perhaps"}, "refused flag_unreadable", id="neither yes nor no"),
            pytest.param({"passed": ""}, "refused missing", id="no result"),
            pytest.param({"person": TWO}, "refused nothing_to_restore", id="somebody never decided about"),
        ],
    )
    def test_what_is_refused(self, desk: Desk, cells: dict[str, str], outcome: str) -> None:
        self.suspended(desk)
        assert desk.outcome("restorations", **{"person": ONE, **cells}) == outcome


class TestProcedure:
    """Notices, objections and their settlements name a decision by its case, or a cascade by its reference."""

    @pytest.fixture(autouse=True)
    def _decided(self, desk: Desk) -> None:
        points = {"points": "9", "legal_basis": "other_7_9", "notice_served_on": "2025-06-26"}
        assert desk.outcome("decisions", person=ONE, **points) == "accepted"
        assert desk.outcome("cascades", person=TWO) == "accepted"

    def test_served_once(self, desk: Desk) -> None:
        assert desk.outcome("notices", person=ONE) == "accepted"
        assert desk.outcome("notices", system="s", code="d1") == "duplicate"
        assert desk.outcome("notices", person=ONE, number="2") == "refused notice_served_before"
        assert NoticeServed.objects.get().decision == Decision.objects.get()

    def test_received_once_after_the_serving(self, desk: Desk) -> None:  # O39
        desk.take("decisions", row("decisions", person=TWO, case_number="C2"))
        assert desk.outcome("receipts", person=TWO, case_number="C2") == "refused notice_not_served"
        assert desk.outcome("receipts", person=ONE) == "accepted"
        assert desk.outcome("receipts", system="s", code="d1") == "duplicate"
        assert desk.outcome("receipts", person=ONE, received_on="2025-07-09") == "refused notice_received_before"
        assert NoticeReceived.objects.get().decision == Decision.objects.get(case_number="C1")

    def test_objected_to_and_settled(self, desk: Desk) -> None:
        objection, settlement = row("objections", person=ONE), row("settlements", person=ONE)
        assert desk.outcomes("settlements", settlement) == ["refused unknown_objection"]
        assert desk.outcomes("objections", objection, objection) == ["accepted", "duplicate"]
        assert desk.outcomes("objections", {**objection, "lodged_by": "institution"}) == [
            "refused objection_pending_already"
        ]
        changed = {**settlement, "outcome": "changed", "points": "8", "reason": ""}
        assert desk.outcomes("settlements", changed) == ["accepted"]
        assert desk.outcomes("settlements", changed, settlement) == ["duplicate", "refused settled_before"]
        assert desk.outcomes("objections", objection) == ["duplicate"]
        assert not StandingInterval.objects.filter(status="suspended", person_id=ONE).exists()

    def test_a_status_is_objected_to_by_its_reference(self, desk: Desk) -> None:
        by_reference = {"basis_authority": "", "case_number": "", "item": "", "reference": "R1"}
        objection = row("objections", person=TWO, **by_reference)
        assert desk.outcomes("objections", objection, objection) == ["accepted", "duplicate"]
        assert Objection.objects.get().cascade == Cascade.objects.get()
        settlement = row("settlements", person=TWO, **by_reference, outcome="annulled", reason="")
        assert desk.outcomes("settlements", settlement, settlement) == ["accepted", "duplicate"]
        assert not StandingInterval.objects.exclude(status="normal").filter(person_id=TWO).exists()

    @pytest.mark.parametrize(
        ("kind", "cells", "outcome"),
        [
            pytest.param("notices", {"case_number": "C9"}, "refused unknown_decision", id="notice of no case"),
            pytest.param("notices", {"person": TWO}, "refused unknown_decision", id="notice about somebody else"),
            pytest.param(
                "notices", {"served_on": "2025-06-23"}, "refused dates_out_of_order", id="served before its issue"
            ),
            pytest.param("receipts", {"case_number": "C9"}, "refused unknown_decision", id="receipt of no case"),
            pytest.param("receipts", {"received_on": ""}, "refused missing", id="received when"),
            pytest.param("objections", {"sealed": "no"}, "refused objection_incomplete", id="D26: not sealed"),
            pytest.param("objections", {"signed": ""}, "refused missing", id="nothing said of a signature"),
            pytest.param("objections", {"item": ""}, "refused missing", id="half a decision"),
            pytest.param("objections", {"reference": "R1"}, "refused two_targets", id="two targets"),
            pytest.param("objections", {"case_number": "C9"}, "refused unknown_decision", id="objection to no case"),
            pytest.param(
                "objections",
                {"basis_authority": "", "case_number": "", "item": "", "reference": "R9"},
                "refused unknown_cascade",
                id="objection to no status",
            ),
            pytest.param("settlements", {"outcome": ""}, "refused missing", id="settled somehow"),
        ],
    )
    def test_what_is_refused(self, desk: Desk, kind: str, cells: dict[str, str], outcome: str) -> None:
        assert desk.outcome(kind, **{"person": ONE, **cells}) == outcome
        assert not Objection.objects.exists()
        assert not NoticeServed.objects.exists()

    def test_a_late_objection(self, desk: Desk) -> None:  # D21
        desk.take("notices", row("notices", person=ONE))
        late = {"person": ONE, "lodged_by": "institution"}
        assert desk.outcome("objections", **late, lodged_on="2025-07-11") == "refused objection_late"
        assert desk.outcome("objections", **late, lodged_on="2025-07-10") == "accepted"

    def test_a_late_objection_of_the_person(self, desk: Desk) -> None:  # O39
        desk.take("notices", row("notices", person=ONE))
        desk.take("receipts", row("receipts", person=ONE))
        assert desk.outcome("objections", person=ONE, lodged_on="2025-07-23") == "refused objection_late"
        assert desk.outcome("objections", person=ONE, lodged_on="2025-07-22") == "accepted"

    def test_repaired_once(self, desk: Desk) -> None:
        assert desk.outcome("repairs", person=ONE) == "accepted"
        assert desk.outcome("repairs", person=ONE, months="0") == "duplicate"
        assert desk.outcome("repairs", person=ONE, months="1") == "refused repair_granted_before"
        assert desk.outcome("repairs", person=ONE, act="talk", points="9") == "refused repair_above_recorded"
        assert desk.outcome("repairs", person=TWO) == "refused nothing_to_repair"
        assert Repair.objects.get().points == 1

    def test_a_restoration_keeps_the_day_of_the_application(self, desk: Desk) -> None:
        assert desk.outcome("restorations", person=ONE, applied_on="2025-08-01") == "accepted"
        assert str(Restoration.objects.get().applied_on) == "2025-08-01"
