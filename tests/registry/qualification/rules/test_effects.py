"""When a score takes effect, and what is crossed without anybody having foreseen it (O25, O26, O28, O34, O35)."""

import dataclasses
from typing import Any

import pytest

from registry.packs.book import PackBook
from registry.parameters import parse_pack
from registry.qualification.rules.effects import effect_day, start_to_propose
from registry.qualification.rules.facts import Facts, Join
from registry.qualification.rules.timeline import timeline
from registry.words.dates import after_months
from registry.words.measures import MeasureKind
from tests.national_text import months_of_tests, with_months
from tests.registry.qualification.rules.making import (
    DEFAULTS,
    a_cascade,
    a_decision,
    a_lift,
    a_measure_stated,
    a_refiling,
    a_restoration,
    day,
    facts,
    story,
)

EAST, WEST = "210000", "520000"


def pack(division: str = WEST, **parameters: Any) -> Any:
    leaves = {name: {"value": value, "source": "test"} for name, value in parameters.items()}
    return parse_pack(
        {
            "division": division,
            "version": "test",
            "valid_from": "2025-01-01",
            "parameters": {"months": months_of_tests(), **leaves},
        }
    )


DECIDED = pack(term_starts="decided_on")
ISSUED = pack(term_starts="notice_issued_on")
SERVED = pack(term_starts="notice_served_on")
NEXT_MONTH = pack(term_starts="first_of_next_month")

EFFECTS = [
    pytest.param({}, DECIDED, "2025-06-20", id="decided months ago, signed today: today"),
    pytest.param({}, SERVED, "2025-06-20", id="no notice known: the day it was signed"),
    pytest.param({}, NEXT_MONTH, "2025-07-01", id="the first of the next month after it was signed"),
    pytest.param({"suspension_starts_on": "2025-07-15"}, DECIDED, "2025-07-15", id="the start that the notice states"),
    pytest.param({"suspension_starts_on": "2025-05-01"}, DECIDED, "2025-06-20", id="and never before it was signed"),
    pytest.param({"notice_served_on": "2025-05-10"}, SERVED, "2025-05-10", id="taken over: the day of the serving"),
    pytest.param({"notice_served_on": "2025-05-10"}, DECIDED, "2025-05-10", id="and no further"),
    pytest.param({"notice_served_on": "2025-05-10"}, NEXT_MONTH, "2025-06-01", id="and the month after it"),
    pytest.param(
        {"notice_served_on": "2025-05-10", "suspension_starts_on": "2025-05-20"}, SERVED, "2025-05-20",
        id="taken over, with the start that its notice states",
    ),
    pytest.param(
        {"notice_served_on": "2025-05-10", "suspension_starts_on": "2025-05-02"}, SERVED, "2025-05-10",
        id="taken over, with a start before the serving",
    ),
    pytest.param({"notice_issued_on": "2025-06-20"}, ISSUED, "2025-06-20", id="issued on the day of signature"),
    pytest.param({"notice_issued_on": "2025-05-06"}, ISSUED, "2025-06-20", id="issued before, served on nobody yet"),
]  # fmt: skip


@pytest.mark.parametrize(("stated", "under", "expected"), EFFECTS)
def test_effect_day(stated: dict[str, str], under: Any, expected: str) -> None:
    decision = a_decision(9, "2025-03-01", signed_on="2025-06-20", **stated)
    assert effect_day(decision, under) == day(expected)


PROPOSED = [
    (DECIDED, "2025-06-20"), (ISSUED, "2025-06-20"), (SERVED, "2025-06-25"), (NEXT_MONTH, "2025-07-01"),
]  # fmt: skip


@pytest.mark.parametrize(("under", "expected"), PROPOSED)
def test_a_start_is_proposed_as_the_pack_has_it(under: Any, expected: str) -> None:
    proposed = start_to_propose(under, issued_on=day("2025-06-20"), served_by=day("2025-06-25"))
    assert proposed == day(expected), "O1"
    assert start_to_propose(SERVED, issued_on=day("2025-06-20"), served_by=None) == day("2025-06-20")


