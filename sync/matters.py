"""Matters: what may be proposed on a form or by a command, each with who may, what is shown of it, and what it does.

A room that has something to approve declares a matter when Django starts; the page of proposals and the commands
`proposals` and `approve` know no other. Kinds of work that have a table of their own keep their proposals there.
"""

import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import User
from django.db import connection, transaction

from sync import proposals
from sync.models import RUNNING, Proposal, ProposalState
from sync.wire.refusals import NotAccepted, Refused

log = logging.getLogger(__name__)

type Shown = Mapping[str, object]
"""What is shown, by name: JSON values. Its digest is what an approver names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A kind of proposal."""

    name: str
    title_en: str
    title_zh: str
    proposes: Collection[str]
    """What an account must hold to propose it."""
    approves: Collection[str]
    """What an account must hold to approve it."""
    shows: Callable[[Proposal], Shown]
    """What it says and would do, as things stand now. Raises NotAccepted where it cannot be carried out any more."""
    carry_out: Callable[[Proposal, datetime], object]
    """Does it, by the approved proposal. Raises NotAccepted; then nothing of it stays."""
    report: Callable[[Proposal, Path], object] | None = None
    """Writes what became of it, row by row. Raises OSError."""
    at_once: bool = True
    """Whether it is carried out in the transaction of its approval; else afterwards, and taken up again if broken off.
    """


_matters: dict[str, Matter] = {}


def register(matter: Matter) -> None:
    """Make a matter known. A name registered twice is a programming error."""
    if _matters.setdefault(matter.name, matter) is not matter:
        raise ValueError(f"matter {matter.name} is registered twice")


def find(name: str) -> Matter | None:
    """Return the matter of this name; None for kinds of work that have pages of their own."""
    return _matters.get(name)


def of(proposal: Proposal) -> Matter:
    """Return what a proposal is about. Raises Refused: not_proposed, where another page approves it."""
    found = _matters.get(proposal.matter)
    if found is None:
        raise Refused.because("not_proposed", "proposal")
    return found


def digest(proposal: Proposal) -> str:
    """Return the digest of what a proposal shows now. Raises NotAccepted."""
    shown = of(proposal).shows(proposal)
    whole = {"matter": proposal.matter, "key": proposal.key, "reason": proposal.reason, "shown": shown}
    return proposals.digest_of(whole)


def _must(acting: str, permissions: Collection[str]) -> User:
    found = proposals.account(acting)
    if not found.has_perms(permissions):
        raise Refused.because("right_missing", "acting", name=acting)
    return found


@transaction.atomic
def put(
    matter: str, key: str, *, content: Mapping[str, object], acting: str, now: datetime, reason: str = ""
) -> Proposal:
    """Propose something. Refused at once where it could not be carried out. Raises NotAccepted."""
    _must(acting, _matters[matter].proposes)
    made = proposals.propose(matter, key, acting=acting, now=now, content=content, reason=reason)
    _matters[matter].shows(made)
    return made


def approve(proposal: Proposal, *, seen: str, acting: str, now: datetime) -> Proposal:
    """Approve what another account proposed, by the digest of what it shows, and carry it out. Raises NotAccepted."""
    with transaction.atomic():
        proposal = proposals.locked(proposal.pk)
        matter = of(proposal)
        _must(acting, matter.approves)
        proposals.approve(proposal, seen=seen, shows=digest(proposal), acting=acting, now=now)
        if matter.at_once:
            _carry_out(matter, proposal, now)
    return proposal


def go_on(proposal: Proposal, *, now: datetime) -> Proposal:
    """Carry out what was approved and is not done; what was broken off is taken up. Raises NotAccepted.

    One process at a time: another waits for it, and finds it done.
    """
    with _alone(proposal):
        proposal.refresh_from_db()
        if proposal.state == ProposalState.DONE:
            return proposal
        if proposal.state != ProposalState.APPROVED:
            raise Refused.because("not_waiting", "proposal")
        _carry_out(of(proposal), proposal, now)
    return proposal


@contextmanager
def _alone(proposal: Proposal) -> Iterator[None]:
    """Hold what one process at a time does, over several transactions."""
    key = proposal.pk.int & 0x7FFFFFFFFFFFFFFF
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [key])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


def carry_out_approved(*, now: datetime) -> int:
    """Carry out everything that was approved and is not done; return how much. What is refused stays, with its page."""
    done = 0
    for proposal in waiting():
        if proposal.state == ProposalState.APPROVED:
            try:
                done += go_on(proposal, now=now).state == ProposalState.DONE
            except NotAccepted as error:
                log.warning("proposal %s is not carried out: %s", proposal.pk, error.reason.code)
    return done


def _carry_out(matter: Matter, proposal: Proposal, now: datetime) -> None:
    matter.carry_out(proposal, now)
    proposals.done(proposal, now=now)


@transaction.atomic
def refuse(proposal: Proposal, *, remark: str, acting: str, now: datetime) -> Proposal:
    """Do not approve what another account proposed. Raises Refused."""
    proposal = proposals.locked(proposal.pk)
    approver = _must(acting, of(proposal).approves)
    if approver.pk == proposal.proposed_by_id:
        raise Refused.because("four_eyes", "acting")
    _must_wait(proposal, remark)
    proposals.refuse(proposal, acting=acting, now=now, remark=remark)
    return proposal


@transaction.atomic
def withdraw(proposal: Proposal, *, remark: str, acting: str, now: datetime) -> Proposal:
    """Withdraw a proposal before it is approved; whoever may propose it may. Raises Refused."""
    proposal = proposals.locked(proposal.pk)
    _must(acting, of(proposal).proposes)
    _must_wait(proposal, remark)
    proposals.withdraw(proposal, acting=acting, now=now, remark=remark)
    return proposal


def _must_wait(proposal: Proposal, remark: str) -> None:
    if proposal.state != ProposalState.OPEN:
        raise Refused.because("not_waiting", "proposal")
    if not remark.strip():
        raise Refused.because("remark_missing", "remark")


def waiting() -> list[Proposal]:
    """Return the proposals of matters that wait for approval or to be carried out, the oldest first."""
    found = Proposal.objects.filter(matter__in=_matters, state__in=RUNNING)
    return list(found.select_related("proposed_by", "approved_by").order_by("proposed_at", "pk"))


def by_digest(text: str) -> Proposal:
    """Return what waits and shows this digest, whole or its first 12 digits. Raises Refused: not_proposed."""
    if len(text) >= 12:
        for proposal in waiting():
            try:
                if (proposal.digest or digest(proposal)).startswith(text.lower()):
                    return proposal
            except NotAccepted:
                continue
    raise Refused.because("not_proposed", "digest")
