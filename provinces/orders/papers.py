"""The notices of an order, one for each person it names: what they say, and how they are made (arts. 33, 34)."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from provinces.notices.documents.clauses import CASCADE, number_of
from provinces.notices.models import Notice
from provinces.notices.services import addressees, notices
from provinces.office.services.officers import Officer
from provinces.office.services.stepping import division
from provinces.orders import documents
from provinces.orders.documents import CascadeNoticeContent
from provinces.orders.models import CascadeOrder, CascadeSubject
from registry.packs.selectors import pack_of
from registry.statements.days import today
from registry.words.statuses import Status


def prepare_all(order: CascadeOrder, *, acting: Officer, now: datetime) -> Sequence[Notice]:
    """Make the notice of an order for each person it names, not yet stored. Opens the vault for it and records that.

    Raises Refused `name_unknown_here`, `not_printable`.
    """
    found = []
    for subject in order.subjects.select_related("order").order_by("person"):
        paper = documents.compose(content_of(subject, issued_on=today(now)))
        about: dict[str, Any] = {"subject": subject, "version": 1, "status": order.status}
        found.append(notices.made(paper, subject.person_id, field="reason", acting=acting, now=now, **about))
    return found


def content_of(subject: CascadeSubject, *, issued_on: date) -> CascadeNoticeContent:
    """Return what the notice of a cascade says to one person. Opens the vault. Raises Refused `name_unknown_here`."""
    order, author = subject.order, division()
    number = number_of(author, issued_on.year, subject.pk, CASCADE)
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
