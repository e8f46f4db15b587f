"""What must hold for any set of facts."""

import dataclasses
import datetime
import itertools
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from registry.codes.degrees import Reached
from registry.codes.persons import Category
from registry.codes.remedies import ObjectionOutcome
from registry.codes.statuses import Status
from registry.rules.facts import (
    Annulment,
    Cancellation,
    Cascade,
    CascadeLift,
    Decision,
    Enrolment,
    Facts,
    NoticeServed,
    Objection,
    Refiling,
    Repair,
    Restoration,
    Settlement,
)
from registry.rules.packs import PackBook, parse_pack
from registry.rules.points import points_of_year
from registry.rules.timeline import Timeline, timeline
from tests.rules import oracle
from tests.rules.making import a_decision

FIRST = datetime.date(2025, 1, 1)
LAST = datetime.date(2029, 6, 30)
PROVINCES = ("150000", "210000", "520000")


def _pack(division: str, valid_from: str, **values: object) -> object:
    parameters: dict[str, object] = {}
    for name, value in values.items():
        table, leaf = parameters, name
        if "__" in name:
            group, leaf = name.split("__")
            table = parameters.setdefault(group, {})  # type: ignore[assignment]
        table[leaf] = {"value": value, "source": "test"}
    return parse_pack({"division": division, "version": valid_from, "valid_from": valid_from, "parameters": parameters})


PACKS = PackBook(
    [
        _pack("150000", "2025-01-01", term_starts="decided_on", months__10=4, repair__points_per_year=2),
        _pack("150000", "2026-01-01", term_starts="notice_issued_on", repair__months_per_year=2,
              objection__stays_effect=True),
        _pack("210000", "2025-06-01", repair__excludes_at_once=False, repair__points_per_year=6,
              objection__stays_effect=True, phase_in__nursing="2026-03-01"),
        _pack("210000", "2026-02-01", repair__excludes_at_once=False, objection__stays_effect=True,
              phase_in__nursing="2026-03-01", phase_in__technical="2027-01-01"),
    ]
)  # fmt: skip
NO_STAYS = PackBook([_pack("150000", "2025-01-01", term_starts="decided_on", months__10=4)])

# Few days and few names, so that facts meet: same day, same year, end of a month, turn of the year.
days = st.one_of(
    st.dates(FIRST, datetime.date(2027, 6, 30)),
    st.sampled_from([datetime.date(2025, 1, 31), datetime.date(2025, 8, 31), datetime.date(2025, 12, 31),
                     datetime.date(2026, 1, 1), datetime.date(2026, 2, 28)]),
)  # fmt: skip
late_days = st.dates(FIRST, LAST)
offsets = st.integers(0, 60).map(lambda count: datetime.timedelta(days=count))
positions = st.integers(1, 50)


@st.composite
def decisions(draw: st.DrawFn, position: st.SearchStrategy[int | None] = positions) -> Decision:
    decided_on = draw(days)
    return Decision(
        id=str(draw(st.uuids(version=4))),
        author=draw(st.sampled_from(PROVINCES)),
        case_number=draw(st.sampled_from("ab")),
        item=draw(st.sampled_from("12")),
        institution="H1",
        basis_kind="penalty",
        legal_basis="regulation_40",
        decided_on=decided_on,
        degree="principal",
        points=draw(st.one_of(st.integers(1, 12), st.integers(7, 12))),
        reached=draw(st.sampled_from([Reached.ACCUMULATED, Reached.ACCUMULATED, Reached.AT_ONCE])),
        notice_issued_on=decided_on + draw(offsets) if draw(st.booleans()) else None,
        notice_served_on=decided_on + draw(offsets) if draw(st.booleans()) else None,
        suspension_starts_on=decided_on + draw(offsets) if draw(st.integers(0, 3)) == 0 else None,
        suspension_months=draw(st.sampled_from([None, None, 1, 6])),
        position=draw(position),
    )  # fmt: skip


def ids() -> st.SearchStrategy[str]:
    return st.uuids(version=4).map(str)


