"""Rows of losses that somebody bore: accepted once, refused with the reason."""

import pytest

from registry.payment.models import BorneLoss
from tests.provinces.node import Desk, person, row

ONE, TWO = person(1), person(2)


class TestLosses:  # D30
    @pytest.fixture(autouse=True)
    def _suspended(self, desk: Desk) -> None:
        days = {"decided_on": "2025-06-20", "notice_served_on": "2025-06-20"}
        points = {"points": "9", "legal_basis": "claim_for_ineligible", **days}
        assert desk.outcome("decisions", person=ONE, **points) == "accepted"

    def test_borne_once(self, desk: Desk) -> None:
        assert desk.outcome("losses", person=ONE) == "accepted"
        assert BorneLoss.objects.get().amount_fen == 123_450
        assert desk.outcomes("losses", row("losses", system="s", code="d1")) == ["duplicate"]
        assert desk.outcome("losses", person=ONE, amount_yuan="1234.50") == "duplicate"
        assert desk.outcome("losses", person=ONE, amount_yuan="1") == "refused loss_reference_used"

    @pytest.mark.parametrize(
        ("cells", "outcome"),
        [
            pytest.param({"service_from": "2025-06-19"}, "refused loss_without_status", id="a day with the status"),
            pytest.param({"person": TWO}, "refused loss_without_status", id="somebody always normal"),
            pytest.param({"service_to": "2025-06-30"}, "refused dates_out_of_order", id="ends before it begins"),
            pytest.param({"decided_on": "2025-07-02"}, "refused dates_out_of_order", id="decided too early"),
            pytest.param({"amount_yuan": "1,234"}, "refused number_unreadable", id="with a comma"),
            pytest.param({"amount_yuan": "1.234"}, "refused number_unreadable", id="three digits after the point"),
            pytest.param({"amount_yuan": "-1"}, "refused number_unreadable", id="negative"),
            pytest.param({"amount_yuan": "0"}, "refused number_out_of_range", id="nothing"),
        ],
    )
    def test_what_is_refused(self, desk: Desk, cells: dict[str, str], outcome: str) -> None:
        assert desk.outcome("losses", **{"person": ONE, **cells}) == outcome
        assert not BorneLoss.objects.exists()
