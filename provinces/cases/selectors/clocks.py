"""The deadlines of cases and their items: notice issued, delivered, objected to; fraud scored (art. 31; O44)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Prefetch

from provinces.cases.models import ENDED, Case, CaseItem
from provinces.cases.selectors import fraud
from provinces.cases.selectors.fraud import FraudCase
from provinces.notices.selectors import clocks
from provinces.office.clocks import Clock, Day
from provinces.office.codes import Office
from registry.qualification.rules.deadlines import Deadline, after, notice_issue
from registry.words.deadlines import DeadlineName


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the facts say of the decisions of some items."""

    gone: frozenset[UUID] = frozenset()
    received: Mapping[UUID, date] = field(default_factory=dict)


def of_case(case: Case, day: Day) -> Iterator[Clock]:
    """Yield the clock of a case in which nobody is scored yet, or those of its items; then that of a fraud."""
    items = case.items.exclude(decision_id=None).order_by().values_list("decision_id", flat=True)
    yield from _of_case(case, _known(items), day)
    yield from (_of_fraud(each, day) for each in fraud.cases(day.today) if each.case.pk == case.pk)


def of_item(item: CaseItem, day: Day) -> Iterator[Clock]:
    """Yield the clocks of a notice: made, delivered, objected to."""
    yield from _of_item(item, _known([item.decision_id] if item.decision_id else []), day)


def due(day: Day) -> Iterator[Clock]:
    """Yield the clocks of all cases."""
    known = _known(CaseItem.objects.exclude(decision_id=None).order_by().values_list("decision_id", flat=True))
    items = Prefetch("items", CaseItem.objects.select_related("case").prefetch_related(clocks.NOTICES))
    for case in Case.objects.prefetch_related(items).filter(withdrawn_at=None).order_by("pk"):
        yield from _of_case(case, known, day)
    for each in fraud.cases(day.today):
        yield _of_fraud(each, day)


def _known(decisions: Iterable[UUID | None]) -> _Known:
    return _Known(gone=clocks.gone(decisions), received=clocks.received_of_decisions(decisions))


def _of_case(case: Case, known: _Known, day: Day) -> Iterator[Clock]:
    items = [item for item in case.items.all() if item.state not in ENDED]
    if not items and case.withdrawn_at is None:
        yield day.clock(case, _issue(case, None, day), Office.AGENCY, case.institution)
    for item in items:
        yield from _of_item(item, known, day)


def _of_item(item: CaseItem, known: _Known, day: Day) -> Iterator[Clock]:
    if item.state in ENDED:
        return
    notices = sorted(item.notices.all(), key=lambda notice: notice.version)
    institution, person = item.institution, item.person_id
    if item.decision_id in known.gone:
        yield from clocks.of_gone(notices, institution, person, day)
        return
    issued_on = notices[0].issued_on if notices else None
    yield day.clock(item, _issue(item.case, issued_on, day), Office.AGENCY, institution, person)
    if notices:
        received = known.received.get(item.decision_id) if item.decision_id else None
        yield from clocks.of_notices(notices, received, institution, person, day)


def _issue(case: Case, issued_on: date | None, day: Day) -> Deadline:
    return notice_issue(case.decided_on, case.received_on, day.calendar, done_on=issued_on)


def _of_fraud(found: FraudCase, day: Day) -> Clock:
    """Return how long a case of fraud waits for somebody to be scored."""
    case = found.case
    deadline = after(DeadlineName.FRAUD_SCORING, case.decided_on, day.calendar, done_on=found.closed_on)
    return day.clock(case, deadline, Office.AGENCY, case.institution)
