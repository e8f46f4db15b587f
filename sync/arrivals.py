"""Statements that arrived at national, as they are kept: each with its place in the chain, its receipt, its entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sync import admission
from sync.admission import Candidate
from sync.authoring import STATEMENT_COLUMNS, new_entry, statement_row
from sync.bulk import copy_in
from sync.log import Appender
from sync.models import Node, Outcome, Receipt, Statement, StatementStatus
from sync.receipts import ReceiptValue
from sync.topics import Item
from sync.wire import statement as wire
from sync.wire.refusals import NotAccepted, Refused

CLOCKS_DIFFER = timedelta(seconds=300)
NAME_CHARACTERS = 60
TOPIC_CHARACTERS = 40
"""Width of the column; a name that is longer is unknown anyway, and its bytes are kept."""

_STATUS = {
    Outcome.ACCEPTED: StatementStatus.LOGGED,
    Outcome.HELD: StatementStatus.HELD,
    Outcome.REFUSED: StatementStatus.REFUSED,
}
_RECEIPT_COLUMNS = ("statement_id", "outcome", "position", "code", "field", "sentence", "sentence_zh")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A statement whose author is beyond doubt."""

    at: int
    id: UUID
    statement: wire.Statement
    digest: bytes


class ArrivalStore:
    """Writes what takes its place in the sender's chain: statements, log entries, receipts."""

    rehearsed = False

    def __init__(self, node: Node, arrivals: Sequence[Arrival], now: datetime) -> None:
        self._node = node
        self._now = now
        self._arrivals = arrivals
        self._by_id = {arrival.id: arrival for arrival in arrivals}
        self._appender = Appender(now=now)
        self.receipts: dict[UUID, ReceiptValue] = {}

    def read(self) -> list[Candidate]:
        """Read the bodies; store what is refused for its shape, return the others."""
        candidates = []
        refused: list[tuple[Item, ReceiptValue]] = []
        for arrival in self._arrivals:
            item = _item(arrival)
            try:
                if item.issued_at > self._now + CLOCKS_DIFFER:
                    raise Refused.because("issued_in_future", "issued_at")
                candidates.append(Candidate(item=item, topic=admission.read(item)))
            except NotAccepted as rejected:
                item.topic = item.topic[:TOPIC_CHARACTERS]
                refused.append((item, _receipt(item, rejected)))
        self._write(refused)
        return candidates

    def mark(self) -> int:
        return self._appender.taken

    def back_to(self, mark: int) -> None:
        self._appender.forget_after(mark)

    def store(self, run: Sequence[Candidate]) -> None:
        accepted = [candidate for candidate in run if candidate.accepted]
        if accepted:
            # Entries refer to statements whose rows follow within the savepoint.
            entries = [new_entry(candidate, self._by_id[candidate.item.id].statement) for candidate in accepted]
            first = self._appender.take(entries)
            for at, candidate in enumerate(accepted):
                candidate.item.position = first + at
        self._write([(candidate.item, _receipt(candidate.item, candidate.finding)) for candidate in run])

    def _write(self, answered: Sequence[tuple[Item, ReceiptValue]]) -> None:
        rows = []
        for item, receipt in answered:
            statement = self._by_id[item.id].statement
            rows.append(statement_row(statement, item, _STATUS[receipt.outcome], self._now))
            self.receipts[item.id] = receipt
        if rows:
            copy_in(Statement, STATEMENT_COLUMNS, rows)

    def close(self) -> None:
        """Write the receipts, move the sender's chain, then the head of the log."""
        if not self._arrivals:
            return
        copy_in(
            Receipt,
            _RECEIPT_COLUMNS,
            [(r.id, r.outcome, r.position, r.code, r.field, r.sentence, r.sentence_zh) for r in self.receipts.values()],
        )
        last = self._arrivals[-1]
        Node.objects.filter(pk=self._node.division).update(chain_seq=last.statement.seq, chain_digest=last.digest.hex())
        self._appender.close()


def _item(arrival: Arrival) -> Item:
    statement = arrival.statement
    return Item(
        id=arrival.id,
        author=statement.author,
        topic=statement.topic,
        seq=statement.seq,
        issued_at=datetime.fromisoformat(statement.issued_at).astimezone(UTC),
        body=statement.body,
    )


def _receipt(item: Item, finding: NotAccepted | None) -> ReceiptValue:
    if finding is None:
        return ReceiptValue(id=item.id, outcome=Outcome.ACCEPTED, position=item.position)
    why = finding.reason
    return ReceiptValue(
        id=item.id,
        outcome=Outcome.HELD if finding.held else Outcome.REFUSED,
        code=why.code[:NAME_CHARACTERS],
        field=why.field[:NAME_CHARACTERS],
        sentence=why.sentence,
        sentence_zh=why.sentence_zh,
    )
