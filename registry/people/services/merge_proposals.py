"""The duplicate queue of national: clues from the vault, proposals by one human, decisions by another (O23).

The machine finds pairs and decides nothing. Whoever proposed does not decide; the database says so as well.
"""

import logging
from datetime import datetime

from django.db import connection, transaction

from registry.people.codes import Clue, ProposalState, Work
from registry.people.models import MergeProposal, Person, PersonMerge, PersonSplit
from registry.people.selectors.apart import DECIDED_APART
from registry.people.selectors.kin import kin, survivors
from registry.people.services.identities import lock_issuing
from registry.statements.days import today
from registry.words.persons import DocumentKind
from sync import outbox, proposals
from sync.wire.refusals import Refused

LONGEST_REASON = 500
MOST_FOUND = 1000
"""Pairs that one search puts into the queue: people have to look at each."""

MOST_SEEN = 10_000
"""Pairs that one search reads for each kind of clue, those that have been in the queue left out."""

logger = logging.getLogger(__name__)

_NEAR_NAMES = """
resident AS (SELECT DISTINCT person_id FROM registry_document WHERE kind = %(resident)s), pair AS (
SELECT DISTINCT one.person_id AS one, other.person_id AS other
  FROM registry_identity one JOIN registry_identity other
    ON other.name_born_hash = one.name_born_hash AND other.person_id > one.person_id
 WHERE NOT (one.person_id IN (SELECT person_id FROM resident) AND other.person_id IN (SELECT person_id FROM resident))
)
"""
"""Same name and birth date; but two different resident IDs are two people, always."""

_PAPERS_OF_TWO = """
pair AS (
SELECT DISTINCT least(one.person_id, other.person_id) AS one, greatest(one.person_id, other.person_id) AS other
  FROM registry_heldidentity held
  JOIN registry_heldidentity_candidates one ON one.heldidentity_id = held.id
  JOIN registry_heldidentity_candidates other ON other.heldidentity_id = held.id AND other.person_id <> one.person_id
 WHERE held.code = 'identity_split' AND held.verdict = 'same'
)
"""
"""Requests that named papers of two people, a code of one beside a document of the other, and were one of them."""

_NEW = """
SELECT one, other FROM pair
 WHERE NOT EXISTS (SELECT FROM registry_mergeproposal queued
                    WHERE queued.work = 'merge' AND queued.first_id = pair.one AND queued.second_id = pair.other)
   AND (one, other) NOT IN (SELECT one, other FROM apart)
 ORDER BY 1, 2 LIMIT %(most)s
"""
"""The pairs that were in no queue, and that nobody decided to be two."""


def find_duplicates(*, acting: str, now: datetime) -> int:
    """Put pairs to which the vault points into the queue, each once and for all; return how many are new.

    The vault is searched before anything is locked: nobody who issues waits for it. What is left over when the queue
    has its fill is found the next time.
    """
    pairs = _with_clues()
    with transaction.atomic():
        lock_issuing()
        queued = MergeProposal.objects.filter(work=Work.MERGE, first_id__any_of={first for first, _ in pairs})
        known = set(queued.values_list("first_id", "second_id"))
        one_person = kin({person for pair in pairs for person in pair})
        new = [pair for pair in pairs if pair not in known and pair[1] not in one_person[pair[0]]][:MOST_FOUND]
        MergeProposal.objects.bulk_create(
            MergeProposal(first_id=first, second_id=second, clue=pairs[first, second], found_at=now)
            for first, second in new
        )
    logger.info("%s pairs found that may be one person, asked by %s", len(new), acting)
    return len(new)


def _with_clues() -> dict[tuple[str, str], Clue]:
    """Return new pairs with the strongest clue of each, those that papers point to first."""
    found: dict[tuple[str, str], Clue] = {}
    for one, other in _rows(_PAPERS_OF_TWO, most=MOST_SEEN):
        found[one, other] = Clue.SAME_CODE
    for one, other in _rows(_NEAR_NAMES, resident=DocumentKind.RESIDENT_ID.value, most=MOST_SEEN):
        found.setdefault((one, other), Clue.NEAR_NAME)
    return found


def _rows(pairs: str, **params: str | int) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"WITH apart AS ({DECIDED_APART}), {pairs} {_NEW}", params)
        return cursor.fetchall()


