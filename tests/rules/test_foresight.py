"""What one more decision would lead to, before it is signed."""

import pytest

from registry.codes.persons import Category
from registry.rules.foresight import foresee
from tests.rules.making import DEFAULTS, a_cancellation, a_decision, a_repair, an_annulment, an_enrolment, day, facts
from tests.rules.test_repairs import repairing

FIVE = a_decision(5, "2025-03-01", author="210000")
TEN = a_decision(10, "2025-03-01")


def test_a_first_score() -> None:
    found = foresee(facts(), DEFAULTS, a_decision(8, "2025-03-01"))
    assert (found.year, found.points_before, found.points_after) == (2025, 0, 8)
    assert (found.measure_before, found.measure_after, found.crosses) == (None, "notice", False)
    assert (found.months, found.bar_years, found.other_provinces, found.joint) == (None, None, (), None)


def test_crossing_nine_with_another_province() -> None:
    four = a_decision(4, "2025-04-01", author="520000")
    found = foresee(facts(FIVE), DEFAULTS, four)
    assert (found.points_before, found.points_after) == (5, 9)
    assert (found.measure_before, found.measure_after, found.crosses) == ("notice", "suspension", True)
    assert (found.months, found.starts_on, found.term_ends_on) == (2, day("2025-04-01"), day("2025-06-01"))
    assert found.other_provinces == ("210000",)
    assert found.joint is not None
    assert (found.joint.lead, found.joint.authors) == ("520000", ("210000", "520000"))


def test_crossing_twelve() -> None:
    found = foresee(facts(TEN), DEFAULTS, a_decision(4, "2025-04-01"))
    assert (found.measure_before, found.measure_after, found.crosses) == ("suspension", "termination", True)
    assert (found.months, found.bar_years, found.bar_ends_on) == (None, 1, day("2026-04-01"))
    assert found.points_after == 14


def test_a_decision_that_comes_earlier_in_law_moves_what_follows_it() -> None:
    early = a_decision(4, "2025-02-01")
    found = foresee(facts(TEN), DEFAULTS, early)
    assert (found.measure_after, found.decision) == ("termination", TEN.id)


def test_a_further_score_above_the_same_threshold_crosses_nothing() -> None:
    one = a_decision(1, "2025-04-01")
    found = foresee(facts(TEN), DEFAULTS, one)
    assert (found.measure_after, found.crosses, found.decision) == ("suspension", False, one.id)
    assert (found.months, found.term_ends_on) == (6, day("2025-09-01"))


def test_another_year_counts_nothing() -> None:
    found = foresee(facts(TEN), DEFAULTS, a_decision(4, "2026-04-01"))
    assert (found.points_before, found.points_after, found.measure_after) == (0, 4, "notice")


def test_a_decision_that_is_known_already_is_compared_with_its_not_being_there() -> None:
    found = foresee(facts(FIVE, TEN), DEFAULTS, TEN)
    assert (found.points_before, found.points_after, found.measure_before) == (5, 15, "notice")


def test_where_the_person_is_filed_is_concerned() -> None:
    left = an_enrolment(Category.MEDICAL, "2024-01-01", author="120000")
    leaving = an_enrolment(Category.MEDICAL, "2024-01-01", author="130000")
    filed = (
        an_enrolment(Category.MEDICAL, "2024-01-01", author="110000"),
        left,
        a_cancellation(left, "2025-04-01"),
        leaving,
        a_cancellation(leaving, "2025-04-02"),
        an_enrolment(Category.MEDICAL, "2024-01-01", author="520000"),
    )
    found = foresee(facts(*filed), DEFAULTS, a_decision(9, "2025-04-01"))
    assert found.other_provinces == ("110000", "130000")


def test_repairs_are_counted_under_the_packs_given() -> None:
    repaired = facts(TEN, a_repair("2025-03-02", points=3))
    found = foresee(repaired, repairing(points_per_year=1), a_decision(1, "2025-04-01"))
    assert (found.points_before, found.points_after) == (9, 10)


def test_an_annulled_decision_leads_to_nothing() -> None:
    with pytest.raises(ValueError, match=r"^the decision is annulled$"):
        foresee(facts(TEN, an_annulment(TEN)), DEFAULTS, TEN)
