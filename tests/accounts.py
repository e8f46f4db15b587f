"""Accounts for tests: whoever proposes and approves has one, and by its name it is asked for."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from uuid_utils.compat import uuid7

from sync import matters, outbox, proposals, rulings
from sync.models import Outcome, Proposal, ProposalState
from sync.outbox import Authored, Draft

FIRST, SECOND = "first", "second"


def account(name: str, *, all_rights: bool = True) -> User:
    """Return an account that may do everything, or nothing yet; what keeps two apart is only that they are two."""
    found = User.objects.filter(username=name).first()
    return found or User.objects.create(username=name, is_staff=all_rights, is_superuser=all_rights)


def approve(proposal: Proposal, *, acting: str = SECOND, now: datetime | None = None) -> Proposal:
    """Have a second account approve what a first has proposed, just as it is shown, and carry it out."""
    account(acting)
    at = now or proposal.proposed_at
    done = matters.approve(proposal, seen=matters.digest(proposal), acting=acting, now=at)
    return done if done.state == ProposalState.DONE else matters.go_on(done, now=at)


def agreed(name: str, *, now: datetime) -> UUID:
    """Return an approved proposal on which a test's own statements rest."""
    account(FIRST), account(SECOND)
    proposal = proposals.propose("test", name, acting=FIRST, now=now)
    digest = proposals.digest_of(name)
    return proposals.approve(proposal, seen=digest, shows=digest, acting=SECOND, now=now).pk


def author(drafts: Sequence[Draft], *, now: datetime) -> list[Authored]:
    """State drafts on which two accounts agreed."""
    return outbox.author(drafts, now=now, proposal=agreed(str(uuid7()), now=now))


def state(topic: str, body: Mapping[str, object], *, now: datetime) -> UUID:
    """State one thing on which two accounts agreed; return its statement."""
    (authored,) = author([Draft(topic=topic, body=body)], now=now)
    assert authored.statement_id is not None, authored.reason
    return authored.statement_id


def rule(statement: UUID, ruling: Outcome, why: str, *, now: datetime) -> None:
    """Have one account propose what becomes of a held statement, and another approve it."""
    account(FIRST)
    approve(rulings.propose(statement, ruling, code="looked_at", explanation=why, acting=FIRST, now=now))
