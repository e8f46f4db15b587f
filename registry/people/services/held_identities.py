"""Held identities, settled by two accounts: the same person, another one, or no answer.

What is proposed, shown and approved is compared with today's state: whoever got the papers since, or came into
question, is found by the same matching that held the request.
"""

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from registry.people.models import Document, HeldIdentity, Identity, Person, PersonCode
from registry.people.services import lifelong_ids
from registry.people.services.identities import lock_issuing, state_issued
from registry.people.services.identity_matching import Match, Roster
from registry.people.services.identity_records import Records
from registry.people.services.identity_requests import LAW_TIME, CheckedIdentity, unseal
from sync import matters, proposals
from sync.matters import Matter, Shown
from sync.models import Proposal
from sync.wire.refusals import Refused

Ruling = HeldIdentity.Ruling
LONGEST_REASON = 500
RULING = "held_identity"
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """A held request as the vault answers it now: why it is held, and whom it nearly matches."""

    request: CheckedIdentity
    why: str
    candidates: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Return what tells whether candidates or their papers are others by now."""
        papers = {
            "codes": [
                list(row)
                for row in PersonCode.objects.filter(person__in=self.candidates)
                .order_by("person", "system", "code")
                .values_list("person_id", "system", "code")
            ],
            "documents": _hashes(Document, "number_hash", self.candidates),
            "names": _hashes(Identity, "name_hash", self.candidates),
            "births": _hashes(Identity, "name_born_hash", self.candidates),
        }
        return proposals.digest_of({"why": self.why, "candidates": list(self.candidates), **papers})


def _hashes(model: type[Document] | type[Identity], column: str, people: tuple[str, ...]) -> list[list[str]]:
    rows = model._default_manager.filter(person__in=people).values_list("person_id", column)
    return sorted([person, bytes(found or b"").hex()] for person, found in rows)


def as_of_now(held: HeldIdentity, *, now: datetime) -> Today:
    """Return how a held request would be answered today; its candidates stay in question while they are nobody's."""
    request = unseal(bytes(held.request_sealed), today=now.astimezone(LAW_TIME).date())
    before = tuple(held.candidates.order_by("pk").values_list("pk", flat=True))
    match: Match = Roster([request], people=before).match(request)
    known = (match.person.lifelong_id,) if match.person else ()
    found = {*before, *match.candidates, *known}
    return Today(request=request, why=match.held, candidates=tuple(sorted(found)))


def propose(
    held: HeldIdentity,
    verdict: str,
    person: Person | None = None,
    *,
    seen: str,
    acting: str,
    now: datetime,
    reason: str,
) -> Proposal:
    """Propose what a held identity is; another account approves it, once and for all.

    ``same`` gives the candidate `person` the papers and the name of the request, ``other`` issues a new ID
    for the division that asked, ``refused`` answers nobody. A paper that somebody has already stays with its
    holder. `seen` is the digest of what was shown (`as_of_now`). Raises Refused.
    """
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise Refused.because("verdict_reason_missing", "reason")
    content = {"held": held.pk, "verdict": verdict, "person": person.pk if person else "", "seen": seen}
    return matters.put(RULING, str(held.pk), content=content, acting=acting, now=now, reason=reason.strip())


def _shows(proposal: Proposal) -> Shown:
    """Return the ruling beside today's candidates. Raises Refused: changed_since_seen, already_settled and others."""
    content = proposal.content
    held = HeldIdentity.objects.get(pk=content["held"])
    found = as_of_now(held, now=proposal.proposed_at)
    _check_ruling(held, found, content["verdict"], content["person"])
    if found.digest != content["seen"]:
        raise Refused.because("changed_since_seen", "seen")
    return {
        "held": held.pk,
        "asked_by": held.asked_by,
        "why": found.why or held.code,
        "candidates": list(found.candidates),
        "verdict": content["verdict"],
        "person": content["person"],
        "papers": found.digest,
    }


def _settle(
    proposal: Proposal, now: datetime, *, randbelow: lifelong_ids.RandBelow = secrets.randbelow
) -> HeldIdentity:
    """Settle a held identity by an approved proposal; the same request is answered by it from then on."""
    content, by = proposal.content, proposals.name_of(proposal.approved_by)
    with transaction.atomic():
        lock_issuing()
        held = HeldIdentity.objects.select_for_update().get(pk=content["held"])
        _shows(proposal)  # nobody issues now: what was shown is what is settled
        held.person_id = content["person"] or None
        if content["verdict"] == Ruling.OTHER:
            (held.person_id,) = lifelong_ids.draw(1, randbelow=randbelow)
            state_issued([held.person_id], issued_for=held.asked_by, now=now)
        if held.person_id:
            request = unseal(bytes(held.request_sealed), today=now.astimezone(LAW_TIME).date())
            records = Records(Roster([request], people=[held.person_id]))
            records.attach(held.person_id, request)
            records.store({}, now=now)
        held.verdict, held.settled_by, held.settled_at, held.reason = content["verdict"], by, now, proposal.reason
        held.save(update_fields=["verdict", "person", "settled_by", "settled_at", "reason"])
    logger.info("held identity %s settled as %s by %s", held.pk, held.verdict, by)
    return held


def _check_ruling(held: HeldIdentity, found: Today, verdict: str, person: str) -> None:
    if held.verdict != Ruling.OPEN:
        raise Refused.because("already_settled", "case")
    if verdict not in (Ruling.SAME, Ruling.OTHER, Ruling.REFUSED):
        raise Refused.because("verdict_unknown", "verdict")
    if verdict == Ruling.SAME and not person:
        raise Refused.because("verdict_person_required", "person")
    if verdict != Ruling.SAME and person:
        raise Refused.because("person_not_expected", "person")
    if person and person not in found.candidates:
        raise Refused.because("not_a_candidate", "person")


MATTERS = (
    Matter(
        name=RULING,
        title_en="ruling on a held identity",
        title_zh="待核身份认定",
        proposes=("sync.propose_identity", "registry.open_vault"),
        approves=("sync.approve_identity", "registry.open_vault"),
        shows=_shows,
        carry_out=_settle,
    ),
)
