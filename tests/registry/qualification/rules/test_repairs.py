"""Repair (art. 38, O16): points of a year lowered, terms and bars shortened, within the pack's caps."""

from typing import Any

import pytest

from registry.packs.book import PackBook
from registry.parameters import parse_pack
from registry.qualification.rules.facts import Facts
from registry.qualification.rules.points import points_of_year
from registry.qualification.rules.timeline import timeline
from registry.words.measures import MeasureKind, Mode
from tests.national_text import months_of_tests
from tests.registry.qualification.rules.making import DEFAULTS, a_decision, a_repair, a_restoration, day, facts, story


def repairing(**parameters: Any) -> PackBook:
    leaves = {name: {"value": value, "source": "test"} for name, value in parameters.items()}
    return PackBook(
        [
            parse_pack(
                {
                    "division": "520000",
                    "version": "test",
                    "valid_from": "2025-01-01",
                    "parameters": {"repair": leaves, "months": months_of_tests()},
                }
            )
        ]
    )


REPAIRS = [
    pytest.param([a_repair("2025-03-01", points=2)], 7, [], id="O16: 9 repaired to 7"),
    pytest.param([a_repair("2025-03-01", points=9)], 5, [], id="O30: by no more than is recorded on that day"),
    pytest.param(
        [a_repair("2025-03-01", points=3), a_repair("2025-03-02", points=3, author="210000")],
        5,
        [],
        id="O30: and nothing is saved up, whoever repairs",
    ),
    pytest.param(
        [a_repair("2025-06-02", points=3)],
        6,
        ["2025-06-01 suspended", "2025-08-01 suspended over"],
        id="a later repair lowers the year's points, not what they led to",
    ),
    pytest.param(
        [a_repair("2025-03-01", points=3, year=2024)],
        9,
        ["2025-06-01 suspended", "2025-08-01 suspended over"],
        id="a repair of another year",
    ),
    pytest.param(
        [a_repair("2025-06-10", months=1)],
        9,
        ["2025-06-01 suspended", "2025-06-10 suspended", "2025-07-01 suspended over"],
        id="a term shortened by a month",
    ),
    pytest.param(
        [a_repair("2025-07-20", months=1)],
        9,
        ["2025-06-01 suspended", "2025-07-20 suspended over"],
        id="but not before the day of the grant",
    ),
    pytest.param(
        [a_repair("2025-06-10", months=6)],
        9,
        ["2025-06-01 suspended", "2025-06-10 suspended", "2025-07-01 suspended over"],
        id="and to no less than the law's month",
    ),
    pytest.param(
        [a_repair("2025-06-01", months=1)],
        9,
        ["2025-06-01 suspended", "2025-07-01 suspended over"],
        id="granted on the first day",
    ),
    pytest.param(
        [a_repair("2025-05-31", months=1)],
        9,
        ["2025-06-01 suspended", "2025-08-01 suspended over"],
        id="not by what was granted before it was decided",
    ),
    pytest.param(
        [a_repair("2025-06-10", months=1, year=2024)],
        9,
        ["2025-06-01 suspended", "2025-08-01 suspended over"],
        id="nor by a repair of another year",
    ),
]


@pytest.mark.parametrize(("repairs", "points", "expected"), REPAIRS)
def test_repair(repairs: list[Any], points: int, expected: list[str]) -> None:
    known = facts(a_decision(4, "2025-02-01"), a_decision(5, "2025-06-01"), *repairs)
    assert points_of_year(known, 2025, packs=DEFAULTS) == points
    assert story(known) == expected


BARS = [
    pytest.param(facts(a_decision(12, "2025-03-01"), a_repair("2025-04-01", months=6)), DEFAULTS,
                 "2028-03-01", id="O16: none of 12 at once"),
    pytest.param(facts(a_decision(12, "2025-03-01"), a_repair("2025-04-01", months=6)),
                 repairing(excludes_at_once=False), "2027-09-01", id="O16: unless the pack allows it"),
    pytest.param(facts(a_decision(7, "2025-02-01"), a_decision(5, "2025-03-01"),
                       a_repair("2025-04-01", months=6)), DEFAULTS, "2025-09-01", id="accumulated: less"),
    pytest.param(facts(a_decision(7, "2025-02-01"), a_decision(5, "2025-03-01"),
                       a_repair("2025-04-01", months=6)), repairing(months_per_year=1), "2026-02-01",
                 id="accumulated: shortened within the pack's cap"),
]  # fmt: skip


