"""What follows from each decision, from when, and until when (procedure arts. 29, 38, 39)."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registry.codes.measures import MeasureKind, Mode
from registry.rules.dates import add_days, add_months
from registry.rules.facts import Decision, Refiling, Repair, Restoration
from registry.rules.objections import NOTHING_PENDING, Windows
from registry.rules.packs import Pack, PackBook
from registry.rules.points import SUSPENSION_POINTS, TERMINATION_POINTS, Tally, reached_at_once
from registry.rules.values import TermStarts

Date = datetime.date

LONGEST_SUSPENSION = 6
BAR_YEARS = 1
BAR_YEARS_AT_ONCE = 3

_PROCEDURE = "医保办发〔2024〕34号"
RULES = {
    MeasureKind.NOTICE: f"{_PROCEDURE} arts. 29, 36",
    MeasureKind.SUSPENSION: f"{_PROCEDURE} art. 29",
    MeasureKind.TERMINATION: f"{_PROCEDURE} art. 29",
}
RANK = {MeasureKind.NOTICE: 0, MeasureKind.SUSPENSION: 1, MeasureKind.TERMINATION: 2}
"""By which the strictest of several measures is found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What one decision led to.

    `term_ends_on` and `bar_ends_on` are the first day on which a restoration, or a new filing, is possible,
    with all repairs and stays counted, None while a stay has no end; `ended_on` is the first day on which the
    measure no longer held, None while it holds. `unforeseen`: no notice foresaw that the threshold is crossed, and the
    lead province has not stated it yet (O26).
    """

    kind: MeasureKind
    decision: str
    author: str
    year: int
    points_total: int
    starts_on: Date
    months: int | None
    term_ends_on: Date | None
    bar_years: int | None
    bar_ends_on: Date | None
    mode: Mode
    rule: str
    unforeseen: bool = False
    ended_on: Date | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the measure as JSON values; dates are ISO."""
        return {
            "kind": self.kind.value,
            "decision": self.decision,
            "author": self.author,
            "year": self.year,
            "points_total": self.points_total,
            "starts_on": self.starts_on.isoformat(),
            "months": self.months,
            "term_ends_on": iso(self.term_ends_on),
            "bar_years": self.bar_years,
            "bar_ends_on": iso(self.bar_ends_on),
            "mode": self.mode.value,
            "rule": self.rule,
            "unforeseen": self.unforeseen,
            "ended_on": iso(self.ended_on),
        }


def iso(day: Date | None) -> str | None:
    """Return a date as ISO text, or None."""
    return None if day is None else day.isoformat()


class Span:
    """A measure while its end is worked out: from `start` until `end`, None for open.

    On the days of its `stays` it does not hold, and its term or bar does not run (O10).
    """

    __slots__ = ("bar_years", "counts_from", "decision", "end", "kind", "mode", "months", "repairs",
                 "restored", "start", "stays", "total")  # fmt: skip

    def __init__(
        self,
        tally: Tally,
        repairs: Sequence[tuple[Repair, int | None]],
        objected: Mapping[str, Windows] = NOTHING_PENDING,
    ) -> None:
        decision, total, first, pack = tally
        self.decision = decision
        self.total = total
        self.start = starts_on(decision, pack)
        self.months = self.bar_years = 0
        self.mode = Mode.SINGLE if first else Mode.ACCUMULATED
        self.kind = kind_of(total)
        if self.kind is MeasureKind.TERMINATION:
            at_once = reached_at_once(decision)
            self.bar_years = BAR_YEARS_AT_ONCE if at_once else BAR_YEARS
            if at_once:
                self.mode = Mode.AT_ONCE
                if pack.repair.excludes_at_once:
                    repairs = ()
        elif self.kind is MeasureKind.SUSPENSION:
            self.months = _months(decision, total, pack)
        self.repairs = [
            (repair, cap)
            for repair, cap in repairs
            if repair.year == decision.decided_on.year and repair.granted_on >= self.start
        ]
        self.stays: Windows = ()
        if objected and pack.objection_stays_effect and decision.id in objected:
            self.stays = [
                (max(first, self.start), until)
                for first, until in objected[decision.id]
                if until is None or self.start < until
            ]
        self.end: Date | None = None
        self.restored = False
        self.counts_from = self.start

    def term_end(self, on: Date | None = None, since: Date | None = None) -> Date:
        """Return where the term or bar ends, with repairs and stays until `on`, counted from `since` or its start.

        It runs only on the days on which the measure was not stayed; the last day of the calendar stands for
        a stay without an end.
        A repaired term is never shorter than a month, and never ends before the day the repair was granted.
        """
        start = since or self.start
        months = self.months or 12 * self.bar_years
        end = self._moved(add_months(start, months), on)
        cut, granted_on = 0, start
        for repair, cap in self.repairs:
            if on is None or repair.granted_on <= on:
                cut += max(0, repair.months if cap is None else min(repair.months, cap - cut))
                granted_on = repair.granted_on
        if not cut:
            return end
        return min(end, max(self._moved(add_months(start, max(1, months - cut)), on), granted_on))

    def _moved(self, end: Date, on: Date | None) -> Date:
        """Return an end moved by the days stayed before it, of those until `on`."""
        for first, until in self.stays:
            if first >= end or (on is not None and first > on):
                break
            if on is not None and (until is None or on < until):
                until = on
            if until is None:
                return Date.max
            end = add_days(end, until - first)
        return end


