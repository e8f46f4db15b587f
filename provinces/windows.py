"""The time in which an objection must be whole: until when, and what lapsed in it (art. 41).

It runs for each side from its own receipt of the notice: for the institution from the serving, for the person from the
day that the institution confirms (O39). An objection without signature or seal is none on its last day. That is told
from the dates, so that no task must run for it; where the last day is unknown, nothing lapses (O19).
"""

from datetime import date
from typing import Any

from django.db.models import Min, QuerySet

from provinces.codes import ObjectionState, StepName
from provinces.models import NoticeFollowUp, NoticeServing, ObjectionHandling
from registry.codes.remedies import ObjectionBy
from registry.models import Cascade, Decision, NoticeReceived, NoticeServed, StatedMeasure
from registry.rules.procedure import objection_due_on
from registry.rules.workdays import Calendar
from registry.selectors.calendar import working_calendar


def heard_on(target: Decision | Cascade, by: str) -> date | None:
    """Return when one side received the notice of what is objected to; None while nobody has said so.

    A measure that was stated afterwards (O26) has a notice of its own, which then counts: this office recorded it.
    """
    if isinstance(target, Decision) and StatedMeasure.objects.in_force().filter(decision=target).exists():
        if by == ObjectionBy.PERSON:
            told = NoticeFollowUp.objects.filter(name=StepName.RECEIVED_BY_PERSON)
            return _first(told.filter(notice__unforeseen__decision_id=target.pk), "on")
        return _first(NoticeServing.objects.filter(notice__unforeseen__decision_id=target.pk), "served_on")
    return received_on(target) if by == ObjectionBy.PERSON else served_on(target)


def served_on(target: Decision | Cascade) -> date | None:
    """Return when the notice of what is objected to was served, of a cascade as this office recorded it."""
    if isinstance(target, Decision):
        if target.notice_served_on is not None:
            return target.notice_served_on
        return _first(NoticeServed.objects.in_force().filter(decision=target), "served_on")
    return _first(
        NoticeServing.objects.filter(
            notice__subject__order__reference=target.reference, notice__subject__person=target.person_id
        ),
        "served_on",
    )


def received_on(target: Decision | Cascade) -> date | None:
    """Return when the person received that notice, as the institution confirmed, of a cascade to this office."""
    if isinstance(target, Decision):
        return _first(NoticeReceived.objects.in_force().filter(decision=target), "received_on")
    return _first(
        NoticeFollowUp.objects.filter(
            name=StepName.RECEIVED_BY_PERSON,
            notice__subject__order__reference=target.reference,
            notice__subject__person=target.person_id,
        ),
        "on",
    )


def _first(heard: QuerySet[Any], column: str) -> date | None:
    found: date | None = heard.aggregate(first=Min(column))["first"]
    return found


def closes_on(handling: ObjectionHandling, calendar: Calendar) -> date | None:
    """Return the last day on which an objection may be made whole; None where nobody knows it."""
    target = handling.decision or handling.cascade
    assert target is not None
    return objection_due_on(heard_on(target, handling.lodged_by), calendar)


def state_on(handling: ObjectionHandling, today: date) -> ObjectionState:
    """Return how far an objection is on a day; one that is still incomplete after its last day has lapsed."""
    state = ObjectionState(handling.state)
    if state is not ObjectionState.INCOMPLETE:
        return state
    last = closes_on(handling, working_calendar())
    return ObjectionState.LAPSED if last is not None and last < today else state


def lapsed(today: date) -> set[int]:
    """Return the keys of the objections that have lapsed."""
    waiting = ObjectionHandling.objects.filter(state=ObjectionState.INCOMPLETE).select_related("decision", "cascade")
    return {handling.pk for handling in waiting if state_on(handling, today) is ObjectionState.LAPSED}
