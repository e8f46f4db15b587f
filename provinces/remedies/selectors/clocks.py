"""The deadlines of objections and applications: verified, assessed (arts. 39, 44)."""

from collections.abc import Iterator

from provinces.office.clocks import Clock, Day
from provinces.office.codes import Office
from provinces.remedies.codes import ApplicationKind, ApplicationState
from provinces.remedies.models import Application, ObjectionHandling
from registry.qualification.rules.deadlines import Deadline, after, verification
from registry.words.deadlines import DeadlineName


def of_objection(handling: ObjectionHandling, day: Day) -> Iterator[Clock]:
    """Yield the clock of the verification; the time of experts is not counted (art. 44)."""
    if handling.lodged_on is None:
        return
    target = handling.decision or handling.cascade
    office = Office.DEPARTMENT if handling.passed_up_on else Office.AGENCY
    institution = target.institution if target else ""
    yield day.clock(handling, _verification(handling, day), office, institution, handling.person_id)


def of_application(application: Application, day: Day) -> Iterator[Clock]:
    """Yield the clock of an assessment (art. 39).

    It runs from the day on which the institution consented or, where none has to, from the application.
    """
    started = application.consented_on if application.institution else application.applied_on
    if application.kind != ApplicationKind.RESTORATION or started is None:
        return
    if application.state == ApplicationState.DECLINED:
        return
    deadline = after(
        DeadlineName.RESTORATION_ASSESSMENT, started, day.calendar, done_on=application.assessed_on,
        pack=day.pack_on(day.today),
    )  # fmt: skip
    yield day.clock(application, deadline, Office.AGENCY, application.institution, application.person_id)


def due_of_objections(day: Day) -> Iterator[Clock]:
    """Yield the clocks of all objections."""
    for handling in ObjectionHandling.objects.select_related("decision", "cascade"):
        yield from of_objection(handling, day)


def due_of_applications(day: Day) -> Iterator[Clock]:
    """Yield the clocks of all applications for restoration."""
    for application in Application.objects.filter(kind=ApplicationKind.RESTORATION):
        yield from of_application(application, day)


def _verification(handling: ObjectionHandling, day: Day) -> Deadline:
    assert handling.lodged_on is not None
    asked_on, answered_on = handling.experts_from, handling.experts_to
    away = None if asked_on is None else (asked_on, answered_on or day.today)
    return verification(handling.lodged_on, day.calendar, settled_on=handling.settled_on, away=away)
