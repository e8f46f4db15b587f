"""What must hold for any set of facts."""

import dataclasses
import datetime
import itertools
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from registry.qualification.rules.facts import (
    Annulment,
    Cascade,
    CascadeLift,
    Decision,
    Facts,
    Objection,
    Refiling,
    Repair,
    Restoration,
    Settlement,
)
from registry.qualification.rules.points import points_of_year
from registry.qualification.rules.timeline import Timeline, timeline
from registry.words.degrees import Reached
from registry.words.measures import MeasureKind
from registry.words.remedies import ObjectionOutcome
from registry.words.statuses import Status
from tests.registry.qualification.rules import oracle
from tests.registry.qualification.rules.drawing import (
    EXAMPLES,
    FIRST,
    LAST,
    NO_STAYS,
    PACKS,
    cascades,
    days,
    decisions,
    known_facts,
    late_days,
    refilings,
    repairs,
    restorations,
    united_facts,
)
from tests.registry.qualification.rules.making import a_decision


def changed(known: Facts, change: Callable[[tuple], tuple]) -> Facts:
    return Facts(**{each.name: change(getattr(known, each.name)) for each in dataclasses.fields(Facts)})


def days_of_change(*timelines: Timeline) -> set[datetime.date]:
    """Return a day of every stretch on which none of the timelines changes."""
    starts = (interval.from_on for each in timelines for interval in each.intervals)
    return {FIRST - oracle.ONE_DAY} | {start for start in starts if start is not None}


def assert_never_milder(before: Timeline, after: Timeline, *, until: datetime.date = datetime.date.max) -> None:
    for on in days_of_change(before, after):
        assert on >= until or after.status_on(on).strictness >= before.status_on(on).strictness, on


def same_days(one: Timeline, other: Timeline, *, from_on: datetime.date) -> None:
    for on in {from_on, *days_of_change(one, other)}:
        assert on < from_on or one.on(on).same_standing(other.on(on)), on


def without(known: Facts, *kinds: str) -> Facts:
    return dataclasses.replace(known, **dict.fromkeys(kinds, ()))


def undisputed(known: Facts) -> Facts:
    """Return the facts without what is undone or stayed: one world on every day."""
    return without(known, "annulments", "objections", "settlements")


def next_beginning(known: Facts, from_on: datetime.date) -> datetime.date:
    """Return the first day from a day on at which a decision begins to count."""
    world = oracle.everything(known, PACKS, FIRST, LAST)
    return min((day for day in world.beginnings() if day >= from_on), default=datetime.date.max)


@settings(max_examples=EXAMPLES, deadline=None)
@given(united_facts())
def test_every_day_is_as_the_oracle_says(known: Facts) -> None:
    result = timeline(known, PACKS)
    for on, expected in oracle.walk(known, PACKS, FIRST, LAST).items():
        assert oracle.as_day(result.on(on)) == expected, on


