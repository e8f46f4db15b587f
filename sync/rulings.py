"""A human's ruling about a held statement, stated in the log so that every node learns it in the same place."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sync import admission, outbox
from sync.authoring import new_entry
from sync.log import Appender
from sync.models import Outcome, Statement, StatementStatus
from sync.outbox import Draft
from sync.wire import statement as wire
from sync.wire.refusals import Refused


def settle_held(statement_id: UUID, ruling: Outcome, *, code: str, explanation: str, now: datetime) -> None:
    """State what a human at national decided; an accepted statement becomes the very next entry of the log.

    A human may overrule doubt, not impossibility: what its topic refuses by now cannot be accepted.
    Raises NotAccepted: statement_unknown, not_held, topic_not_allowed (not on national), or the topic's refusal; then
    nothing has changed.
    """
    body = {"statement": str(statement_id), "verdict": ruling.value, "code": code, "reason": explanation}
    with transaction.atomic():
        (authored,) = outbox.author([Draft(topic="statement.settled", body=body)], now=now)
        if authored.reason is not None:
            raise Refused(authored.reason)
        if ruling == Outcome.ACCEPTED:
            _log(statement_id, now)


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
