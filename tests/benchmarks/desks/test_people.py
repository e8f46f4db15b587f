"""Invented decisions say what the rules ask of real ones: a figure that cannot be measured is noticed here."""

import pytest

from registry.packs.pack import NATIONAL_DEFAULT
from registry.qualification.rules.admission import check_stated_months
from tests.benchmarks.desks.people import decision
from tests.registry.qualification.rules.making import a_decision


@pytest.mark.parametrize("points", [5, 9, 10, 11, 12])
def test_they_state_the_months_that_no_text_gives(points: int) -> None:
    body = decision("520000", 1, who=1, points=points)
    invented = a_decision(points, "2026-03-02", suspension_months=body.get("suspension_months"))
    check_stated_months(invented, points, NATIONAL_DEFAULT)  # raises where it is refused