def propose_merge(
    one: Person, other: Person, *, into: Person, acting: str, now: datetime, reason: str
) -> MergeProposal:
    """Propose a pair that was found, or that a human has noticed. Raises Refused."""
    _must_have_reason(reason)
    first, second = sorted((one.pk, other.pk))
    if into.pk not in (first, second) or first == second:
        raise Refused.because("not_of_the_pair", "into")
    with transaction.atomic():
        lock_issuing()
        if second in kin([first])[first]:
            raise Refused.because("same_person_already", "second")
        pair = MergeProposal.objects.filter(work=Work.MERGE, first_id=first, second_id=second)
        found = pair.exclude(state=ProposalState.UNDONE).select_for_update().first()
        if found is None:
            found = MergeProposal(first_id=first, second_id=second, clue=Clue.BY_HAND, found_at=now)
        elif found.state != ProposalState.FOUND:
            raise Refused.because("proposal_exists", "second")
        found.into_id = into.pk
        _proposed(found, acting, now, reason)
    return found


def propose_split(merge: PersonMerge, *, acting: str, now: datetime, reason: str) -> MergeProposal:
    """Propose to undo a merge. Raises Refused."""
    _must_have_reason(reason)
    first, second = sorted((merge.absorbed_id, merge.into_id))
    with transaction.atomic():
        lock_issuing()
        if PersonSplit.objects.in_force().filter(merge=merge).exists():
            raise Refused.because("not_merged", "merge")
        open_ones = MergeProposal.objects.filter(work=Work.SPLIT, merge=merge, state=ProposalState.PROPOSED)
        if open_ones.exists():
            raise Refused.because("proposal_exists", "merge")
        made = MergeProposal(
            work=Work.SPLIT, first_id=first, second_id=second, clue=Clue.BY_HAND, merge=merge, found_at=now
        )
        _proposed(made, acting, now, reason)
    return made


def _proposed(proposal: MergeProposal, acting: str, now: datetime, reason: str) -> None:
    proposal.state = ProposalState.PROPOSED
    proposal.proposed_by, proposal.proposed_at, proposal.proposal = acting, now, reason.strip()
    proposal.save()


def decide(proposal: MergeProposal, *, approve: bool, acting: str, now: datetime, reason: str) -> MergeProposal:
    """Approve or reject; what is approved is stated on the log in the same transaction.

    A pair that only the machine found may be rejected by one human, never approved. Raises Refused.
    """
    _must_have_reason(reason)
    with transaction.atomic():
        lock_issuing()
        proposal = MergeProposal.objects.select_for_update().get(pk=proposal.pk)
        waiting = (ProposalState.PROPOSED,) if approve else (ProposalState.PROPOSED, ProposalState.FOUND)
        if proposal.state not in waiting:
            raise Refused.because("proposal_not_open", "proposal")
        if proposal.proposed_by == acting:
            raise Refused.because("four_eyes", "acting")
        if approve:
            _state(proposal, acting, now)
        proposal.state = ProposalState.APPROVED if approve else ProposalState.REJECTED
        proposal.decided_by, proposal.decided_at, proposal.reason = acting, now, reason.strip()
        proposal.save()
    logger.info("proposal %s %s by %s", proposal.pk, proposal.state, acting)
    return proposal


def _state(proposal: MergeProposal, acting: str, now: datetime) -> None:
    """State the merge or split as national, today."""
    on, case = today(now).isoformat(), f"MP-{proposal.pk}"
    if proposal.work == Work.MERGE:
        into = str(proposal.into_id)
        absorbed = proposal.second_id if into == proposal.first_id else proposal.first_id
        goes_on = survivors([absorbed, into])
        # Either may have been merged with somebody else meanwhile: those who go on are one person, too.
        body = {
            "absorbed": goes_on.get(absorbed, absorbed),
            "into": goes_on.get(into, into),
            "merged_on": on,
            "case": case,
        }
        draft = outbox.Draft(topic="person.merged", body=body)
    else:
        draft = outbox.Draft(topic="person.split", body={"merge": str(proposal.merge_id), "split_on": on, "case": case})
    agreed = proposals.propose(
        "mergeproposal", str(proposal.pk), acting=proposal.proposed_by, now=proposal.proposed_at or now
    )
    digest = proposals.digest_of(dict(draft.body))
    proposals.approve(agreed, seen=digest, shows=digest, acting=acting, now=now)
    (authored,) = outbox.author([draft], now=now, proposal=agreed.pk)
    if authored.reason is not None:
        raise Refused(authored.reason)
    proposals.done(agreed, now=now)
    proposal.statement_id = authored.statement_id
    if proposal.work == Work.SPLIT:
        undone = MergeProposal.objects.filter(work=Work.MERGE, statement__personmerge=proposal.merge)
        undone.filter(state=ProposalState.APPROVED).update(state=ProposalState.UNDONE)


def _must_have_reason(reason: str) -> None:
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise Refused.because("proposal_reason_missing", "reason")
