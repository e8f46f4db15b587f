"""The inbox of national: statements of one sender in, one receipt for each out, in one transaction.

The order of questions decides what a sender hears and what is kept:

1. form, signature, author         what nobody can be held to is answered and not kept
2. seen before?                    the same bytes get the first answer again; other bytes under the same id are refused
3. place in the author's chain     a gap or a broken link is answered with what is expected, and not kept
4. topic: shape, then admission    kept with its receipt, refused and held ones too: each takes its place in the chain
5. store, apply, settle, position  see `sync.arrivals`, `sync.admission`; the head of the log is locked last

The request's own signature was checked at the door.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import uniform
from uuid import UUID

import psycopg
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction

from sync import admission, keys
from sync.arrivals import Arrival, ArrivalStore
from sync.bulk import security_event
from sync.keys import KeyRecord
from sync.models import Node, NodeKey, Outcome, Statement
from sync.receipts import ReceiptValue, refusal
from sync.topics import NATIONAL
from sync.wire import statement as wire
from sync.wire.refusals import FormatRefused, ProtocolRefused, Reason, reason

MAX_BATCH = 1_000
ATTEMPTS = 3
"""How often a batch is tried that lost a deadlock."""

LOUD = {"author_not_sender", "key_of_another", "key_revoked", "signature_invalid", "conflict", "sequence_conflict"}
"""Refusals that a security officer should see: honest nodes do not earn them."""


def receive(sender: str, raws: Sequence[bytes], *, now: datetime, dry_run: bool = False) -> list[ReceiptValue]:
    """Take a batch of statements (raw JWS) sent by an enrolled division; return one receipt each, in order.

    With `dry_run` everything is rolled back: the receipts say what would have followed.
    Raises ProtocolRefused: node_unknown, when the sender has no enrolled node; sender_is_national, which sends itself
    nothing.
    """
    if sender == NATIONAL:
        raise ProtocolRefused.because("sender_is_national", "author")
    receipts: list[ReceiptValue | None] = [None] * len(raws)
    arrivals = _authentic(sender, raws, receipts)
    for attempt in range(1, ATTEMPTS + 1):
        answers = list(receipts)
        try:
            with transaction.atomic():
                _take(sender, arrivals, answers, now)
                if dry_run:
                    transaction.set_rollback(True)
            break
        except (OperationalError, IntegrityError) as error:
            if attempt == ATTEMPTS or connection.in_atomic_block or not _may_retry(error):
                raise
            time.sleep(uniform(0.01, 0.1 * attempt))
    return [receipt for receipt in answers if receipt is not None]


def _may_retry(error: DatabaseError) -> bool:
    """Return whether another transaction was in the way: a deadlock, or the same id sent by two nodes at once."""
    crossed = psycopg.errors.DeadlockDetected | psycopg.errors.SerializationFailure | psycopg.errors.UniqueViolation
    return isinstance(error.__cause__, crossed)


def _authentic(sender: str, raws: Sequence[bytes], receipts: list[ReceiptValue | None]) -> list[Arrival]:
    """Return the statements that the sender's keys signed; write the others' receipts."""
    parsed: list[tuple[int, wire.Statement]] = []
    for at, raw in enumerate(raws):
        try:
            parsed.append((at, wire.parse(raw)))
        except FormatRefused as error:
            receipts[at] = refusal(error.reason)
    known = keys.records({statement.kid for _, statement in parsed})
    theirs = []
    for at, statement in parsed:
        key = known.get(statement.kid)
        why = _not_theirs(sender, statement, key)
        if why is None and key is not None:
            theirs.append((at, statement, key))
        elif why is not None:
            receipts[at] = refusal(why, statement_id=UUID(statement.id))
    signed = wire.verify_all([(statement, key.suite, key.public) for _, statement, key in theirs])
    arrivals = []
    for (at, statement, _), holds in zip(theirs, signed, strict=True):
        statement_id = UUID(statement.id)
        if holds:
            arrivals.append(Arrival(at=at, id=statement_id, statement=statement, digest=statement.digest))
        else:
            receipts[at] = refusal(reason("signature_invalid", "signature"), statement_id=statement_id)
    return arrivals


def _not_theirs(sender: str, statement: wire.Statement, key: KeyRecord | None) -> Reason | None:
    if key is None:
        return reason("unknown_key", "kid")
    if key.revoked is not None:
        return reason("key_revoked", "kid")
    if key.division != statement.author:
        return reason("key_of_another", "kid")
    if statement.author != sender:
        return reason("author_not_sender", "author")
    return None


def _take(sender: str, arrivals: Sequence[Arrival], receipts: list[ReceiptValue | None], now: datetime) -> None:
    node = admission.lock_nodes([sender]).get(sender)
    if node is None:
        raise ProtocolRefused.because("node_unknown", "author")
    first, again = _fresh(node, arrivals, receipts)
    store = ArrivalStore(node, first, now)
    candidates = store.read()
    admission.lock(candidates, author=sender)
    admission.admit(candidates, store, now=now)
    store.close()
    for arrival in first:
        receipts[arrival.at] = store.receipts[arrival.id]
    for arrival in again:
        receipts[arrival.at] = _again(store.receipts[arrival.id])
    for receipt in receipts:
        if receipt is not None and receipt.code in LOUD and not receipt.stored:
            security_event(receipt.code, sender, f"statement {receipt.id}: {receipt.sentence}", now=now)


def _fresh(
    node: Node, arrivals: Sequence[Arrival], receipts: list[ReceiptValue | None]
) -> tuple[list[Arrival], list[Arrival]]:
    """Return what is new and in its place, and repetitions of that within the batch; write the others' receipts."""
    revoked = set(
        NodeKey.objects.filter(pk__in={a.statement.kid for a in arrivals}, revoked_position__isnull=False)
        .order_by()
        .values_list("kid", flat=True)
    )
    known = _known([arrival.id for arrival in arrivals])
    here: dict[UUID, bytes] = {}
    first: list[Arrival] = []
    again: list[Arrival] = []
    seq, digest = node.chain_seq, node.chain_digest
    for arrival in arrivals:
        statement = arrival.statement
        before = known.get(arrival.id)
        if before is not None or arrival.id in here:
            if (before.digest if before else here[arrival.id]) != arrival.digest:
                receipts[arrival.at] = refusal(reason("conflict", "id"), statement_id=arrival.id)
            elif before and before.receipt:
                receipts[arrival.at] = _again(before.receipt)
            else:
                again.append(arrival)
        elif statement.kid in revoked:
            receipts[arrival.at] = refusal(reason("key_revoked", "kid"), statement_id=arrival.id)
        elif (why := _misplaced(statement, seq, digest)) is not None:
            expected = seq + 1 if why.code == "sequence_gap" else None
            receipts[arrival.at] = refusal(why, statement_id=arrival.id, expected_seq=expected)
        else:
            first.append(arrival)
            here[arrival.id] = arrival.digest
            seq, digest = statement.seq, arrival.digest.hex()
    return first, again