def kind_of(total: int) -> MeasureKind:
    """Return what a year's total leads to (art. 29)."""
    if total >= TERMINATION_POINTS:
        return MeasureKind.TERMINATION
    return MeasureKind.SUSPENSION if total >= SUSPENSION_POINTS else MeasureKind.NOTICE


def starts_on(decision: Decision, pack: Pack) -> Date:
    """Return the first day of what follows from a decision: the notice's, else the pack's (O1)."""
    if decision.suspension_starts_on is not None:
        return decision.suspension_starts_on
    stated: Date | None = None
    if pack.term_starts is TermStarts.NOTICE_SERVED_ON:
        stated = decision.notice_served_on
    elif pack.term_starts is TermStarts.NOTICE_ISSUED_ON:
        stated = decision.notice_issued_on
    return stated or decision.decided_on


def spans(
    counted: Iterable[Tally],
    repairs: Sequence[Repair],
    packs: PackBook,
    objected: Mapping[str, Windows] = NOTHING_PENDING,
) -> list[Span]:
    """Return what follows from each decision, its end not yet known. `repairs` come in order; `objected` says on
    which days an objection to a decision is pending.
    """
    shortening = [
        (repair, packs.for_(repair.author, repair.granted_on).repair.months_per_year)
        for repair in repairs
        if repair.months > 0
    ]
    return [Span(tally, shortening, objected) for tally in counted]


def close(measures: Sequence[Span], restorations: Iterable[Restoration], refilings: Iterable[Refiling]) -> None:
    """Set the end of each suspension and termination, and the day from which a suspension's term is counted.

    A passed restoration ends every suspension that began before it (O8); never a termination. A refiling
    while a bar runs is without effect; else it ends every termination (O9), and every suspension whose own
    term is over, so that a suspension whose decision arrives after the refiling is not wiped out by it.
    """
    held = [span for span in measures if span.kind is not MeasureKind.NOTICE]
    if not held:
        return
    restored_on = sorted({each.effective_on for each in restorations if each.passed})
    refiled_on = sorted({each.opened_on for each in refilings})
    if refiled_on:
        bars = [span for span in held if span.kind is MeasureKind.TERMINATION]
        refiled_on = [day for day in refiled_on if not any(span.start <= day < span.term_end(day) for span in bars)]
    for span in held:
        ends = [day for day in refiled_on if span.start <= day and span.term_end(day) <= day][:1]
        if span.kind is MeasureKind.SUSPENSION:
            restored = next((day for day in restored_on if span.start < day), None)
            if restored is not None and (not ends or restored <= ends[0]):
                ends = [restored]
                span.restored = True
        span.end = ends[0] if ends else None
    _set_counting([span for span in held if span.kind is MeasureKind.SUSPENSION])


def _set_counting(suspensions: list[Span]) -> None:
    """Count a further suspension of a year from the first day of the one whose term still runs (O5).

    A suspension of another year, and one that begins when the term is over and nobody was restored yet, is counted
    from its own first day: else its term would lie in the past, and nothing would follow from it.
    """
    suspensions.sort(key=lambda span: span.start)
    joined: dict[int, list[Span]] = {}
    for span in suspensions:
        year = span.decision.decided_on.year
        holding = [each for each in joined.get(year, ()) if each.end is None or span.start < each.end]
        if holding and span.start < longest_term_end(holding, span.start):
            span.counts_from = holding[0].counts_from
        else:
            holding = []
        joined[year] = [*holding, span]


def longest_term_end(suspensions: Iterable[Span], on: Date | None) -> Date:
    """Return where the longest term of several suspensions ends, each from the day it is counted from (O5)."""
    return max(span.term_end(on, span.counts_from) for span in suspensions)


def measure(span: Span, all_spans: Sequence[Span]) -> Measure:
    """Return the finished measure of a span among all of a person's spans."""
    term_ends_on = bar_ends_on = None
    if span.kind is MeasureKind.SUSPENSION:
        year = span.decision.decided_on.year
        term_ends_on = longest_term_end(
            (
                each
                for each in all_spans
                if each.kind is MeasureKind.SUSPENSION
                and each.decision.decided_on.year == year
                and each.counts_from == span.counts_from
                and each.start <= span.start
            ),
            None,
        )
    elif span.kind is MeasureKind.TERMINATION:
        bar_ends_on = span.term_end()
    return Measure(
        kind=span.kind,
        decision=span.decision.id,
        author=span.decision.author,
        year=span.decision.decided_on.year,
        points_total=span.total,
        starts_on=span.start,
        months=span.months or None,
        term_ends_on=_in_sight(term_ends_on),
        bar_years=span.bar_years or None,
        bar_ends_on=_in_sight(bar_ends_on),
        mode=span.mode,
        rule=RULES[span.kind],
        ended_on=span.end,
    )


def _in_sight(end: Date | None) -> Date | None:
    return None if end == Date.max else end


def _months(decision: Decision, total: int, pack: Pack) -> int:
    stated = decision.suspension_months
    if stated is not None and 1 <= stated <= LONGEST_SUSPENSION:
        return stated
    months = pack.months_for(total, single=decision.points >= SUSPENSION_POINTS)
    return months.low if months else 1
