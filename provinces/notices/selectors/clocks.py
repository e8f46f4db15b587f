"""The deadlines of a notice: delivered, objected to, and what a pack sets (arts. 31, 33, 40, 41, 52)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Min, Prefetch

from provinces.notices.codes import NoticeDeadline, NoticeStep
from provinces.notices.models import Notice
from provinces.office.clocks import Clock, Day
from provinces.office.codes import Office
from registry.qualification.models import Annulment, NoticeReceived, ObjectionSettlement
from registry.qualification.rules.deadlines import Deadline, after, objection_by_person, where_set
from registry.words.dates import law_day
from registry.words.deadlines import DeadlineName
from registry.words.remedies import ObjectionOutcome

NOTICES = Prefetch(
    "notices",
    Notice.objects.select_related("serving", "superseded", "corrects")
    .prefetch_related("follow_ups")
    .order_by("version"),
)
"""The versions of a notice, in order, with what was done upon them, for those who count their deadlines."""


def of_notices(
    notices: Sequence[Notice], received: date | None, institution: str, person: str, day: Day
) -> Iterator[Clock]:
    """Yield the clocks of the versions of one notice, which come in order.

    They are the delivery, what a pack sets, and the windows of the objection; and that it must be made again, or
    corrected, where it does not say any more what stands. `received` is the day on which the person received the first.
    Of what was corrected nothing runs any more: a correction has clocks of its own (O45).
    """
    last = notices[-1]
    if (owed := _owed(last)) is not None:
        yield day.clock(last, owed, Office.AGENCY, institution, person)
    if last.corrects is not None:
        notices = [notice for notice in notices if notice.number == last.number]
        received = received_of(notices)
    if last.withdraws:
        yield day.clock(last, _delivery(notices, day), Office.AGENCY, institution, person)
        return
    served = _served(notices)
    yield day.clock(last, _delivery(notices, day), Office.AGENCY, institution, person)
    for deadline, office in ((_update(notices, day), Office.INSTITUTION), (_report(notices, day), Office.AGENCY)):
        if deadline is not None:
            yield day.clock(notices[-1], deadline, office, institution, person)
    if served is not None:
        for window in (
            after(DeadlineName.OBJECTION, served, day.calendar),
            objection_by_person(served, received, day.calendar),
        ):
            # Nobody is late who does not object: a window is shown while it is open, or nobody knows whether it is.
            if window.due_on is None or day.today <= window.due_on:
                yield day.clock(notices[-1], window, Office.INSTITUTION, institution, person)


def of_gone(notices: Sequence[Notice], institution: str, person: str, day: Day) -> Iterator[Clock]:
    """Yield what is owed of a notice of which nothing stands any more: to tell those to whom it was served."""
    last = notices[-1] if notices else None
    if last is None or not (last.withdraws or last.is_served):
        return
    if (owed := _owed(last)) is not None:
        yield day.clock(last, owed, Office.AGENCY, institution, person)
    elif last.withdraws:
        yield day.clock(last, _delivery([last], day), Office.AGENCY, institution, person)


def received_of(notices: Iterable[Notice]) -> date | None:
    """Return when the person received a notice, by this office's own record."""
    return _followed(notices, NoticeStep.RECEIVED_BY_PERSON)


def received_of_decisions(decisions: Iterable[UUID | None]) -> Mapping[UUID, date]:
    """Return when the person received the first notice of each decision, as confirmed and said on the log."""
    found = NoticeReceived.objects.in_force().filter(decision__in=decisions, number="").order_by()
    return dict(found.values("decision").annotate(on=Min("received_on")).values_list("decision", "on"))


def gone(decisions: Iterable[UUID | None]) -> frozenset[UUID]:
    """Return those decisions that were annulled: nothing is due of them any more. `decisions`: keys, or a query."""
    annulled = Annulment.objects.in_force().filter(decision__in=decisions).values_list("decision_id", flat=True)
    settled = ObjectionSettlement.objects.in_force().filter(
        outcome=ObjectionOutcome.ANNULLED, objection__decision__in=decisions
    )
    return frozenset({*annulled, *settled.values_list("objection__decision_id", flat=True)})


def _owed(notice: Notice) -> Deadline | None:
    """Return what is owed where a notice does not say any more what stands; no text sets a time for it."""
    seen = getattr(notice, "superseded", None)
    if seen is None:
        return None
    name = NoticeDeadline.CORRECTION if notice.is_served else NoticeDeadline.RENEWAL
    article = "医保办发〔2024〕34号 arts. 31, 33"
    return Deadline(name=name, article=article, starts_on=law_day(seen.since), due_on=None, limited=False)


def _delivery(notices: Sequence[Notice], day: Day) -> Deadline:
    return after(DeadlineName.NOTICE_DELIVERY, notices[0].issued_on, day.calendar, done_on=_served(notices))


def _update(notices: Sequence[Notice], day: Day) -> Deadline | None:
    """Return the time in which the institution sets its record, where a status follows (art. 33)."""
    with_status = [notice for notice in notices if notice.status]
    served = _served(with_status)
    if served is None or not notices[-1].status:
        return None
    name, done_on = DeadlineName.INSTITUTION_UPDATE, _followed(with_status, NoticeStep.RECORD_UPDATED)
    return where_set(name, served, day.calendar, pack=day.pack_on(served), done_on=done_on)


def _report(notices: Sequence[Notice], day: Day) -> Deadline | None:
    """Return the time in which the agency reports to the administrative department (arts. 40, 52)."""
    issued_on = notices[0].issued_on
    name, done_on = DeadlineName.DEPARTMENT_REPORT, _followed(notices, NoticeStep.REPORTED)
    return where_set(name, issued_on, day.calendar, pack=day.pack_on(issued_on), done_on=done_on)


def _served(notices: Iterable[Notice]) -> date | None:
    return min((notice.serving.served_on for notice in notices if hasattr(notice, "serving")), default=None)


def _followed(notices: Iterable[Notice], step: NoticeStep) -> date | None:
    """Return when a step upon a notice was first taken."""
    taken = (notice.followed_by(step) for notice in notices)
    return min((each.on for each in taken if each is not None), default=None)
