"""Joint cases: several provinces' points in one measure, and who leads."""

from typing import Any

import pytest

from registry.qualification.rules.joint import joint_cases
from tests.registry.qualification.rules.making import (
    DEFAULTS,
    a_decision,
    a_repair,
    a_settlement,
    an_annulment,
    an_objection,
    facts,
)

GUIZHOU, LIAONING, BEIJING = "520000", "210000", "110000"


def five(decided_on: str, author: str, **others: Any) -> Any:
    return a_decision(5, decided_on, author=author, **others)


UNDONE = five("2025-04-01", LIAONING)
LOWERED = five("2025-04-01", LIAONING)
OBJECTION = an_objection(LOWERED, "2025-04-10")

CASES = [
    pytest.param([five("2025-03-01", GUIZHOU), five("2025-04-01", LIAONING)],
                 ["suspension 10 led by 210000 of 210000 520000"], id="D8: two provinces cross 9"),
    pytest.param([five("2025-03-01", GUIZHOU), five("2025-04-01", GUIZHOU)], [], id="one province alone"),
    pytest.param([five("2025-03-01", GUIZHOU), five("2026-04-01", LIAONING)], [], id="two years"),
    pytest.param([five("2025-03-01", GUIZHOU), a_decision(3, "2025-04-01", author=LIAONING)], [], id="below 9"),
    pytest.param([five("2025-03-01", GUIZHOU), UNDONE, an_annulment(UNDONE)], [], id="annulled"),
    pytest.param([five("2025-03-01", GUIZHOU), LOWERED, OBJECTION, a_settlement(OBJECTION, "2025-04-20", "changed", 3)],
                 [], id="an objection brought it below 9"),
    pytest.param([a_decision(10, "2025-03-01", author=GUIZHOU), a_decision(1, "2025-04-01", author=LIAONING)],
                 ["suspension 11 led by 520000 of 210000 520000"], id="the one that crossed 9 leads, not the last"),
    pytest.param([a_decision(10, "2025-03-01", author=GUIZHOU), a_decision(4, "2025-04-01", author=LIAONING)],
                 ["termination 14 led by 210000 of 210000 520000"], id="12 is another threshold"),
    pytest.param([five("2025-03-01", GUIZHOU), five("2025-04-01", LIAONING), five("2025-05-01", BEIJING)],
                 ["suspension 10 led by 210000 of 210000 520000",
                  "termination 15 led by 110000 of 110000 210000 520000"], id="three provinces"),
    pytest.param([five("2025-03-01", GUIZHOU), five("2025-04-01", LIAONING), a_repair("2025-04-02", points=3),
                  a_decision(1, "2025-05-01", author=BEIJING), a_decision(1, "2025-06-01", author=BEIJING)],
                 ["suspension 10 led by 210000 of 210000 520000",
                  "suspension 9 led by 110000 of 110000 210000 520000"], id="repaired below 9, crossed anew"),
    pytest.param([a_decision(12, "2025-03-01", author=GUIZHOU)], [], id="12 at once of one province"),
]  # fmt: skip


@pytest.mark.parametrize(("known", "expected"), CASES)
def test_joint_case(known: list[Any], expected: list[str]) -> None:
    found = joint_cases(facts(*known), DEFAULTS)
    assert [
        f"{each.kind} {each.points_total} led by {each.lead} of {' '.join(each.authors)}" for each in found
    ] == expected
    decisions = {each.id: each for each in facts(*known).decisions}
    for each in found:
        assert decisions[each.crossed_by].author == each.lead
        assert decisions[each.decision].decided_on.year == each.year