@pytest.mark.parametrize(("known", "packs", "bar_ends_on"), BARS)
def test_repair_of_a_bar(known: Facts, packs: PackBook, bar_ends_on: str) -> None:
    assert timeline(known, packs).measures[-1].bar_ends_on == day(bar_ends_on)


def test_twelve_at_once_stay_twelve_points() -> None:
    known = facts(a_decision(12, "2025-03-01"), a_decision(1, "2025-05-01"), a_repair("2025-04-01", points=3))
    assert points_of_year(known, 2025, packs=DEFAULTS) == 12
    assert points_of_year(known, 2025, packs=repairing(excludes_at_once=False)) == 10


def test_months_granted_between_decision_and_start_count_from_the_start() -> None:
    known = facts(a_decision(9, "2025-06-01", suspension_starts_on="2025-06-20"), a_repair("2025-06-10", months=1))
    assert story(known) == ["2025-06-20 suspended", "2025-07-20 suspended over"]


def test_the_cap_of_a_year_is_the_persons() -> None:
    known = facts(a_decision(9, "2025-02-01"), a_repair("2025-03-01", points=2), a_repair("2025-03-02", points=2))
    assert points_of_year(known, 2025, packs=repairing(points_per_year=3)) == 6
    assert points_of_year(known, 2025, packs=DEFAULTS) == 5, "no cap without a text"


def test_months_of_several_repairs_add_up_within_the_cap() -> None:
    eleven = facts(
        a_decision(11, "2025-03-01"),
        a_repair("2025-03-10", months=2),
        a_repair("2025-03-11", months=1),
        a_repair("2025-03-12"),
    )
    assert timeline(eleven, DEFAULTS).measures[0].term_ends_on == day("2025-06-01")
    assert timeline(eleven, repairing(months_per_year=2)).measures[0].term_ends_on == day("2025-07-01")


def test_accumulated_points_are_repaired_below_twelve() -> None:
    known = facts(
        a_decision(7, "2025-02-01"), a_decision(4, "2025-03-01", reached="at_once"), a_repair("2025-04-01", points=3)
    )
    assert points_of_year(known, 2025, packs=DEFAULTS) == 8
    four = facts(a_decision(4, "2025-03-01", reached="at_once"), a_repair("2025-04-01", points=3))
    assert points_of_year(four, 2025, packs=DEFAULTS) == 1, "at once, but not twelve"


def test_a_joint_twelve_at_once_stays_twelve_for_what_comes_after() -> None:
    known = facts(
        a_decision(7, "2025-02-01", reached="at_once", case_number="C"),
        a_decision(5, "2025-03-01", reached="at_once", case_number="C"),
        a_repair("2025-04-01", points=3),
        a_decision(1, "2025-05-01"),
    )
    assert [each.points_total for each in timeline(known, DEFAULTS).measures] == [7, 12, 12]
    assert [each.points_total for each in timeline(known, repairing(excludes_at_once=False)).measures] == [7, 12, 10]


def test_points_at_once_of_one_year_protect_none_of_the_next() -> None:
    known = facts(
        a_decision(12, "2024-12-01"), a_decision(4, "2025-02-01"), a_repair("2025-03-01", points=3),
        a_decision(2, "2025-04-01"),
    )  # fmt: skip
    assert [each.points_total for each in timeline(known, DEFAULTS).measures] == [12, 4, 3]


def moving(**parameters: Any) -> PackBook:
    return repairing(moves_status=True, **parameters)