LATE = [
    pytest.param(
        [a_decision(9, "2025-03-01", signed_on="2025-06-20")],
        ["2025-06-20 suspended", "2025-08-20 suspended over"],
        id="O25: booked late: no day that is over is touched",
    ),
    pytest.param(
        [a_decision(5, "2025-05-01"), a_decision(5, "2025-03-01", signed_on="2025-06-20")],
        ["2025-06-20 suspended", "2025-09-20 suspended over"],
        id="O25: the earlier one is booked last, and crosses",
    ),
    pytest.param(
        [a_decision(5, "2025-05-01", suspension_starts_on="2025-07-01"), a_decision(5, "2025-06-01")],
        ["2025-07-01 suspended", "2025-10-01 suspended over"],
        id="O25: not before the latest effect day summed",
    ),
    pytest.param(
        [a_decision(10, "2025-12-20", signed_on="2026-02-01"), a_decision(2, "2026-01-10")],
        ["2026-02-01 suspended", "2026-05-01 suspended over"],
        id="O25: the year is that of the basis all the same",
    ),
    pytest.param(
        [a_decision(9, "2025-03-01"), a_restoration("2025-05-02"), a_decision(1, "2025-04-01", signed_on="2025-05-20")],
        ["2025-03-01 suspended", "2025-05-01 suspended over", "2025-05-02 normal", "2025-05-20 suspended",
         "2025-08-20 suspended over"],
        id="O27: dated before a restoration, booked after it: a further suspension",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("known", "expected"), LATE)
def test_nothing_takes_effect_in_the_past(known: list[Any], expected: list[str]) -> None:
    assert story(facts(*known)) == expected


def test_a_cascade_reaches_back_only_where_it_says_so() -> None:
    late = a_cascade("2025-02-01", signed_on=day("2025-06-20"))
    assert story(facts(late)) == ["2025-06-20 suspended"]
    assert story(facts(late, a_lift(late, "2025-05-01"))) == [], "over before it was said"
    taken_over = dataclasses.replace(late, notice_served_on=day("2025-02-05"))
    assert story(facts(taken_over)) == ["2025-02-05 suspended"]


def both(**of_second: Any) -> list[Any]:
    """Return five points of each province; the west's comes second, and came into the log on 10 June."""
    first = a_decision(5, "2025-06-01", author=EAST, logged_on="2025-06-12")
    return [first, a_decision(5, "2025-06-02", author=WEST, logged_on="2025-06-10", **of_second)]


UNSEEN = [
    pytest.param(both(), ["2025-06-12 suspended", "2025-09-12 suspended over"], True,
                 id="O26: unseen by each other: from the day on which the last of both is in the log"),
    pytest.param(both(suspension_starts_on="2025-06-05"), ["2025-06-05 suspended", "2025-09-05 suspended over"], False,
                 id="the notice of the second states a start: it foresaw"),
    pytest.param(both(suspension_months=2), ["2025-06-02 suspended", "2025-08-02 suspended over"], False,
                 id="or its months"),
    pytest.param(both(measure=MeasureKind.NOTICE), ["2025-06-12 suspended", "2025-09-12 suspended over"], True,
                 id="it says that nothing follows"),
    pytest.param(both(measure=MeasureKind.SUSPENSION), ["2025-06-02 suspended", "2025-09-02 suspended over"], False,
                 id="it says that a suspension follows"),
    pytest.param([a_decision(5, "2025-06-01", logged_on="2025-06-12"), a_decision(5, "2025-06-02")],
                 ["2025-06-02 suspended", "2025-09-02 suspended over"], False,
                 id="both its own: whoever signs knows them"),
    pytest.param([a_decision(2, "2025-06-01", author=EAST, logged_on="2025-06-12"), a_decision(9, "2025-06-02")],
                 ["2025-06-02 suspended", "2025-12-02 suspended over"], False,
                 id="it leads to it alone"),
    pytest.param([a_decision(5, "2025-06-01", author=EAST, logged_on="2025-06-12"),
                  a_decision(9, "2025-06-02", suspension_months=3)],
                 ["2025-06-02 suspended", "2025-06-12 terminated", "2026-06-12 terminated over"], True,
                 id="told of three months, which hold until the termination that nobody was told of does"),
]  # fmt: skip


@pytest.mark.parametrize(("known", "expected", "unforeseen"), UNSEEN)
def test_a_threshold_that_no_notice_foresaw(known: list[Any], expected: list[str], unforeseen: bool) -> None:
    assert story(facts(*known)) == expected
    assert [each.unforeseen for each in timeline(facts(*known), DEFAULTS).measures] == [False, unforeseen]


def test_without_a_number_of_the_text_the_lower_bound_holds_until_the_lead_states_it() -> None:
    ranges = PackBook([parse_pack({
        "division": WEST, "version": "test", "valid_from": "2025-01-01",
        "parameters": {"months": {"accumulated": {"10": {"value": [2, 4], "source": "test"}}}},
    })])  # fmt: skip
    known = both()
    assert story(facts(*known), ranges) == ["2025-06-12 suspended", "2025-08-12 suspended over"]
    stated = a_measure_stated(known[1], "2025-06-20", months=4, signed_on="2025-06-20")
    assert story(facts(*known, stated), ranges) == [
        "2025-06-12 suspended", "2025-06-20 suspended", "2025-10-20 suspended over",
    ]  # fmt: skip
    last = timeline(facts(*known, stated), ranges).measures[-1]
    assert (last.starts_on, last.counts_from, last.months) == (day("2025-06-12"), day("2025-06-20"), 4)
    assert not last.unforeseen


def test_what_is_stated_after_somebody_was_restored_reaches_no_day_that_is_over() -> None:
    known = [*both(), a_restoration("2025-09-12")]
    stated = a_measure_stated(known[1], "2025-06-12", months=6, signed_on="2025-10-01")
    assert story(facts(*known, stated))[-1] == "2025-09-12 normal"


def test_points_that_a_merge_unites_count_from_the_merge() -> None:
    mine, theirs = a_decision(5, "2025-02-01"), a_decision(5, "2025-03-01")
    join = Join(one=frozenset([mine.id]), other=frozenset([theirs.id]), joined_on=day("2025-05-01"))
    united = dataclasses.replace(facts(mine, theirs), joins=(join,))
    assert story(united) == ["2025-05-01 suspended", "2025-08-01 suspended over"]
    assert timeline(united, DEFAULTS).measures[-1].unforeseen
    assert story(facts(mine, theirs)) == ["2025-03-01 suspended", "2025-06-01 suspended over"]


BARS = [
    pytest.param([a_decision(12, "2025-03-01"), a_decision(4, "2025-05-01")],
                 ["2025-03-01 terminated", "2028-03-01 terminated over"], id="O28: no bar of its own"),
    pytest.param([a_decision(8, "2025-03-01"), a_decision(4, "2025-05-01"), a_decision(2, "2025-07-01")],
                 ["2025-05-01 terminated", "2026-05-01 terminated over"], id="O28: nor after an accumulated one"),
    pytest.param([a_decision(8, "2025-03-01"), a_decision(4, "2025-05-01"), a_decision(12, "2025-07-01")],
                 ["2025-05-01 terminated", "2025-07-01 terminated", "2028-07-01 terminated over"],
                 id="O28: a single 12 bars for three years from its own day"),
    pytest.param([a_decision(12, "2025-03-01"), a_decision(12, "2026-05-01")],
                 ["2025-03-01 terminated", "2026-05-01 terminated", "2029-05-01 terminated over"],
                 id="another year is another bar"),
]  # fmt: skip


@pytest.mark.parametrize(("known", "expected"), BARS)
def test_one_bar(known: list[Any], expected: list[str]) -> None:
    assert story(facts(*known)) == expected


def test_further_points_under_a_bar_are_no_more_than_a_notice() -> None:
    found = timeline(facts(a_decision(12, "2025-03-01"), a_decision(4, "2025-05-01")), DEFAULTS).measures
    assert [(each.kind.value, each.points_total) for each in found] == [("termination", 12), ("notice", 16)]


def test_after_a_new_filing_points_of_the_year_end_it_anew() -> None:
    packs = PackBook([pack(), with_months()])
    known: Facts = facts(
        a_decision(12, "2025-01-02", suspension_starts_on="2025-01-02"), a_restoration("2028-01-02"),
        a_refiling("2028-01-02"), a_decision(1, "2025-12-31", signed_on="2028-02-01"),
    )  # fmt: skip
    assert story(known, packs)[-2:] == ["2028-02-01 terminated", "2029-02-01 terminated over"]


OWN_TERMS = [
    pytest.param({"suspension_months": 1},
                 ["2025-03-01 suspended", "2025-04-15 suspended", "2025-05-15 suspended over"],
                 id="O34: its own months, from its own start, where they end later"),
    pytest.param({"suspension_starts_on": "2025-04-20"},
                 ["2025-03-01 suspended", "2025-04-20 suspended", "2025-07-20 suspended over"],
                 id="O34: its own start, with the months of the pack"),
    pytest.param({}, ["2025-03-01 suspended", "2025-04-15 suspended", "2025-06-01 suspended over"],
                 id="O5: it states nothing: counted from the first day of the earlier one"),
]  # fmt: skip


@pytest.mark.parametrize(("stated", "expected"), OWN_TERMS)
def test_what_a_notice_states_holds_by_itself(stated: dict[str, Any], expected: list[str]) -> None:
    assert story(facts(a_decision(9, "2025-03-01"), a_decision(1, "2025-04-15", **stated))) == expected


def test_of_two_on_one_day_the_one_with_the_longer_term_crosses() -> None:
    lasting = parse_pack({
        "division": EAST, "version": "test", "valid_from": "2025-01-01",
        "parameters": {"months": {"10": {"value": 5, "source": "test"}}},
    })  # fmt: skip
    packs = PackBook([pack(), lasting])
    both_ways = [
        (a_decision(5, "2025-06-01", author=one), a_decision(5, "2025-06-01", author=other))
        for one, other in ((EAST, WEST), (WEST, EAST))
    ]
    for known in both_ways:
        last = timeline(facts(*known), packs).measures[-1]
        assert (last.author, last.months) == (EAST, 5), "O35"


DAYS_WITHOUT_A_COUNTERPART = [
    ("2025-01-31", 1, "2025-03-01"),
    ("2025-01-28", 1, "2025-02-28"),
    ("2028-02-29", 36, "2031-03-01"),
    ("2025-08-31", 6, "2026-03-01"),
    ("2025-03-31", 3, "2025-07-01"),
    ("2025-03-15", 6, "2025-09-15"),
    ("9999-12-31", 1, "9999-12-31"),
]


@pytest.mark.parametrize(("start", "months", "over"), DAYS_WITHOUT_A_COUNTERPART)
def test_the_last_day_of_the_month_is_the_last_day_of_the_term(start: str, months: int, over: str) -> None:
    assert after_months(day(start), months) == day(over), "O36"
