"""What one more decision would lead to, before it is signed."""

import pytest

from registry.packs.book import PackBook
from registry.parameters import parse_pack
from registry.people.rules.kin import Merge
from registry.qualification.rules import foresight
from registry.qualification.rules.facts import Decision, Facts
from registry.qualification.rules.foresight import Foresight, check_announced, crosses, led_to_before
from registry.qualification.rules.kinship import Kinship
from registry.words.persons import Category
from tests.registry.qualification.rules.making import (
    DEFAULTS,
    a_cancellation,
    a_decision,
    a_phase_in_filing,
    a_repair,
    an_annulment,
    day,
    facts,
)
from tests.registry.qualification.rules.refusing import refusal
from tests.registry.qualification.rules.test_repairs import repairing

PERSON, ABSORBED = "1000000000000053", "2000000000000009"


def alone(known: Facts, packs: PackBook = DEFAULTS) -> Kinship:
    """Return somebody with one ID."""
    return Kinship(packs=packs, merges=(), facts={PERSON: known})


def foresee(known: Facts, packs: PackBook, decision: Decision) -> Foresight:
    return foresight.foresee(alone(known, packs), PERSON, decision)


def before(found: Foresight) -> str | None:
    return led_to_before(found.without, PERSON, found.year)


def led(found: Foresight) -> tuple[str | None, str, bool]:
    """Return what the year has led to without it and leads to with it, and whether that is stricter."""
    return (
        before(found),
        found.measure.kind,
        crosses(led_to_before(found.without, PERSON, found.year), found.measure.kind),
    )


FIVE = a_decision(5, "2025-03-01", author="210000")
TEN = a_decision(10, "2025-03-01")


def test_a_first_score() -> None:
    found = foresee(facts(), DEFAULTS, a_decision(8, "2025-03-01"))
    assert (found.year, found.before, found.total) == (2025, 0, 8)
    assert led(found) == (None, "notice", False)
    assert (found.measure.months, found.measure.bar_years, found.other_provinces, found.joint) == (None, None, (), None)


def test_crossing_nine_with_another_province() -> None:
    four = a_decision(4, "2025-04-01", author="520000")
    found = foresee(facts(FIVE), DEFAULTS, four)
    assert (found.before, found.total) == (5, 9)
    assert led(found) == ("notice", "suspension", True)
    assert (found.measure.months, found.measure.starts_on, found.measure.term_ends_on) == (
        2,
        day("2025-04-01"),
        day("2025-06-01"),
    )
    assert found.other_provinces == ("210000",)
    assert found.joint is not None
    assert (found.joint.lead, found.joint.authors) == ("520000", ("210000", "520000"))


def test_crossing_twelve() -> None:
    found = foresee(facts(TEN), DEFAULTS, a_decision(4, "2025-04-01"))
    assert led(found) == ("suspension", "termination", True)
    assert (found.measure.months, found.measure.bar_years, found.measure.bar_ends_on) == (None, 1, day("2026-04-01"))
    assert found.total == 14


def test_a_decision_that_comes_earlier_in_law_moves_what_follows_it() -> None:
    early = a_decision(4, "2025-02-01")
    found = foresee(facts(TEN), DEFAULTS, early)
    assert (found.measure.kind, found.measure.decision) == ("termination", TEN.id)


def test_a_further_score_above_the_same_threshold_crosses_nothing() -> None:
    one = a_decision(1, "2025-04-01")
    found = foresee(facts(TEN), DEFAULTS, one)
    assert (*led(found)[1:], found.measure.decision) == ("suspension", False, one.id)
    assert (found.measure.months, found.measure.term_ends_on) == (6, day("2025-09-01"))


def test_another_year_counts_nothing() -> None:
    found = foresee(facts(TEN), DEFAULTS, a_decision(4, "2026-04-01"))
    assert (found.before, found.total, found.measure.kind) == (0, 4, "notice")


def test_a_decision_that_is_known_already_is_compared_with_its_not_being_there() -> None:
    found = foresee(facts(FIVE, TEN), DEFAULTS, TEN)
    assert (found.before, found.total, before(found)) == (5, 15, "notice")


def test_where_the_person_is_filed_is_concerned() -> None:
    left = a_phase_in_filing(Category.MEDICAL, "2024-01-01", author="120000")
    leaving = a_phase_in_filing(Category.MEDICAL, "2024-01-01", author="130000")
    filed = (
        a_phase_in_filing(Category.MEDICAL, "2024-01-01", author="110000"),
        left,
        a_cancellation(left, "2025-04-01"),
        leaving,
        a_cancellation(leaving, "2025-04-02"),
        a_phase_in_filing(Category.MEDICAL, "2024-01-01", author="520000"),
    )
    found = foresee(facts(*filed), DEFAULTS, a_decision(9, "2025-04-01"))
    assert found.other_provinces == ("110000", "130000")


def test_repairs_are_counted_under_the_packs_given() -> None:
    repaired = facts(TEN, a_repair("2025-03-02", points=3))
    found = foresee(repaired, repairing(points_per_year=1), a_decision(1, "2025-04-01"))
    assert (found.before, found.total) == (9, 10)


def test_an_annulled_decision_leads_to_nothing() -> None:
    with pytest.raises(ValueError, match=r"^the decision is annulled$"):
        foresee(facts(TEN, an_annulment(TEN)), DEFAULTS, TEN)


