"""What a lead province may state of a threshold that no notice foresaw (O26): from when it counts, and how long."""

import datetime
from collections.abc import Sequence

from registry.packs.book import PackBook
from registry.packs.pack import Pack
from registry.qualification.rules import points
from registry.qualification.rules.admission import MONTHS_TO_EFFECT, check_plausible
from registry.qualification.rules.facts import Decision, Facts, MeasureStated
from registry.qualification.rules.measures import LONGEST_SUSPENSION, Measure
from registry.qualification.rules.term_rules import Months, TermRules
from registry.words.dates import add_months
from registry.words.measures import MeasureKind, Mode
from sync.wire.refusals import Refused

Date = datetime.date


def to_state(measures: Sequence[Measure], decision: str, kind: MeasureKind) -> Measure:
    """Return the measure of a decision that still waits to be stated. Refuses `nothing_to_state`.

    One that has ended is over as it was: nothing is counted anew.
    """
    for measure in measures:
        if (measure.decision, measure.kind) == (decision, kind) and measure.unforeseen and measure.ended_on is None:
            return measure
    raise Refused.because("nothing_to_state", "decision")


def months_to_state(measure: Measure, pack: Pack) -> Months | None:
    """Return between how many months the author's pack lets a suspension last; None for a termination."""
    if measure.kind is not MeasureKind.SUSPENSION:
        return None
    allowed = pack[TermRules].months_for(measure.points_total, single=measure.mode is Mode.SINGLE)
    return allowed or Months(1, LONGEST_SUSPENSION)


def latest_start(measure: Measure) -> Date:
    """Return the last day from which the term or bar of a measure may be counted."""
    return add_months(measure.starts_on, MONTHS_TO_EFFECT)


def check_stated(
    stated: MeasureStated,
    facts: Facts,
    measures: Sequence[Measure],
    pack: Pack,
    *,
    issued_on: Date,
    today: Date | None = None,
) -> None:
    """Refuse what was stated before, what no threshold calls for, and days or months that do not fit.

    `facts` and `measures` are the person's without it, `pack` is the author's on the day of the decision's basis. The
    term is never counted from a day before the first on which the measure holds: that would shorten it unseen.
    """
    if any((each.decision, each.kind) == (stated.decision, stated.kind) and each.id != stated.id
           for each in facts.stated):  # fmt: skip
        raise Refused.because("stated_before", "decision")
    measure = to_state(measures, stated.decision, stated.kind)
    if stated.starts_on < measure.starts_on:
        raise Refused.because("start_before_measure", "starts_on", earliest=measure.starts_on)
    check_plausible("starts_on", stated.starts_on, measure.starts_on, latest_start(measure))
    decided_on = min((each.decided_on for each in facts.decisions if each.id == stated.decision), default=Date.min)
    check_plausible("issued_on", issued_on, decided_on, today)
    _check_months(stated, measure, months_to_state(measure, pack))


def _check_months(stated: MeasureStated, measure: Measure, allowed: Months | None) -> None:
    if allowed is None:
        if stated.months is not None:
            raise Refused.because("termination_without_months", "months")
        return
    if allowed.fixed is not None:
        if stated.months != allowed.fixed:
            raise Refused.because("suspension_months_fixed", "months", total=measure.points_total, months=allowed.fixed)
        return
    bounds = {"total": measure.points_total, "low": allowed.low, "high": allowed.high}
    if stated.months is None:
        raise Refused.because("suspension_months_missing", "months", **bounds)
    if not allowed.low <= stated.months <= allowed.high:
        raise Refused.because("suspension_months_outside", "months", **bounds)


def summed(facts: Facts, packs: PackBook, decision: str) -> Sequence[Decision]:
    """Return whose points bring a year to its total with a decision: in the order in which they take effect."""
    counted = points.tallies(points.in_force(facts), points.ordered_repairs(facts), packs)
    return next((tally.summed for tally in counted if tally.decision.id == decision), ())
