"""The outbox: what this node states, signed and stored in one transaction, and how far each statement has come.

A province's statement waits here until it is *seen in the own verified feed*. A receipt only slows down the sending: it
may come from a database that is later restored to an older state. Nothing is ever pruned; when national asks for an
earlier sequence number, everything from there on goes out again.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import orjson
from django.db import connection, transaction
from django.db.models import Count
from uuid_utils.compat import uuid7

from sync import admission
from sync.admission import Candidate
from sync.authoring import OwnStore
from sync.bulk import security_event
from sync.models import NodeIdentity, OutboxItem, OutboxState, Outcome, Statement, StatementStatus
from sync.receipts import ReceiptValue
from sync.topics import NATIONAL, Item
from sync.wire import statement as wire
from sync.wire import strict_json
from sync.wire.refusals import FormatRefused, NotAccepted, ProtocolRefused, Reason, Refused, reason
from sync.wire.strict_json import Json

HEADROOM_BYTES = 512
"""Room that the members around a body take, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What this node is about to state."""

    topic: str
    body: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Authored:
    """What became of a draft. A refused one left nothing behind."""

    draft: Draft
    outcome: Outcome
    reason: Reason | None = None
    statement_id: UUID | None = None


def this_division() -> str:
    """Return whose node this is. Raises ProtocolRefused: node_identity_missing."""
    division = NodeIdentity.objects.values_list("division", flat=True).first()
    if division is None:
        raise ProtocolRefused.because("node_identity_missing")
    return division


def author(
    drafts: Sequence[Draft], *, now: datetime, proposal: UUID | None = None, rehearsed: bool = False
) -> list[Authored]:
    """State drafts in order: check, sign, store, apply, and put what is to be sent into the outbox.

    One transaction, or a part of the caller's. On national what is accepted takes its position in the log at once. A
    finding `held` is signed and sent, to be decided at national; until then it has no effect here. What binds somebody
    rests on a `proposal` that a second account approved (`sync.proposals`); without one it is refused, unless it is
    only `rehearsed`: then the caller's transaction must be rolled back, and the database refuses to commit it.
    """
    with transaction.atomic():
        division = this_division()
        node = admission.lock_nodes([division])[division]
        authored, candidates = _read(drafts, division, now)
        founding = division == NATIONAL and node.chain_seq == 0  # before there are accounts
        if proposal is None and not rehearsed and not founding:
            candidates = _unapproved(drafts, authored, candidates)
        admission.lock([candidate for _, candidate in candidates], author=division)
        store = OwnStore(node, now, proposal, rehearsed=rehearsed)
        admission.admit([candidate for _, candidate in candidates], store, now=now)
        store.close()
    for at, candidate in candidates:
        authored[at] = _authored(drafts[at], candidate)
    return [one for one in authored if one is not None]


def rehearse(drafts: Sequence[Draft], *, now: datetime) -> list[Authored]:
    """Return what would become of drafts, approved; nothing stays of it. Their ids name nothing."""
    with transaction.atomic():
        authored = author(drafts, now=now, rehearsed=True)
        transaction.set_rollback(True)
    return authored


def must_all_count(authored: Sequence[Authored]) -> None:
    """Refuse what was not accepted, all of it, for the first reason. Raises Refused."""
    for one in authored:
        if one.outcome != Outcome.ACCEPTED:
            raise Refused(one.reason or reason("not_storable"))


def _read(
    drafts: Sequence[Draft], division: str, now: datetime
) -> tuple[list[Authored | None], list[tuple[int, Candidate]]]:
    """Return the drafts refused for their form, by place, and the others as candidates with their place."""
    authored: list[Authored | None] = [None] * len(drafts)
    candidates: list[tuple[int, Candidate]] = []
    issued_at = now.astimezone(UTC).replace(microsecond=0)
    for at, draft in enumerate(drafts):
        try:
            body = _as_sent(draft.body)
            item = Item(id=uuid7(), author=division, topic=draft.topic, seq=0, issued_at=issued_at, body=body)
            candidates.append((at, Candidate(item=item, topic=admission.read(item))))
        except NotAccepted as rejected:
            authored[at] = Authored(draft=draft, outcome=Outcome.REFUSED, reason=rejected.reason)
    return authored, candidates


def _unapproved(
    drafts: Sequence[Draft], authored: list[Authored | None], candidates: Sequence[tuple[int, Candidate]]
) -> list[tuple[int, Candidate]]:
    """Refuse what binds somebody; return the others."""
    for at, candidate in candidates:
        if candidate.topic.binds:
            why = reason("approval_missing")
            authored[at] = Authored(draft=drafts[at], outcome=Outcome.REFUSED, reason=why)
    return [(at, candidate) for at, candidate in candidates if not candidate.topic.binds]


def _as_sent(body: Mapping[str, object]) -> dict[str, Json]:
    """Return the body as its readers will see it. Raises NotAccepted when it cannot be written."""
    raw = strict_json.dumps(body)
    if len(raw) > wire.MAX_PAYLOAD_BYTES - HEADROOM_BYTES:
        raise FormatRefused.because("body_too_large", "body")
    sent = strict_json.loads(raw, max_depth=strict_json.MAX_DEPTH - 1)
    assert isinstance(sent, dict)
    return sent


def _authored(draft: Draft, candidate: Candidate) -> Authored:
    finding = candidate.finding
    if finding is None:
        return Authored(draft=draft, outcome=Outcome.ACCEPTED, statement_id=candidate.item.id)
    if finding.held:
        return Authored(draft=draft, outcome=Outcome.HELD, reason=finding.reason, statement_id=candidate.item.id)
    return Authored(draft=draft, outcome=Outcome.REFUSED, reason=finding.reason)


# --- sending


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """An own statement that is to be sent now."""

    statement_id: UUID
    seq: int
    raw: bytes


def due(limit: int, now: datetime) -> list[Due]:
    """Return what is to be sent, in the order of the own chain.

    That is everything not answered yet, unless the first of it must wait (nothing overtakes in a chain); and what was
    answered as accepted or held but not seen in the own feed for too long. What national's log is known to hold beyond
    the own cursor is not missing: it is about to be read.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DUE, {"now": now, "limit": limit, "national": NATIONAL})
        return [Due(statement_id=row[0], seq=row[1], raw=bytes(row[2])) for row in cursor.fetchall()]