def _misplaced(statement: wire.Statement, seq: int, digest: str) -> Reason | None:
    if statement.seq <= seq:
        return reason("sequence_conflict", "seq")
    if statement.seq > seq + 1:
        return reason("sequence_gap", "seq")
    if statement.prev != digest:
        return reason("chain_broken", "prev")
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A statement that national has. Its own ones have no receipt."""

    digest: bytes
    receipt: ReceiptValue | None


def _known(ids: Sequence[UUID]) -> dict[UUID, Known]:
    """Return what national has under these ids."""
    columns = ("outcome", "position", "code", "field", "sentence", "sentence_zh")
    rows = (
        Statement.objects.filter(pk__in=ids)
        .order_by()
        .values_list("id", "digest", *(f"receipt__{column}" for column in columns))
    )
    found = {}
    for statement_id, digest, *answer in rows:
        given = dict(zip(columns, answer, strict=True))
        receipt = None
        if given["outcome"] is not None:
            receipt = ReceiptValue(id=statement_id, **given | {"outcome": Outcome(given["outcome"])})
        found[statement_id] = Known(digest=bytes(digest), receipt=receipt)
    return found


def _again(first: ReceiptValue) -> ReceiptValue:
    return ReceiptValue(
        id=first.id,
        outcome=Outcome.DUPLICATE,
        first=first.outcome,
        position=first.position,
        code=first.code,
        field=first.field,
        sentence=first.sentence,
        sentence_zh=first.sentence_zh,
    )
