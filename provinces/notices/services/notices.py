"""Notices: made in Chinese as page and PDF, sealed, served, opened only on record (arts. 29 to 34)."""

import base64
import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from provinces.cases.codes import ItemState
from provinces.cases.models import CaseItem
from provinces.notices.documents import cascade_notice, crossing_notice
from provinces.notices.documents import notice as points_notice
from provinces.notices.documents.page import html_of
from provinces.notices.documents.paper import Paper
from provinces.notices.documents.pdf import NotPrintable, pdf_of
from provinces.notices.models import Notice, NoticeServing, UnforeseenMeasure
from provinces.notices.services import notice_contents
from provinces.office.codes import Duty, ServingMethod, StepName
from provinces.office.services.officers import Officer
from provinces.office.services.refusals import refused
from provinces.office.services.stepping import locked, must_be, must_have_come, record, sign_one
from provinces.orders.models import CascadeOrder, CascadeSubject
from provinces.orders.selectors import cascade_of
from registry.qualification.rules.facts import MeasureStated
from registry.qualification.rules.foresight import Foresight
from registry.qualification.selectors.crossed import Crossing
from registry.qualification.selectors.foresight import cascade_in_force, decision_in_force, led_to
from registry.statements.days import today
from registry.vault.codes.looks import LookDoor
from registry.vault.services import seals
from registry.vault.services.looks import record_look
from registry.words.measures import MeasureKind
from registry.words.statuses import Status

_STATUSES = {MeasureKind.SUSPENSION: Status.SUSPENDED, MeasureKind.TERMINATION: Status.TERMINATED}


def prepare(item: CaseItem, foresight: Foresight, *, version: int, acting: Officer, now: datetime) -> Notice:
    """Make a version of the notice of an item, not yet stored. Opens the vault for it and records that.

    Raises Rejected `identity_missing`, `not_printable`.
    """
    paper = points_notice.compose(notice_contents.of_item(item, foresight, issued_on=today(now)))
    status = _STATUSES.get(foresight.measure.kind, "")
    return _made(paper, item.person_id, field="act", acting=acting, now=now, item=item, version=version, status=status)


def prepare_all(order: CascadeOrder, *, acting: Officer, now: datetime) -> Sequence[Notice]:
    """Make the notice of an order for each person it names, not yet stored, as `prepare` does (arts. 33, 34)."""
    found = []
    for subject in order.subjects.select_related("order").order_by("person"):
        paper = cascade_notice.compose(notice_contents.of_subject(subject, issued_on=today(now)))
        about: dict[str, Any] = {"subject": subject, "version": 1, "status": order.status}
        found.append(_made(paper, subject.person_id, field="reason", acting=acting, now=now, **about))
    return found


def prepare_crossing(
    work: UnforeseenMeasure, found: Crossing, stated: MeasureStated, *, acting: Officer, now: datetime
) -> Notice:
    """Make the notice of a measure that no notice foresaw, not yet stored, as `prepare` does (arts. 29, 33)."""
    content = notice_contents.of_crossing(found, stated, serial=work.pk, issued_on=today(now))
    about: dict[str, Any] = {"unforeseen": work, "version": 1, "status": _STATUSES[stated.kind]}
    paper = crossing_notice.compose(content)
    return _made(paper, work.person_id, field="starts_on", acting=acting, now=now, **about)


def _made(paper: Paper, person: str, *, field: str, acting: Officer, now: datetime, **about: Any) -> Notice:
    """Return a paper as page and PDF, sealed; `field` is where its free text came from."""
    try:
        pdf = pdf_of(paper, made_at=now)
    except NotPrintable as lacking:
        raise refused("not_printable", field) from lacking
    html = html_of(paper)
    record_look(acting.looker, person, door=LookDoor.NOTICE_MADE, now=now)
    return Notice(
        **about,
        number=paper.number,
        issued_on=today(now),
        issued_by=acting.name,
        made_at=now,
        html_sealed=_seal(html),
        html_digest=hashlib.sha256(html).digest(),
        pdf_sealed=_seal(pdf),
        pdf_digest=hashlib.sha256(pdf).digest(),
    )