_DUE = """
WITH chosen AS MATERIALIZED (
    SELECT o.statement_id, o.seq
    FROM sync_outboxitem o LEFT JOIN sync_cursor c ON c.source = %(national)s
    WHERE o.state NOT IN ('finished', 'refused') AND CASE o.state
        WHEN 'waiting' THEN (
            SELECT o.next_attempt_at <= %(now)s FROM sync_outboxitem o
            WHERE o.state NOT IN ('finished', 'refused') AND o.state = 'waiting' ORDER BY o.seq LIMIT 1)
        ELSE o.next_attempt_at <= %(now)s
            AND NOT COALESCE(o.position > c.position AND o.position <= c.national_position, false)
        END
    ORDER BY o.seq LIMIT %(limit)s)
SELECT chosen.statement_id, chosen.seq, s.raw
FROM chosen JOIN sync_statement s ON s.id = chosen.statement_id
ORDER BY chosen.seq
"""


def record_receipts(sent: Sequence[Due], receipts: Sequence[ReceiptValue], *, now: datetime) -> int:
    """Note national's answers to what was sent, one by one; return how many of them national has stored.

    accepted    waits for its entry in the own feed; goes out again after 60 s, then doubling up to an hour
    held        has no effect here from now on; goes out again like the above
    refused     has no effect here from now on, for good
    not stored  (its signature or its place in the chain was not right) stays where it is and holds up what follows
    """
    answers = dict(zip((one.statement_id for one in sent), receipts, strict=True))
    with transaction.atomic():
        _change_status(answers, now)
        _record(answers, now)
        if sent:
            _look_back(sent, receipts, now)
    return sum(receipt.stored for receipt in receipts)


_STATUS = {
    Outcome.ACCEPTED: StatementStatus.PENDING,
    Outcome.HELD: StatementStatus.HELD,
    Outcome.REFUSED: StatementStatus.REFUSED,
}
_STATE = {
    Outcome.ACCEPTED: OutboxState.RECEIPTED,
    Outcome.HELD: OutboxState.HELD,
    Outcome.REFUSED: OutboxState.REFUSED,
}


def _changes(answers: Mapping[UUID, ReceiptValue]) -> dict[UUID, StatementStatus]:
    """Return the statements whose status the answers change. What is in the verified log stays so."""
    rows = Statement.objects.filter(pk__in=answers).exclude(status=StatementStatus.LOGGED).order_by()
    found = {}
    for statement_id, status in rows.values_list("id", "status"):
        receipt = answers[statement_id]
        if receipt.stored and _STATUS[receipt.meaning] != status:
            found[statement_id] = _STATUS[receipt.meaning]
    return found