restorations = st.builds(
    Restoration, id=ids(), author=st.sampled_from(PROVINCES), assessed_on=days, effective_on=days,
    passed=st.sampled_from([True, True, True, False]), position=positions,
)  # fmt: skip
repairs = st.builds(
    Repair, id=ids(), author=st.sampled_from(PROVINCES), year=st.sampled_from([2025, 2026]),
    points=st.integers(0, 4), months=st.integers(0, 4), granted_on=days, act=st.just("training"),
    position=positions,
)  # fmt: skip
refilings = st.builds(
    Refiling, id=ids(), author=st.sampled_from(PROVINCES), institution=st.just("H9"), opened_on=late_days,
    position=positions,
)  # fmt: skip
cascades = st.builds(
    Cascade, id=ids(), author=st.sampled_from(PROVINCES), institution=st.just("H1"),
    status=st.sampled_from([Status.SUSPENDED, Status.TERMINATED]), reason=st.just("agreement"),
    applied_on=days, position=positions,
)  # fmt: skip


enrolments = st.builds(
    Enrolment, id=ids(), author=st.sampled_from(PROVINCES),
    category=st.sampled_from([Category.NURSING, Category.TECHNICAL, Category.MEDICAL]), opened_on=days,
    position=positions,
)  # fmt: skip


@st.composite
def settlements(draw: st.DrawFn, objection: str) -> Settlement:
    outcome = draw(st.sampled_from(ObjectionOutcome))
    changed = outcome is ObjectionOutcome.CHANGED
    return Settlement(
        id=draw(ids()),
        objection=objection,
        outcome=outcome,
        settled_on=draw(late_days),
        points=draw(st.integers(1, 12)) if changed else None,
        suspension_months=draw(st.sampled_from([None, 1, 6])) if changed else None,
        position=draw(positions),
    )


@st.composite
def objected(draw: st.DrawFn, targets: list[str]) -> tuple[tuple[Objection, ...], tuple[Settlement, ...]]:
    """Return objections to some of the targets, or to nothing, and how some were settled, perhaps more than once."""
    lodged, ended = [], []
    for _ in range(draw(st.integers(0, 3))):
        target = draw(st.sampled_from([*targets, "nothing"]))
        lodged.append(Objection(id=draw(ids()), target=target, lodged_on=draw(days), position=draw(positions)))
        ended += [draw(settlements(lodged[-1].id)) for _ in range(draw(st.integers(0, 2)))]
    return tuple(lodged), tuple(ended)


@st.composite
def known_facts(draw: st.DrawFn) -> Facts:
    decided = tuple(draw(st.lists(decisions(), max_size=5)))
    cascaded = tuple(draw(st.lists(cascades, max_size=2)))
    lodged, ended = draw(objected([each.id for each in (*decided, *cascaded)]))
    noticed = draw(st.lists(st.sampled_from(decided), max_size=1)) if decided else []
    undone = draw(st.lists(st.sampled_from(decided), max_size=1)) if decided else []
    enrolled = tuple(draw(st.lists(enrolments, max_size=2)))
    left = draw(st.lists(st.tuples(st.sampled_from(enrolled), days), max_size=2)) if enrolled else []
    lifted = draw(st.lists(st.tuples(st.sampled_from(cascaded), days), max_size=3)) if cascaded else []
    return Facts(
        decisions=decided,
        annulments=tuple(
            Annulment(id=draw(ids()), decision=each.id, annulled_on=each.decided_on, position=draw(positions))
            for each in undone
        ),
        restorations=tuple(draw(st.lists(restorations, max_size=3))),
        repairs=tuple(draw(st.lists(repairs, max_size=2))),
        cascades=cascaded,
        cascade_lifts=tuple(
            CascadeLift(id=draw(ids()), cascade=each.id, lifted_on=on, position=draw(positions)) for each, on in lifted
        ),
        refilings=tuple(draw(st.lists(refilings, max_size=3))),
        notices=tuple(
            NoticeServed(
                id=draw(ids()),
                decision=each.id,
                issued_on=each.decided_on,
                served_on=each.decided_on + draw(offsets),
                position=draw(positions),
            )
            for each in noticed
        ),
        objections=lodged,
        settlements=ended,
        enrolments=enrolled,
        cancellations=tuple(
            Cancellation(id=draw(ids()), enrolment=each.id, cancelled_on=on, position=draw(positions))
            for each, on in left
        ),
    )


