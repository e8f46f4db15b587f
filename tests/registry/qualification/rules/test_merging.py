"""Two IDs found to be one person (O23): each its own before, the strictest of three from the merge on."""

import itertools
from typing import Any

import pytest
from hypothesis import given, settings

from registry.qualification.rules.facts import Facts
from registry.qualification.rules.merging import merged
from registry.qualification.rules.standing import Timeline
from registry.qualification.rules.timeline import timeline
from tests.registry.qualification.rules.making import (
    DEFAULTS,
    a_cascade,
    a_decision,
    a_lift,
    a_refiling,
    a_repair,
    a_restoration,
    an_objection,
    assert_contiguous,
    day,
    facts,
)
from tests.registry.qualification.rules.test_properties import PACKS, days, days_of_change, known_facts


def of(own: Facts, other: Facts, merged_on: str) -> Timeline:
    united = own.merge(other)
    return merged(timeline(own, DEFAULTS), timeline(other, DEFAULTS), timeline(united, DEFAULTS), day(merged_on))


def told(found: Timeline) -> list[str]:
    assert_contiguous(found.intervals)
    return [
        f"{each.from_on} {each.status}{' over' if each.term_over else ''}"
        f"{' objected' if each.objection_pending else ''}{' pending' if each.pending else ''}"
        for each in found.intervals[1:]
    ]


NINE = a_decision(9, "2025-03-01")
FIVE = a_decision(5, "2025-02-01")
FOUR = a_decision(4, "2025-03-01")
CASCADE = a_cascade("2025-01-01")
HARD = a_cascade("2025-04-01", status="terminated")

MERGES = [
    pytest.param([], [], [], id="nothing"),
    pytest.param([NINE], [], ["2025-03-01 suspended", "2025-05-01 suspended over"], id="one's own goes on"),
    pytest.param([], [NINE], ["2025-04-01 suspended", "2025-05-01 suspended over"],
                 id="the other's holds from the merge on"),
    pytest.param([FIVE], [FOUR], ["2025-04-01 suspended", "2025-05-01 suspended over"],
                 id="points united: 9, from the merge on"),
    pytest.param([a_decision(12, "2025-02-01")], [NINE],
                 ["2025-02-01 terminated", "2028-02-01 terminated over"],
                 id="O28: further points while the bar of the year runs are no reason of their own"),
    pytest.param([NINE, a_restoration("2025-05-01")], [FIVE],
                 ["2025-03-01 suspended", "2025-04-01 terminated", "2026-03-01 terminated over"],
                 id="14 united: terminated, the restoration helps no more"),
    pytest.param([NINE], [a_restoration("2025-04-15")],
                 ["2025-03-01 suspended", "2025-05-01 suspended over"],
                 id="a restoration of the other frees nobody: one's own is stricter"),
    pytest.param([], [NINE, a_restoration("2025-05-01")],
                 ["2025-04-01 suspended", "2025-05-01 normal"], id="restored under the other ID"),
    pytest.param([HARD, a_lift(HARD, "2025-04-10")], [CASCADE],
                 ["2025-04-01 terminated", "2025-04-10 suspended"], id="a cascade of each"),
    pytest.param([FIVE, an_objection(FIVE, "2025-03-10")], [],
                 ["2025-03-10 normal objected"], id="one's objection"),
    pytest.param([], [FIVE, an_objection(FIVE, "2025-03-10")],
                 ["2025-04-01 normal objected"], id="the other's objection"),
    pytest.param([], [a_decision(9, "2025-03-01", position=None)],
                 ["2025-04-01 suspended pending", "2025-05-01 suspended over pending"], id="still in the outbox"),
    pytest.param([a_decision(9, "2025-01-01")], [a_decision(9, "2024-12-20", suspension_months=6)],
                 ["2025-01-01 suspended", "2025-03-01 suspended over", "2025-04-01 suspended",
                  "2025-06-20 suspended over"],
                 id="the other's term still runs: not over"),
    pytest.param([a_decision(12, "2022-02-01")], [a_refiling("2025-03-01")],
                 ["2022-02-01 terminated", "2025-02-01 terminated over"], id="filed anew under the other ID only"),
]  # fmt: skip


@pytest.mark.parametrize(("own", "other", "expected"), MERGES)
def test_merged(own: list[Any], other: list[Any], expected: list[str]) -> None:
    assert told(of(facts(*own), facts(*other), "2025-04-01")) == expected


def test_each_decision_has_its_strictest_measure() -> None:
    own, other = facts(FIVE, FOUR), facts(a_repair("2025-02-15", points=3))
    found = of(own, other, "2025-04-01")
    assert [(measure.kind, measure.points_total) for measure in found.measures] == [("notice", 5), ("suspension", 9)]
    both = of(facts(FIVE), facts(FOUR), "2025-04-01")
    assert [measure.points_total for measure in both.measures] == [5, 9]
    longer = of(facts(NINE), facts(a_repair("2025-03-02", months=1)), "2025-04-01")
    assert longer.measures[0].term_ends_on == day("2025-05-01"), "unrepaired is the longer"
    barred = facts(a_decision(7, "2025-02-01"), a_decision(5, "2025-02-02"))
    bar = of(barred, facts(a_repair("2025-03-02", months=1)), "2025-04-01")
    assert bar.measures[1].bar_ends_on == day("2026-02-02")


@settings(max_examples=50, deadline=None)
@given(known_facts(), known_facts(), days)
def test_before_the_merge_ones_own_from_it_on_the_strictest(own: Facts, other: Facts, merged_on: Any) -> None:
    united = timeline(own.merge(other), PACKS)
    mine, theirs = timeline(own, PACKS), timeline(other, PACKS)
    found, turned = merged(mine, theirs, united, merged_on), merged(theirs, mine, united, merged_on)
    for before, after in itertools.pairwise(found.intervals):
        assert before.to_on == after.from_on
    assert (found.intervals[0].from_on, found.intervals[-1].to_on) == (None, None)
    for on in days_of_change(found, mine, theirs, united) | {merged_on}:
        if on < merged_on:
            assert found.on(on).same_standing(mine.on(on))
        else:
            strictest = max((each.status_on(on) for each in (mine, theirs, united)), key=lambda each: each.strictness)
            assert found.status_on(on) is strictest is turned.status_on(on)
