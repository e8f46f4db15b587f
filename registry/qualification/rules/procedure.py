"""What is accepted as an objection and its settlement (arts. 41 to 44).

Each check returns, or raises Refused with a stable code and the field, as in `admission`.
"""

import dataclasses
import datetime

from registry.packs.book import PackBook
from registry.qualification.rules import admission, objections, serving
from registry.qualification.rules.facts import Cascade, Decision, Facts, Objection, Settlement, distinct
from registry.qualification.rules.timeline import timeline
from registry.words.measures import MeasureKind
from registry.words.remedies import ObjectionBy, ObjectionOutcome
from registry.words.workdays import Calendar
from sync.wire.refusals import Refused

Date = datetime.date

OBJECTION_WORKING_DAYS = 10


def objection_due_on(heard: Date | None, calendar: Calendar) -> Date | None:
    """Return the last day for an objection to what was received on a day, until which it must be whole (art. 41).

    None where no receipt is known and beyond the calendar (O19): then nobody is late.
    """
    return None if heard is None else calendar.add_working_days(heard, OBJECTION_WORKING_DAYS)


def check_in_time(lodged_on: Date, heard: Date | None, calendar: Calendar) -> None:
    """Refuse an objection after the last day for it: it is deemed none (art. 41). Refused: `objection_late`."""
    due_on = objection_due_on(heard, calendar)
    if due_on is not None and lodged_on > due_on:
        raise Refused.because("objection_late", "lodged_on", due_on=due_on, days=OBJECTION_WORKING_DAYS)


def check_objection(
    objection: Objection,
    facts: Facts,
    calendar: Calendar,
    *,
    by: ObjectionBy,
    signed: bool,
    sealed: bool,
    today: Date | None = None,
    field: str = "decision",
) -> None:
    """Refuse an objection without signature or seal, to nothing in force, beside another, or late (art. 41).

    `field` is the member that names the target, `decision` or `cascade`; `by` the side that objects, whose own receipt
    of the notice starts its time (O39). An objection is not late where that receipt is unknown, or where the calendar
    does not reach (O19).
    Refused: `objection_incomplete`, `unknown_decision`, `unknown_cascade`, `already_annulled`,
    `dates_out_of_order`, `date_implausible`, `objection_pending_already`, `notice_not_served`, `objection_late`.
    """
    for name, given in (("signed", signed), ("sealed", sealed)):
        if given is not True:
            raise Refused.because("objection_incomplete", name)
    target = _target(objection, facts, field)
    begun = ("decided_on", target.decided_on) if isinstance(target, Decision) else ("applied_on", target.applied_on)
    admission.check_plausible("lodged_on", objection.lodged_on, admission.EARLIEST, today)
    admission.check_order(begun, ("lodged_on", objection.lodged_on))
    if _another_pending(objection, facts):
        raise Refused.because("objection_pending_already", field)
    if isinstance(target, Decision):
        serving.check_told(target, objection.lodged_on, facts, field)
        check_in_time(objection.lodged_on, serving.heard_on(target, facts, by), calendar)


def may_object_again(target: str, lodged_on: Date, facts: Facts) -> bool:
    """Return whether a side that objected to a decision may do so once more.

    It may where a measure was stated of it since (O26), or a notice corrected that tells more than the answer (O45).
    """
    stated = any(each.decision == target and lodged_on <= (each.signed_on or each.starts_on) for each in facts.stated)
    return stated or any(lodged_on <= notice.issued_on for notice in serving.telling_more(target, facts))