MOVES = [
    pytest.param([a_decision(9, "2025-03-01"), a_repair("2025-03-20", points=1)], moving(),
                 ["2025-03-01 suspended", "2025-03-20 normal"], id="to eight: the rest is cut off"),
    pytest.param([a_decision(11, "2025-03-01"), a_repair("2025-03-20", points=1)], moving(),
                 ["2025-03-01 suspended", "2025-03-20 suspended", "2025-06-01 suspended over"],
                 id="eleven to ten: three months instead of six, from the same first day"),
    pytest.param([a_decision(11, "2025-03-01"), a_repair("2025-07-20", points=1)], moving(),
                 ["2025-03-01 suspended", "2025-07-20 suspended over"], id="and not over before the grant"),
    pytest.param([a_decision(9, "2025-03-01", suspension_months=1), a_decision(1, "2025-03-10"),
                  a_repair("2025-03-20", points=1)], moving(),
                 ["2025-03-01 suspended", "2025-03-10 suspended", "2025-03-20 suspended", "2025-05-01 suspended over"],
                 id="what the notice states stays"),
    pytest.param([a_decision(7, "2025-02-01"), a_decision(5, "2025-03-01"), a_repair("2025-03-20", points=2)], moving(),
                 ["2025-03-01 terminated", "2025-03-20 suspended", "2025-06-01 suspended over"],
                 id="twelve to ten: a suspension in the bar's place, from the bar's first day"),
    pytest.param([a_decision(7, "2025-02-01"), a_decision(5, "2025-03-01"), a_repair("2025-09-20", points=2)], moving(),
                 ["2025-03-01 terminated", "2025-09-20 suspended over"], id="over when it begins, and still assessed"),
    pytest.param([a_decision(7, "2025-02-01"), a_decision(5, "2025-03-01"), a_repair("2025-03-20", points=2),
                  a_restoration("2025-06-01")], moving(),
                 ["2025-03-01 terminated", "2025-03-20 suspended", "2025-06-01 normal"], id="and restored like any"),
    pytest.param([a_decision(7, "2025-02-01"), a_decision(7, "2025-03-01"), a_repair("2025-03-20", points=2)], moving(),
                 ["2025-03-01 terminated", "2026-03-01 terminated over"], id="fourteen to twelve: nothing moves"),
    pytest.param([a_decision(12, "2025-03-01"), a_repair("2025-03-20", points=2)], moving(),
                 ["2025-03-01 terminated", "2028-03-01 terminated over"], id="nothing of twelve at once"),
    pytest.param([a_decision(9, "2024-12-10", suspension_months=2), a_decision(9, "2025-03-01", suspension_months=1),
                  a_repair("2025-03-20", points=1)], moving(),
                 ["2024-12-10 suspended", "2025-02-10 suspended over", "2025-03-01 suspended",
                  "2025-03-20 suspended over"],
                 id="another year's suspension goes on"),
    pytest.param([a_decision(9, "2025-03-01"), a_repair("2025-03-20", points=1)], DEFAULTS,
                 ["2025-03-01 suspended", "2025-05-01 suspended over"], id="without a text nothing moves"),
]  # fmt: skip


@pytest.mark.parametrize(("known", "packs", "expected"), MOVES)
def test_a_repair_moves_what_was_taken_where_the_text_says_so(
    known: list[Any], packs: PackBook, expected: list[str]
) -> None:
    assert story(facts(*known), packs) == expected, "O42"


def test_what_takes_a_bars_place_is_a_suspension_like_any() -> None:
    """Pages and papers show the whole measure: nothing of the bar may be left on it (O42)."""
    bar = a_decision(5, "2025-03-01", logged_on="2025-03-10", measure=MeasureKind.NOTICE)
    known = facts(a_decision(7, "2025-02-01", author="210000"), bar, a_repair("2025-03-20", points=2))
    found = timeline(known, moving()).measures[-1]
    assert (found.kind, found.months, found.points_total) == (MeasureKind.SUSPENSION, 3, 12)
    assert (found.bar_years, found.bar_ends_on, found.mode, found.unforeseen) == (None, None, Mode.ACCUMULATED, False)


def test_a_bar_that_is_no_new_one_leaves_a_notice() -> None:
    """Further points of the year are told of by a notice, which bars nobody a second time (O28)."""
    further = a_decision(3, "2025-04-01")
    known = facts(a_decision(7, "2025-02-01"), a_decision(5, "2025-03-01"), further)
    found = timeline(known, DEFAULTS).measures[-1]
    assert (found.decision, found.kind, found.points_total) == (further.id, MeasureKind.NOTICE, 15)
    assert (found.starts_on, found.counts_from) == (day("2025-04-01"), day("2025-04-01"))
    assert (found.months, found.bar_years, found.mode, found.unforeseen) == (None, None, Mode.ACCUMULATED, False)