MERGED = Merge(id="m", absorbed=ABSORBED, into=PERSON, merged_on=day("2025-03-15"))


def united(own: Facts, absorbed: Facts) -> Kinship:
    """Return somebody into whose ID another was merged on 15 March."""
    return Kinship(packs=DEFAULTS, merges=(MERGED,), facts={PERSON: own, ABSORBED: absorbed})


def test_the_points_of_an_absorbed_id_count() -> None:
    found = foresight.foresee(united(facts(), facts(FIVE)), PERSON, a_decision(5, "2025-04-01"))
    assert (found.before, found.total, found.measure.kind) == (5, 10, "suspension")


def test_a_bar_of_three_years_is_not_hidden_by_a_later_one_of_a_year() -> None:
    """Each ID had its own: after the merge the later one is still there, and takes nothing from the longer."""
    twelve = a_decision(12, "2025-03-01", reached="at_once")
    seven = a_decision(7, "2025-04-01")
    whole = united(facts(twelve), facts(a_decision(5, "2025-02-01"), seven))
    kinds = [(each.kind, each.bar_years) for each in whole.timeline(PERSON).measures]
    assert kinds == [("notice", None), ("termination", 3), ("termination", 1)]
    found = foresight.foresee(whole, PERSON, a_decision(1, "2025-05-01"))
    assert (found.measure.bar_years, found.measure.decision, found.carried) == (3, twelve.id, False)


def test_what_the_notice_says_is_foreseen() -> None:
    """Untold, points of another division hold only from the log's day on, and wait to be stated (O26)."""
    known = alone(facts(a_decision(5, "2025-03-01", author="210000", logged_on="2025-06-01")))
    four = a_decision(4, "2025-04-01", author="520000")
    untold, told = (see(known, PERSON, four) for see in (foresight.foresee, foresight.foresee_announced))
    assert (untold.own.unforeseen, untold.measure.starts_on) == (True, day("2025-06-01"))
    assert (told.own.unforeseen, told.measure.starts_on) == (False, day("2025-04-01"))
    assert told.decision.measure == "suspension"


def test_points_while_a_bar_of_the_year_holds_are_told_as_a_notice() -> None:
    known = alone(facts(a_decision(12, "2025-03-01")))
    found = foresight.foresee_announced(known, PERSON, a_decision(5, "2025-04-01"))
    assert (found.own.kind, found.decision.measure, found.measure.bar_years) == ("notice", "notice", 3)


REPAIRABLE = [
    pytest.param([], a_decision(11, "2025-03-01"), True, id="less than twelve"),
    pytest.param([], a_decision(12, "2025-03-01"), False, id="twelve at once"),
    pytest.param([TEN], a_decision(2, "2025-04-01"), True, id="twelve added up"),
    pytest.param([], a_decision(6, "2025-03-01", reached="at_once", case_number="C"), True,
                 id="a first part of a case that has not come to twelve"),
    pytest.param([a_decision(6, "2025-03-01", case_number="C")],
                 a_decision(6, "2025-03-01", reached="at_once", case_number="C"), False, id="a case that has"),
]  # fmt: skip


@pytest.mark.parametrize(("known", "decision", "expected"), REPAIRABLE)
def test_whether_a_repair_may_lower_it(known: list[Decision], decision: Decision, expected: bool) -> None:
    assert foresee(facts(*known), DEFAULTS, decision).repairable is expected


REPEATING = parse_pack(
    {
        "division": "520000",
        "version": "1",
        "valid_from": "2025-01-01",
        "parameters": {
            "situations": {
                "value": [{"name": "again", "legal_basis": "other_4_6", "title": "再犯", "repeats": True}],
                "source": "x",
            }
        },
    }
)
"""A pack with one situation, which is there only where somebody was scored before in the year."""

TOLD = [
    pytest.param([], a_decision(4, "2025-03-01"), None, id="a notice needs neither months nor a day"),
    pytest.param([], a_decision(9, "2025-03-01", suspension_months=2), ("start_missing", "suspension_starts_on"),
                 id="a suspension needs its first day"),
    pytest.param([], a_decision(9, "2025-03-01", suspension_starts_on="2025-03-10"),
                 ("suspension_months_missing", "suspension_months"), id="and its months, where no text gives them"),
    pytest.param([], a_decision(9, "2025-03-01", suspension_months=2, suspension_starts_on="2025-03-10"), None,
                 id="with both it can be said"),
    pytest.param([], a_decision(12, "2025-03-01"), ("start_missing", "suspension_starts_on"),
                 id="a termination needs its first day"),
    pytest.param([TEN], a_decision(1, "2025-02-01"), None,
                 id="of what follows from a later decision this one says nothing"),
    pytest.param([], a_decision(4, "2025-03-01", situation="again"), ("situation_not_repeated", "situations"),
                 id="nobody repeats who was not scored before"),
    pytest.param([a_decision(2, "2025-02-01")], a_decision(4, "2025-03-01", situation="again"), None,
                 id="who was scored in the year repeats"),
]  # fmt: skip


@pytest.mark.parametrize(("known", "decision", "refused"), TOLD)
def test_what_a_notice_must_say(known: list[Decision], decision: Decision, refused: tuple[str, str] | None) -> None:
    packs = PackBook([REPEATING])
    found = foresight.foresee_announced(alone(facts(*known), packs), PERSON, decision)
    assert refusal(lambda: check_announced(found, facts(*known), REPEATING)) == refused