def _change_status(answers: Mapping[UUID, ReceiptValue], now: datetime) -> None:
    changes = _changes(answers)
    candidates = admission.stored(changes) if changes else []
    admission.lock(candidates)
    _lock_items(answers)
    coming = set()
    for status in set(changes.values()):
        ids = [statement_id for statement_id, found in changes.items() if found == status]
        # The feed may have shown the entry meanwhile: that is final.
        Statement.objects.filter(pk__in=ids).exclude(status=StatementStatus.LOGGED).update(status=status)
        if status == StatementStatus.PENDING:
            coming.update(ids)
    admission.restate(candidates, in_force=lambda candidate: candidate.item.id in coming, now=now)


def _record(answers: Mapping[UUID, ReceiptValue], now: datetime) -> None:
    rows = [_recorded(statement_id, receipt) for statement_id, receipt in answers.items()]
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, {"rows": orjson.dumps(rows).decode(), "now": now})


def _recorded(statement_id: UUID, receipt: ReceiptValue) -> dict[str, object]:
    gap = receipt.expected_seq is not None
    return {
        "id": str(statement_id),
        "state": _STATE[receipt.meaning] if receipt.stored else OutboxState.WAITING,
        "position": receipt.position,
        "code": receipt.code if receipt.stored else "",
        "field": receipt.field if receipt.stored else "",
        "sentence": receipt.sentence if receipt.stored else "",
        "sentence_zh": receipt.sentence_zh if receipt.stored else "",
        "last_error": "" if receipt.stored else f"{receipt.code}: {receipt.sentence}"[:300],
        # A gap is not the statement's own fault: it goes out with the one it waits for.
        "tries": 0 if gap else 1,
    }


_RECORD = """
UPDATE sync_outboxitem o SET state = r.state, position = r.position, code = r.code, field = r.field,
    sentence = r.sentence, sentence_zh = r.sentence_zh, last_error = r.last_error, attempts = o.attempts + r.tries,
    next_attempt_at = %(now)s + r.tries * least(3600, 60 * 2 ^ least(o.attempts, 10)) * interval '1 second'
FROM json_to_recordset(%(rows)s::json) AS r(id uuid, state text, position bigint, code text, field text, sentence text,
    sentence_zh text, last_error text, tries int)
WHERE o.statement_id = r.id AND o.state <> 'finished'
"""


def _look_back(sent: Sequence[Due], receipts: Sequence[ReceiptValue], now: datetime) -> None:
    """Send again from where national's memory of the own chain ends, when that is before what was sent.

    National was restored to an older state: what it acknowledged then is sent as it was signed then.
    """
    expected = min((receipt.expected_seq for receipt in receipts if receipt.expected_seq), default=sent[0].seq)
    if expected >= sent[0].seq:
        return
    if not OutboxItem.objects.filter(seq=expected).exists():
        security_event("own_chain_lost", NATIONAL, f"national waits for seq {expected}, which is not here", now=now)
        return
    again = OutboxItem.objects.filter(seq__gte=expected).exclude(state=OutboxState.WAITING)
    count = again.update(state=OutboxState.WAITING, next_attempt_at=now)
    security_event("sent_again", NATIONAL, f"national lost {count} statements from seq {expected}", now=now)


def _lock_items(statement_ids: Collection[UUID]) -> None:
    """Lock items in the order of the chain: receipts and the feed tell of the same ones at the same time."""
    items = OutboxItem.objects.select_for_update(no_key=True).filter(pk__in=statement_ids)
    list(items.order_by("seq").values_list("pk"))


def finish(statement_ids: Collection[UUID]) -> None:
    """Note that these own statements were seen in the own verified feed."""
    _lock_items(statement_ids)
    OutboxItem.objects.filter(pk__in=statement_ids).update(state=OutboxState.FINISHED, last_error="")


def refuse(statement_id: UUID, why: Reason) -> None:
    """Note that a human at national refused this own statement, which was held."""
    OutboxItem.objects.filter(pk=statement_id).update(
        state=OutboxState.REFUSED, code=why.code, field=why.field, sentence=why.sentence, sentence_zh=why.sentence_zh
    )


def counts() -> dict[str, int]:
    """Return how many own statements are in each state."""
    rows = OutboxItem.objects.order_by().values_list("state").annotate(count=Count("pk"))
    return {state.value: 0 for state in OutboxState} | dict(rows)