@transaction.atomic
def make_again(item: CaseItem, *, reason: str, acting: Officer, now: datetime) -> Notice:
    """Make a further version, with what the decision leads to as it stands now. Raises Rejected."""
    acting.must(Duty.HANDLE)
    item = locked(item)
    must_be(item.state, ItemState, (ItemState.ISSUED,), article="31")
    if not reason.strip():
        raise refused("reason_missing", "reason", article="31")
    found = led_to(item.person_id, item.decision_id)
    if found is None:
        raise refused("decision_not_in_force")
    last = item.notices.order_by("-version").first()
    assert last is not None
    notice = prepare(item, found, version=last.version + 1, acting=acting, now=now)
    notice.save()
    record(notice, StepName.MADE, on=notice.issued_on, acting=acting, now=now, note=reason)
    return notice


@transaction.atomic
def serve(notice: Notice, *, served_on: date, method: ServingMethod, acting: Officer, now: datetime) -> NoticeServing:
    """Enter that the institution received a notice; deadlines run from then on (arts. 33, 41). Raises Rejected."""
    acting.must(Duty.HANDLE)
    locked(notice.work)
    about = notice.about
    if NoticeServing.objects.filter(notice=notice).exists():
        raise refused("already_served", "served_on")
    if about.notices.filter(version__gt=notice.version).exists():
        raise refused("notice_superseded")
    must_stand(notice)
    must_have_come("served_on", served_on, now, after={"issued_on": notice.issued_on})
    again = NoticeServing.objects.filter(notice__in=about.notices.all()).exists()
    # `notice.served` is about the notice of a decision: the serving of another is this office's own record.
    statement = None
    if isinstance(about, CaseItem) and not again:
        statement = _statement_of_serving(about, notice, served_on, now=now)
    serving = NoticeServing.objects.create(
        notice=notice, served_on=served_on, method=method, statement_id=statement, by=acting.name, at=now
    )
    record(notice, StepName.SERVED, on=served_on, acting=acting, now=now, statement=statement)
    return serving


def must_stand(notice: Notice) -> None:
    """Refuse a step upon what is not in force any more. Raises Rejected."""
    of_decision = notice.item or notice.unforeseen
    if of_decision is not None:
        if decision_in_force(of_decision.person_id, of_decision.decision_id) is None:
            raise refused("decision_not_in_force")
    elif notice.subject is None or not _holds(notice.subject):
        raise refused("cascade_not_in_force")


def _holds(subject: CascadeSubject) -> bool:
    cascade = cascade_of(subject)
    return cascade is not None and cascade_in_force(cascade)


def _statement_of_serving(item: CaseItem, notice: Notice, served_on: date, *, now: datetime) -> UUID:
    return sign_one(
        "notice.served",
        {
            "decision": item.decision_id,
            "number": notice.number,
            "issued_on": notice.issued_on,
            "served_on": served_on,
        },
        now=now,
    )


@transaction.atomic
def read(notice: Notice, form: str, *, acting: Officer, now: datetime) -> bytes:
    """Return the bytes of a notice, `html` or `pdf`, as they were made; the opening is recorded first.

    Raises VaultSealBroken when they are not those bytes any more.
    """
    record_look(acting.looker, notice.person_id, door=LookDoor.NOTICE_OPENED, now=now)
    sealed, digest = (
        (notice.pdf_sealed, notice.pdf_digest) if form == "pdf" else (notice.html_sealed, notice.html_digest)
    )
    found = base64.b64decode(seals.open_sealed(bytes(sealed)))
    if hashlib.sha256(found).digest() != bytes(digest):
        raise seals.VaultSealBroken
    return found


def _seal(document: bytes) -> bytes:
    return seals.seal(base64.b64encode(document).decode())
