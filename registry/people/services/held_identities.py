"""Settles a held identity by what a human says: the same person, another one, or no answer."""

import logging
import secrets
from datetime import datetime

from django.db import transaction

from registry.people.models import HeldIdentity, Person
from registry.people.services import lifelong_ids
from registry.people.services.identities import lock_issuing, state_issued
from registry.people.services.identity_matching import Roster
from registry.people.services.identity_records import Records
from registry.people.services.identity_requests import LAW_TIME, unseal
from sync.wire.refusals import Refused

Ruling = HeldIdentity.Ruling
LONGEST_REASON = 500
logger = logging.getLogger(__name__)


def settle_held(
    held: HeldIdentity,
    verdict: str,
    person: Person | None = None,
    *,
    acting: str,
    now: datetime,
    reason: str,
    randbelow: lifelong_ids.RandBelow = secrets.randbelow,
) -> HeldIdentity:
    """Settle a held identity once and for all; the same request is answered by it from then on.

    ``same`` gives the candidate `person` the papers and the name of the request, ``other`` issues a new ID
    for the division that asked, ``refused`` answers nobody. A paper that somebody has already stays with its
    holder. Raises Refused.
    """
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise Refused.because("verdict_reason_missing", "reason")
    with transaction.atomic():
        lock_issuing()
        held = HeldIdentity.objects.select_for_update().get(pk=held.pk)
        _check_ruling(held, verdict, person)
        held.person_id = person.pk if person else None
        if verdict == Ruling.OTHER:
            (held.person_id,) = lifelong_ids.draw(1, randbelow=randbelow)
            state_issued([held.person_id], issued_for=held.asked_by, now=now)
        if held.person_id:
            request = unseal(bytes(held.request_sealed), today=now.astimezone(LAW_TIME).date())
            records = Records(Roster([request], people=[held.person_id]))
            records.attach(held.person_id, request)
            records.store({}, now=now)
        held.verdict, held.settled_by, held.settled_at, held.reason = verdict, acting, now, reason.strip()
        held.save(update_fields=["verdict", "person", "settled_by", "settled_at", "reason"])
    logger.info("held identity %s settled as %s by %s", held.pk, verdict, acting)
    return held


def _check_ruling(held: HeldIdentity, verdict: str, person: Person | None) -> None:
    if held.verdict != Ruling.OPEN:
        raise Refused.because("already_settled", "case")
    if verdict not in (Ruling.SAME, Ruling.OTHER, Ruling.REFUSED):
        raise Refused.because("verdict_unknown", "verdict")
    if verdict == Ruling.SAME and person is None:
        raise Refused.because("verdict_person_required", "person")
    if verdict != Ruling.SAME and person is not None:
        raise Refused.because("person_not_expected", "person")
    if person is not None and not held.candidates.filter(pk=person.pk).exists():
        raise Refused.because("not_a_candidate", "person")
