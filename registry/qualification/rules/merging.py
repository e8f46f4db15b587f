"""The standing of two lifelong IDs found to be one person (O23).

Facts stay under the ID they were said of. Before the merge each ID has its own standing; from the merge on, both
have on every day the strictest of three: each one's own, and that of the facts of both together. A split undoes a
merge by its not being applied.
"""

import datetime
from collections.abc import Sequence

from registry.qualification.rules.measures import RANK, Measure
from registry.qualification.rules.standing import Interval, Timeline
from registry.words.measures import MeasureKind

Date = datetime.date


def merged(own: Timeline, other: Timeline, united: Timeline, merged_on: Date) -> Timeline:
    """Return the standing of one of two merged IDs.

    `own` and `other` are by the facts of each ID alone, `united` by those of both. Measures are those of the
    united facts, each as the strictest of the three has it.
    """
    everything = (united, own, other)
    edges = {merged_on} | {
        interval.from_on
        for timeline in everything
        for interval in timeline.intervals
        if interval.from_on is not None and interval.from_on > merged_on
    }
    intervals = [
        interval.between(interval.from_on, min(merged_on, interval.to_on or merged_on), pending=interval.pending)
        for interval in own.intervals
        if interval.from_on is None or interval.from_on < merged_on
    ]
    days = sorted(edges)
    for from_on, to_on in zip(days, [*days[1:], None], strict=True):
        interval = _strictest([timeline.on(from_on) for timeline in everything], from_on, to_on)
        last = intervals[-1]
        if interval.pending is last.pending and interval.same_standing(last):
            intervals[-1] = last.between(last.from_on, to_on, pending=last.pending)
        else:
            intervals.append(interval)
    return Timeline(intervals=tuple(intervals), measures=_measures(united, own, other))


def _strictest(candidates: Sequence[Interval], from_on: Date, to_on: Date | None) -> Interval:
    """Return the strictest of the standings of some days; of equals the one that ends later, or says more."""
    strictest = max(
        candidates,
        key=lambda each: (
            each.status.strictness,
            not each.term_over,
            not each.assessed,
            each.bar_ends_on or Date.min,
            each.term_ends_on or Date.min,
            len(each.reasons),
            min((reason.ends_on or Date.max for reason in each.reasons), default=Date.max),
        ),
    )
    return Interval(
        from_on=from_on,
        to_on=to_on,
        status=strictest.status,
        term_over=strictest.term_over,
        term_ends_on=strictest.term_ends_on,
        bar_ends_on=strictest.bar_ends_on,
        assessed=strictest.assessed,
        pending=any(each.pending for each in candidates),
        objection_pending=any(each.objection_pending for each in candidates),
        reasons=strictest.reasons,
    )


def _measures(united: Timeline, own: Timeline, other: Timeline) -> tuple[Measure, ...]:
    alone = {measure.decision: measure for timeline in (own, other) for measure in timeline.measures}
    return tuple(max(measure, alone[measure.decision], key=_severity) for measure in united.measures)


def _severity(measure: Measure) -> tuple[int, Date]:
    ends_on = measure.bar_ends_on if measure.kind is MeasureKind.TERMINATION else measure.term_ends_on
    return RANK[measure.kind], Date.max if ends_on is None else ends_on
