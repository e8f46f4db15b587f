"""What is accepted as a served notice, an objection and its settlement (arts. 31, 33, 41 to 44).

Each check returns, or raises Refused with a stable code and the field, as in `admission`.
"""

import dataclasses
import datetime

from registry.codes.remedies import ObjectionOutcome
from registry.rules import admission, objections
from registry.rules.dates import add_months
from registry.rules.errors import Refused
from registry.rules.facts import Cascade, Decision, Facts, NoticeServed, Objection, Settlement, distinct
from registry.rules.workdays import Calendar

Date = datetime.date

OBJECTION_WORKING_DAYS = 10


def served_on(decision: Decision, facts: Facts) -> Date | None:
    """Return when the notice of a decision was served: its own date, else that of the earliest notice."""
    if decision.notice_served_on is not None:
        return decision.notice_served_on
    return min((notice.served_on for notice in facts.notices if notice.decision == decision.id), default=None)


def objection_due_on(served: Date | None, calendar: Calendar) -> Date | None:
    """Return the last day for an objection to what was served on a day, until which it must be whole (art. 41).

    None where nothing was served and beyond the calendar (O19): then nobody is late.
    """
    return None if served is None else calendar.add_working_days(served, OBJECTION_WORKING_DAYS)


def check_in_time(lodged_on: Date, served: Date | None, calendar: Calendar) -> None:
    """Refuse an objection after the last day for it: it is deemed none (art. 41). Refused: `objection_late`."""
    due_on = objection_due_on(served, calendar)
    if due_on is not None and lodged_on > due_on:
        raise Refused.because("objection_late", "lodged_on", due_on=due_on, days=OBJECTION_WORKING_DAYS)


def check_notice(notice: NoticeServed, facts: Facts, *, today: Date | None = None) -> None:
    """Refuse a notice of no decision, a second one, or one with dates out of order (arts. 31, 33).

    Refused: `unknown_decision`, `notice_served_before`, `dates_out_of_order`, `date_implausible`.
    """
    decision = _decision(facts, notice.decision)
    if decision is None:
        raise Refused.because("unknown_decision", "decision")
    others = {other.served_on for other in facts.notices if other.decision == decision.id and other.id != notice.id}
    # The day stated with the decision may be said again, with the notice's number.
    if others or decision.notice_served_on not in (None, notice.served_on):
        known = decision.notice_served_on or min(others)
        raise Refused.because("notice_served_before", "served_on", served_on=known)
    latest = add_months(decision.decided_on, admission.MONTHS_TO_EFFECT)
    if today is not None:
        latest = min(latest, today)
    for field, day in (("issued_on", notice.issued_on), ("served_on", notice.served_on)):
        admission.check_plausible(field, day, admission.EARLIEST_DECISION, latest)
    admission.check_order(
        ("decided_on", decision.decided_on), ("issued_on", notice.issued_on), ("served_on", notice.served_on)
    )


def check_objection(
    objection: Objection,
    facts: Facts,
    calendar: Calendar,
    *,
    signed: bool,
    sealed: bool,
    today: Date | None = None,
    field: str = "decision",
) -> None:
    """Refuse an objection without signature or seal, to nothing, twice at a time, or late (art. 41, D21, D26).

    `field` is the member that names the target, `decision` or `cascade`. An objection is not late where no
    notice was served, or where the calendar does not reach (O19).
    Refused: `objection_incomplete`, `unknown_decision`, `unknown_cascade`, `already_annulled`,
    `dates_out_of_order`, `date_implausible`, `objection_pending_already`, `objection_late`.
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
        check_in_time(objection.lodged_on, served_on(target, facts), calendar)


def check_settlement(settlement: Settlement, facts: Facts, *, reason: str = "", today: Date | None = None) -> None:
    """Refuse a settlement of nothing, a second one, or one that does not say what art. 44 wants.

    `reason` is the text that gives the reasons; an upheld objection needs it.
    Refused: `unknown_objection`, `settled_before`, `settlement_reason_missing`, `settlement_points_missing`,
    `settlement_points_unexpected`, `settlement_changes_nothing`, `cascade_unchangeable`, `already_annulled`,
    `dates_out_of_order`, `date_implausible`, and those of the points and months of a decision.
    """
    objection = next((each for each in facts.objections if each.id == settlement.objection), None)
    if objection is None:
        raise Refused.because("unknown_objection", "objection")
    if any(each.objection == objection.id and each.id != settlement.id for each in facts.settlements):
        raise Refused.because("settled_before", "objection")
    admission.check_plausible("settled_on", settlement.settled_on, admission.EARLIEST, today)
    admission.check_order(("lodged_on", objection.lodged_on), ("settled_on", settlement.settled_on))
    if settlement.outcome == ObjectionOutcome.CHANGED:
        _check_change(settlement, objection, facts)
        return
    for field in ("points", "suspension_months"):
        if getattr(settlement, field) is not None:
            raise Refused.because("settlement_points_unexpected", field)
    if settlement.outcome == ObjectionOutcome.UPHELD and not reason.strip():
        raise Refused.because("settlement_reason_missing", "reason")


def _check_change(settlement: Settlement, objection: Objection, facts: Facts) -> None:
    """Check the points and months after a change as those of the decision itself would be."""
    decision = _decision(facts, objection.target)
    if decision is None:
        raise Refused.because("cascade_unchangeable", "outcome")
    # What another objection changed is changed from there; what it annulled is not there any more.
    standing = objections.settled([decision], facts)
    if not standing or any(annulment.decision == decision.id for annulment in facts.annulments):
        raise Refused.because("already_annulled", "objection")
    if settlement.points is None:
        raise Refused.because("settlement_points_missing", "points")
    before = standing[0]
    months = settlement.suspension_months
    if settlement.points == before.points and months in (None, before.suspension_months):
        raise Refused.because("settlement_changes_nothing", "points", points=settlement.points)
    admission.check_points_and_months(dataclasses.replace(decision, points=settlement.points, suspension_months=months))


def _decision(facts: Facts, statement: str) -> Decision | None:
    return next((each for each in facts.decisions if each.id == statement), None)


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
