"""The deadlines of the notices of cascades, which are made with the cascades (arts. 33, 34)."""

from collections.abc import Iterable, Iterator

from provinces.notices.selectors import clocks
from provinces.office.clocks import Clock, Day
from provinces.office.codes import ApprovalState
from provinces.orders.codes import OrderKind
from provinces.orders.models import CascadeOrder, CascadeSubject
from registry.qualification.models import CascadeLift, ObjectionSettlement
from registry.words.remedies import ObjectionOutcome

type Named = tuple[str, str]
"""Reference and person of a cascade."""


def of_subject(subject: CascadeSubject, day: Day) -> Iterator[Clock]:
    """Yield the clocks of the notice for one person."""
    yield from _of([subject], day)


def of_order(order: CascadeOrder, day: Day) -> Iterator[Clock]:
    """Yield the clocks of the notices of an order, person by person."""
    yield from _of(order.subjects.order_by("person"), day)


def due(day: Day) -> Iterator[Clock]:
    """Yield the clocks of the notices of all cascades."""
    signed = CascadeSubject.objects.filter(order__kind=OrderKind.APPLY, order__state=ApprovalState.SIGNED)
    yield from _of(signed.select_related("order").prefetch_related(clocks.NOTICES).order_by("pk"), day)


def _of(subjects: Iterable[CascadeSubject], day: Day) -> Iterator[Clock]:
    gone = _gone(day.division)
    for subject in subjects:
        notices = sorted(subject.notices.all(), key=lambda notice: notice.version)
        if (subject.order.reference, subject.person_id) in gone:
            yield from clocks.of_gone(notices, subject.institution, subject.person_id, day)
        elif notices:
            received = clocks.received_of(notices)
            yield from clocks.of_notices(notices, received, subject.institution, subject.person_id, day)


def _gone(division: str) -> frozenset[Named]:
    """Return the cascades of this office that were annulled or lifted."""
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