def changed(known: Facts, change: Callable[[tuple], tuple]) -> Facts:
    return Facts(**{each.name: change(getattr(known, each.name)) for each in dataclasses.fields(Facts)})


def days_of_change(*timelines: Timeline) -> set[datetime.date]:
    """Return a day of every stretch on which none of the timelines changes."""
    starts = (interval.from_on for each in timelines for interval in each.intervals)
    return {FIRST - oracle.ONE_DAY} | {start for start in starts if start is not None}


def assert_never_milder(before: Timeline, after: Timeline) -> None:
    for on in days_of_change(before, after):
        assert after.status_on(on).strictness >= before.status_on(on).strictness, on


@settings(max_examples=100, deadline=None)
@given(known_facts())
def test_every_day_is_as_the_oracle_says(known: Facts) -> None:
    result = timeline(known, PACKS)
    for on, expected in oracle.walk(known, PACKS, FIRST, LAST).items():
        interval = result.on(on)
        found = oracle.Day(
            status=interval.status.value,
            term_over=interval.term_over,
            term_ends_on=interval.term_ends_on,
            bar_ends_on=interval.bar_ends_on,
            reasons={reason.fact for reason in interval.reasons},
            objection_pending=interval.objection_pending,
        )
        assert found == expected, on


@settings(max_examples=100, deadline=None)
@given(known_facts(), st.randoms(use_true_random=False))
def test_the_order_of_facts_means_nothing(known: Facts, random: object) -> None:
    shuffled = changed(known, lambda each: tuple(random.sample(each, len(each))))  # type: ignore[attr-defined]
    assert timeline(shuffled, PACKS) == timeline(known, PACKS)


@settings(max_examples=100, deadline=None)
@given(known_facts())
def test_a_duplicate_changes_nothing(known: Facts) -> None:
    doubled = changed(known, lambda each: each + each)
    assert timeline(doubled, PACKS) == timeline(known, PACKS)
    assert known.merge(known) == known
    for year in (2025, 2026):
        assert points_of_year(doubled, year, packs=PACKS) == points_of_year(known, year, packs=PACKS)


@settings(max_examples=100, deadline=None)
@given(known_facts())
def test_a_fact_read_while_pending_and_again_from_the_log_counts_once_as_logged(known: Facts) -> None:
    both = changed(known, lambda each: tuple(dataclasses.replace(fact, position=None) for fact in each) + each)
    assert timeline(both, PACKS) == timeline(known, PACKS)


@settings(max_examples=200, deadline=None)
@given(known_facts(), decisions())
def test_a_further_decision_makes_no_day_milder(known: Facts, further: Decision) -> None:
    more = known.merge(Facts(decisions=(further,)))
    assert_never_milder(timeline(known, PACKS), timeline(more, PACKS))


@settings(max_examples=100, deadline=None)
@given(known_facts(), cascades, restorations, refilings, repairs)
def test_other_facts_move_the_standing_one_way_only(
    known: Facts, cascade: Cascade, restoration: Restoration, refiling: Refiling, repair: Repair
) -> None:
    before = timeline(known, PACKS)
    assert_never_milder(before, timeline(known.merge(Facts(cascades=(cascade,))), PACKS))
    for milder in (
        Facts(restorations=(restoration,)),
        Facts(refilings=(refiling,)),
        Facts(repairs=(repair,)),
    ):
        assert_never_milder(timeline(known.merge(milder), PACKS), before)


@settings(max_examples=100, deadline=None)
@given(known_facts())
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


