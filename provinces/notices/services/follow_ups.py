"""Enters what is done after a notice was served.

The institution sets its record (art. 33) and confirms that the person received the notice (art. 41); the agency reports
(arts. 40, 52).
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Min

from provinces.notices.codes import NoticeStep
from provinces.notices.models import Notice, NoticeFollowUp, NoticeServing
from provinces.notices.noticed import kind_of
from provinces.notices.services.notices import must_stand
from provinces.office.codes import Duty, Office
from provinces.office.services.officers import Officer
from provinces.office.services.stepping import locked, must_have_come, record, sign_one
from sync.wire.refusals import Refused


@transaction.atomic
def record_updated(notice: Notice, *, updated_on: date, acting: Officer, now: datetime) -> Notice:
    """Enter that the institution set its record to the status in the notice served on it (art. 33). Raises Refused."""
    acting.must(Duty.HANDLE)
    notice = _free(notice, NoticeStep.RECORD_UPDATED, "updated_on", article="33")
    if not notice.status:
        raise Refused.because("no_status_follows")
    if not hasattr(notice, "serving"):
        raise Refused.because("not_served")
    must_have_come("updated_on", updated_on, now, after={"served_on": notice.serving.served_on})
    return _enter(notice, NoticeStep.RECORD_UPDATED, updated_on, office=Office.INSTITUTION, acting=acting, now=now)


@transaction.atomic
def received(notice: Notice, *, received_on: date, document: str, acting: Officer, now: datetime) -> Notice:
    """Enter that the person received the notice, as the institution confirms (art. 41, O39). Raises Refused.

    Their time for an objection runs from then. Of a decision it is signed as `notice.received`; of a cascade it is this
    office's own record, as its serving is.
    """
    acting.must(Duty.HANDLE)
    notice = _free(notice, NoticeStep.RECEIVED_BY_PERSON, "received_on", article="41")
    served = NoticeServing.objects.filter(notice__in=notice.about.notices.filter(number=notice.number))
    first = served.aggregate(first=Min("served_on"))["first"]
    must_have_come("received_on", received_on, now, after={"served_on": first})
    decision, statement = None if notice.withdraws else kind_of(notice.about).decision(notice.about), None
    if decision is None and first is None:
        raise Refused.because("not_served_yet")
    if decision is not None:
        number = notice.number if notice.corrects else None
        body = {"decision": decision, "received_on": received_on, "document": document, "number": number}
        statement = sign_one("notice.received", body, now=now)
    return _enter(
        notice, NoticeStep.RECEIVED_BY_PERSON, received_on, office=Office.INSTITUTION, acting=acting, now=now,
        note=document, statement=statement,
    )  # fmt: skip


@transaction.atomic
def reported(notice: Notice, *, reported_on: date, acting: Officer, now: datetime) -> Notice:
    """Enter that the agency reported what the notice says to the administrative department (arts. 40, 52).

    Raises Refused.
    """
    acting.must(Duty.HANDLE)
    notice = _free(notice, NoticeStep.REPORTED, "reported_on", article="40")
    must_have_come("reported_on", reported_on, now, after={"issued_on": notice.issued_on})
    return _enter(notice, NoticeStep.REPORTED, reported_on, office=Office.AGENCY, acting=acting, now=now)


def _free(notice: Notice, step: NoticeStep, field: str, *, article: str) -> Notice:
    """Return a notice in force upon which a step was not taken yet; its work is locked."""
    locked(notice.work)
    notice = Notice.objects.get(pk=notice.pk)
    if notice.followed_by(step) is not None:
        raise Refused.because("entered_before", field, article=article)
    must_stand(notice)
    return notice


def _enter(
    notice: Notice,
    step: NoticeStep,
    on: date,
    *,
    office: Office,
    acting: Officer,
    now: datetime,
    note: str = "",
    statement: UUID | None = None,
) -> Notice:
    NoticeFollowUp.objects.create(notice=notice, name=step, on=on, by=acting.name, at=now)
    record(notice, step, on=on, acting=acting, now=now, office=office, note=note, statement=statement)
    return notice
