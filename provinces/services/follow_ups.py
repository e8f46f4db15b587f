"""What is done upon a notice: the institution sets its record (art. 33), the agency reports (arts. 40, 52)."""

from datetime import date, datetime

from django.db import transaction

from provinces.codes import Duty, Office, StepName
from provinces.models import Notice, NoticeFollowUp
from provinces.services.notices import must_stand
from provinces.services.officers import Officer
from provinces.services.refusals import refused
from provinces.services.stepping import locked, must_have_come, record


@transaction.atomic
def record_updated(notice: Notice, *, updated_on: date, acting: Officer, now: datetime) -> Notice:
    """Enter that the institution set its record to the status in the notice served on it (art. 33). Raises Rejected."""
    acting.must(Duty.HANDLE)
    notice = _free(notice, StepName.RECORD_UPDATED, "updated_on", article="33")
    if not notice.status:
        raise refused("no_status_follows")
    if not hasattr(notice, "serving"):
        raise refused("not_served")
    must_have_come("updated_on", updated_on, now, after={"served_on": notice.serving.served_on})
    return _enter(notice, StepName.RECORD_UPDATED, updated_on, office=Office.INSTITUTION, acting=acting, now=now)


@transaction.atomic
def reported(notice: Notice, *, reported_on: date, acting: Officer, now: datetime) -> Notice:
    """Enter that the agency reported what the notice says to the administrative department (arts. 40, 52).

    Raises Rejected.
    """
    acting.must(Duty.HANDLE)
    notice = _free(notice, StepName.REPORTED, "reported_on", article="40")
    must_have_come("reported_on", reported_on, now, after={"issued_on": notice.issued_on})
    return _enter(notice, StepName.REPORTED, reported_on, office=Office.AGENCY, acting=acting, now=now)


def _free(notice: Notice, step: StepName, field: str, *, article: str) -> Notice:
    """Return a notice in force upon which a step was not taken yet; its work is locked."""
    locked(notice.work)
    notice = Notice.objects.get(pk=notice.pk)
    if notice.followed_by(step) is not None:
        raise refused("entered_before", field, article=article)
    must_stand(notice)
    return notice


def _enter(notice: Notice, step: StepName, on: date, *, office: Office, acting: Officer, now: datetime) -> Notice:
    NoticeFollowUp.objects.create(notice=notice, name=step, on=on, by=acting.name, at=now)
    record(notice, step, on=on, acting=acting, now=now, office=office)
    return notice
