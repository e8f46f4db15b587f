"""The standing of one person through all time, as contiguous intervals with their reasons.

A pure function of facts and rule packs. The order of facts means nothing, a duplicate changes nothing, and a
further decision never makes any day milder (it keeps or raises what the later ones of its year lead to, and
nothing ends sooner because of it).
"""

import dataclasses
import datetime
from collections.abc import Collection, Sequence
from typing import Any

from registry.codes.measures import MeasureKind, ReasonKind
from registry.codes.statuses import Status
from registry.rules import measures, objections, phase_in, points
from registry.rules.facts import Cascade, Facts, distinct
from registry.rules.measures import Measure, Span
from registry.rules.objections import Windows, within
from registry.rules.packs import PackBook
from registry.rules.standing import BEFORE_TERM_END, Interval, Reason, Timeline

__all__ = ["Interval", "Reason", "Timeline", "timeline"]

Date = datetime.date

CASCADE_RULE = "医保办发〔2024〕34号 art. 34"


_EVER = (Interval(from_on=None, to_on=None),)


def timeline(facts: Facts, packs: PackBook) -> Timeline:
    """Return the standing on every day, and the measures, that follow from the facts under the packs."""
    intervals, found = _computed(facts, packs)
    if facts.has_pending:
        intervals = _marked(intervals, _computed(facts.logged(), packs)[0])
    return Timeline(intervals=tuple(intervals), measures=found)


class _Held:
    """A span or cascade, with all of its reason that does not change from day to day."""

    __slots__ = ("end", "reason", "span", "start", "status", "stays")

    def __init__(self, reason: Reason, span: Span | None = None) -> None:
        self.reason = reason
        self.span = span
        self.start = reason.starts_on
        self.end = reason.ends_on
        self.status = reason.status
        self.stays: Windows = span.stays if span else ()


def _computed(facts: Facts, packs: PackBook) -> tuple[Sequence[Interval], tuple[Measure, ...]]:
    held: list[_Held] = []
    found: tuple[Measure, ...] = ()
    changes: set[Date] = set()
    decisions = points.in_force(facts) if facts.decisions else []
    cascades = _standing_cascades(facts) if facts.cascades else ()
    objected = objections.NOTHING_PENDING
    if facts.objections:
        objected = objections.pending(facts, {each.id for each in decisions} | {each.id for each in cascades})
    if decisions:
        repairs = points.ordered_repairs(facts) if facts.repairs else []
        counted = points.tallies(decisions, repairs, packs)
        spans = measures.spans(counted, repairs, packs, objected)
        measures.close(spans, facts.restorations, facts.refilings)
        found = tuple([measures.measure(span, spans) for span in spans])
        held = [
            _Held(_points_reason(span, measure), span)
            for span, measure in zip(spans, found, strict=True)
            if span.kind is not MeasureKind.NOTICE
        ]
        changes = {repair.granted_on for span in spans for repair, _ in span.repairs}
    if cascades:
        held += _cascades(facts, cascades)
    intervals: Sequence[Interval] = _intervals(held, changes) if held else _EVER
    if facts.enrolments and packs.phases_in:
        windows = phase_in.uncovered(facts, packs)
        intervals = _overlaid(intervals, windows, only=Status.NORMAL, status=Status.NOT_COVERED)
    if objected:
        pending = objections.united(window for each in objected.values() for window in each)
        intervals = _overlaid(intervals, pending, objection_pending=True)
    return intervals, found


def _points_reason(span: Span, measure: Measure) -> Reason:
    early = (
        span.restored and span.end is not None and measure.term_ends_on is not None and span.end < measure.term_ends_on
    )
    return Reason(
        kind=ReasonKind.POINTS,
        fact=measure.decision,
        author=measure.author,
        status=Status.TERMINATED if measure.bar_years else Status.SUSPENDED,
        rule=measure.rule,
        starts_on=span.start,
        ends_on=span.end,
        year=measure.year,
        points_total=measure.points_total,
        months=measure.months,
        bar_years=measure.bar_years,
        remark=BEFORE_TERM_END if early else None,
    )


