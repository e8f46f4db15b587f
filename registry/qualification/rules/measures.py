"""What a decision leads to, as a value (procedure art. 29)."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from registry.qualification.rules.effects import SUSPENSION_POINTS, TERMINATION_POINTS
from registry.words.measures import MeasureKind, Mode

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

    `counts_from` is the day from which the term or bar is counted: another than `starts_on` where an earlier term of
    the year is prolonged (O5), or the lead province states it (O26). `term_ends_on` and `bar_ends_on` are the first day
    on which a restoration, or a new filing, is possible, with all repairs and stays counted, None while a stay has no
    end; `ended_on` is the first day on which the measure no longer held, None while it holds. `unforeseen`: no notice
    foresaw that the threshold is crossed, and the lead province has not stated it yet (O26).
    """

    kind: MeasureKind
    decision: str
    author: str
    year: int
    points_total: int
    starts_on: Date
    counts_from: Date
    months: int | None
    term_ends_on: Date | None
    bar_years: int | None
    bar_ends_on: Date | None
    mode: Mode
    rule: str
    unforeseen: bool = False
    ended_on: Date | None = None

    def as_json(self) -> dict[str, object]:
        """Return the measure as JSON values; dates are ISO."""
        return {
            "kind": self.kind.value,
            "decision": self.decision,
            "author": self.author,
            "year": self.year,
            "points_total": self.points_total,
            "starts_on": self.starts_on.isoformat(),
            "counts_from": self.counts_from.isoformat(),
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


def kind_of(total: int) -> MeasureKind:
    """Return what a year's total leads to (art. 29)."""
    if total >= TERMINATION_POINTS:
        return MeasureKind.TERMINATION
    return MeasureKind.SUSPENSION if total >= SUSPENSION_POINTS else MeasureKind.NOTICE


def strictest(measures: Sequence[Measure], year: int) -> Measure | None:
    """Return the strictest measure of a year; None for none.

    Of several bars the one that ends last: a bar of one year takes nothing from an earlier one of three. Of several
    others the last in legal order.
    """
    return max((each for each in reversed(measures) if each.year == year), key=_strictness, default=None)


def _strictness(measure: Measure) -> tuple[int, Date]:
    if measure.kind is not MeasureKind.TERMINATION:
        return RANK[measure.kind], Date.min
    return RANK[measure.kind], measure.bar_ends_on or Date.max
