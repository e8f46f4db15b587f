"""Four eyes: what binds somebody is proposed by one account and approved by another, who saw what it says (art. 50).

Every kind of work brings its own pages and its own rules of who may; here lies what all of them share: that two active
accounts took part, that they are two, and that what was approved is what was shown. The database refuses one hand as
well (`sync.models.proposals`, and the trigger on statements).
"""

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.contrib.auth.models import User
from django.db import connections

from sync import topics
from sync.models import RUNNING, Proposal, ProposalState
from sync.wire.refusals import Refused

LONGEST = 500
"""Characters of a reason or a remark."""


def account(name: str) -> User:
    """Return the active account of a name. Raises Refused: account_unknown, account_inactive."""
    found = User.objects.filter(username=name).first() if name.isprintable() else None
    if found is None:
        shown = name if name.isprintable() else ascii(name)
        raise Refused.because("account_unknown", "acting", name=shown)
    if not found.is_active:
        raise Refused.because("account_inactive", "acting", name=name)
    return found


def digest_of(shown: object) -> str:
    """Return the digest of what is shown to an approver, in hexadecimal digits: JSON values, whatever their order."""
    whole = json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(whole.encode()).hexdigest()


def propose(
    matter: str, key: str, *, acting: str, now: datetime, content: Mapping[str, object] | None = None, reason: str = ""
) -> Proposal:
    """Propose something that binds somebody.

    Raises Refused: account_unknown, account_inactive, proposal_waits (the same waits already).
    """
    if Proposal.objects.filter(matter=matter, key=key, state__in=RUNNING).exists():
        raise Refused.because("proposal_waits", "key")
    return Proposal.objects.create(
        matter=matter,
        key=key,
        content=dict(content or {}),
        reason=reason[:LONGEST],
        proposed_by=account(acting),
        proposed_at=now,
    )


def running(matter: str, key: str) -> Proposal:
    """Return what is proposed, locked until the transaction ends. Raises Refused: not_proposed."""
    found = Proposal.objects.select_for_update(of=("self",)).filter(matter=matter, key=key, state__in=RUNNING).first()
    if found is None:
        raise Refused.because("not_proposed", "key")
    return found


def locked(proposal: UUID) -> Proposal:
    """Return a proposal as it is now, locked until the transaction ends. Raises Refused: not_proposed."""
    found = Proposal.objects.select_for_update(of=("self",)).filter(pk=proposal).first()
    if found is None:
        raise Refused.because("not_proposed", "proposal")
    return found


def approve(proposal: Proposal, *, seen: str, shows: str, acting: str, now: datetime) -> Proposal:
    """Approve what somebody else proposed: `seen` is the digest that the approver names, `shows` that of today's state.

    Raises Refused: account_unknown, account_inactive, four_eyes, not_waiting, changed_since_seen.
    """
    approver = account(acting)
    if proposal.state != ProposalState.OPEN:
        raise Refused.because("not_waiting", "proposal")
    if approver.pk == proposal.proposed_by_id:
        raise Refused.because("four_eyes", "acting")
    if seen != shows:
        raise Refused.because("changed_since_seen", "seen")
    proposal.state, proposal.digest = ProposalState.APPROVED, shows
    proposal.approved_by, proposal.approved_at = approver, now
    proposal.save(update_fields=["state", "digest", "approved_by", "approved_at"])
    return proposal


def done(proposal: Proposal, *, now: datetime) -> None:
    """Note that what was approved was carried out: nothing more rests on it."""
    proposal.state, proposal.ended_at = ProposalState.DONE, now
    proposal.save(update_fields=["state", "ended_at"])


def refuse(proposal: Proposal, *, acting: str, now: datetime, remark: str) -> None:
    """Do not approve, or take an approval back before anything was carried out. Raises Refused."""
    _end(proposal, ProposalState.REFUSED, acting=acting, now=now, remark=remark)


def withdraw(proposal: Proposal, *, acting: str, now: datetime, remark: str) -> None:
    """Withdraw a proposal, or void one of what has changed meanwhile. Raises Refused."""
    _end(proposal, ProposalState.WITHDRAWN, acting=acting, now=now, remark=remark)


def _end(proposal: Proposal, state: ProposalState, *, acting: str, now: datetime, remark: str) -> None:
    if proposal.state not in RUNNING:
        raise Refused.because("not_waiting", "proposal")
    proposal.state, proposal.ended_by = state, account(acting)
    proposal.ended_at, proposal.remark = now, remark.strip()[:LONGEST]
    proposal.save(update_fields=["state", "ended_by", "ended_at", "remark"])


def name_of(acting: User | None) -> str:
    """Return the name of an account, empty for none."""
    return acting.get_username() if acting else ""


# --- what the database is told


def tell_which_bind(*, using: str = "default", **_signal: object) -> None:
    """Tell the database which topics bind somebody; called after each migration, as the owner of its functions.

    The trigger on statements asks this function. A topic says of itself whether it binds: so no list stands elsewhere.
    """
    names = sorted(topic.name for topic in topics.registered() if topic.binds)
    with connections[using].cursor() as cursor:
        listed = ", ".join(f"'{name}'" for name in names) or "NULL"
        cursor.execute(
            "CREATE OR REPLACE FUNCTION sync_topic_binds(topic text) RETURNS boolean LANGUAGE sql IMMUTABLE"
            f" AS $$ SELECT coalesce(topic IN ({listed}), false) $$"
        )


def told_to_bind() -> frozenset[str]:
    """Return the topics of this node of which the database knows that they bind."""
    names = topics.names()
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT name FROM unnest(%s::text[]) AS name WHERE sync_topic_binds(name)", [names])
        return frozenset(name for (name,) in cursor.fetchall())