def _standing_cascades(facts: Facts) -> Collection[Cascade]:
    """Return the cascades that no settlement annulled."""
    cascades = distinct(facts.cascades)
    if facts.settlements:
        annulled = objections.annulled(facts)
        return [cascade for cascade in cascades if cascade.id not in annulled]
    return list(cascades)


def _cascades(facts: Facts, cascades: Collection[Cascade]) -> list[_Held]:
    """Return the cascades that ever hold: each from its day until its earliest lift (O15)."""
    lifted: dict[str, Date] = {}
    for lift in facts.cascade_lifts:
        known = lifted.get(lift.cascade)
        if known is None or lift.lifted_on < known:
            lifted[lift.cascade] = lift.lifted_on
    return [
        _Held(_cascade_reason(cascade, lifted.get(cascade.id)))
        for cascade in cascades
        if cascade.id not in lifted or cascade.applied_on < lifted[cascade.id]
    ]


def _cascade_reason(cascade: Cascade, ends_on: Date | None) -> Reason:
    return Reason(
        kind=ReasonKind.CASCADE,
        fact=cascade.id,
        author=cascade.author,
        status=Status(cascade.status),
        rule=CASCADE_RULE,
        starts_on=cascade.applied_on,
        ends_on=ends_on,
        remark=cascade.reason,
    )


def _intervals(held: list[_Held], shortened_on: Collection[Date]) -> list[Interval]:
    """Return the intervals between the days on which something begins, ends, is shortened or stayed."""
    held.sort(key=lambda each: (-each.status.strictness, each.start, each.reason.kind, each.reason.fact))
    days = {each.start for each in held} | set(shortened_on)
    days.update(each.end for each in held if each.end is not None)
    days.update(day for each in held for window in each.stays for day in window if day is not None)
    changes = sorted(days)
    intervals = [Interval(from_on=None, to_on=changes[0])]
    for from_on, to_on in zip(changes, [*changes[1:], None], strict=True):
        active = [
            each
            for each in held
            if each.start <= from_on
            and (each.end is None or from_on < each.end)
            and not (each.stays and within(each.stays, from_on))
        ]
        for interval in _standing(active, from_on, to_on):
            last = intervals[-1]
            if interval.same_standing(last):
                intervals[-1] = last.between(last.from_on, interval.to_on, pending=False)
            else:
                intervals.append(interval)
    return intervals


def _standing(active: Sequence[_Held], from_on: Date, to_on: Date | None) -> list[Interval]:
    """Return one standing, or two where a term or bar ends in between. `active` comes strictest first."""
    if not active:
        return [Interval(from_on=from_on, to_on=to_on)]
    status = active[0].status
    reasons = tuple([each.reason for each in active])
    suspensions = [each.span for each in active if each.span and each.status is Status.SUSPENDED]
    bars = [each.span.term_end(from_on) for each in active if each.span and each.status is Status.TERMINATED]
    term_ends_on = measures.longest_term_end(suspensions, from_on) if suspensions else None
    bar_ends_on = max(bars) if bars else None
    over_on = bar_ends_on if status is Status.TERMINATED else term_ends_on
    if any(each.span is None and each.status is status for each in active):
        over_on = None  # a cascade of the same strictness has no term
    days = [(from_on, to_on)]
    if over_on is not None and from_on < over_on and (to_on is None or over_on < to_on):
        days = [(from_on, over_on), (over_on, to_on)]
    return [
        Interval(
            from_on=first,
            to_on=last,
            status=status,
            term_over=over_on is not None and over_on <= first,
            term_ends_on=term_ends_on,
            bar_ends_on=bar_ends_on,
            reasons=reasons,
        )
        for first, last in days
    ]


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
