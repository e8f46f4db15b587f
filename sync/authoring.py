"""Signing and storing what this node states: the own chain, the outbox, and on national the log."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import connection

from sync import keys
from sync.admission import Candidate
from sync.bulk import copy_in
from sync.listen import OUTBOX_CHANNEL
from sync.log import Appender, NewEntry
from sync.models import Node, OutboxItem, OutboxState, Statement, StatementStatus
from sync.topics import NATIONAL, Item
from sync.wire import merkle
from sync.wire import statement as wire
from sync.wire.refusals import Reason

STATEMENT_COLUMNS = (
    "id", "author", "seq", "topic", "digest", "raw", "issued_at", "stored_at", "status", "proposal_id",
)  # fmt: skip
_OUTBOX_COLUMNS = (
    "statement_id", "seq", "state", "attempts", "next_attempt_at",
    "last_error", "code", "field", "sentence", "sentence_zh",
)  # fmt: skip

type _Mark = tuple[tuple[int, str], int]
"""Where the own chain ends, and how many entries the log has been given."""


class OwnStore:
    """Signs what passes, continues the own chain, and writes statements with their outbox items or log entries."""

    def __init__(self, node: Node, now: datetime, proposal: UUID | None, *, rehearsed: bool = False) -> None:
        self.rehearsed = rehearsed
        self._node = node
        self._now = now
        self._proposal = proposal
        self._key = keys.own()
        self._national = node.division == NATIONAL
        self._appender = Appender(now=now)
        self._chain = (node.chain_seq, node.chain_digest)

    def mark(self) -> _Mark:
        return self._chain, self._appender.taken

    def back_to(self, mark: _Mark) -> None:
        self._chain, taken = mark
        self._appender.forget_after(taken)

    def store(self, run: Sequence[Candidate]) -> None:
        signed = [(c, self._sign(c.item)) for c in run if c.accepted or (c.finding is not None and c.finding.held)]
        rows = [
            statement_row(statement, c.item, self._status(c), self._now, self._proposal if c.topic.binds else None)
            for c, statement in signed
        ]
        copy_in(Statement, STATEMENT_COLUMNS, rows)
        if self._national:
            self._log([(c, statement) for c, statement in signed if c.accepted])
        else:
            self._queue(signed)

    def _sign(self, item: Item) -> wire.Statement:
        seq, digest = self._chain
        statement = wire.sign(
            id=str(item.id),
            topic=item.topic,
            author=item.author,
            seq=seq + 1,
            prev=digest,
            issued_at=f"{item.issued_at:%Y-%m-%dT%H:%M:%SZ}",
            body=dict(item.body),
            kid=self._key.kid,
            suite=self._key.suite,
            private_key=self._key.private,
        )
        item.seq = statement.seq
        self._chain = (statement.seq, statement.digest.hex())
        return statement

    def _status(self, candidate: Candidate) -> StatementStatus:
        if not candidate.accepted:
            return StatementStatus.HELD
        return StatementStatus.LOGGED if self._national else StatementStatus.PENDING

    def _log(self, signed: Sequence[tuple[Candidate, wire.Statement]]) -> None:
        if not signed:
            return
        first = self._appender.take([new_entry(c, statement) for c, statement in signed])
        for at, (candidate, _) in enumerate(signed):
            candidate.item.position = first + at

    def _queue(self, signed: Sequence[tuple[Candidate, wire.Statement]]) -> None:
        rows = [
            (c.item.id, statement.seq, OutboxState.WAITING, 0, self._now, *_nothing_yet(c)) for c, statement in signed
        ]
        copy_in(OutboxItem, _OUTBOX_COLUMNS, rows)

    def close(self) -> None:
        """Move the own chain, and wake whoever sends or reads when the transaction commits."""
        seq, digest = self._chain
        if seq == self._node.chain_seq:
            return
        Node.objects.filter(pk=self._node.division).update(chain_seq=seq, chain_digest=digest)
        self._appender.close()
        if not self._national:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_notify(%s, '')", [OUTBOX_CHANNEL])


def _nothing_yet(candidate: Candidate) -> tuple[str, str, str, str, str]:
    """Return last error, and the reason why the own node holds it, if it does."""
    finding = candidate.finding
    found = finding.reason if finding is not None else Reason(code="")
    return "", found.code, found.field, found.sentence, found.sentence_zh


def statement_row(
    statement: wire.Statement, item: Item, status: StatementStatus, now: datetime, proposal: UUID | None = None
) -> tuple[object, ...]:
    """Return a statement as a row of `STATEMENT_COLUMNS`; `proposal` is what an own one rests on."""
    digest = sha256(statement.raw).digest()
    return item.id, item.author, item.seq, item.topic, digest, statement.raw, item.issued_at, now, status, proposal


def new_entry(candidate: Candidate, statement: wire.Statement) -> NewEntry:
    """Return what an accepted statement adds to the log."""
    return NewEntry(
        statement_id=candidate.item.id,
        leaf=merkle.leaf_hash(statement.raw),
        published=candidate.topic.published(candidate.item.body),
        issued_at=candidate.item.issued_at,
    )