def check_settlement(
    settlement: Settlement, facts: Facts, packs: PackBook, *, reason: str = "", today: Date | None = None
) -> None:
    """Refuse to settle what is not there or is settled, to make it worse, or to leave out what art. 44 wants.

    `reason` is the text that gives the reasons; an upheld objection needs it.
    Refused: `unknown_objection`, `settled_before`, `settlement_reason_missing`, `settlement_points_missing`,
    `settlement_points_unexpected`, `settlement_changes_nothing`, `settlement_worse`, `cascade_unchangeable`,
    `already_annulled`, `dates_out_of_order`, `date_implausible`, and those of the points and months of a decision.
    """
    objection = next((each for each in facts.objections if each.id == settlement.objection), None)
    if objection is None:
        raise Refused.because("unknown_objection", "objection")
    if any(each.objection == objection.id and each.id != settlement.id for each in facts.settlements):
        raise Refused.because("settled_before", "objection")
    admission.check_plausible("settled_on", settlement.settled_on, admission.EARLIEST, today)
    admission.check_order(("lodged_on", objection.lodged_on), ("settled_on", settlement.settled_on))
    if settlement.outcome == ObjectionOutcome.CHANGED:
        _check_change(settlement, objection, facts, packs)
        return
    for field in ("points", "suspension_months"):
        if getattr(settlement, field) is not None:
            raise Refused.because("settlement_points_unexpected", field)
    if settlement.outcome == ObjectionOutcome.UPHELD and not reason.strip():
        raise Refused.because("settlement_reason_missing", "reason")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a change may state at most: the points of the decision as it stands, and its months; None for any."""

    points: int
    months: int | None


def bounds(decision: str, facts: Facts, packs: PackBook) -> Bounds | None:
    """Return what a settlement may change a decision to at most; None where the decision is not in force.

    Months are those that the decision states, else those of the suspension it led to; after a notice no term stands,
    and any suspension is milder than a termination.
    """
    before = _standing(decision, facts)
    if before is None:
        return None
    months = before.suspension_months
    if months is None:
        led_to = next((each for each in timeline(facts, packs).measures if each.decision == decision), None)
        if led_to is not None and led_to.kind is not MeasureKind.TERMINATION:
            months = led_to.months or 0
    return Bounds(points=before.points, months=months)


def _check_change(settlement: Settlement, objection: Objection, facts: Facts, packs: PackBook) -> None:
    """Check the points and months after a change as those of the decision itself would be, and that none is more."""
    decision = _decision(facts, objection.target)
    if decision is None:
        raise Refused.because("cascade_unchangeable", "outcome")
    before, most = _standing(decision.id, facts), bounds(decision.id, facts, packs)
    if before is None or most is None:
        raise Refused.because("already_annulled", "objection")
    if settlement.points is None:
        raise Refused.because("settlement_points_missing", "points")
    months = settlement.suspension_months
    if settlement.points > most.points:
        raise Refused.because("settlement_worse", "points", most=most.points)
    if settlement.points == before.points and months in (None, before.suspension_months):
        raise Refused.because("settlement_changes_nothing", "points", points=settlement.points)
    admission.check_points_and_months(dataclasses.replace(decision, points=settlement.points, suspension_months=months))
    if months is not None and most.months is not None and months > most.months:
        raise Refused.because("settlement_worse", "suspension_months", most=most.months)


def _decision(facts: Facts, statement: str) -> Decision | None:
    return next((each for each in facts.decisions if each.id == statement), None)


def _standing(statement: str, facts: Facts) -> Decision | None:
    """Return a decision as earlier objections left it; None where it was annulled."""
    decision = _decision(facts, statement)
    if decision is None or any(annulment.decision == decision.id for annulment in facts.annulments):
        return None
    # What another objection changed is changed from there; what it annulled is not there any more.
    return next(iter(objections.settled([decision], facts)), None)


def _target(objection: Objection, facts: Facts, field: str) -> Decision | Cascade:
    if field == "cascade":
        cascade = next((each for each in facts.cascades if each.id == objection.target), None)
        if cascade is None:
            raise Refused.because("unknown_cascade", "cascade")
        if cascade.id in _annulled(objection, facts):
            raise Refused.because("already_annulled", "cascade")
        return cascade
    decision = _decision(facts, objection.target)
    if decision is None:
        raise Refused.because("unknown_decision", "decision")
    if decision.id in _annulled(objection, facts) | {each.decision for each in facts.annulments}:
        raise Refused.because("already_annulled", "decision")
    return decision


def _annulled(objection: Objection, facts: Facts) -> set[str]:
    """Return what was annulled by settlements of other objections."""
    others = tuple(each for each in facts.objections if each.id != objection.id)
    return objections.annulled(dataclasses.replace(facts, objections=others))


def _another_pending(objection: Objection, facts: Facts) -> bool:
    """Return whether another objection to the same target is unsettled, or was on the day of this one."""
    ended: dict[str, Date] = {}
    for settlement in facts.settlements:
        ended[settlement.objection] = min(settlement.settled_on, ended.get(settlement.objection, Date.max))
    return any(
        other.id not in ended or other.lodged_on <= objection.lodged_on < ended[other.id]
        for other in distinct(facts.objections)
        if other.target == objection.target and other.id != objection.id
    )
