"""Deadlines of the office's own work: which run, which are late, and whose they are (arts. 31, 33, 39 to 41, 44, 52).

The rules count (`registry.qualification.rules.deadlines`); here is only which events of the work start and end what.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.db.models import Min, Model, Prefetch

from provinces.cases.models import ENDED, Case, CaseItem
from provinces.notices.models import Notice, UnforeseenMeasure
from provinces.office.clocks import OPEN, Clock
from provinces.office.codes import Office, StepName
from provinces.office.selectors import own_division
from provinces.orders.codes import OrderKind, OrderState
from provinces.orders.models import CascadeOrder, CascadeSubject
from provinces.remedies.codes import ApplicationKind, ApplicationState
from provinces.remedies.models import Application, ObjectionHandling
from registry.institutions.models import Institution
from registry.packs.pack import NATIONAL_DEFAULT, Pack
from registry.packs.selectors import pack_book
from registry.qualification.models import Annulment, CascadeLift, NoticeReceived, ObjectionSettlement
from registry.qualification.rules.deadlines import Deadline, after, objection_by_person, state, verification, where_set
from registry.qualification.selectors import crossed
from registry.qualification.selectors.calendar import working_calendar
from registry.qualification.selectors.crossed import Crossing
from registry.words.deadlines import DeadlineName, DeadlineState
from registry.words.remedies import ObjectionOutcome
from registry.words.workdays import Calendar

_RANK = {DeadlineState.LATE: 0, DeadlineState.RUNNING: 1, DeadlineState.UNKNOWN: 2, DeadlineState.OPEN: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """Works out clocks of one day."""

    today: date
    calendar: Calendar
    gone: frozenset[UUID] = frozenset()
    """Decisions that were annulled: nothing is due of them any more."""
    gone_cascades: frozenset[tuple[str, str]] = frozenset()
    """Reference and person of cascades that were annulled or lifted."""
    received: Mapping[UUID, date] = field(default_factory=dict)
    """When the person received the notice of a decision, as the institution confirmed."""
    pack_on: Callable[[date], Pack] = lambda on: NATIONAL_DEFAULT
    """This division's rule pack on a day."""

    def of_case(self, case: Case) -> Iterator[Clock]:
        """Yield the clock of a case in which nobody is scored yet, or those of its items."""
        items = [item for item in case.items.all() if item.state not in ENDED]
        if not items and case.withdrawn_at is None:
            yield self._clock(case, self._issue(case, None), Office.AGENCY, case.institution)
        for item in items:
            yield from self.of_item(item)

    def of_item(self, item: CaseItem) -> Iterator[Clock]:
        """Yield the clocks of a notice: made, delivered, objected to."""
        if item.state in ENDED or item.decision_id in self.gone:
            return
        notices = sorted(item.notices.all(), key=lambda notice: notice.version)
        issued_on = notices[0].issued_on if notices else None
        institution, person = item.case.institution, item.person_id
        yield self._clock(item, self._issue(item.case, issued_on), Office.AGENCY, institution, person)
        if notices:
            received = self.received.get(item.decision_id) if item.decision_id else None
            yield from self._of_notices(notices, received, institution, person)

    def of_subject(self, subject: CascadeSubject) -> Iterator[Clock]:
        """Yield the clocks of a cascade's notice, which is made with the cascade (arts. 33, 34)."""
        notices = list(subject.notices.all())
        if notices and (subject.order.reference, subject.person_id) not in self.gone_cascades:
            received = _followed(notices, StepName.RECEIVED_BY_PERSON)
            yield from self._of_notices(notices, received, subject.order.institution, subject.person_id)

    def of_crossing(self, found: Crossing) -> Iterator[Clock]:
        """Yield the clock of a measure that no notice foresaw and that is still to be stated (art. 31)."""
        deadline = after(DeadlineName.NOTICE_ISSUE, found.measure.starts_on, self.calendar)
        yield self._clock(found.decision, deadline, Office.AGENCY, found.decision.institution, found.person)

    def of_unforeseen(self, work: UnforeseenMeasure) -> Iterator[Clock]:
        """Yield the clocks of the notice of a measure that no notice foresaw: made, delivered, objected to."""
        notices = list(work.notices.all())
        if not notices or work.decision_id in self.gone:
            return
        deadline = after(DeadlineName.NOTICE_ISSUE, work.holds_from, self.calendar, done_on=notices[0].issued_on)
        yield self._clock(work, deadline, Office.AGENCY, work.institution, work.person_id)
        received = _followed(notices, StepName.RECEIVED_BY_PERSON)
        yield from self._of_notices(notices, received, work.institution, work.person_id)

    def _of_notices(
        self, notices: Sequence[Notice], received: date | None, institution: str, person: str
    ) -> Iterator[Clock]:
        """Yield what runs of the versions of one notice: delivery, what a pack sets, the windows of the objection."""
        served = _served(notices)
        delivery = after(DeadlineName.NOTICE_DELIVERY, notices[0].issued_on, self.calendar, done_on=served)
        yield self._clock(notices[-1], delivery, Office.AGENCY, institution, person)
        for deadline, office in ((self._update(notices), Office.INSTITUTION), (self._report(notices), Office.AGENCY)):
            if deadline is not None:
                yield self._clock(notices[-1], deadline, office, institution, person)
        if served is not None:
            for window in (
                after(DeadlineName.OBJECTION, served, self.calendar),
                objection_by_person(served, received, self.calendar),
            ):
                # Nobody is late who does not object: a window is shown while it is open, or nobody knows whether it is.
                if window.due_on is None or self.today <= window.due_on:
                    yield self._clock(notices[-1], window, Office.INSTITUTION, institution, person)

    def _update(self, notices: Sequence[Notice]) -> Deadline | None:
        """Return the time in which the institution sets its record, where a status follows (art. 33)."""
        with_status = [notice for notice in notices if notice.status]
        served = _served(with_status)
        if served is None or not notices[-1].status:
            return None
        name, done_on = DeadlineName.INSTITUTION_UPDATE, _followed(with_status, StepName.RECORD_UPDATED)
        return where_set(name, served, self.calendar, pack=self.pack_on(served), done_on=done_on)

    def _report(self, notices: Sequence[Notice]) -> Deadline | None:
        """Return the time in which the agency reports to the administrative department (arts. 40, 52)."""
        issued_on = notices[0].issued_on
        name, done_on = DeadlineName.DEPARTMENT_REPORT, _followed(notices, StepName.REPORTED)
        return where_set(name, issued_on, self.calendar, pack=self.pack_on(issued_on), done_on=done_on)

    def of_objection(self, handling: ObjectionHandling) -> Iterator[Clock]:
        """Yield the clock of the verification; the time of experts is not counted (art. 44)."""
        if handling.lodged_on is None:
            return
        target = handling.decision or handling.cascade
        office = Office.DEPARTMENT if handling.passed_up_on else Office.AGENCY
        yield self._clock(
            handling, self._verification(handling), office, target.institution if target else "", handling.person_id
        )

    def of_application(self, application: Application, pack: Pack) -> Iterator[Clock]:
        """Yield the clock of the assessment: from the day on which the institution consented, or, where none has to,
        from the application (art. 39).
        """
        started = application.consented_on if application.institution else application.applied_on
        if application.kind != ApplicationKind.RESTORATION or started is None:
            return
        if application.state == ApplicationState.DECLINED:
            return
        deadline = after(
            DeadlineName.RESTORATION_ASSESSMENT, started, self.calendar, done_on=application.assessed_on, pack=pack
        )
        yield self._clock(application, deadline, Office.AGENCY, application.institution, application.person_id)

    def _issue(self, case: Case, issued_on: date | None) -> Deadline:
        """Return the time for the notice: from the receipt of a penalty, from the agency's own decision (art. 31)."""
        started = case.received_on or case.decided_on
        return after(DeadlineName.NOTICE_ISSUE, started, self.calendar, done_on=issued_on)

    def _verification(self, handling: ObjectionHandling) -> Deadline:
        assert handling.lodged_on is not None
        asked_on, answered_on = handling.experts_from, handling.experts_to
        away = None if asked_on is None else (asked_on, answered_on or self.today)
        return verification(handling.lodged_on, self.calendar, settled_on=handling.settled_on, away=away)

    def _clock(self, work: Model, deadline: Deadline, office: Office, institution: str, person: str = "") -> Clock:
        return Clock(
            deadline=deadline,
            state=state(deadline, self.today),
            office=office,
            work=work,
            institution=institution,
            person=person,
        )


