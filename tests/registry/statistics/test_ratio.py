"""The ratio of an institution (art. 30): person-times, denominators, thresholds; exact, never a float."""

import dataclasses
from fractions import Fraction
from typing import Any

import pytest

from registry.qualification.rules.merging import merged
from registry.qualification.rules.standing import Timeline
from registry.qualification.rules.timeline import timeline
from registry.statistics.rules.ratio import FiledPeriod, FiledUnder, beginning, days_of_change, filed, measure_of, ratio
from registry.statistics.rules.ratio import begun as begun_by
from registry.statistics.rules.ratio_rules import Denominator, RatioRules
from registry.words.measures import RatioMeasure
from tests.registry.qualification.rules.making import (
    DEFAULTS,
    a_cascade,
    a_decision,
    a_lift,
    a_restoration,
    a_settlement,
    an_objection,
    day,
    facts,
)
from tests.registry.qualification.rules.test_objections import STAYING

NINE = a_decision(9, "2025-03-01")
OBJECTION = an_objection(NINE, "2025-03-10")
SETTLED = a_settlement(OBJECTION, "2025-03-20")
CASCADE = a_cascade("2025-02-01")

TIMES = [
    pytest.param([], 0, id="nobody"),
    pytest.param([a_decision(8, "2025-03-01")], 0, id="a notice"),
    pytest.param([NINE], 1, id="suspended"),
    pytest.param([NINE, a_decision(1, "2025-04-01")], 1, id="a longer term is no further time"),
    pytest.param([NINE, a_decision(3, "2025-04-01")], 2, id="then terminated"),
    pytest.param([NINE, a_restoration("2025-05-01"), a_decision(1, "2025-06-01")], 2, id="restored, suspended again"),
    pytest.param([a_decision(9, "2024-12-31")], 0, id="begun the year before"),
    pytest.param([a_decision(9, "2025-12-31")], 1, id="begun on the last day"),
    pytest.param([a_decision(9, "2026-01-01")], 0, id="begun the year after"),
    pytest.param([a_decision(9, "2025-03-01"), a_decision(9, "2025-03-01")], 1, id="terminated, not also suspended"),
    pytest.param([CASCADE], 1, id="by a cascade"),
    pytest.param([CASCADE, NINE], 1, id="suspended already by a cascade"),
    pytest.param([NINE, OBJECTION, SETTLED], 1, id="the end of a stay begins nothing"),
    pytest.param([a_decision(9, "2025-03-01", suspension_starts_on="2025-03-15", id=NINE.id), OBJECTION, SETTLED], 1,
                 id="stayed before it began: it begins with the end of the stay"),
    pytest.param([a_decision(9, "2025-03-01", suspension_starts_on="2025-03-15", id=NINE.id), OBJECTION], 0,
                 id="stayed for good"),
    pytest.param([NINE, OBJECTION, SETTLED, a_cascade("2025-03-20")], 2, id="a cascade on the day a stay ends"),
    pytest.param([a_cascade("2025-04-01", id="hard", status="terminated"),
                  a_lift(a_cascade("2025-04-01", id="hard"), "2025-04-10"), NINE], 2,
                 id="the end of a stricter status begins nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("known", "expected"), TIMES)
def test_person_times(known: list[Any], expected: int) -> None:
    filed_throughout = FiledUnder(period=period("a", "2020-01-01"), timeline=timeline(facts(*known), STAYING))
    assert len(begun_by([filed_throughout], 2025)) == expected


FIVE, FOUR = a_decision(5, "2025-02-01"), a_decision(4, "2025-03-01")
RESTORED = a_restoration("2025-03-20")

MERGED = [
    # own facts, the other's, the year's beginnings of each ID alone, and of both as one person
    pytest.param([], [], [], [], [], id="nobody"),
    pytest.param([FIVE], [FOUR], ["2025-04-01 suspended"], ["2025-04-01 suspended"], ["2025-04-01 suspended"],
                 id="points united: once, on the day of the merge"),
    pytest.param([NINE], [], ["2025-03-01 suspended"], ["2025-04-01 suspended"], ["2025-03-01 suspended"],
                 id="one was suspended: it reaches the other with the merge, and is no second for both"),
    pytest.param([NINE], [FOUR], ["2025-03-01 suspended", "2025-04-01 terminated"], ["2025-04-01 terminated"],
                 ["2025-03-01 suspended", "2025-04-01 terminated"], id="suspended, by united points terminated"),
    pytest.param([NINE, a_decision(1, "2025-02-01")], [a_decision(1, "2025-03-10")],
                 ["2025-03-01 suspended"], ["2025-04-01 suspended"], ["2025-03-01 suspended"],
                 id="united points make a longer term: no further time"),
    pytest.param([a_decision(9, "2025-02-01", suspension_months=1), RESTORED], [], ["2025-02-01 suspended"], [],
                 ["2025-02-01 suspended"],
                 id="restored before the merge"),
    pytest.param([CASCADE], [NINE], ["2025-02-01 suspended"], ["2025-03-01 suspended"], ["2025-02-01 suspended"],
                 id="each was suspended before: as one person, once"),
    pytest.param([NINE, OBJECTION, a_settlement(OBJECTION, "2025-04-10")], [], ["2025-03-01 suspended"],
                 ["2025-04-10 suspended"], ["2025-03-01 suspended"], id="a stay that ends after the merge"),
    pytest.param([a_decision(5, "2024-12-01")], [a_decision(4, "2024-12-10")], ["2025-04-01 suspended"],
                 ["2025-04-01 suspended"], ["2025-04-01 suspended"], id="points of the year before"),
]  # fmt: skip


@pytest.mark.parametrize(("own", "other", "of_own", "of_other", "of_both"), MERGED)
def test_of_merged_people(
    own: list[Any], other: list[Any], of_own: list[str], of_other: list[str], of_both: list[str]
) -> None:
    one, two, both = (timeline(facts(*known), STAYING) for known in (own, other, own + other))
    first, second = merged(one, two, both, day("2025-04-01")), merged(two, one, both, day("2025-04-01"))
    assert begun(first) == of_own
    assert begun(second) == of_other
    assert begun(first, second) == begun(second, first) == of_both


def begun(*timelines: Timeline) -> list[str]:
    found = [(on, beginning(timelines, on)) for on in days_of_change(timelines, 2025)]
    return [f"{on} {reason.status}" for on, reason in found if reason is not None]


def test_the_reason_is_the_one_that_is_new() -> None:
    known = timeline(facts(CASCADE, a_decision(12, "2025-03-01", id="twelve")), STAYING)
    reason = beginning([known], day("2025-03-01"))
    assert reason is not None
    assert (reason.fact, reason.status) == ("twelve", "terminated")
    assert beginning([known], day("2025-03-02")) is None
    assert beginning([], day("2025-03-01")) is None


def period(person: str, opened_on: str, cancelled_on: str | None = None) -> FiledPeriod:
    return FiledPeriod(
        person=person, opened_on=day(opened_on), cancelled_on=None if cancelled_on is None else day(cancelled_on)
    )


FILED = [
    pytest.param([], (0, 0, 0), id="nobody"),
    pytest.param([period("a", "2024-01-01")], (1, 1, 365), id="all year"),
    pytest.param([period("a", "2024-01-01"), period("a", "2025-06-01")], (1, 1, 365), id="two filings of one person"),
    pytest.param([period("a", "2024-01-01", "2025-12-31")], (0, 1, 364), id="until the day before the last"),
    pytest.param([period("a", "2025-12-31")], (1, 1, 1), id="on the last day only"),
    pytest.param([period("a", "2024-01-01", "2025-01-01")], (0, 0, 0), id="gone with the new year"),
    pytest.param([period("a", "2024-01-01", "2025-01-02")], (0, 1, 1), id="gone on its second day"),
    pytest.param([period("a", "2026-01-01")], (0, 0, 0), id="came the year after"),
    pytest.param([period("a", "2025-03-01", "2025-03-01")], (0, 0, 0), id="cancelled on its first day"),
    pytest.param([period("a", "2025-01-01", "2025-01-11"), period("a", "2025-01-06", "2025-01-16")], (0, 1, 15),
                 id="overlapping"),
    pytest.param([period("a", "2025-01-01", "2025-01-21"), period("a", "2025-01-06", "2025-01-11"),
                  period("a", "2025-02-01", "2025-02-02")], (0, 1, 21), id="one inside another, one later"),
    pytest.param([period("a", "2025-01-01"), period("b", "2025-01-01", "2025-07-01")], (1, 2, 365 + 181), id="two"),
]  # fmt: skip


@pytest.mark.parametrize(("periods", "expected"), FILED)
def test_filed(periods: list[FiledPeriod], expected: tuple[int, int, int]) -> None:
    on_last_day, ever, days = expected
    assert filed(periods, 2025, Denominator.FILED_ON_LAST_DAY) == on_last_day
    assert filed(periods, 2025, Denominator.FILED_EVER_IN_YEAR) == ever
    assert filed(periods, 2025, Denominator.AVERAGE) == Fraction(days, 365)


def test_a_leap_year_has_a_day_more() -> None:
    assert filed([period("a", "2024-02-29", "2024-03-01")], 2024, Denominator.AVERAGE) == Fraction(1, 366)


def rules(settlement: int | None, agreement: int | None) -> RatioRules:
    return RatioRules(
        settlement_percent=settlement, agreement_percent=agreement, denominator=Denominator.FILED_EVER_IN_YEAR
    )


MEASURES = [
    pytest.param(Fraction(1, 5), rules(20, 50), "settlement", id="20 % is reached"),
    pytest.param(Fraction(199, 1000), rules(20, 50), None, id="19.9 % is not"),
    pytest.param(Fraction(499, 1000), rules(20, 50), "settlement", id="below 50 %"),
    pytest.param(Fraction(1, 2), rules(20, 50), "agreement", id="50 % is reached"),
    pytest.param(Fraction(3, 2), rules(20, 50), "agreement", id="one person counts twice: above 100 %"),
    pytest.param(Fraction(1), rules(None, None), None, id="the pack sets no threshold"),
    pytest.param(Fraction(1), rules(20, None), "settlement", id="only one"),
    pytest.param(Fraction(1, 5), rules(20, 20), "agreement", id="both at once"),
    pytest.param(None, rules(20, 50), None, id="nobody was filed"),
    # As floats 7 / 100 * 100 is more than 7 and 29 / 100 is less than 0.29.
    pytest.param(Fraction(7, 100), rules(7, None), "settlement", id="exactly 7 %"),
    pytest.param(Fraction(29, 100), rules(29, None), "settlement", id="exactly 29 %"),
]


@pytest.mark.parametrize(("share", "pack", "expected"), MEASURES)
def test_measure(share: Fraction | None, pack: RatioRules, expected: str | None) -> None:
    assert measure_of(share, pack) == (None if expected is None else RatioMeasure(expected))


def test_ratio() -> None:
    periods = [period(name, "2024-01-01") for name in "abcde"]
    standings = [
        [FiledUnder(period=periods[0], timeline=timeline(facts(NINE), DEFAULTS))],
        [FiledUnder(period=periods[1], timeline=timeline(facts(), DEFAULTS))],
    ]
    found = ratio(standings, periods, 2025, rules(20, 50))
    assert (found.year, found.person_times, found.filed, found.share) == (2025, 1, 5, Fraction(1, 5))
    assert found.measure is RatioMeasure.SETTLEMENT
    gone = [period("f", "2025-01-01", "2025-03-01"), *periods]
    last_day = dataclasses.replace(rules(20, 50), denominator=Denominator.FILED_ON_LAST_DAY)
    assert ratio(standings, gone, 2025, rules(20, 50)).share == Fraction(1, 6)
    assert ratio(standings, gone, 2025, last_day).share == Fraction(1, 5)
    alone = ratio(standings, [], 2025, rules(20, 50))
    assert (alone.share, alone.measure) == (None, None)


PLACES = [
    pytest.param([("2024-01-01", None)], 1, id="filed there all the time"),
    pytest.param([("2025-03-01", None)], 1, id="from the day on which it begins"),
    pytest.param([("2025-03-02", None)], 0, id="from the day after: it was lost elsewhere"),
    pytest.param([("2024-01-01", "2025-03-01")], 0, id="gone by that day"),
    pytest.param([("2024-01-01", None), ("2025-01-01", None)], 1, id="two filings there are one person"),
    pytest.param([("2024-01-01", "2025-02-01"), ("2025-06-01", None)], 0, id="there before and after, not on the day"),
]


@pytest.mark.parametrize(("days", "expected"), PLACES)
def test_it_counts_where_the_person_is_filed_on_its_first_day(
    days: list[tuple[str, str | None]], expected: int
) -> None:
    standing = timeline(facts(NINE), DEFAULTS)
    filings = [FiledUnder(period=period("a", *each), timeline=standing) for each in days]
    assert ratio([filings], [each.period for each in filings], 2025, rules(None, None)).person_times == expected


def test_what_began_under_one_id_counts_where_the_other_is_filed_from_the_merge_on() -> None:
    one, none = timeline(facts(NINE), DEFAULTS), timeline(facts(), DEFAULTS)
    known, other = merged(one, none, one, day("2025-04-01")), merged(none, one, one, day("2025-04-01"))
    gone, there = period("a", "2024-01-01", "2025-02-01"), period("a", "2024-01-01")
    filings = [FiledUnder(period=gone, timeline=known), FiledUnder(period=there, timeline=other)]
    found = ratio([filings], [gone, there], 2025, rules(None, 50))
    assert (found.suspensions, found.terminations, found.filed) == (1, 0, 1)
    assert found.measure is RatioMeasure.AGREEMENT
