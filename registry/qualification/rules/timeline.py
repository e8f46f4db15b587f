"""The standing of one person through all time, as contiguous intervals with their reasons.

On each day the strictest of what holds counts, by points and by cascades, and every reason is told (O14).
A pure function of facts and rule packs. The order of facts means nothing, a duplicate changes nothing, and no fact
makes a day that is over worse: what is booked late counts from its effect day on (O25), and what is undone from the
start reaches back in the person's favour only.
"""

import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from registry.packs.book import PackBook
from registry.qualification.rules import lives, objections, phase_in, points
from registry.qualification.rules.facts import Annulment, Decision, Facts, Settlement
from registry.qualification.rules.lives import append
from registry.qualification.rules.measures import Measure
from registry.qualification.rules.objection_rules import ObjectionRules
from registry.qualification.rules.objections import Windows, within
from registry.qualification.rules.phase_in_rules import PhaseInRules
from registry.qualification.rules.standing import Interval, Reason, Timeline
from registry.words.statuses import Status

__all__ = ["Interval", "Reason", "Timeline", "timeline"]

Date = datetime.date


def timeline(facts: Facts, packs: PackBook) -> Timeline:
    """Return the standing on every day, and the measures, that follow from the facts under the packs."""
    intervals, found = _favoured(facts, packs)
    if facts.has_pending:
        intervals = _marked(intervals, _favoured(facts.logged(), packs)[0])
    return Timeline(intervals=tuple(intervals), measures=found)


def _favoured(facts: Facts, packs: PackBook) -> tuple[Sequence[Interval], tuple[Measure, ...]]:
    """Return intervals and measures; days before something was undone are no worse than they were then.

    What is undone from the start can make a day worse: a further suspension that was counted together with the one that
    is gone is then counted alone. On days that are over by then it is not.
    """
    intervals, found = _computed(facts, packs)
    undone = _undone(facts) if facts.annulments or facts.settlements else ()
    for kept in range(len(undone) - 1, -1, -1):
        later = {each.id for each in undone[kept:]}
        earlier = dataclasses.replace(
            facts,
            annulments=tuple(each for each in facts.annulments if each.id not in later),
            settlements=tuple(each for each in facts.settlements if each.id not in later),
        )
        intervals = _milder(intervals, _computed(earlier, packs)[0], before=_undone_on(undone[kept]))
    if facts.objections:
        windows = objections.united(window for each in _objected(facts).values() for window in each)
        intervals = _overlaid(intervals, windows, objection_pending=True)
    return intervals, found


def _undone(facts: Facts) -> list[Annulment | Settlement]:
    """Return what undoes or changes decisions and cascades, in the order in which it was signed."""
    found: dict[str, Annulment | Settlement] = {each.id: each for each in facts.annulments}
    found |= {each.id: each for each in facts.settlements}
    return sorted(found.values(), key=lambda each: (_undone_on(each), each.id))


def _undone_on(fact: Annulment | Settlement) -> Date:
    return fact.signed_on or (fact.annulled_on if isinstance(fact, Annulment) else fact.settled_on)


def _computed(facts: Facts, packs: PackBook) -> tuple[Sequence[Interval], tuple[Measure, ...]]:
    decisions = points.in_force(facts) if facts.decisions else []
    cascades = lives.standing_cascades(facts) if facts.cascades else ()
    objected = objections.NOTHING_PENDING
    if facts.objections:
        objected = objections.pending(facts, {each.id for each in decisions})
    following = lives.cascades(facts, cascades) if cascades else []
    stayed = _stayed(decisions, objected, packs) if objected else objections.NOTHING_PENDING
    held, found = lives.life(decisions, facts, packs, stayed)
    intervals = lives.intervals(held + following)
    for window, left in _without_stayed(decisions, stayed):
        apart, _ = lives.life(left, facts, packs, stayed)
        intervals = _spliced(intervals, lives.intervals(apart + following), window)
    if facts.phase_in_filings and packs.departing(PhaseInRules):
        windows = phase_in.uncovered(facts, packs)
        intervals = _overlaid(intervals, windows, only=Status.NORMAL, status=Status.NOT_COVERED)
    return intervals, found


def _objected(facts: Facts) -> Mapping[str, Windows]:
    """Return the days on which an objection to a decision in force, or to a standing cascade, is pending."""
    decisions = {each.id for each in points.in_force(facts)}
    return objections.pending(facts, decisions | {each.id for each in lives.standing_cascades(facts)})


