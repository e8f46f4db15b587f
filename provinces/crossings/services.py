"""Stating a measure that no notice foresaw: start and months, by two officers, with its notice (O26, arts. 29, 31)."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from provinces.crossings import papers
from provinces.crossings.models import UnforeseenMeasure
from provinces.notices.services import truth
from provinces.office.codes import ApprovalState, Duty, OfficeStep
from provinces.office.services.officers import Officer
from provinces.office.services.stepping import agreed, division, locked, must_be, must_say, record, sign_one, stated
from registry.qualification.models import Decision
from registry.qualification.rules.facts import MeasureStated
from registry.qualification.selectors import crossed
from registry.qualification.selectors.crossed import Crossing
from registry.statements.days import today
from registry.words.measures import MeasureKind
from sync.models import LogEntry
from sync.wire.refusals import Refused


def crossing(decision: UUID, kind: MeasureKind) -> Crossing:
    """Return what waits to be stated of an own decision. Raises Refused."""
    found = Decision.objects.in_force().filter(pk=decision, author=division()).first()
    if found is None:
        raise Refused.because("decision_not_in_force")
    if not LogEntry.objects.filter(statement=decision).exists():
        raise Refused.because("not_logged_yet")
    return crossed.crossing(found, kind)


@transaction.atomic
def propose(
    decision: UUID, kind: MeasureKind, *, starts_on: date, months: int | None, acting: Officer, now: datetime
) -> UnforeseenMeasure:
    """Propose from which day a measure that no notice foresaw is counted, and for how long. Raises Refused."""
    acting.must(Duty.HANDLE)
    found = crossing(decision, kind)
    holds_from, points_total = found.key
    work = UnforeseenMeasure(
        decision=found.decision,
        person_id=found.person,
        kind=kind,
        holds_from=holds_from,
        points_total=points_total,
        starts_on=starts_on,
        months=months,
        proposed_by=acting.name,
        proposed_at=now,
    )
    _check(found, work, now)
    try:
        with transaction.atomic():
            work.save()
    except IntegrityError as error:
        raise Refused.because("proposed_before") from error
    record(work, OfficeStep.PROPOSED, on=today(now), acting=acting, now=now)
    return work


@transaction.atomic
def approve(work: UnforeseenMeasure, *, acting: Officer, now: datetime) -> UnforeseenMeasure:
    """Approve what somebody else proposed: sign it and make its notice, both or neither. Raises Refused.

    Refused `not_seen` where points or first day of the measure are others by now.
    """
    acting.must(Duty.APPROVE)
    work = locked(work)
    must_be(work.state, ApprovalState, (ApprovalState.PROPOSED,), article="29")
    acting.must_not_be({work.proposed_by})
    found = crossing(work.decision_id, MeasureKind(work.kind))
    if found.key != (work.holds_from, work.points_total):
        raise Refused.because("not_seen")
    fact = _check(found, work, now)
    notice = papers.prepare(work, found, fact, acting=acting, now=now)
    body = {
        "decision": work.decision_id,
        "kind": work.kind,
        "starts_on": work.starts_on,
        "months": work.months,
        "number": notice.number,
        "issued_on": notice.issued_on,
    }
    by, at = work.proposed_by, work.proposed_at
    proposal = agreed(work, stated(body), proposed_by=by, proposed_at=at, acting=acting, now=now)
    work.statement_id = sign_one("measure.stated", body, now=now, proposal=proposal)
    work.approved_by, work.state = acting.name, ApprovalState.SIGNED
    work.save(update_fields=["approved_by", "state", "statement_id"])
    truth.keep(notice)
    record(work, OfficeStep.SIGNED, on=notice.issued_on, acting=acting, now=now, statement=work.statement_id)
    return work


@transaction.atomic
def send_back(work: UnforeseenMeasure, *, reason: str, acting: Officer, now: datetime) -> UnforeseenMeasure:
    """Send back what was proposed; it is proposed anew. Raises Refused."""
    acting.must(Duty.APPROVE)
    work = locked(work)
    must_be(work.state, ApprovalState, (ApprovalState.PROPOSED,), article="29")
    must_say(reason, "reason", article="29")
    work.state = ApprovalState.SENT_BACK
    work.save(update_fields=["state"])
    record(work, OfficeStep.SENT_BACK, on=today(now), acting=acting, now=now, note=reason)
    return work


def as_fact(work: UnforeseenMeasure, *, on: date) -> MeasureStated:
    """Return what is proposed as the rules read it, signed on a day."""
    return MeasureStated(
        id=str(work.statement_id or "proposed"),
        author=work.decision.author,
        decision=str(work.decision_id),
        kind=MeasureKind(work.kind),
        starts_on=work.starts_on,
        months=work.months,
        signed_on=on,
    )


def _check(found: Crossing, work: UnforeseenMeasure, now: datetime) -> MeasureStated:
    """Return what is proposed, if the rules allow it. Raises Refused."""
    fact = as_fact(work, on=today(now))
    found.check(fact, issued_on=today(now))
    return fact
