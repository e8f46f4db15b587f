"""Notices made again before they are served, and corrected after: both by what stands now (arts. 31, 33; O45)."""

from datetime import datetime

from django.db import transaction

from provinces.notices.codes import NoticeStep
from provinces.notices.documents.clauses import CORRECTION
from provinces.notices.documents.correction import correcting, withdrawing
from provinces.notices.models import Notice
from provinces.notices.noticed import Drawn, kind_of
from provinces.notices.services import notices, truth
from provinces.notices.services.addressees import addressed
from provinces.notices.services.numbers import next_number
from provinces.office.codes import Duty
from provinces.office.services.officers import Officer
from provinces.office.services.stepping import locked, must_say, record
from registry.statements.days import today
from sync.wire.refusals import Refused


@transaction.atomic
def make_again(notice: Notice, *, reason: str, acting: Officer, now: datetime) -> Notice:
    """Make a further version of a notice that was not served, with what stands now, under its number. Raises Refused.

    Refused: `later_version`, `served_is_corrected`, `reason_missing`, `name_unknown_here`, `not_printable`, and what is
    not in force.
    """
    notice = _last(notice, reason, acting)
    if notice.is_served:
        raise Refused.because("served_is_corrected")
    notices.must_stand(notice)
    drawn = kind_of(notice.about).draw(notice.about, notice.number, today(now))
    if notice.corrects is not None:
        drawn = _correction_of(drawn, notice.corrects)
    made = _made(notice, drawn, corrects=notice.corrects, acting=acting, now=now)
    return _entered(truth.keep(made), NoticeStep.MADE, reason, acting=acting, now=now)


@transaction.atomic
def correct(notice: Notice, *, reason: str, acting: Officer, now: datetime) -> Notice:
    """Make the notice that corrects one that was served, under a number of its own. Raises Refused.

    Where nothing stands any more of what was told, it says so. Refused: `later_version`, `not_served`,
    `reason_missing`, `name_unknown_here`, `not_printable`.
    """
    notice = _last(notice, reason, acting)
    if not notice.is_served:
        raise Refused.because("not_served")
    number, issued_on = next_number(CORRECTION, today(now)), today(now)
    kind = kind_of(notice.about)
    if kind.tells(notice.about, now) is None:
        head = addressed(number, notice.person_id, notice.institution, issued_on=issued_on)
        paper = withdrawing(head, number=notice.number, issued_on=notice.issued_on)
        made = _made(notice, Drawn(paper=paper, status=None), corrects=notice, acting=acting, now=now)
        made.told = {"lasting": {}, "passing": {}, "withdrawn": True}
        made.save()
    else:
        drawn = _correction_of(kind.draw(notice.about, number, issued_on), notice)
        made = truth.keep(_made(notice, drawn, corrects=notice, acting=acting, now=now))
    return _entered(made, NoticeStep.CORRECTED, reason, acting=acting, now=now)


def _last(notice: Notice, reason: str, acting: Officer) -> Notice:
    """Return a notice as it is now, its work locked; refuse one that a later version replaced."""
    acting.must(Duty.HANDLE)
    locked(notice.work)
    notice = Notice.objects.get(pk=notice.pk)
    must_say(reason, "reason", article="31")
    if notice.about.notices.filter(version__gt=notice.version).exists():
        raise Refused.because("later_version")
    return notice


def _correction_of(drawn: Drawn, corrected: Notice) -> Drawn:
    paper = correcting(drawn.paper, number=corrected.number, issued_on=corrected.issued_on)
    return Drawn(paper=paper, status=drawn.status)


def _made(notice: Notice, drawn: Drawn, *, corrects: Notice | None, acting: Officer, now: datetime) -> Notice:
    return notices.made(
        drawn, notice.person_id, field="reason", acting=acting, now=now, item=notice.item, subject=notice.subject,
        unforeseen=notice.unforeseen, version=notice.version + 1, corrects=corrects,
    )  # fmt: skip


def _entered(notice: Notice, step: NoticeStep, reason: str, *, acting: Officer, now: datetime) -> Notice:
    record(notice, step, on=notice.issued_on, acting=acting, now=now, note=reason)
    truth.look_again([notice.person_id], now)
    return notice