def clocks_on(today: date) -> Clocks:
    """Return what works out the clocks of a day."""
    stated = UnforeseenMeasure.objects.order_by().values("decision_id")
    own = CaseItem.objects.exclude(decision_id=None).order_by().values("decision_id").union(stated)
    annulled = Annulment.objects.in_force().filter(decision__in=own).values_list("decision_id", flat=True)
    settled = ObjectionSettlement.objects.in_force().filter(
        outcome=ObjectionOutcome.ANNULLED, objection__decision__in=own
    )
    gone = {*annulled, *settled.values_list("objection__decision_id", flat=True)}
    packs, division = pack_book(), own_division()
    return Clocks(
        today=today,
        calendar=working_calendar(),
        gone=frozenset(gone),
        gone_cascades=_gone_cascades(division),
        received=_received(division),
        pack_on=lambda on: packs.for_(division, on),
    )


def _gone_cascades(division: str) -> frozenset[tuple[str, str]]:
    lifted = CascadeLift.objects.in_force().filter(cascade__author=division)
    annulled = ObjectionSettlement.objects.in_force().filter(
        outcome=ObjectionOutcome.ANNULLED, objection__cascade__author=division
    )
    return frozenset(
        {
            *lifted.values_list("cascade__reference", "cascade__person_id"),
            *annulled.values_list("objection__cascade__reference", "objection__cascade__person_id"),
        }
    )


