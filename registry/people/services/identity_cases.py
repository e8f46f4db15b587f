"""A human's verdict on an identity that no machine may attach: the same person, another one, or no answer."""

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
from sync.errors import Reason

Verdict = HeldIdentity.Verdict
LONGEST_REASON = 500
logger = logging.getLogger(__name__)

_REFUSALS = {
    "already_settled": ("This case has been settled before.", "该事项已处理完毕。"),
    "verdict_unknown": (
        "The verdict must be: the same person, another person, or refused.",
        "处理结论须为：同一人、另一人或不予受理。",
    ),
    "person_required": ("The verdict needs the person whom the request means.", "须指明该请求所指人员。"),
    "not_a_candidate": (
        "The person is not one of those whom the request nearly matches.",
        "所选人员不在疑似匹配人员之列。",
    ),
    "person_not_expected": ("This verdict names no person.", "该结论不得指明人员。"),
    "reason_missing": (
        "A verdict needs a reason of at most 500 characters.",
        "处理结论须写明理由，且不超过500字。",
    ),
}


class SettlementRefused(Exception):
    """The verdict cannot be taken; the reason says why."""

    def __init__(self, code: str, field: str) -> None:
        super().__init__(f"{code} ({field})")
        english, chinese = _REFUSALS[code]
        self.reason = Reason(code=code, field=field, sentence=english, sentence_zh=chinese)


def settle_held(
    case: HeldIdentity,
    verdict: str,
    person: Person | None = None,
    *,
    acting: str,
    now: datetime,
    reason: str,
    randbelow: lifelong_ids.RandBelow = secrets.randbelow,
) -> HeldIdentity:
    """Settle a case once and for all; the same request is answered by it from then on.

    ``same`` gives the candidate `person` the papers and the name of the request, ``other`` issues a new ID
    for the division that asked, ``refused`` answers nobody. A paper that somebody has already stays with its
    holder. Raises SettlementRefused.
    """
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise SettlementRefused("reason_missing", "reason")
    with transaction.atomic():
        lock_issuing()
        case = HeldIdentity.objects.select_for_update().get(pk=case.pk)
        _check_verdict(case, verdict, person)
        case.person_id = person.pk if person else None
        if verdict == Verdict.OTHER:
            (case.person_id,) = lifelong_ids.draw(1, randbelow=randbelow)
            state_issued([case.person_id], issued_for=case.asked_by, now=now)
        if case.person_id:
            request = unseal(bytes(case.request_sealed), today=now.astimezone(LAW_TIME).date())
            records = Records(Roster([request], people=[case.person_id]))
            records.attach(case.person_id, request)
            records.store({}, now=now)
        case.verdict, case.settled_by, case.settled_at, case.reason = verdict, acting, now, reason.strip()
        case.save(update_fields=["verdict", "person", "settled_by", "settled_at", "reason"])
    logger.info("held identity %s settled as %s by %s", case.pk, verdict, acting)
    return case


def _check_verdict(case: HeldIdentity, verdict: str, person: Person | None) -> None:
    if case.verdict != Verdict.OPEN:
        raise SettlementRefused("already_settled", "case")
    if verdict not in (Verdict.SAME, Verdict.OTHER, Verdict.REFUSED):
        raise SettlementRefused("verdict_unknown", "verdict")
    if verdict == Verdict.SAME and person is None:
        raise SettlementRefused("person_required", "person")
    if verdict != Verdict.SAME and person is not None:
        raise SettlementRefused("person_not_expected", "person")
    if person is not None and not case.candidates.filter(pk=person.pk).exists():
        raise SettlementRefused("not_a_candidate", "person")
