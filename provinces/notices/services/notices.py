"""Notices: made in Chinese as page and PDF, sealed, served, opened only on record (arts. 29 to 34)."""

import base64
import hashlib
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from provinces.notices.codes import NoticeStep, ServingMethod
from provinces.notices.documents.page import html_of
from provinces.notices.documents.pdf import NotPrintable, pdf_of
from provinces.notices.documents.receipt import with_receipt
from provinces.notices.models import Notice, NoticeServing
from provinces.notices.noticed import Drawn, kind_of
from provinces.notices.services import truth
from provinces.office.codes import Duty
from provinces.office.services.officers import Officer
from provinces.office.services.stepping import locked, must_have_come, record, sign_one
from registry.statements.days import today
from registry.vault.codes.looks import LookDoor
from registry.vault.services import seals
from registry.vault.services.looks import record_look
from registry.words.measures import MeasureKind
from registry.words.statuses import Status
from sync.wire.refusals import Refused

STATUSES = {MeasureKind.SUSPENSION: Status.SUSPENDED, MeasureKind.TERMINATION: Status.TERMINATED}
"""The status that a measure tells the institution to set."""


def made(drawn: Drawn, person: str, *, field: str, acting: Officer, now: datetime, **about: object) -> Notice:
    """Return a notice with a paper as page and PDF, sealed and not yet stored; that it was made is a look on record.

    `field` is where the free text of the paper came from, `about` what the notice is about, and its version. What it
    tells is kept when it is stored (`truth.keep`). Raises Refused `not_printable`.
    """
    paper = with_receipt(drawn.paper)
    try:
        pdf = pdf_of(paper, made_at=now)
    except NotPrintable as lacking:
        raise Refused.because("not_printable", field) from lacking
    html = html_of(paper)
    record_look(acting.looker, person, door=LookDoor.NOTICE_MADE, now=now)
    return Notice(
        **about,
        status=drawn.status or "",
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
def serve(notice: Notice, *, served_on: date, method: ServingMethod, acting: Officer, now: datetime) -> NoticeServing:
    """Enter that the institution received a notice; deadlines run from then on (arts. 33, 41). Raises Refused."""
    acting.must(Duty.HANDLE)
    locked(notice.work)
    notice = Notice.objects.get(pk=notice.pk)
    about = notice.about
    if notice.is_served:
        raise Refused.because("already_served", "served_on")
    if about.notices.filter(version__gt=notice.version).exists():
        raise Refused.because("later_version")
    must_stand(notice)
    if truth.has_ended(notice):
        raise Refused.because("ended_before_serving")
    if not truth.holds(notice):
        raise Refused.because("notice_superseded")
    must_have_come("served_on", served_on, now, after={"issued_on": notice.issued_on})
    # `notice.served` is about the notice of a decision: the serving of another is this office's own record, and so is
    # that of one which says that nothing stands.
    decision = None if notice.withdraws else kind_of(about).decision(about)
    statement = None if decision is None else _statement_of_serving(decision, notice, served_on, now=now)
    serving = NoticeServing.objects.create(
        notice=notice, served_on=served_on, method=method, statement_id=statement, by=acting.name, at=now
    )
    record(notice, NoticeStep.SERVED, on=served_on, acting=acting, now=now, statement=statement)
    truth.look_again([notice.person_id], now)
    return serving


def must_stand(notice: Notice) -> None:
    """Refuse a step upon what is not in force any more, unless that is what the notice says. Raises Refused."""
    if notice.withdraws:
        return
    gone = kind_of(notice.about).gone(notice.about)
    if gone:
        raise Refused.because(gone)


def _statement_of_serving(decision: UUID, notice: Notice, served_on: date, *, now: datetime) -> UUID:
    return sign_one(
        "notice.served",
        {
            "decision": decision,
            "number": notice.number,
            "corrects": notice.corrects.number if notice.corrects else None,
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