def _received(division: str) -> Mapping[UUID, date]:
    found = NoticeReceived.objects.in_force().filter(author=division).order_by()
    return dict(found.values("decision").annotate(on=Min("received_on")).values_list("decision", "on"))


def clocks_of(work: Model, today: date) -> list[Clock]:
    """Return the clocks of one piece of work, in the order of the procedure."""
    clocks = clocks_on(today)
    if isinstance(work, Case):
        return list(clocks.of_case(work))
    if isinstance(work, CaseItem):
        return list(clocks.of_item(work))
    if isinstance(work, Notice):
        about = work.about
        return (
            clocks_of(about, today)
            if isinstance(about, CaseItem | UnforeseenMeasure)
            else list(clocks.of_subject(about))
        )
    if isinstance(work, UnforeseenMeasure):
        return list(clocks.of_unforeseen(work))
    if isinstance(work, CascadeOrder):
        return [clock for subject in work.subjects.order_by("person") for clock in clocks.of_subject(subject)]
    if isinstance(work, ObjectionHandling):
        return list(clocks.of_objection(work))
    if isinstance(work, Application):
        return list(clocks.of_application(work, _pack(today)))
    return []


def every(today: date, *, states: Sequence[DeadlineState] = OPEN, office: Office | None = None) -> list[Clock]:
    """Return the clocks of all work in some states, the late ones first, then by the day on which they are due."""
    return chosen(of_all_work(today), states=states, office=office)


def chosen(
    clocks: Iterable[Clock], *, states: Sequence[DeadlineState] = OPEN, office: Office | None = None
) -> list[Clock]:
    """Return those of some clocks in some states, with where the institutions lie, in the order of `every`."""
    found = [clock for clock in clocks if clock.state in states and (office is None or clock.office is office)]
    where = dict(
        Institution.objects.filter(pk__in={clock.institution for clock in found}).values_list("code", "division")
    )
    found = [replace(clock, division=where.get(clock.institution, "")) for clock in found]
    return sorted(found, key=_order)


def of_all_work(today: date) -> Iterator[Clock]:
    """Yield the clocks of all work, whatever their state."""
    clocks, pack = clocks_on(today), _pack(today)
    notices = Prefetch("notices", Notice.objects.select_related("serving").prefetch_related("follow_ups"))
    items = Prefetch("items", CaseItem.objects.select_related("case").prefetch_related(notices))
    for case in Case.objects.prefetch_related(items).filter(withdrawn_at=None).order_by("pk"):
        yield from clocks.of_case(case)
    orders = CascadeSubject.objects.filter(order__kind=OrderKind.APPLY, order__state=OrderState.SIGNED)
    for subject in orders.select_related("order").prefetch_related(notices).order_by("pk"):
        yield from clocks.of_subject(subject)
    for found in crossed.waiting(own_division()):
        yield from clocks.of_crossing(found)
    for measure in UnforeseenMeasure.objects.select_related("decision").prefetch_related(notices).order_by("pk"):
        yield from clocks.of_unforeseen(measure)
    handlings: Iterable[ObjectionHandling] = ObjectionHandling.objects.select_related("decision", "cascade")
    for handling in handlings:
        yield from clocks.of_objection(handling)
    for application in Application.objects.filter(kind=ApplicationKind.RESTORATION):
        yield from clocks.of_application(application, pack)


def _served(notices: Iterable[Notice]) -> date | None:
    return min((notice.serving.served_on for notice in notices if hasattr(notice, "serving")), default=None)


def _followed(notices: Iterable[Notice], step: StepName) -> date | None:
    """Return when a step upon a notice was first taken."""
    taken = (notice.followed_by(step) for notice in notices)
    return min((each.on for each in taken if each is not None), default=None)


def _pack(today: date) -> Pack:
    return pack_book().for_(own_division(), today)


def _order(clock: Clock) -> tuple[int, date, date, str, str, str]:
    work = clock.work
    return (
        _RANK.get(clock.state, 4),
        clock.deadline.due_on or date.max,
        clock.deadline.starts_on,
        clock.deadline.name.value,
        work._meta.model_name or "",
        f"{work.pk!s:>20} {clock.institution}",
    )
