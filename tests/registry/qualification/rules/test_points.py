"""What each decision brings its year to, with and without it; what a repair takes of it; what a notice announced."""

import pytest

from registry.qualification.rules.crossings import announced_points, is_announced, is_crossing
from registry.qualification.rules.facts import Join
from registry.qualification.rules.points import in_force, lowered_in, points_of_year, tallies
from registry.qualification.rules.spans import meanwhile, spans
from registry.words.degrees import Reached
from registry.words.measures import MeasureKind, Mode
from tests.registry.qualification.rules.making import DEFAULTS, a_decision, a_repair, day, facts
from tests.registry.qualification.rules.test_repairs import repairing

EAST, WEST = "210000", "520000"
FIVE, FOUR, THREE = a_decision(5, "2025-03-01"), a_decision(4, "2025-04-01"), a_decision(3, "2025-05-01")


def of_case(points: int, decided_on: str) -> object:
    return a_decision(points, decided_on, case_number="C1", reached=Reached.AT_ONCE)


SUMS = [
    pytest.param([FIVE], [], [(5, 0, False)], id="one decision: nothing without it"),
    pytest.param([FIVE, FOUR, THREE], [], [(5, 0, False), (9, 5, False), (12, 9, False)], id="art. 26: each adds up"),
    pytest.param([THREE, FOUR, FIVE], [], [(5, 0, False), (9, 5, False), (12, 9, False)], id="O35: whatever the order"),
    pytest.param(
        [FIVE, FOUR, THREE], [a_repair("2025-04-01", points=2)], [(5, 0, False), (7, 3, False), (10, 7, False)],
        id="art. 38: a repair counts from the day of its grant, with and without the decision",
    ),
    pytest.param(
        [FIVE, FOUR, THREE], [a_repair("2025-04-02", points=2)], [(5, 0, False), (9, 5, False), (10, 7, False)],
        id="art. 38: and not for what took effect the day before",
    ),
    pytest.param(
        [of_case(6, "2025-03-01"), of_case(6, "2025-03-02"), THREE], [a_repair("2025-04-01", points=4)],
        [(6, 0, False), (12, 6, True), (12, 12, False)],
        id="O16: a repair takes nothing of a case that reached 12 at once",
    ),
    pytest.param(
        [of_case(6, "2025-03-01"), of_case(6, "2025-03-02"), of_case(3, "2025-03-03")], [],
        [(6, 0, False), (12, 6, True), (15, 12, False)],
        id="O33: what comes after 12 brings them about no second time",
    ),
    pytest.param(
        [FIVE], [a_repair("2024-12-01", points=1, year=2024), a_repair("2025-03-01", points=2)], [(3, 0, False)],
        id="O7: the repair of another year takes nothing here, and hides none of this year's",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("decisions", "repairs", "expected"), SUMS)
def test_tallies(decisions: list, repairs: list, expected: list) -> None:
    found = tallies(decisions, repairs, DEFAULTS)
    assert [(each.total, each.before, each.at_once) for each in found] == expected


CAPPED = [
    pytest.param([1, 2, 2], 4, 8, id="a cap is used up by all before: 1, 2 and the 1 that is left"),
    pytest.param([4, 2], 4, 8, id="nothing is left of it"),
    pytest.param([1, 2, 2], 9, 7, id="a cap that is wide enough"),
]


@pytest.mark.parametrize(("points", "cap", "expected"), CAPPED)
def test_a_yearly_cap_is_used_up_by_all_repairs_before(points: list[int], cap: int, expected: int) -> None:
    known = facts(
        a_decision(12, "2025-03-01"), *(a_repair(f"2025-0{4 + n}-01", points=p) for n, p in enumerate(points))
    )
    capped = repairing(points_per_year=cap, excludes_at_once=False)
    assert points_of_year(known, 2025, packs=capped) == expected


def test_a_repair_takes_what_is_on_record_that_day() -> None:
    assert points_of_year(facts(FIVE, a_repair("2025-03-01", points=2)), 2025, packs=DEFAULTS) == 3
    assert points_of_year(facts(FIVE, a_repair("2025-02-28", points=2)), 2025, packs=DEFAULTS) == 5
    assert points_of_year(facts(FIVE, a_repair("2025-06-01", points=5)), 2025, packs=DEFAULTS) == 0


@pytest.mark.parametrize(("on", "expected"), [("2025-05-31", 0), ("2025-06-01", 2), ("2025-06-02", 2)])
def test_a_repair_lowers_from_its_day_on(on: str, expected: int) -> None:
    assert lowered_in([FIVE], [a_repair("2025-06-01", points=2)], 2025, packs=DEFAULTS, on=day(on)) == expected


def test_two_decisions_come_by_the_day_of_their_basis() -> None:
    assert in_force(facts(FOUR, FIVE)) == [FIVE, FOUR]


CROSSINGS = [
    pytest.param([a_decision(9, "2025-03-01"), a_decision(1, "2025-04-01")], False, id="9 to 10: suspended before"),
    pytest.param([a_decision(8, "2025-03-01"), a_decision(1, "2025-04-01")], True, id="8 to 9"),
    pytest.param([a_decision(11, "2025-03-01"), a_decision(1, "2025-04-01")], True, id="11 to 12"),
    pytest.param([a_decision(12, "2025-03-01"), a_decision(1, "2025-04-01")], False, id="12 to 13: terminated before"),
]


@pytest.mark.parametrize(("decisions", "expected"), CROSSINGS)
def test_a_crossing_makes_it_stricter(decisions: list, expected: bool) -> None:
    assert is_crossing(tallies(decisions, [], DEFAULTS)[-1]) is expected


THREE_IN_THE_EAST, NINE = a_decision(3, "2025-03-01", author=EAST), a_decision(9, "2025-04-01")
SEVEN_IN_THE_EAST = a_decision(7, "2025-03-01", author=EAST)
FIVE_LATER, FIVE_SUSPENDING = a_decision(5, "2025-04-01"), a_decision(5, "2025-04-01", measure=MeasureKind.SUSPENSION)
FIVE_WITH_MONTHS = a_decision(5, "2025-04-01", suspension_months=2)
THREE_OF_THE_OTHER_ID, TWO_OF_A_THIRD = a_decision(3, "2025-03-01"), a_decision(2, "2025-03-02")


def joined(one: object, *others: object) -> list[Join]:
    return [
        Join(one=frozenset({one.id}), other=frozenset({other.id}), joined_on=day("2025-05-01"))  # type: ignore[attr-defined]
        for other in others
    ]


ANNOUNCED = [
    pytest.param([THREE_IN_THE_EAST, NINE], [], False, 9, id="9 of one's own, 12 with another's: the 9 were told"),
    pytest.param([SEVEN_IN_THE_EAST, FIVE_LATER], [], False, None, id="5 of one's own: no suspension was told"),
    pytest.param([SEVEN_IN_THE_EAST, FIVE_SUSPENDING], [], False, 9, id="the notice states a suspension"),
    pytest.param([SEVEN_IN_THE_EAST, FIVE_WITH_MONTHS], [], False, 9, id="months are those of a suspension"),
    pytest.param([THREE, a_decision(9, "2025-06-01")], [], True, None, id="12 of one's own: the termination was told"),
    pytest.param([FIVE, FOUR], [], True, None, id="9 of one's own: no termination"),
    pytest.param(
        [THREE_OF_THE_OTHER_ID, NINE], joined(NINE, THREE_OF_THE_OTHER_ID), False, 9,
        id="O23: one's own of the other ID, unseen before the merge",
    ),
    pytest.param(
        [THREE_OF_THE_OTHER_ID, NINE], joined(THREE_OF_THE_OTHER_ID, NINE), False, 9, id="O23: whichever side it is"
    ),
    pytest.param(
        [THREE_OF_THE_OTHER_ID, TWO_OF_A_THIRD, NINE], joined(NINE, THREE_OF_THE_OTHER_ID, TWO_OF_A_THIRD), False, 9,
        id="O23: two other IDs, neither of them seen",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("decisions", "joins", "announced", "points"), ANNOUNCED)
def test_what_a_notice_announced(decisions: list, joins: list[Join], announced: bool, points: int | None) -> None:
    last = tallies(decisions, [], DEFAULTS)[-1]
    assert is_announced(last, joins) is announced
    assert announced_points(last, joins) == points


def test_alone_it_leads_there_whatever_a_repair_took() -> None:
    repaired = tallies([THREE_IN_THE_EAST, NINE], [a_repair("2025-03-15", points=2)], DEFAULTS)[-1]
    assert (repaired.total, is_announced(repaired)) == (10, True)


def test_repairs_are_taken_off_what_the_author_saw() -> None:
    seen = tallies([FIVE, FOUR, THREE_IN_THE_EAST], [a_repair("2025-03-15", points=2)], DEFAULTS)[-1]
    assert (seen.total, is_announced(seen)) == (10, False)


LATE_NINE = a_decision(9, "2025-04-01", logged_on=day("2025-05-10"))
LATE_FOUR = a_decision(4, "2025-04-01", logged_on=day("2025-05-10"))


@pytest.mark.parametrize(
    ("decisions", "mode"),
    [
        pytest.param([THREE_IN_THE_EAST, LATE_NINE], Mode.SINGLE, id="9 by one decision"),
        pytest.param([THREE_IN_THE_EAST, FIVE, LATE_FOUR], Mode.ACCUMULATED, id="9 by two"),
    ],
)
def test_what_was_told_holds_meanwhile(decisions: list, mode: Mode) -> None:
    known = facts(*decisions)
    bar = spans(tallies(decisions, [], DEFAULTS), known, [], DEFAULTS)
    (found,) = meanwhile(bar, known)
    assert (bar[-1].kind, bar[-1].start) == (MeasureKind.TERMINATION, day("2025-05-10"))
    assert (found.kind, found.start, found.counts_from, found.end) == (
        MeasureKind.SUSPENSION, day("2025-04-01"), day("2025-04-01"), day("2025-05-10"),
    )  # fmt: skip
    assert (found.bar_years, found.mode, found.total, found.meanwhile) == (0, mode, 9, True)
    assert (found.unforeseen, found.stated, found.lowered) == (False, None, [])
    assert found.lowered is not bar[-1].lowered
    (alone,) = spans(tallies([NINE], [], DEFAULTS), facts(NINE), [], DEFAULTS)
    assert found.months == alone.months
