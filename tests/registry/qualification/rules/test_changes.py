"""What something would change on any day to come, not on today's alone."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.qualification.rules.changes import changes
from registry.qualification.rules.standing import Interval
from registry.qualification.rules.timeline import timeline
from tests.registry.qualification.rules.making import (
    DEFAULTS,
    a_cascade,
    a_decision,
    a_lift,
    a_restoration,
    a_settlement,
    an_annulment,
    an_objection,
    day,
    facts,
)

TODAY = day("2025-06-01")
FIVE = a_decision(5, "2025-05-20")
LATER = a_decision(4, "2025-05-25", suspension_starts_on="2025-06-10", suspension_months=2)
NINE = a_decision(9, "2025-05-01", suspension_months=6)
OBJECTION = an_objection(NINE, "2025-05-10")
TWELVE = a_decision(12, "2025-04-01")
CASCADE = a_cascade("2025-05-01")


def told(interval: Interval) -> str:
    return str(interval.status) + (" over" if interval.term_over else "")


CHANGES = [
    pytest.param([FIVE], [LATER],
                 ["2025-06-10..2025-08-10 normal > suspended", "2025-08-10..None normal > suspended over"],
                 id="nothing today, and suspended from a day to come"),
    pytest.param([NINE, OBJECTION], [a_settlement(OBJECTION, "2025-06-01", "changed", 9, suspension_months=3)],
                 ["2025-06-01..2025-08-01 suspended > suspended", "2025-08-01..2025-11-01 suspended > suspended over",
                  "2025-11-01..None suspended over > suspended over"],
                 id="the same status, and a shorter term"),
    pytest.param([NINE], [an_annulment(NINE)],
                 ["2025-06-01..2025-11-01 suspended > normal", "2025-11-01..None suspended over > normal"],
                 id="annulled: what is over by now is not told"),
    pytest.param([TWELVE], [FIVE], [], id="already terminated: nothing changes by further points"),
    pytest.param([NINE], [a_restoration("2025-11-01")], ["2025-11-01..None suspended over > normal"], id="restored"),
    pytest.param([CASCADE, NINE], [a_lift(CASCADE, "2025-06-15")],
                 ["2025-11-01..None suspended > suspended over"],
                 id="lifted, and suspended all the same until the term is over"),
    pytest.param([], [], [], id="nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("known", "more", "expected"), CHANGES)
def test_changes(known: list[Any], more: list[Any], expected: list[str]) -> None:
    before, after = timeline(facts(*known), DEFAULTS), timeline(facts(*known, *more), DEFAULTS)
    found = changes(before, after, TODAY)
    assert [f"{each.from_on}..{each.to_on} {told(each.before)} > {told(each.after)}" for each in found] == expected


POINTS = st.lists(
    st.builds(lambda points, at: a_decision(points, f"2025-0{at}-11"), st.integers(1, 12), st.integers(1, 6)),
    max_size=3,
)


@given(POINTS, POINTS)
@settings(max_examples=60)
def test_every_day_on_which_the_status_differs_lies_in_a_change_and_no_other(known: list[Any], more: list[Any]) -> None:
    before, after = timeline(facts(*known), DEFAULTS), timeline(facts(*known, *more), DEFAULTS)
    found = changes(before, after, TODAY)
    for number in range(0, 900, 3):
        on = TODAY.fromordinal(TODAY.toordinal() + number)
        inside = any(each.from_on <= on and (each.to_on is None or on < each.to_on) for each in found)
        if before.on(on).status is not after.on(on).status:
            assert inside
        elif before.on(on) == after.on(on):
            assert not inside
