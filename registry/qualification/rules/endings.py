"""What ends a measure, and what follows while another one of the year holds (arts. 28, 38, 39).

Worked out in the order in which measures begin: whether a further one prolongs an earlier one (O5), stands by itself
(O6, O34) or is no new bar (O28), depends on what holds on its first day, and that only on what came before.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from registry.packs.book import PackBook
from registry.qualification.rules import points
from registry.qualification.rules.effects import shortest_term
from registry.qualification.rules.facts import Decision, Facts, Repair
from registry.qualification.rules.measures import kind_of
from registry.qualification.rules.objections import united
from registry.qualification.rules.repair_rules import RepairRules
from registry.qualification.rules.spans import Span
from registry.words.measures import MeasureKind, Mode

Date = datetime.date


class Lowering(NamedTuple):
    """A day on which a repair moves what was taken, the year, and the year's points from then on (O42)."""

    on: Date
    year: int
    total: int


def close(
    spans: Sequence[Span], decisions: Sequence[Decision], facts: Facts, repairs: Sequence[Repair], packs: PackBook
) -> list[Span]:
    """Return the suspensions and terminations with their ends, by first day; the spans given become what they stay.

    A suspension ends by the first passed restoration on whose day its own term is over (O27), a termination by the
    first new filing after every bar and after its assessment was passed (O9). Nothing ends by the passing of time (O8).
    """
    if not spans or all(span.kind is MeasureKind.NOTICE for span in spans):
        return []
    life = _Life(
        restored_on=sorted({each.effective_on for each in facts.restorations if each.passed}),
        refiled_on=sorted({each.opened_on for each in facts.refilings}),
    )
    lowerings = list(_lowerings(decisions, repairs, packs))
    for span in sorted(spans, key=lambda span: span.start):  # stable: of one day as they add up
        while lowerings and lowerings[0].on < span.start:
            life.lower(lowerings.pop(0))
        life.take(span)
    for lowering in lowerings:
        life.lower(lowering)
    return life.ended()


@dataclass(slots=True)
class _Life:
    """The suspensions and terminations so far, in the order in which they begin, and what may end them."""

    restored_on: Sequence[Date]
    refiled_on: Sequence[Date]
    held: list[Span] = field(default_factory=list)

    def take(self, span: Span) -> None:
        """Take the next span: as it is, prolonging another, or as no more than a notice."""
        if span.kind is MeasureKind.NOTICE:
            return
        if span.kind is MeasureKind.TERMINATION and not span.tally.at_once and self._holding(span):
            _become_notice(span)
            return
        if span.kind is MeasureKind.SUSPENSION and not span.states_its_term:
            self._prolong(span)
        self.held.append(span)

    def lower(self, lowering: Lowering) -> None:
        """Move the measures of a year to what its lowered sum leads to; where that is a bar, nothing moves.

        Nor does a bar become a suspension once its assessment is passed: only the filing is missing then, and a
        suspension would ask for a second assessment.
        """
        kind = kind_of(lowering.total)
        if kind is MeasureKind.TERMINATION:
            return
        for span in list(self.held):
            bar = span.kind is MeasureKind.TERMINATION
            if span.year != lowering.year or not self._holds(span, lowering.on) or (bar and span.tally.excluded):
                continue
            if kind is MeasureKind.NOTICE:
                span.end = lowering.on
                continue
            left = span.decision.suspension_months or shortest_term(span.decision, lowering.total, span.tally.pack)
            if bar:
                assessed_on = self._over_on(span)
                if assessed_on is not None and assessed_on <= lowering.on:
                    continue
                span.end = lowering.on
                self.held.append(_suspended_instead(span, lowering.on, left))
            else:
                span.lowered.append((lowering.on, left))

    def ended(self) -> list[Span]:
        """Return all with their ends, by first day."""
        for span in self.held:
            by_lowering = span.end
            span.end = self._end_of(span)
            span.restored = span.kind is MeasureKind.SUSPENSION and span.end != by_lowering
            if span.kind is MeasureKind.TERMINATION:
                span.assessed_on = self._over_on(span)
        return sorted(self.held, key=lambda span: span.start)

    def _holding(self, span: Span) -> bool:
        """Return whether a termination of the span's year holds when it begins: its points are no new bar (O28)."""
        return any(
            each.kind is MeasureKind.TERMINATION and each.year == span.year and self._holds(each, span.start)
            for each in self.held
        )

    def _prolong(self, span: Span) -> None:
        """Count a further suspension of the year from the first day of the one whose term still runs (O5).

        A suspension of another year, and one that begins when the term is over and nobody was restored yet, are counted
        from their own first day. Repairs do not matter here: a term that they shorten would else make the further one
        end later. Until it begins, its term stands still on the days on which that of the first does.
        """
        running = [
            (each.counted(span.start)[0], each.stays)
            for each in self.held
            if each.kind is MeasureKind.SUSPENSION
            and each.year == span.year
            and self._holds(each, span.start)
            and span.start < each.unrepaired_end(span.start)
        ]
        if not running:
            return
        since, stays = min(running, key=lambda each: each[0])
        span.counts_from = min(span.start, since)
        if stays:
            before = [
                (first, span.start if until is None else min(until, span.start))
                for first, until in stays
                if first < span.start
            ]
            span.stays = united([*before, *span.stays])

    def _holds(self, span: Span, on: Date) -> bool:
        end = self._end_of(span)
        return span.start <= on and (end is None or on < end)

    def _end_of(self, span: Span) -> Date | None:
        """Return the day from which a span no longer holds, None while it does; `span.end` is that of a repair."""
        found = self._over_on(span)
        if found is not None and span.kind is MeasureKind.TERMINATION:
            found = next((day for day in self.refiled_on if found <= day and not self._barred(day)), None)
        return min((end for end in (found, span.end) if end is not None), default=None)

    def _over_on(self, span: Span) -> Date | None:
        """Return the first day of a passed assessment on which the span's own term or bar is over."""
        return next((day for day in self.restored_on if span.start < day and span.term_end(day) <= day), None)

    def _barred(self, day: Date) -> bool:
        return any(
            each.kind is MeasureKind.TERMINATION
            and each.start <= day < each.term_end(day)
            and (each.end is None or day < each.end)
            for each in self.held
        )


def _become_notice(span: Span) -> None:
    span.kind, span.bar_years, span.mode = MeasureKind.NOTICE, 0, Mode.ACCUMULATED
    span.start = span.counts_from = span.tally.effect_on
    span.unforeseen, span.stated, span.repairs, span.stays = False, None, (), ()


def _suspended_instead(bar: Span, on: Date, months: int) -> Span:
    """Return the suspension that takes a bar's place, counted from the bar's first day and over no earlier than now."""
    return replace(
        bar,
        kind=MeasureKind.SUSPENSION,
        start=on,
        months=months,
        bar_years=0,
        mode=Mode.ACCUMULATED,
        unforeseen=False,
        stated=None,
        lowered=[],
        end=None,
    )


def _lowerings(decisions: Sequence[Decision], repairs: Sequence[Repair], packs: PackBook) -> Iterator[Lowering]:
    """Yield the days on which a repair moves measures already taken, where its author's pack says so (O42)."""
    moving = [
        repair
        for repair in repairs
        if repair.points and packs.for_(repair.author, repair.granted_on)[RepairRules].moves_status
    ]
    days = sorted({(repair.granted_on, repair.year) for repair in moving})
    for on, year in days:
        yield Lowering(on, year, points.recorded(decisions, repairs, year, packs=packs, on=on))
