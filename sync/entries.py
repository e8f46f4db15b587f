"""Entries of a page that came whole: read, recognised where they are stored here, and in the order of their authors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sync import admission
from sync.admission import Candidate
from sync.models import LogEntry, Node, Outcome, Statement, StatementStatus
from sync.refusals import saying
from sync.topics import NATIONAL, Item
from sync.wire import statement as wire
from sync.wire.refusals import NotAccepted, ProtocolRefused


@dataclass(slots=True, kw_only=True)
class ReadEntry:
    """An entry that is here whole."""

    position: int
    statement: wire.Statement
    candidate: Candidate
    status: str | None = None
    """Status of the statement where it is stored here already."""

    @property
    def id(self) -> UUID:
        return self.candidate.item.id


def read_entry(position: int, raw: bytes) -> ReadEntry:
    """Read the statement at a position. Raises ProtocolRefused: entry_unreadable."""
    try:
        statement = wire.parse(raw)
        item = Item(
            id=UUID(statement.id),
            author=statement.author,
            topic=statement.topic,
            seq=statement.seq,
            issued_at=datetime.fromisoformat(statement.issued_at).astimezone(UTC),
            body=statement.body,
            position=position,
        )
        return ReadEntry(
            position=position,
            statement=statement,
            candidate=Candidate(item=item, topic=admission.read(item)),
        )
    except NotAccepted as refused:
        raise ProtocolRefused(saying("entry_unreadable", f"{position}: {refused}")) from None


def recognise(reads: Sequence[ReadEntry]) -> None:
    """Find statements that are stored here already: own ones, whose bytes must be the ones signed here.

    Raises ProtocolRefused: entry_logged_twice, own_entry_differs.
    """
    rows = Statement.objects.filter(pk__in=[read.id for read in reads]).order_by().values_list("id", "digest", "status")
    known = {statement_id: (bytes(digest), status) for statement_id, digest, status in rows}
    seen: set[UUID] = set()
    for read in reads:
        digest, status = known.get(read.id, (None, None))
        if status == StatementStatus.LOGGED or read.id in seen:
            raise ProtocolRefused(saying("entry_logged_twice", str(read.position)))
        if digest is not None and digest != read.statement.digest:
            raise ProtocolRefused(saying("own_entry_differs", str(read.position)))
        seen.add(read.id)
        read.status = status


def check_rising(reads: Sequence[ReadEntry], *, own: str) -> dict[str, int]:
    """Check that sequence numbers of others rise, but for a held statement that the entry before it lets in.

    Return each author's last one. Raises ProtocolRefused: author_unknown, sequence_not_rising.
    """
    authors = {read.statement.author for read in reads}
    rows = Node.objects.filter(pk__in=authors).order_by()
    found = dict(rows.values_list("division", "chain_seq"))
    before = {read.position: read for read in reads}
    for read in reads:
        statement = read.statement
        if statement.author == own:
            continue
        if statement.author not in found and not _enrolled_before(read, reads):
            raise ProtocolRefused(saying("author_unknown", f"{read.position}: {statement.author}"))
        last = found.get(statement.author, 0)
        if statement.seq <= last and not _let_in(read, before.get(read.position - 1)):
            raise ProtocolRefused(saying("sequence_not_rising", f"{read.position}: {statement.seq} after {last}"))
        found[statement.author] = max(last, statement.seq)
    return found


def _enrolled_before(read: ReadEntry, reads: Sequence[ReadEntry]) -> bool:
    return any(
        other.candidate.item.topic == "node.enrolled" and other.candidate.item.body["division"] == read.statement.author
        for other in reads
        if other.position < read.position
    )


def _let_in(read: ReadEntry, before: ReadEntry | None) -> bool:
    """Return whether the entry before is a human's ruling that accepts this very statement."""
    if before is None:
        raw = LogEntry.objects.filter(pk=read.position - 1).values_list("statement__raw", flat=True).first()
        if raw is None:
            return False
        before = read_entry(read.position - 1, bytes(raw))
    item = before.candidate.item
    return (
        item.topic == "statement.settled"
        and item.author == NATIONAL
        and item.value.statement == read.id
        and item.value.verdict == Outcome.ACCEPTED
    )
