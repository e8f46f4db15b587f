"""The time in which an objection must be whole: until when, and what lapsed in it (art. 41).

It runs for each side from its own receipt of the notice: for the institution from the serving, for the person from the
day that the institution confirms (O39). An objection without signature or seal is none on its last day. That is told
from the dates, so that no task must run for it; where the last day is unknown, nothing lapses (O19).
"""

from datetime import date

from django.db.models import Min, Q, QuerySet

from provinces.notices.codes import NoticeStep
from provinces.notices.models import Notice, NoticeFollowUp, NoticeServing
from provinces.remedies.codes import ObjectionState
from provinces.remedies.models import ObjectionHandling
from registry.qualification.models import Cascade, Decision
from registry.qualification.rules import serving
from registry.qualification.rules.procedure import objection_due_on
from registry.qualification.selectors.calendar import working_calendar
from registry.qualification.selectors.facts import facts_of
from registry.words.remedies import ObjectionBy
from registry.words.workdays import Calendar


def heard_on(target: Decision | Cascade, by: str) -> date | None:
    """Return when one side received the notice of what is objected to; None while nobody has said so.

    Of a decision the log says so. The notice of a cascade, and of a measure that was stated afterwards (O26), is this
    office's own record.
    """
    if isinstance(target, Cascade):
        about = {"notice__subject__order__reference": target.reference, "notice__subject__person": target.person_id}
        return _recorded(by, **about)
    facts = facts_of([target.person_id])[target.person_id]
    if any(stated.decision == str(target.pk) for stated in facts.stated):
        return _recorded(by, notice__unforeseen__decision_id=target.pk)
    decision = next((each for each in facts.decisions if each.id == str(target.pk)), None)
    return None if decision is None else serving.heard_on(decision, facts, ObjectionBy(by))


def is_untold(target: Decision | Cascade) -> bool:
    """Return whether this office made a notice of what is objected to and served none of its versions."""
    if isinstance(target, Cascade):
        made = Notice.objects.filter(subject__order__reference=target.reference, subject__person=target.person_id)
    else:
        made = Notice.objects.filter(Q(item__decision_id=target.pk) | Q(unforeseen__decision_id=target.pk))
    return made.exists() and not made.filter(serving__isnull=False).exists()


def _recorded(by: str, **about: object) -> date | None:
    # The times run from the last notice served: one that corrects has a number of its own (O45).
    last = NoticeServing.objects.filter(**about).order_by("-notice__version").select_related("notice").first()
    if last is None:
        return None
    about["notice__number"] = last.notice.number
    if by == ObjectionBy.PERSON:
        return _first(NoticeFollowUp.objects.filter(name=NoticeStep.RECEIVED_BY_PERSON, **about), "on")
    return _first(NoticeServing.objects.filter(**about), "served_on")


def _first(heard: QuerySet[NoticeFollowUp] | QuerySet[NoticeServing], column: str) -> date | None:
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
