"""Kinds of work of this room: orders of cascades, and the people named in them."""

from provinces.notices.noticed import NoticedKind
from provinces.office.kinds import Kind
from provinces.orders import papers
from provinces.orders.models import CascadeOrder, CascadeSubject
from provinces.orders.selectors import clocks
from provinces.orders.selectors.cascades import cascade_of
from registry.qualification.selectors.foresight import cascade_in_force


def _gone(subject: CascadeSubject) -> str:
    cascade = cascade_of(subject)
    return "" if cascade is not None and cascade_in_force(cascade) else "cascade_not_in_force"


KINDS = (
    Kind(model=CascadeOrder, clocks=clocks.of_order, due=clocks.due),
    Kind(model=CascadeSubject, clocks=clocks.of_subject),
)
NOTICED = (NoticedKind(model=CascadeSubject, gone=_gone, tells=papers.tells, draw=papers.draw),)
