"""The notices of an order, one for each person it names: what they say, and how they are made (arts. 33, 34)."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from provinces.notices.documents.clauses import CASCADE
from provinces.notices.models import Notice
from provinces.notices.noticed import Drawn, Told
from provinces.notices.services import addressees, notices
from provinces.notices.services.numbers import next_number
from provinces.office.services.officers import Officer
from provinces.office.services.stepping import division
from provinces.orders import documents
from provinces.orders.documents import CascadeNoticeContent
from provinces.orders.models import CascadeOrder, CascadeSubject
from provinces.orders.selectors.cascades import cascade_of
from registry.packs.selectors import pack_of
from registry.qualification.models import CascadeLift
from registry.qualification.selectors.foresight import cascade_in_force
from registry.statements.days import today
from registry.words.statuses import Status


def prepare_all(order: CascadeOrder, *, acting: Officer, now: datetime) -> Sequence[Notice]:
    """Make the notice of an order for each person it names, not yet stored. Opens the vault for it and records that.

    Raises Refused `name_unknown_here`, `not_printable`.
    """
    found = []
    for subject in order.subjects.select_related("order").order_by("person"):
        drawn = draw(subject, next_number(CASCADE, today(now)), today(now))
        found.append(
            notices.made(drawn, subject.person_id, field="reason", acting=acting, now=now, subject=subject, version=1)
        )
    return found


def draw(subject: CascadeSubject, number: str, issued_on: date) -> Drawn:
    """Return the paper for one person named in an order, under a number. Raises Refused `name_unknown_here`."""
    paper = documents.compose(content_of(subject, number=number, issued_on=issued_on))
    return Drawn(paper=paper, status=Status(subject.order.status))


def tells(subject: CascadeSubject, made_at: datetime) -> Told | None:
    """Return what the notice for one person must say; None where the cascade was annulled.

    A lifting ends it as the notice says.
    """
    cascade = cascade_of(subject)
    if cascade is None or not cascade_in_force(cascade):
        return None
    said = {"status": cascade.status, "applied_on": cascade.applied_on.isoformat()}
    return Told(lasting=said, passing={}, ended=CascadeLift.objects.in_force().filter(cascade=cascade).exists())


def content_of(subject: CascadeSubject, *, number: str, issued_on: date) -> CascadeNoticeContent:
    """Return what the notice of a cascade says to one person. Opens the vault. Raises Refused `name_unknown_here`."""
    order, author = subject.order, division()
    head = addressees.addressed(number, subject.person_id, order.institution, issued_on=issued_on)
    return CascadeNoticeContent(
        **asdict(head),
        reference=order.reference,
        status=Status(order.status),
        reason=order.reason,
        basis_authority=order.basis_authority,
        basis_document=order.basis_document,
        effective_on=order.effective_on,
        pack=pack_of(author, order.effective_on),
    )
