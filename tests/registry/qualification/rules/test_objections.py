"""Objections (arts. 41 to 44, O10): pending days, what a settlement makes of its target, stays."""

from typing import Any

import pytest

from registry.packs.book import PackBook
from registry.parameters import parse_pack
from registry.qualification.rules import objections
from registry.qualification.rules.admission import check_filing, check_restoration
from registry.qualification.rules.points import points_of_year
from registry.qualification.rules.timeline import timeline
from registry.words.measures import Mode
from registry.words.statuses import Status
from sync.wire.refusals import Refused
from tests.national_text import months_of_tests
from tests.registry.qualification.rules.making import (
    DEFAULTS,
    a_cascade,
    a_decision,
    a_lift,
    a_refiling,
    a_repair,
    a_restoration,
    a_settlement,
    an_annulment,
    an_objection,
    day,
    facts,
    story,
)

STAYING = PackBook([parse_pack({
    "division": "520000", "version": "test", "valid_from": "2025-01-01",
    "parameters": {"months": months_of_tests(), "objection": {"stays_effect": {"value": True, "source": "test"}}},
})])  # fmt: skip

NINE = a_decision(9, "2025-03-01")
FIVE = a_decision(5, "2025-03-01")
OBJECTION = an_objection(NINE, "2025-03-10")
MILD = an_objection(FIVE, "2025-03-10")
CASCADE = a_cascade("2025-02-01")
TO_CASCADE = an_objection(CASCADE, "2025-02-10")

