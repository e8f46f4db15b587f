"""Rows of cascades: applied, lifted, refused with the reason."""

import pytest

from registry.qualification.models import Cascade, CascadeLift
from sync.models import OutboxItem, Statement
from tests.provinces.node import GUIZHOU, HOSPITAL, Desk, person, row

ONE, TWO = person(1), person(2)


class TestCascades:
    def test_applied_then_lifted_by_a_later_file(self, desk: Desk) -> None:
        cascade = row("cascades", person=ONE)
        assert desk.outcomes("cascades", cascade, cascade) == ["accepted", "duplicate"]
        lifted = {**cascade, "lifted_on": "2025-08-01"}
        assert desk.outcomes("cascades", lifted) == ["accepted"]
        assert desk.outcomes("cascades", cascade, lifted) == ["duplicate", "duplicate"]
        assert desk.outcomes("cascades", {**cascade, "lifted_on": "2025-09-01"}) == ["refused already_lifted"]
        assert Cascade.objects.count() == CascadeLift.objects.count() == 1

    def test_taken_over_with_the_day_on_which_its_notice_was_served(self, desk: Desk) -> None:
        assert desk.outcome("cascades", person=ONE, notice_served_on="2025-05-01") == "accepted"
        assert str(Cascade.objects.get().notice_served_on) == "2025-05-01"

    def test_applied_and_lifted_in_one_file(self, desk: Desk) -> None:
        cascade = row("cascades", person=ONE)
        assert desk.outcomes("cascades", cascade, {**cascade, "lifted_on": "2025-08-01"}) == ["accepted", "accepted"]

    def test_a_reference_is_used_once_per_person(self, desk: Desk) -> None:
        rows = [row("cascades", person=ONE), row("cascades", person=TWO), row("cascades", person=ONE, reason="other")]
        assert desk.outcomes("cascades", *rows) == ["accepted", "accepted", "refused reference_used"]

    def test_a_row_whose_end_is_refused_leaves_no_beginning(self, desk: Desk) -> None:
        same_day = row("cascades", person=ONE, lifted_on="2025-05-01")
        fine = row("cascades", person=TWO, lifted_on="2025-06-01")
        assert desk.outcomes("cascades", same_day, fine) == ["refused dates_out_of_order", "accepted"]
        assert Cascade.objects.get().person_id == TWO
        assert OutboxItem.objects.count() == 3
        assert list(Statement.objects.filter(author=GUIZHOU).order_by("seq").values_list("seq", flat=True)) == [1, 2, 3]

    @pytest.mark.parametrize(
        ("cells", "outcome"),
        [
            pytest.param({"lifted_on": "2899-12-31"}, "refused date_implausible", id="an end centuries ahead"),
            pytest.param({"lifted_on": "2025-04-30"}, "refused dates_out_of_order", id="an end before the beginning"),
            pytest.param({"lifted_on": "10 years"}, "refused date_unreadable", id="an end that cannot be read"),
            pytest.param({"applied_on": "13/31/16"}, "refused date_unreadable", id="a beginning that cannot be read"),
            pytest.param({"applied_on": ""}, "refused missing", id="no beginning"),
            pytest.param({"status": "normal"}, "refused cascade_status_unknown", id="a status no cascade has"),
            pytest.param({"institution": HOSPITAL}, "accepted", id="with an institution"),
            pytest.param({"institution": "H1"}, "refused institution_unknown", id="with one nobody knows"),
            pytest.param({"reference": ""}, "refused missing", id="no reference"),
        ],
    )
    def test_what_is_refused(self, desk: Desk, cells: dict[str, str], outcome: str) -> None:
        assert desk.outcome("cascades", **{"person": ONE, **cells}) == outcome
