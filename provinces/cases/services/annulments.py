"""Annulling a decision by page: proposed by one officer with what it rests on, approved by another (O22, art. 50).

A decision that a court or a reconsideration undid, or that was made in error, is undone from the start. It is a matter
of two accounts like any other; what it changes for the person is shown, and is part of what is approved.
"""

from datetime import date, datetime
from uuid import UUID

from provinces.office.codes import Duty
from provinces.office.services.officers import PERMISSIONS, Officer
from provinces.office.services.stepping import must_have_come, must_say, stated
from registry.qualification.models import Decision
from registry.qualification.rules.changes import Ahead, ends_on
from registry.qualification.rules.facts import Annulment, Facts
from registry.qualification.rules.standing import Interval
from registry.qualification.selectors.ahead import ahead
from registry.statements.days import today
from sync import matters, outbox
from sync.matters import Matter, Shown
from sync.models import Proposal
from sync.outbox import Draft

ANNULMENT = "annulment"


def propose(decision: UUID, *, annulled_on: date, document: str, why: str, acting: Officer, now: datetime) -> Proposal:
    """Propose to annul a decision of this province, whether it was made on a page or came by file. Raises Refused."""
    acting.must(Duty.HANDLE)
    must_have_come("annulled_on", annulled_on, now)
    must_say(document, "document", article="44")
    content = stated({"decision": decision, "annulled_on": annulled_on, "document": document})
    return matters.put(ANNULMENT, str(decision), content=content, acting=acting.name, now=now, reason=why)


def ahead_of(proposal: Proposal) -> tuple[str, Ahead]:
    """Return whom an annulment is about, how they stood when it was proposed, and what it changes from then on."""
    decision = Decision.objects.get(pk=proposal.content["decision"])
    fact = Annulment(
        id="in hand",
        decision=str(decision.pk),
        annulled_on=date.fromisoformat(proposal.content["annulled_on"]),
        signed_on=today(proposal.proposed_at),
    )
    more = Facts(annulments=(fact,))
    return decision.person_id, ahead(decision.person_id, more, since=today(proposal.proposed_at))


def _draft(proposal: Proposal) -> Draft:
    return Draft(topic="decision.annulled", body=dict(proposal.content))


def _shows(proposal: Proposal) -> Shown:
    """Return the decision, what undoes it, and every day on which it changes the person's standing."""
    outbox.must_all_count(outbox.rehearse([_draft(proposal)], now=proposal.proposed_at))
    decision = Decision.objects.get(pk=proposal.content["decision"])
    person, found = ahead_of(proposal)
    return {
        **proposal.content,
        "person": person,
        "case_number": decision.case_number,
        "item": decision.item,
        "decided_on": decision.decided_on.isoformat(),
        "points": decision.points,
        "changes": [
            f"{each.from_on} – {each.to_on or ''}: {_said(each.before)} → {_said(each.after)}" for each in found.changes
        ],
    }


def _said(interval: Interval) -> str:
    until = ends_on(interval)
    return f"{interval.status.value}{f' {until}' if until else ''}"


def _annul(proposal: Proposal, now: datetime) -> None:
    outbox.must_all_count(outbox.author([_draft(proposal)], now=now, proposal=proposal.pk))


MATTERS = (
    Matter(
        name=ANNULMENT,
        title_en="annulment of a decision",
        title_zh="撤销记分决定",
        proposes=(PERMISSIONS[Duty.HANDLE],),
        approves=(PERMISSIONS[Duty.APPROVE],),
        shows=_shows,
        carry_out=_annul,
    ),
)