def _stayed(decisions: Sequence[Decision], objected: Mapping[str, Windows], packs: PackBook) -> Mapping[str, Windows]:
    """Return the days on which an objection stays the effect of a score, where its author's pack says so (O10)."""
    return {
        each.id: objected[each.id]
        for each in decisions
        if each.id in objected and packs.for_(each.author, each.decided_on)[ObjectionRules].stays_effect
    }


def _without_stayed(
    decisions: Sequence[Decision], stayed: Mapping[str, Windows]
) -> list[tuple[objections.Window, list[Decision]]]:
    """Return the windows in which some scores are stayed, each with the decisions that count in it (O37)."""
    edges = sorted({day for windows in stayed.values() for window in windows for day in window if day is not None})
    found = []
    for first, until in zip(edges, [*edges[1:], None], strict=True) if edges else ():
        left = [each for each in decisions if not within(stayed.get(each.id, ()), first)]
        if len(left) < len(decisions):
            found.append(((first, until), left))
    return found


def _spliced(
    intervals: Sequence[Interval], others: Sequence[Interval], window: objections.Window
) -> Sequence[Interval]:
    """Return the intervals, with the others in their place inside the window."""
    first, until = window
    before = _clipped(intervals, None, first)
    inside = _clipped(others, first, until)
    after = [] if until is None else _clipped(intervals, until, None)
    found: list[Interval] = []
    for interval in (*before, *inside, *after):
        append(found, interval)
    return found


def _clipped(intervals: Sequence[Interval], first: Date | None, until: Date | None) -> list[Interval]:
    """Return the parts of the intervals from a day until the day before another; None is open."""
    found = []
    for each in intervals:
        from_on = each.from_on if first is None or (each.from_on is not None and first < each.from_on) else first
        to_on = each.to_on if until is None or (each.to_on is not None and each.to_on < until) else until
        if from_on is None or to_on is None or from_on < to_on:
            found.append(each.between(from_on, to_on, pending=each.pending))
    return found


def _milder(intervals: Sequence[Interval], others: Sequence[Interval], *, before: Date) -> Sequence[Interval]:
    """Return the intervals; on days before one, the others where those are milder."""
    edges = sorted(
        {each.from_on for each in (*intervals, *others) if each.from_on is not None and each.from_on < before}
    )
    found: list[Interval] = []
    for first, until in zip([None, *edges], [*edges, before], strict=True):
        mine, theirs = (next(each for each in all_ if each.from_on == first or each.holds(first or Date.min))
                        for all_ in (intervals, others))  # fmt: skip
        milder = theirs if theirs.status.strictness < mine.status.strictness else mine
        append(found, milder.between(first, until, pending=milder.pending))
    for interval in _clipped(intervals, before, None):
        append(found, interval)
    return found


def _overlaid(
    intervals: Sequence[Interval], windows: Windows, *, only: Status | None = None, **change: Any
) -> list[Interval]:
    """Return the intervals, or `only` those of a status, cut at the windows and changed inside them."""
    found: list[Interval] = []
    edges = sorted({day for window in windows for day in window if day is not None})
    for interval in intervals:
        if only is not None and interval.status is not only:
            found.append(interval)
            continue
        cuts = [day for day in edges if day != interval.from_on and interval.holds(day)]
        for from_on, to_on in zip([interval.from_on, *cuts], [*cuts, interval.to_on], strict=True):
            piece = interval.between(from_on, to_on, pending=False)
            inside = from_on is not None and within(windows, from_on)
            found.append(dataclasses.replace(piece, **change) if inside else piece)
    return found


def _marked(intervals: Sequence[Interval], logged: Sequence[Interval]) -> list[Interval]:
    """Return the intervals, pending where the facts in the log alone would give another standing."""
    marked: list[Interval] = []
    mine, theirs = 0, 0
    from_on: Date | None = None
    while True:
        here, there = intervals[mine], logged[theirs]
        ends = [day for day in (here.to_on, there.to_on) if day is not None]
        to_on = min(ends) if ends else None
        pending = not here.same_standing(there)
        last = marked[-1] if marked else None
        if last is not None and last.pending is pending and last.same_standing(here):
            marked[-1] = last.between(last.from_on, to_on, pending=pending)
        else:
            marked.append(here.between(from_on, to_on, pending=pending))
        if to_on is None:
            return marked
        mine += here.to_on == to_on
        theirs += there.to_on == to_on
        from_on = to_on
