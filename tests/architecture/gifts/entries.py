"""Entering a gift by hand: proposed by one officer, approved and signed by another."""

from datetime import date, datetime

from django.db import transaction

from provinces.office.codes import ApprovalState, Duty, OfficeStep
from provinces.office.services.officers import Officer
from provinces.office.services.stepping import locked, must_be, must_have_come, record, sign_one
from registry.statements.days import today
from tests.architecture.gifts.codes import GiftStep
from tests.architecture.gifts.models import GiftEntry
from tests.architecture.gifts.rules import LIMIT_YUAN


@transaction.atomic
def propose(
    *, person: str, institution: str, what: str, worth_yuan: int, received_on: date, acting: Officer, now: datetime
) -> GiftEntry:
    """Propose what somebody received. Raises a refusal."""
    acting.must(Duty.HANDLE)
    must_have_come("received_on", received_on, now)
    entry = GiftEntry.objects.create(
        person_id=person, institution=institution, what=what, worth_yuan=worth_yuan, received_on=received_on,
        proposed_by=acting.name,
    )  # fmt: skip
    record(entry, OfficeStep.PROPOSED, on=today(now), acting=acting, now=now)
    return entry


@transaction.atomic
def approve(entry: GiftEntry, *, acting: Officer, now: datetime) -> GiftEntry:
    """Sign what somebody else proposed; a gift that nobody may keep is asked back. Raises a refusal."""
    acting.must(Duty.APPROVE)
    entry = locked(entry)
    must_be(entry.state, ApprovalState, (ApprovalState.PROPOSED,), article="9")
    acting.must_not_be({entry.proposed_by})
    body = {name: getattr(entry, name) for name in ("institution", "what", "worth_yuan", "received_on")}
    entry.statement_id = sign_one("gift.received", {"person": entry.person_id, **body}, now=now)
    entry.state, entry.approved_by = ApprovalState.SIGNED, acting.name
    entry.save()
    step = GiftStep.ASKED_BACK if entry.worth_yuan > LIMIT_YUAN else OfficeStep.SIGNED
    record(entry, step, on=today(now), acting=acting, now=now, statement=entry.statement_id)
    return entry