PENDING = [
    pytest.param([FIVE, MILD], ["2025-03-10 normal objected"], id="on normal days too, until settled"),
    pytest.param(
        [FIVE, MILD, a_settlement(MILD, "2025-03-20")],
        ["2025-03-10 normal objected", "2025-03-20 normal"],
        id="no longer on the day of the settlement",
    ),
    pytest.param(
        [NINE, OBJECTION, a_settlement(OBJECTION, "2025-05-02")],
        ["2025-03-01 suspended", "2025-03-10 suspended objected", "2025-05-01 suspended over objected",
         "2025-05-02 suspended over"],
        id="O10: without a stay the suspension holds on",
    ),
    pytest.param(
        [FIVE, MILD, a_settlement(MILD, "2025-03-20"), a_settlement(MILD, "2025-03-25")],
        ["2025-03-10 normal objected", "2025-03-20 normal"],
        id="settled twice: pending until the first",
    ),
    pytest.param([FIVE, MILD, a_settlement(MILD, "2025-03-10")], [], id="settled on the day it was lodged"),
    pytest.param([an_objection(FIVE, "2025-03-10")], [], id="to a decision that is not there"),
    pytest.param([FIVE, MILD, an_annulment(FIVE)], [], id="to a decision that was annulled"),
    pytest.param([FIVE, MILD, a_settlement(MILD, "2025-03-20", "annulled")], [], id="annulled by its own settlement"),
    pytest.param(
        [CASCADE, TO_CASCADE, a_settlement(TO_CASCADE, "2025-02-20")],
        ["2025-02-01 suspended", "2025-02-10 suspended objected", "2025-02-20 suspended"],
        id="to a cascade",
    ),
    pytest.param(
        [CASCADE, a_lift(CASCADE, "2025-02-15"), TO_CASCADE],
        ["2025-02-01 suspended", "2025-02-10 suspended objected", "2025-02-15 normal objected"],
        id="to a cascade that was lifted meanwhile",
    ),
    pytest.param(
        [FIVE, NINE, MILD, OBJECTION, a_settlement(MILD, "2025-03-20"), a_settlement(OBJECTION, "2025-03-15")],
        ["2025-03-01 terminated", "2025-03-10 terminated objected", "2025-03-20 terminated",
         "2026-03-01 terminated over"],
        id="two objections overlap",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("known", "expected"), PENDING)
def test_pending(known: list[Any], expected: list[str]) -> None:
    assert story(facts(*known)) == expected


SECOND = an_objection(NINE, "2025-04-10")

SETTLEMENTS = [
    pytest.param([a_settlement(OBJECTION, "2025-03-20")], 9, "upheld changes nothing"),
    pytest.param([a_settlement(OBJECTION, "2025-03-20", "changed", 8)], 8, "D29: changed to 8, from the start"),
    pytest.param(
        [a_settlement(OBJECTION, "2025-03-20", "changed", 12)], 9, "changed to more: an objection makes nothing worse"
    ),
    pytest.param([a_settlement(OBJECTION, "2025-03-20", "annulled")], 0, "annulled: never was"),
    pytest.param(
        [a_settlement(OBJECTION, "2025-03-21", "changed", 8), a_settlement(OBJECTION, "2025-03-20", "annulled")],
        8, "the later of two",
    ),
    pytest.param(
        [a_settlement(OBJECTION, "2025-03-21", "changed", 8), a_settlement(OBJECTION, "2025-03-22")],
        9, "of one objection the last counts, be it upheld",
    ),
    pytest.param(
        [a_settlement(OBJECTION, "2025-03-21", "changed", 8, id="b"),
         a_settlement(OBJECTION, "2025-03-21", "changed", 7, id="a")],
        8, "of one day, the one whose id sorts last",
    ),
    pytest.param(
        [a_settlement(OBJECTION, "2025-03-21", "changed", 8), a_settlement(SECOND, "2025-04-22")],
        8, "a further objection upheld leaves what the first changed",
    ),
    pytest.param(
        [a_settlement(OBJECTION, "2025-03-21", "changed", 8), a_settlement(SECOND, "2025-04-22", "changed", 7)],
        7, "a further objection changed goes further",
    ),
    pytest.param([a_settlement(an_objection(NINE, "2025-03-10"), "2025-03-21", "annulled")], 9,
                 "of an objection that is not there"),
]  # fmt: skip


@pytest.mark.parametrize(("settlements", "points", "why"), [case.values for case in SETTLEMENTS])
def test_settlement(settlements: list[Any], points: int, why: str) -> None:
    known = facts(NINE, OBJECTION, SECOND, *settlements)
    assert points_of_year(known, 2025, packs=DEFAULTS) == points, why
    totals = [measure.points_total for measure in timeline(known, DEFAULTS).measures]
    assert totals == ([points] if points else []), why


def test_d29_the_points_are_corrected_and_what_was_known_stays_known() -> None:
    eight = a_settlement(OBJECTION, "2025-03-20", "changed", 8)
    known = facts(NINE, OBJECTION, eight)
    assert story(known) == ["2025-03-10 normal objected", "2025-03-20 normal"]
    before = known.known_at(eight.position - 1)
    assert timeline(before, DEFAULTS).status_on(day("2025-03-15")) is Status.SUSPENDED


def test_a_change_may_state_the_months() -> None:
    known = facts(NINE, OBJECTION, a_settlement(OBJECTION, "2025-03-20", "changed", 10, suspension_months=1))
    assert timeline(known, DEFAULTS).measures[0].months == 1
    stated = a_decision(10, "2025-03-01", suspension_months=5)
    objection = an_objection(stated, "2025-03-10")
    known = facts(stated, objection, a_settlement(objection, "2025-03-20", "changed", 9))
    assert timeline(known, DEFAULTS).measures[0].months == 5, "what the notice stated stays where nothing is said"


def test_a_change_that_states_no_points_leaves_them() -> None:
    known = facts(NINE, OBJECTION, a_settlement(OBJECTION, "2025-03-20", "changed", None))
    assert points_of_year(known, 2025, packs=DEFAULTS) == 9


def test_twelve_at_once_changed_to_less_is_no_longer_at_once() -> None:
    twelve = a_decision(12, "2025-03-01", reached="at_once")
    objection = an_objection(twelve, "2025-03-10")
    seven = a_settlement(objection, "2025-03-20", "changed", 7)
    last = timeline(facts(a_decision(5, "2025-02-01"), twelve, objection, seven), DEFAULTS).measures[-1]
    assert (last.mode, last.bar_years, last.points_total) == (Mode.ACCUMULATED, 1, 12)
    earlier = a_decision(6, "2025-02-01", reached="at_once", case_number="C")
    joint = a_decision(7, "2025-03-01", reached="at_once", case_number="C")
    objection = an_objection(joint, "2025-03-10")
    known = [earlier, joint, objection, a_settlement(objection, "2025-03-20", "changed", 6)]
    last = timeline(facts(*known), DEFAULTS).measures[-1]
    assert (last.mode, last.bar_years) == (Mode.AT_ONCE, 3), "stated for several scores together, and still 12"
    known[-1] = a_settlement(objection, "2025-03-20", "changed", 5)
    last = timeline(facts(*known, a_decision(1, "2025-04-01")), DEFAULTS).measures[-1]
    assert (last.mode, last.bar_years) == (Mode.ACCUMULATED, 1), "O33: the case reaches 11 by itself"


def test_a_cascade_annulled_by_a_settlement_was_never_there() -> None:
    known = facts(CASCADE, TO_CASCADE, a_settlement(TO_CASCADE, "2025-02-20", "annulled"))
    assert timeline(known, DEFAULTS) == timeline(facts(), DEFAULTS)
    changed = facts(CASCADE, TO_CASCADE, a_settlement(TO_CASCADE, "2025-02-20", "changed", 5))
    assert story(changed)[0] == "2025-02-01 suspended", "a cascade has no points to change"


def test_an_objection_still_in_the_outbox_shows_as_pending_there_only() -> None:
    unsent = an_objection(FIVE, "2025-03-10", position=None)
    interval = timeline(facts(FIVE, unsent), DEFAULTS).on(day("2025-03-10"))
    assert (interval.objection_pending, interval.pending, interval.status) == (True, True, Status.NORMAL)


LATE = an_objection(NINE, "2025-05-11")
EARLY = an_objection(a_decision(9, "2025-03-01", id="early", suspension_starts_on="2025-03-20"), "2025-03-10")
TWELVE = a_decision(12, "2025-03-01")
TO_TWELVE = an_objection(TWELVE, "2025-03-11")

STAYS = [
    pytest.param(
        [NINE, OBJECTION, a_settlement(OBJECTION, "2025-03-20")],
        ["2025-03-01 suspended", "2025-03-10 normal objected", "2025-03-20 suspended",
         "2025-05-11 suspended over"],
        id="ten days stayed, the term ends ten days later",
    ),
    pytest.param(
        [NINE, OBJECTION],
        ["2025-03-01 suspended", "2025-03-10 normal objected"],
        id="a stay without an end",
    ),
    pytest.param(
        [NINE, an_objection(NINE, "2025-03-10", id="a"), an_objection(NINE, "2025-03-12", id="b"),
         a_settlement(an_objection(NINE, "2025-03-10", id="a"), "2025-03-20"),
         a_settlement(an_objection(NINE, "2025-03-12", id="b"), "2025-03-15")],
        ["2025-03-01 suspended", "2025-03-10 normal objected", "2025-03-20 suspended",
         "2025-05-11 suspended over"],
        id="days stayed twice count once",
    ),
    pytest.param(
        [NINE, LATE, a_settlement(LATE, "2025-05-20")],
        ["2025-03-01 suspended", "2025-05-01 suspended over", "2025-05-11 normal objected",
         "2025-05-20 suspended over"],
        id="a term that is over is not counted on",
    ),
    pytest.param(
        [a_decision(9, "2025-03-01", id="early", suspension_starts_on="2025-03-20"), EARLY,
         a_settlement(EARLY, "2025-03-25")],
        ["2025-03-10 normal objected", "2025-03-25 suspended", "2025-05-25 suspended over"],
        id="only days of the measure itself are stayed",
    ),
    pytest.param(
        [TWELVE, TO_TWELVE, a_settlement(TO_TWELVE, "2025-03-21")],
        ["2025-03-01 terminated", "2025-03-11 normal objected", "2025-03-21 terminated",
         "2028-03-11 terminated over"],
        id="a bar too",
    ),
    pytest.param(
        [TWELVE, TO_TWELVE, a_settlement(TO_TWELVE, "2025-03-21"), a_restoration("2028-03-10"),
         a_refiling("2028-03-10")],
        ["2025-03-01 terminated", "2025-03-11 normal objected", "2025-03-21 terminated",
         "2028-03-11 terminated over"],
        id="a new filing before the moved end of the bar is without effect",
    ),
    pytest.param(
        [TWELVE, TO_TWELVE, a_settlement(TO_TWELVE, "2025-03-21"), a_restoration("2028-03-11"),
         a_refiling("2028-03-11")],
        ["2025-03-01 terminated", "2025-03-11 normal objected", "2025-03-21 terminated", "2028-03-11 normal"],
        id="and ends it from the moved end on",
    ),
    pytest.param(
        [CASCADE, TO_CASCADE],
        ["2025-02-01 suspended", "2025-02-10 suspended objected"],
        id="a cascade is never stayed",
    ),
    pytest.param(
        [FIVE, a_decision(4, "2025-04-01"), MILD],
        ["2025-03-10 normal objected"],
        id="O37: stayed points do not count in a sum: 4 are left",
    ),
    pytest.param(
        [FIVE, a_decision(9, "2025-02-01", suspension_months=3), MILD, a_settlement(MILD, "2025-03-20")],
        ["2025-02-01 suspended", "2025-03-01 terminated", "2025-03-10 suspended objected", "2025-03-20 terminated",
         "2026-03-11 terminated over"],
        id="O37: of 14 there are 9 left, looked up anew; the bar does not run on these days",
    ),
    pytest.param(
        [FIVE, a_decision(10, "2025-04-01", suspension_months=1), MILD],
        ["2025-03-10 normal objected", "2025-04-01 suspended objected", "2025-05-01 suspended over objected"],
        id="O37: what is left suspends by itself",
    ),
    pytest.param(
        [a_decision(9, "2025-03-01", author="210000", id="d", suspension_months=2),
         an_objection(a_decision(9, "2025-03-01", id="d"), "2025-03-10")],
        ["2025-03-01 suspended", "2025-03-10 suspended objected", "2025-05-01 suspended over objected"],
        id="the pack of the decision's author says so, here another's",
    ),
    pytest.param(
        [NINE, OBJECTION, a_settlement(OBJECTION, "2025-03-20"), a_repair("2025-04-01", months=1)],
        ["2025-03-01 suspended", "2025-03-10 normal objected", "2025-03-20 suspended", "2025-04-01 suspended",
         "2025-04-11 suspended over"],
        id="a repaired term is moved likewise",
    ),
    pytest.param(
        [NINE, OBJECTION, a_settlement(OBJECTION, "2025-04-20"), a_repair("2025-04-10", months=1)],
        ["2025-03-01 suspended", "2025-03-10 normal objected", "2025-04-20 suspended", "2025-05-12 suspended over"],
        id="a repair granted during the stay",
    ),
    pytest.param(
        [NINE, OBJECTION, a_settlement(OBJECTION, "2025-03-20"), a_restoration("2025-05-11")],
        ["2025-03-01 suspended", "2025-03-10 normal objected", "2025-03-20 suspended", "2025-05-11 normal"],
        id="a restoration on the moved day leaves nothing before the term's end",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("known", "expected"), STAYS)
def test_stay(known: list[Any], expected: list[str]) -> None:
    assert story(facts(*known), STAYING) == expected


def test_the_moved_end_is_said_from_the_stay_on() -> None:
    known = facts(NINE, OBJECTION, a_settlement(OBJECTION, "2025-03-20"))
    result = timeline(known, STAYING)
    asked = ("2025-03-05", "2025-03-15", "2025-03-20")
    assert [result.on(day(on)).term_ends_on for on in asked] == [day("2025-05-01"), None, day("2025-05-11")]
    assert result.measures[0].term_ends_on == day("2025-05-11")
    assert timeline(facts(NINE, OBJECTION), STAYING).measures[0].term_ends_on is None, "no end in sight"
    assert timeline(facts(TWELVE, TO_TWELVE), STAYING).measures[0].bar_ends_on is None


def test_a_stayed_suspension_hinders_a_filing_as_long_as_its_moved_term_runs() -> None:
    late = a_decision(9, "2028-02-20")
    objection = an_objection(late, "2028-03-01")
    stayed = facts(TWELVE, late, objection, a_settlement(objection, "2028-03-11"))
    known = timeline(stayed, STAYING)
    with pytest.raises(Refused) as refused:
        check_restoration(known, a_restoration("2028-04-29"))
    assert refused.value.why.code == "term_not_over"
    restoration = a_restoration("2028-04-30")
    check_restoration(known, restoration)
    assert check_filing(timeline(stayed.merge(facts(restoration)), STAYING), day("2028-04-30")) is True


@pytest.mark.parametrize(
    ("windows", "expected"),
    [
        pytest.param([(1, 3), (3, 5)], [(1, 5)], id="touching"),
        pytest.param([(4, 5), (1, 2)], [(1, 2), (4, 5)], id="apart, in order"),
        pytest.param([(1, 9), (2, 3)], [(1, 9)], id="inside"),
        pytest.param([(1, None), (2, 3)], [(1, None)], id="open"),
        pytest.param([(2, None), (1, 3)], [(1, None)], id="opened later"),
    ],
)
def test_windows_are_united(windows: Any, expected: Any) -> None:
    def dated(each: Any) -> Any:
        return [tuple(None if end is None else day(f"2025-01-0{end}") for end in window) for window in each]

    assert objections.united(dated(windows)) == dated(expected)