@settings(max_examples=100, deadline=None)
@given(known_facts(), decisions())
def test_an_annulled_decision_was_never_there(known: Facts, decision: Decision) -> None:
    undone = Annulment(id="undone", decision=decision.id, annulled_on=decision.decided_on, position=99)
    decided = known.merge(Facts(decisions=(decision,)))
    assert timeline(decided.merge(Facts(annulments=(undone,))), PACKS) == timeline(known, PACKS)


@settings(max_examples=100, deadline=None)
@given(known_facts(), known_facts(), st.integers(0, 50))
def test_what_was_known_at_a_position_does_not_depend_on_what_came_later(
    known: Facts, more: Facts, position: int
) -> None:
    later = changed(more, lambda each: tuple(dataclasses.replace(fact, position=fact.position + 50) for fact in each))
    assert known.merge(later).known_at(50) == known
    assert known.known_at(position) == known.known_at(50).known_at(position)
    assert known.known_at(0) == Facts()


@settings(max_examples=100, deadline=None)
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


@settings(max_examples=100, deadline=None)
@given(known_facts())
def test_measures_stand_in_legal_order_and_agree_with_the_intervals(known: Facts) -> None:
    result = timeline(known, PACKS)
    assert {each.decision for each in result.measures} == {each.id for each in oracle.in_force(known)}
    for measure in result.measures:
        reasons = {reason.fact for reason in result.on(measure.starts_on).reasons}
        stayed = oracle.is_pending(measure.decision, known, measure.starts_on)
        assert (measure.decision in reasons) is (measure.kind != "notice") or stayed


@settings(max_examples=200, deadline=None)
@given(known_facts())
def test_no_term_is_over_before_its_measure_begins(known: Facts) -> None:
    for measure in timeline(known, PACKS).measures:
        ends_on = measure.term_ends_on or measure.bar_ends_on
        assert ends_on is None or measure.starts_on < ends_on, measure


@settings(max_examples=100, deadline=None)
@given(known_facts())
def test_a_notice_moves_no_standing(known: Facts) -> None:
    assert timeline(dataclasses.replace(known, notices=()), PACKS) == timeline(known, PACKS)


@settings(max_examples=100, deadline=None)
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


@settings(max_examples=100, deadline=None)
@given(known_facts(), decisions(), days, days)
def test_what_a_settlement_annulled_was_never_there(
    known: Facts, decision: Decision, lodged_on: datetime.date, settled_on: datetime.date
) -> None:
    objection = Objection(id="objection", target=decision.id, lodged_on=lodged_on, position=1)
    undone = Settlement(id="z", objection="objection", outcome=ObjectionOutcome.ANNULLED, settled_on=settled_on,
                        position=1)  # fmt: skip
    decided = known.merge(Facts(decisions=(decision,), objections=(objection,), settlements=(undone,)))
    assert timeline(decided, PACKS) == timeline(known, PACKS)


@settings(max_examples=100, deadline=None)
@given(known_facts(), decisions(), st.integers(1, 12), days)
def test_what_a_settlement_changed_was_so_from_the_start(
    known: Facts, decision: Decision, points: int, lodged_on: datetime.date
) -> None:
    objection = Objection(id="objection", target=decision.id, lodged_on=lodged_on, position=1)
    change = Settlement(id="z", objection="objection", outcome=ObjectionOutcome.CHANGED, settled_on=lodged_on,
                        points=points, suspension_months=1, position=1)  # fmt: skip
    reached = Reached.ACCUMULATED if decision.points == 12 > points else decision.reached
    final = dataclasses.replace(decision, points=points, suspension_months=1, reached=reached)
    settled = known.merge(Facts(decisions=(decision,), objections=(objection,), settlements=(change,)))
    assert timeline(settled, PACKS) == timeline(known.merge(Facts(decisions=(final,))), PACKS)


@settings(max_examples=100, deadline=None)
@given(known_facts())
def test_the_phase_in_only_turns_normal_into_not_covered(known: Facts) -> None:
    without = timeline(dataclasses.replace(known, enrolments=()), PACKS)
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
