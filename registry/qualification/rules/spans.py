"""A suspension or termination with its days: from when, counted from when, how long, and what moves its end."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from registry.packs.book import PackBook
from registry.qualification.rules import crossings
from registry.qualification.rules.effects import SUSPENSION_POINTS, known_from, shortest_term
from registry.qualification.rules.facts import Decision, Facts, MeasureStated, Repair, distinct
from registry.qualification.rules.measures import (
    BAR_YEARS,
    BAR_YEARS_AT_ONCE,
    LONGEST_SUSPENSION,
    RULES,
    Measure,
    kind_of,
)
from registry.qualification.rules.objections import NOTHING_PENDING, Windows, united
from registry.qualification.rules.points import Tally
from registry.qualification.rules.repair_rules import RepairRules
from registry.words.dates import add_days, after_months
from registry.words.measures import MeasureKind, Mode

Date = datetime.date

type Shortening = tuple[Repair, int | None]
"""A repair of months, with its author's yearly cap."""


@dataclass(slots=True, eq=False)
class Span:
    """A measure while its end is worked out: it holds from `start` until `end`, None for open.

    `counts_from` is the day from which its term or bar is counted. `stays` are the days on which a score that it sums
    is stayed: its term does not run on them (O10, O37).
    """

    tally: Tally
    kind: MeasureKind
    start: Date
    counts_from: Date
    months: int
    """Of the suspension; 0 for none."""
    bar_years: int
    mode: Mode
    total: int
    """The year's points that lead to it."""
    meanwhile: bool = False
    """Whether it is what a notice foresaw, and holds until what nobody foresaw does (O26)."""
    unforeseen: bool = False
    stated: MeasureStated | None = None
    repairs: Sequence[Shortening] = ()
    stays: Windows = ()
    lowered: list[tuple[Date, int]] = field(default_factory=list)
    """Days on which a repair moved it (O42), each with the months it has from then on."""
    end: Date | None = None
    restored: bool = False
    assessed_on: Date | None = None
    """Of a termination: when the assessment after its bar was passed (art. 39)."""

    @property
    def decision(self) -> Decision:
        """Return the decision that led to it."""
        return self.tally.decision

    @property
    def year(self) -> int:
        """Return the calendar year of its points."""
        return self.decision.decided_on.year

    @property
    def states_its_term(self) -> bool:
        """Return whether the notice says from when, or for how long: then it holds by itself (O34)."""
        return self.decision.suspension_starts_on is not None or self.decision.suspension_months is not None

    def counted(self, on: Date | None) -> tuple[Date, int]:
        """Return from when the term or bar is counted, and its months, as they are known on a day, or at last.

        What the lead province states counts from the day it signed it on. Months that the decision states stay, and the
        years of a bar are the law's.
        """
        since, months = self.counts_from, self.months or 12 * self.bar_years
        if self.stated is not None and (on is None or stated_on(self.stated) <= on):
            since = max(self.start, self.stated.starts_on)
            if self.kind is MeasureKind.SUSPENSION and self.decision.suspension_months is None:
                months = self.stated.months or months
        return since, months

    def unrepaired_end(self, on: Date | None = None) -> Date:
        """Return where the term or bar would end without repairs, with the stays until a day."""
        return self._after(*self.counted(on), on)

    def term_end(self, on: Date | None = None) -> Date:
        """Return where the term or bar ends, with repairs and stays until a day, or with all of them.

        It runs only on the days on which the measure was not stayed; the last day of the calendar stands for a stay
        without an end. Each repair applies to what the earlier ones left: it never makes a term longer, nor shorter
        than a month, and never ends it before the day on which it was granted (O29), or before it began (O31).
        """
        end = self.unrepaired_end(on)
        since, left = self.counted(on)
        for day, months in self._shortened(left, on):
            end = min(end, max(self._after(since, months, on), day, self.start))
        return max(end, self.start)

    def _shortened(self, left: int, on: Date | None) -> Iterator[tuple[Date, int]]:
        """Yield the days until a day on which a repair shortens the term, each with the months that are left of it."""
        cut, moved = 0, list(self.lowered)
        for repair, cap in self.repairs:
            if on is not None and on < repair.granted_on:
                break
            while moved and moved[0][0] < repair.granted_on:
                left = min(left, moved[0][1])
                yield moved.pop(0)[0], left
            months = repair.months if cap is None else max(0, min(repair.months, cap - cut))
            cut, left = cut + months, max(1, left - months)
            yield repair.granted_on, left
        for day, months in moved:
            if on is None or day <= on:
                left = min(left, months)
                yield day, left

    def _after(self, since: Date, months: int, on: Date | None) -> Date:
        """Return where so many months end, moved by the days stayed among them, of those until a day."""
        end = after_months(since, months)
        for first, until in self.stays:
            first = max(first, since)
            if until is not None and until <= first:
                continue
            if first >= end or (on is not None and first > on):
                break
            if on is not None and (until is None or on < until):
                until = on
            if until is None:
                return Date.max
            end = add_days(end, until - first)
        return end