@settings(max_examples=EXAMPLES, deadline=None)
@given(united_facts())
def test_every_measure_is_as_the_oracle_says(known: Facts) -> None:
    world = oracle.everything(known, PACKS, FIRST, LAST)
    expected = {each.decision.id: each for each in world.outcomes}
    measures = timeline(known, PACKS).measures
    assert {each.decision for each in measures} == expected.keys()
    for measure in measures:
        outcome = expected[measure.decision]
        assert (measure.kind, measure.starts_on, measure.points_total, measure.unforeseen) == (
            outcome.kind,
            outcome.start,
            outcome.total,
            outcome.unforeseen,
        )
        assert measure.bar_years == (outcome.months // 12 if outcome.kind == "termination" else None)
        if measure.ended_on is None or measure.ended_on <= LAST:
            assert measure.ended_on == outcome.end


@settings(max_examples=EXAMPLES, deadline=None)
@given(known_facts(), st.randoms(use_true_random=False))
def test_the_order_of_facts_means_nothing(known: Facts, random: object) -> None:
    shuffled = changed(known, lambda each: tuple(random.sample(each, len(each))))  # type: ignore[attr-defined]
    assert timeline(shuffled, PACKS) == timeline(known, PACKS)


@settings(max_examples=EXAMPLES, deadline=None)
@given(known_facts(), days)
def test_a_years_points_are_as_the_oracle_says(known: Facts, on: datetime.date) -> None:
    for year, until in itertools.product((2025, 2026, 2027), (None, on)):
        assert points_of_year(known, year, packs=PACKS, on=until) == oracle.points_of_year(known, year, PACKS, until)


@settings(max_examples=EXAMPLES, deadline=None)
@given(known_facts())
def test_a_duplicate_changes_nothing(known: Facts) -> None:
    doubled = changed(known, lambda each: each + each)
    assert timeline(doubled, PACKS) == timeline(known, PACKS)
    assert known.merge(known) == known
    for year in (2025, 2026):
        assert points_of_year(doubled, year, packs=PACKS) == points_of_year(known, year, packs=PACKS)


@settings(max_examples=EXAMPLES, deadline=None)
@given(known_facts())
def test_a_fact_read_while_pending_and_again_from_the_log_counts_once_as_logged(known: Facts) -> None:
    both = changed(known, lambda each: tuple(dataclasses.replace(fact, position=None) for fact in each) + each)
    assert timeline(both, PACKS) == timeline(known, PACKS)


def _seen_at_once(known: Facts) -> Facts:
    """Return the facts with no day on which the log was behind."""
    return dataclasses.replace(
        known, decisions=tuple(dataclasses.replace(each, logged_on=None) for each in known.decisions)
    )


@settings(max_examples=2 * EXAMPLES, deadline=None)
@given(known_facts(), decisions())
def test_a_further_decision_makes_no_day_milder_where_nothing_is_lowered_or_ended(
    known: Facts, further: Decision
) -> None:
    """A further score may be joined to an earlier term, or come in place of a later one (O5, O28).

    What a repair, a
    restoration or a new filing finds is then another thing, and may be over sooner. One that another province could not
    see makes what follows unforeseen, which holds only from when the log showed it (O26).
    """
    known = _seen_at_once(without(known, "repairs", "restorations", "refilings"))
    further = dataclasses.replace(further, logged_on=None)
    more = known.merge(Facts(decisions=(further,)))
    assert_never_milder(timeline(known, PACKS), timeline(more, PACKS))


@settings(max_examples=2 * EXAMPLES, deadline=None)
@given(known_facts(), decisions())
def test_a_further_decision_moves_no_day_before_it_was_signed_or_served(known: Facts, further: Decision) -> None:
    before = timeline(known, PACKS)
    after = timeline(known.merge(Facts(decisions=(further,))), PACKS)
    for on in days_of_change(before, after):
        if on < oracle.floor_of(further):
            found, was = after.on(on), before.on(on)
            assert (found.status, found.term_over, found.term_ends_on, found.bar_ends_on, found.assessed) == (
                was.status, was.term_over, was.term_ends_on, was.bar_ends_on, was.assessed
            ), on  # fmt: skip


@settings(max_examples=EXAMPLES, deadline=None)
@given(known_facts(), cascades(), days)
def test_a_cascade_only_makes_stricter_and_its_lift_only_milder(
    known: Facts, cascade: Cascade, lifted_on: datetime.date
) -> None:
    before = timeline(known, PACKS)
    cascaded = known.merge(Facts(cascades=(cascade,)))
    lifted = cascaded.merge(Facts(cascade_lifts=(CascadeLift(id="lift", cascade=cascade.id, lifted_on=lifted_on),)))
    assert_never_milder(before, timeline(cascaded, PACKS))
    assert_never_milder(before, timeline(lifted, PACKS))
    assert_never_milder(timeline(lifted, PACKS), timeline(cascaded, PACKS))


@settings(max_examples=EXAMPLES, deadline=None)
@given(known_facts(), restorations, refilings, repairs)
def test_a_return_or_repair_makes_no_day_stricter_until_something_further_begins(
    known: Facts, restoration: Restoration, refiling: Refiling, repair: Repair
) -> None:
    """What begins after a measure ended is one of its own; without the end it would not have been (O5, O28)."""
    known = undisputed(known)
    before = timeline(known, PACKS)
    for milder, day in (
        (Facts(restorations=(restoration,)), restoration.effective_on),
        (Facts(refilings=(refiling,)), refiling.opened_on),
        (Facts(repairs=(repair,)), repair.granted_on),
    ):
        until = next_beginning(known, day)
        assert_never_milder(timeline(known.merge(milder), PACKS), before, until=until)


@settings(max_examples=2 * EXAMPLES, deadline=None)
@given(known_facts(), repairs)
def test_a_repair_makes_no_day_stricter_where_nothing_was_ended_before(known: Facts, repair: Repair) -> None:
    known = without(known, "restorations", "refilings")
    assert_never_milder(timeline(known.merge(Facts(repairs=(repair,))), PACKS), timeline(known, PACKS))


@settings(max_examples=2 * EXAMPLES, deadline=None)
@given(known_facts(), repairs)
def test_a_repair_of_months_never_lengthens_a_term_or_bar(known: Facts, repair: Repair) -> None:
    known = without(known, "restorations", "refilings")
    repair = dataclasses.replace(repair, points=0, author="150000")
    before, after = timeline(known, PACKS), timeline(known.merge(Facts(repairs=(repair,))), PACKS)
    for on in days_of_change(before, after):
        was, found = before.on(on), after.on(on)
        assert found.status is was.status
        for end_was, end_found in ((was.term_ends_on, found.term_ends_on), (was.bar_ends_on, found.bar_ends_on)):
            assert (end_was is None) is (end_found is None)
            assert end_found is None or end_found <= end_was, on


@settings(max_examples=2 * EXAMPLES, deadline=None)
@given(known_facts(), late_days)
def test_a_restoration_ends_only_what_it_assessed(known: Facts, effective_on: datetime.date) -> None:
    known = undisputed(known)
    restoration = Restoration(
        id="further", author="150000", assessed_on=effective_on, effective_on=effective_on, passed=True, position=1
    )
    after = timeline(known.merge(Facts(restorations=(restoration,))), PACKS)
    reasons = {reason.fact for reason in after.on(effective_on).reasons}
    for span in oracle.everything(known, PACKS, FIRST, LAST).spans:
        if span.holds(effective_on) and (span.terminates or span.term_end(effective_on) > effective_on):
            assert span.decision.id in reasons


@settings(max_examples=2 * EXAMPLES, deadline=None)
@given(united_facts())
def test_no_measure_starts_before_the_latest_effect_summed_into_it(known: Facts) -> None:
    effects = {
        each.decision.id: max(oracle.effect_of(summed, PACKS) for summed in each.up_to)
        for each in oracle.everything(known, PACKS, FIRST, LAST).counted
    }
    for measure in timeline(known, PACKS).measures:
        assert measure.starts_on >= effects[measure.decision]


@settings(max_examples=2 * EXAMPLES, deadline=None)
@given(united_facts())
def test_a_year_has_one_bar_at_a_time_but_for_what_reached_12_at_once(known: Facts) -> None:
    bars = [each for each in timeline(known, PACKS).measures if each.kind is MeasureKind.TERMINATION]
    for earlier, later in itertools.permutations(bars, 2):
        if (
            earlier.year == later.year
            and earlier.starts_on <= later.starts_on
            and (earlier.ended_on is None or later.starts_on < earlier.ended_on)
        ):
            assert "at_once" in (later.mode, earlier.mode if earlier.starts_on == later.starts_on else None)
            assert 3 in (later.bar_years, earlier.bar_years)


@settings(max_examples=EXAMPLES, deadline=None)
@given(united_facts())
def test_every_day_has_exactly_one_standing(known: Facts) -> None:
    intervals = timeline(known, PACKS).intervals
    assert intervals[0].from_on is None
    assert intervals[-1].to_on is None
    for before, after in itertools.pairwise(intervals):
        assert before.to_on == after.from_on
        assert not (before.same_standing(after) and before.pending == after.pending), "not merged"
        assert before.from_on is None or before.from_on < before.to_on
    for on in days_of_change(timeline(known, PACKS)):
        assert sum(interval.holds(on) for interval in intervals) == 1


@settings(max_examples=EXAMPLES, deadline=None)
@given(known_facts(), decisions(), late_days)
def test_an_annulled_decision_was_never_there_from_the_day_of_the_annulment_on(
    known: Facts, decision: Decision, annulled_on: datetime.date
) -> None:
    undone = Annulment(id="undone", decision=decision.id, annulled_on=annulled_on, position=99)
    decided = known.merge(Facts(decisions=(decision,)))
    result, never_there = timeline(decided.merge(Facts(annulments=(undone,))), PACKS), timeline(known, PACKS)
    assert result.measures == never_there.measures
    same_days(result, never_there, from_on=annulled_on)


@settings(max_examples=EXAMPLES, deadline=None)
@given(known_facts(), known_facts(), st.integers(0, 50))
def test_what_was_known_at_a_position_does_not_depend_on_what_came_later(
    known: Facts, more: Facts, position: int
) -> None:
    later = changed(more, lambda each: tuple(dataclasses.replace(fact, position=fact.position + 50) for fact in each))
    assert known.merge(later).known_at(50) == known
    assert known.known_at(position) == known.known_at(50).known_at(position)
    assert known.known_at(0) == Facts()


@settings(max_examples=EXAMPLES, deadline=None)
@given(known_facts(), st.integers(0, 50))
def test_pending_is_where_the_log_alone_says_otherwise(known: Facts, position: int) -> None:
    partly = changed(
        known,
        lambda each: tuple(
            dataclasses.replace(fact, position=None if fact.position > position else fact.position) for fact in each
        ),
    )
    whole, logged = timeline(partly, PACKS), timeline(partly.logged(), PACKS)
    reference = timeline(known, PACKS)
    for on in days_of_change(whole, logged, reference):
        assert whole.on(on).same_standing(reference.on(on))
        assert whole.on(on).pending is not whole.on(on).same_standing(logged.on(on))
    assert not any(interval.pending for interval in logged.intervals)


@settings(max_examples=EXAMPLES, deadline=None)
@given(known_facts())
def test_measures_agree_with_the_intervals(known: Facts) -> None:
    known = undisputed(without(known, "repairs"))
    result = timeline(known, PACKS)
    for measure in result.measures:
        reasons = {reason.fact for reason in result.on(measure.starts_on).reasons}
        assert (measure.decision in reasons) is (measure.kind != "notice")


@settings(max_examples=2 * EXAMPLES, deadline=None)
@given(known_facts())
def test_no_term_is_over_before_its_measure_begins(known: Facts) -> None:
    for measure in timeline(known, PACKS).measures:
        ends_on = measure.term_ends_on or measure.bar_ends_on
        # A suspension in a bar's place is counted from the bar's first day: it may be over on its own (O42).
        assert ends_on is None or measure.starts_on <= ends_on, measure
    for measure in timeline(without(known, "repairs"), PACKS).measures:
        ends_on = measure.term_ends_on or measure.bar_ends_on
        assert ends_on is None or measure.starts_on < ends_on, measure


@settings(max_examples=EXAMPLES, deadline=None)
@given(known_facts())
def test_a_notice_moves_no_standing(known: Facts) -> None:
    assert timeline(dataclasses.replace(known, notices=()), PACKS) == timeline(known, PACKS)


@settings(max_examples=EXAMPLES, deadline=None)
@given(known_facts(), st.data())
def test_without_a_stay_an_objection_moves_nothing_but_its_own_mark(known: Facts, data: st.DataObject) -> None:
    targets = [each.id for each in (*known.decisions, *known.cascades)] or ["nothing"]
    further = Objection(id="further", target=data.draw(st.sampled_from(targets)), lodged_on=data.draw(days), position=1)
    before, after = timeline(known, NO_STAYS), timeline(known.merge(Facts(objections=(further,))), NO_STAYS)
    assert before.measures == after.measures
    for on in days_of_change(before, after):
        unmarked = dataclasses.replace(after.on(on), objection_pending=before.on(on).objection_pending)
        assert unmarked.same_standing(before.on(on))
        assert after.on(on).objection_pending >= before.on(on).objection_pending


@settings(max_examples=EXAMPLES, deadline=None)
@given(known_facts(), decisions(), days, days)
def test_what_a_settlement_annulled_was_never_there(
    known: Facts, decision: Decision, lodged_on: datetime.date, settled_on: datetime.date
) -> None:
    objection = Objection(id="objection", target=decision.id, lodged_on=lodged_on, position=1)
    undone = Settlement(id="z", objection="objection", outcome=ObjectionOutcome.ANNULLED, settled_on=settled_on,
                        position=1)  # fmt: skip
    decided = known.merge(Facts(decisions=(decision,), objections=(objection,), settlements=(undone,)))
    result, never_there = timeline(decided, PACKS), timeline(known, PACKS)
    assert result.measures == never_there.measures
    same_days(result, never_there, from_on=settled_on)


@settings(max_examples=EXAMPLES, deadline=None)
@given(known_facts(), decisions(), st.integers(1, 12), days)
def test_what_a_settlement_changed_was_so_from_the_start_and_never_worse(
    known: Facts, decision: Decision, points: int, lodged_on: datetime.date
) -> None:
    objection = Objection(id="objection", target=decision.id, lodged_on=lodged_on, position=1)
    change = Settlement(id="z", objection="objection", outcome=ObjectionOutcome.CHANGED, settled_on=lodged_on,
                        points=points, suspension_months=1, position=1)  # fmt: skip
    reached = Reached.ACCUMULATED if decision.points == 12 > points else decision.reached
    points = min(points, decision.points)
    final = dataclasses.replace(decision, points=points, suspension_months=1, reached=reached)
    settled = known.merge(Facts(decisions=(decision,), objections=(objection,), settlements=(change,)))
    result, from_the_start = timeline(settled, PACKS), timeline(known.merge(Facts(decisions=(final,))), PACKS)
    assert result.measures == from_the_start.measures
    same_days(result, from_the_start, from_on=lodged_on)


@settings(max_examples=EXAMPLES, deadline=None)
@given(known_facts())
def test_the_phase_in_only_turns_normal_into_not_covered(known: Facts) -> None:
    without = timeline(dataclasses.replace(known, phase_in_filings=()), PACKS)
    result = timeline(known, PACKS)
    assert result.measures == without.measures
    for on in days_of_change(result, without):
        found, before = result.on(on).status, without.on(on).status
        assert found is before or (found, before) == (Status.NOT_COVERED, Status.NORMAL)


def test_facts_beyond_the_calendar_have_an_answer() -> None:
    first, last = datetime.date.min, datetime.date.max
    backwards = Restoration(id="r", author="x", assessed_on=last, effective_on=first, passed=True)
    known = Facts(
        decisions=(
            dataclasses.replace(a_decision(12, "9999-12-30"), suspension_starts_on=last),
            a_decision(12, "0001-01-01"),
            dataclasses.replace(a_decision(-3, "2025-01-01"), suspension_months=99),
        ),
        restorations=(backwards,),
        refilings=(Refiling(id="f", author="x", institution="H", opened_on=first),),
    )
    assert timeline(known, PACKS).status_on(last) is Status.TERMINATED
