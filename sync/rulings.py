"""A ruling about a held statement, by two humans, stated in the log so that every node learns it in the same place."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sync import admission, matters, outbox
from sync.authoring import new_entry
from sync.log import Appender
from sync.matters import Matter, Shown
from sync.models import Outcome, Proposal, Receipt, Statement, StatementStatus
from sync.outbox import Draft
from sync.wire import statement as wire
from sync.wire.refusals import Refused

RULING = "held_statement"


def propose(
    statement_id: UUID, ruling: Outcome, *, code: str, explanation: str, acting: str, now: datetime
) -> Proposal:
    """Propose what becomes of a held statement; another account approves it.

    A human may overrule doubt, not impossibility: what its topic refuses by now cannot be accepted.
    Raises NotAccepted: statement_unknown, not_held, topic_not_allowed (not on national), or the topic's refusal.
    """
    content = {"statement": str(statement_id), "verdict": ruling.value, "code": code, "reason": explanation}
    return matters.put(RULING, str(statement_id), content=content, acting=acting, now=now, reason=explanation)


def _shows(proposal: Proposal) -> Shown:
    """Return the ruling, and the receipt's reason for which the statement is held."""
    settled(proposal.content, None, now=proposal.proposed_at)
    statement = Statement.objects.get(pk=proposal.content["statement"])
    receipt = Receipt.objects.filter(statement=statement).first()
    return {
        **proposal.content,
        "author": statement.author,
        "topic": statement.topic,
        "digest": bytes(statement.digest).hex(),
        "held_for": receipt.code if receipt else "",
    }


def settled(content: Mapping[str, str], proposal: UUID | None, *, now: datetime) -> None:
    """State a ruling; an accepted statement becomes the very next entry of the log. Without a proposal, only try it.

    Raises NotAccepted; then nothing has changed.
    """
    statement_id = UUID(content["statement"])
    draft = Draft(topic="statement.settled", body=dict(content))
    with transaction.atomic():
        if proposal is None:
            (authored,) = outbox.rehearse([draft], now=now)
        else:
            (authored,) = outbox.author([draft], now=now, proposal=proposal)
        if authored.reason is not None:
            raise Refused(authored.reason)
        if content["verdict"] == Outcome.ACCEPTED:
            _log(statement_id, now)
        if proposal is None:
            transaction.set_rollback(True)


def _log(statement_id: UUID, now: datetime) -> None:
    """Append the statement. Its author's node, its subjects and the head are locked by now."""
    (candidate,) = admission.stored([statement_id])
    (finding,) = candidate.topic.handler.check([candidate.item], now=now)
    if finding is not None and not finding.held:
        raise finding
    raw = bytes(Statement.objects.values_list("raw", flat=True).get(pk=statement_id))
    appender = Appender(now=now)
    candidate.item.position = appender.take([new_entry(candidate, wire.parse(raw))])
    Statement.objects.filter(pk=statement_id).update(status=StatementStatus.LOGGED)
    admission.apply(candidate.topic, [candidate.item], now=now)
    appender.close()


MATTERS = (
    Matter(
        name=RULING,
        title_en="ruling on a held statement",
        title_zh="待核报文认定",
        proposes=("sync.propose_ruling",),
        approves=("sync.approve_ruling",),
        shows=_shows,
        carry_out=lambda proposal, now: settled(proposal.content, proposal.pk, now=now),
    ),
)