def spans(
    counted: Iterable[Tally],
    facts: Facts,
    repairs: Sequence[Repair],
    packs: PackBook,
    stayed: Mapping[str, Windows] = NOTHING_PENDING,
) -> list[Span]:
    """Return what follows from each decision, its end not yet known.

    `repairs` come in order; `stayed` are the days on which a score does not count.
    """
    shortening = [
        (repair, packs.for_(repair.author, repair.granted_on)[RepairRules].months_per_year)
        for repair in repairs
        if repair.months > 0
    ]
    stated = _stated(facts)
    return [_span(tally, facts, shortening, stated, stayed) for tally in counted]


def _span(
    tally: Tally,
    facts: Facts,
    shortening: Sequence[Shortening],
    stated: Mapping[tuple[str, MeasureKind], MeasureStated],
    stayed: Mapping[str, Windows],
) -> Span:
    decision, kind = tally.decision, kind_of(tally.total)
    start = tally.effect_on if kind is MeasureKind.NOTICE else crossings.first_day(tally, facts.joins)
    by_lead = stated.get((decision.id, kind))
    single = tally.first or decision.points >= SUSPENSION_POINTS
    span = Span(
        tally=tally,
        kind=kind,
        start=start,
        counts_from=start,
        months=_months(tally, tally.total) if kind is MeasureKind.SUSPENSION else 0,
        bar_years=0,
        mode=Mode.SINGLE if single else Mode.ACCUMULATED,
        total=tally.total,
        unforeseen=by_lead is None
        and kind is not MeasureKind.NOTICE
        and crossings.is_crossing(tally)
        and not crossings.is_announced(tally, facts.joins),
        stated=by_lead,
    )
    if kind is MeasureKind.TERMINATION:
        span.bar_years = BAR_YEARS_AT_ONCE if tally.at_once else BAR_YEARS
        span.mode = Mode.AT_ONCE if tally.at_once else span.mode
    if not (kind is MeasureKind.TERMINATION and tally.excluded):
        span.repairs = [
            (repair, cap)
            for repair, cap in shortening
            if repair.year == span.year and repair.granted_on >= known_from(decision)
        ]
    if stayed:
        windows = united(window for each in tally.summed for window in stayed.get(each.id, ()))
        span.stays = [(max(first, start), until) for first, until in windows if until is None or start < until]
    return span


def meanwhile(spans: Iterable[Span], facts: Facts) -> list[Span]:
    """Return the suspensions that notices foresaw, each until the termination that nobody foresaw holds (O26)."""
    found = []
    for span in spans:
        total = crossings.announced_points(span.tally, facts.joins)
        effect_on = span.tally.effect_on
        if total is not None and effect_on < span.start:
            found.append(
                replace(
                    span,
                    kind=MeasureKind.SUSPENSION,
                    start=effect_on,
                    counts_from=effect_on,
                    months=_months(span.tally, total),
                    bar_years=0,
                    mode=Mode.ACCUMULATED if span.mode is Mode.AT_ONCE else span.mode,
                    total=total,
                    meanwhile=True,
                    unforeseen=False,
                    stated=None,
                    lowered=[],
                    end=span.start,
                )
            )
    return found


def as_measure(span: Span, spans: Sequence[Span]) -> Measure:
    """Return the finished measure of a span among all of a person's spans."""
    term_ends_on = bar_ends_on = None
    since, months = span.counted(None)
    if span.kind is MeasureKind.SUSPENSION:
        term_ends_on = max(each.term_end() for each in spans if _of_one_term(each, span))
    elif span.kind is MeasureKind.TERMINATION:
        bar_ends_on = span.term_end()
    return Measure(
        kind=span.kind,
        decision=span.decision.id,
        author=span.decision.author,
        year=span.year,
        points_total=span.total,
        starts_on=span.start,
        counts_from=since,
        months=months if span.kind is MeasureKind.SUSPENSION else None,
        term_ends_on=_in_sight(term_ends_on),
        bar_years=span.bar_years or None,
        bar_ends_on=_in_sight(bar_ends_on),
        mode=span.mode,
        rule=RULES[span.kind],
        unforeseen=span.unforeseen,
        ended_on=span.end,
    )


def _of_one_term(each: Span, span: Span) -> bool:
    """Return whether a suspension is the span itself, or an earlier one whose term it prolongs."""
    return each is span or (
        each.kind is MeasureKind.SUSPENSION
        and each.year == span.year
        and each.counts_from == span.counts_from
        and each.start <= span.start
        and not span.states_its_term
        and span.stated is None
    )


def _months(tally: Tally, total: int) -> int:
    """Return the months of a suspension by so many points: those stated, else the shortest of the pack (O2, O41)."""
    stated = tally.decision.suspension_months
    if stated is not None and 1 <= stated <= LONGEST_SUSPENSION:
        return stated
    return shortest_term(tally.decision, total, tally.pack)


def _stated(facts: Facts) -> Mapping[tuple[str, MeasureKind], MeasureStated]:
    """Return what lead provinces state, by decision and kind; of several the one signed first."""
    found: dict[tuple[str, MeasureKind], MeasureStated] = {}
    for each in sorted(distinct(facts.stated), key=lambda each: (stated_on(each), each.id)):
        found.setdefault((each.decision, each.kind), each)
    return found


def stated_on(stated: MeasureStated) -> Date:
    """Return the day from which what a lead province states is known."""
    return stated.signed_on or stated.starts_on


def _in_sight(end: Date | None) -> Date | None:
    return None if end == Date.max else end
