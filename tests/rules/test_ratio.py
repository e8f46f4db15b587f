"""The ratio of an institution (art. 30): person-times, denominators, thresholds; exact, never a float."""

import dataclasses
from fractions import Fraction
from typing import Any

import pytest

from registry.codes.measures import RatioMeasure
from registry.rules.pack_rules import RatioRules
from registry.rules.ratio import FiledPeriod, filed, measure_of, person_times, ratio
from registry.rules.timeline import timeline
from registry.rules.values import Denominator
from tests.rules.making import (
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
from tests.rules.test_objections import STAYING

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
    pytest.param([a_cascade("2025-04-01", id="hard", status="terminated"),
                  a_lift(a_cascade("2025-04-01", id="hard"), "2025-04-10"), NINE], 2,
                 id="the end of a stricter status begins nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("known", "expected"), TIMES)
def test_person_times(known: list[Any], expected: int) -> None:
    assert person_times(timeline(facts(*known), STAYING), 2025) == expected


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
    standings = [timeline(facts(NINE), DEFAULTS), timeline(facts(), DEFAULTS)]
    periods = [period(name, "2024-01-01") for name in "abcde"]
    found = ratio(standings, periods, 2025, rules(20, 50))
    assert (found.year, found.person_times, found.filed, found.share) == (2025, 1, 5, Fraction(1, 5))
    assert found.measure is RatioMeasure.SETTLEMENT
    gone = [period("f", "2025-01-01", "2025-03-01"), *periods]
    last_day = dataclasses.replace(rules(20, 50), denominator=Denominator.FILED_ON_LAST_DAY)
    assert ratio(standings, gone, 2025, rules(20, 50)).share == Fraction(1, 6)
    assert ratio(standings, gone, 2025, last_day).share == Fraction(1, 5)
    alone = ratio(standings, [], 2025, rules(20, 50))
    assert (alone.share, alone.measure) == (None, None)
