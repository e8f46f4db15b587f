"""The log: positions without a gap in the order of commits, pages for readers, checkpoints.

Positions are given under the lock of the head's one row, taken after every other lock and held until the transaction
ends. A later position is therefore given only after the earlier one is committed: whoever reads up to position n has
read everything up to n that will ever be there.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from sync import keys, merkle_store
from sync.bulk import copy_in
from sync.listen import LOG_CHANNEL, listener
from sync.models import Checkpoint, LogEntry
from sync.wire import checkpoint as wire
from sync.wire import merkle
from sync.wire.merkle import Frontier

ORIGIN = "payqual/000000"
"""The log's name in its checkpoints, and national's name in the signature lines."""

ENTRY_COLUMNS = ("position", "statement_id", "leaf", "published", "reached_at")

MAX_LIMIT = 1_000
PAGE_BYTES = 8 * 1024 * 1024
"""A page is cut here even if more entries were asked for: a reader needs bounded memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """What is to be appended. ``statement_id`` is None where only the leaf is known."""

    statement_id: UUID | None
    leaf: bytes
    published: bool
    issued_at: datetime | None = None


def clocked(entries: Iterable[NewEntry]) -> Iterator[datetime | None]:
    """Yield the log's clock at each of the entries that follow the last one stored.

    It is the latest time of issue among the published statements up to there: the same at everybody who reads the
    log, and never after the time at which national took the entry, but for the difference that clocks may have.
    """
    clock = LogEntry.objects.order_by("-position").values_list("reached_at", flat=True).first()
    for entry in entries:
        clock = later(clock, entry.issued_at if entry.published else None)
        yield clock


def later(clock: datetime | None, issued_at: datetime | None) -> datetime | None:
    """Return what the clock shows after a statement: published ones move it on, none moves it back."""
    return clock if issued_at is None or (clock is not None and issued_at <= clock) else issued_at


class Appender:
    """Appends to the national log within one transaction: open, take as often as needed, close."""

    def __init__(self, *, now: datetime) -> None:
        self._now = now
        self._frontier: Frontier | None = None
        self._leaves: list[bytes] = []

    def open(self) -> None:
        """Lock the head; nothing else may be locked after it."""
        if self._frontier is None:
            self._frontier = merkle_store.lock_head()

    @property
    def taken(self) -> int:
        """How many entries this transaction has appended; a mark for `forget_after`."""
        return len(self._leaves)

    def next_position(self) -> int:
        """Return the position that the next entry will get."""
        self.open()
        assert self._frontier is not None
        return self._frontier.size + len(self._leaves) + 1

    def take(self, entries: Sequence[NewEntry]) -> int:
        """Append entries and return the first one's position."""
        first = self.next_position()
        rows = [
            (first + at, entry.statement_id, entry.leaf, entry.published, reached_at)
            for at, (entry, reached_at) in enumerate(zip(entries, clocked(entries), strict=True))
        ]
        copy_in(LogEntry, ENTRY_COLUMNS, rows)
        self._leaves.extend(entry.leaf for entry in entries)
        return first

    def forget_after(self, mark: int) -> None:
        """Take back what was appended after the mark: its savepoint was rolled back."""
        del self._leaves[mark:]

    def close(self) -> None:
        """Write subtrees, head and checkpoint, and wake the readers when the transaction commits."""
        if self._frontier is None or not self._leaves:
            return
        merkle_store.store(self._frontier, self._frontier.extend(self._leaves))
        size, root = self._frontier.size, self._frontier.root()
        Checkpoint.objects.create(size=size, root=root, note=sign_checkpoint(size, root), made_at=self._now)
        notify(size)


def append(entries: Sequence[NewEntry], *, now: datetime) -> int:
    """Append entries in one go and return the first one's position. Within a transaction, all other locks taken."""
    appender = Appender(now=now)
    first = appender.take(entries)
    appender.close()
    return first


def notify(size: int) -> None:
    """Wake whoever waits for the log to grow, when the transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [LOG_CHANNEL, str(size)])


# --- checkpoints


def sign_checkpoint(size: int, root: bytes) -> str:
    """Return the signed note for this size and root. Raises ProtocolRefused when the node's key is not there."""
    key = keys.own()
    return wire.sign(
        wire.Checkpoint(origin=ORIGIN, size=size, root=root), name=ORIGIN, suite=key.suite, private_key=key.private
    )


def checkpoint_at(size: int) -> str:
    """Return the signed note for the log's first `size` entries: the stored one, else made now."""
    note = Checkpoint.objects.filter(pk=size).values_list("note", flat=True).first()
    if note is not None:
        return note
    return sign_checkpoint(size, merkle_store.root_at(size) if size else merkle.EMPTY_ROOT)


def current_checkpoint() -> str:
    """Return the signed note for the log as it is now, with the cosignatures stored for it."""
    size = merkle_store.head().size
    note = checkpoint_at(size)
    lines = Checkpoint.objects.filter(pk=size).values_list("cosignatures__line", flat=True)
    return wire.with_signatures(note, [wire.parse_signature_line(line) for line in lines if line])


# --- pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Entries after a cursor, the checkpoint that ends exactly with the last of them, and the log's size."""

    entries: list[dict[str, object]]
    checkpoint: str
    size: int

    def document(self) -> dict[str, object]:
        """Return the page as it goes over the wire."""
        return {"entries": self.entries, "checkpoint": self.checkpoint, "size": self.size}


def page(reader: str, after: int, limit: int) -> Page:
    """Return up to `limit` entries after a position, as this division may read them.

    Entries that are not published are whole for their author; others get the leaf hash, so that they can compute the
    root without reading the statement. A reader that is level, or ahead of the log, gets no entries and the current
    checkpoint, from which it can see either.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PAGE, [reader, after, limit])
        rows = cursor.fetchall()
    size = merkle_store.head().size
    last = min(after, size)
    entries: list[dict[str, object]] = []
    weight = 0
    for position, leaf, raw in rows:
        weight += 128 + len(raw or b"")
        if entries and weight > PAGE_BYTES:
            break
        if raw is None:
            entries.append({"position": position, "leaf": _base64(bytes(leaf))})
        else:
            entries.append({"position": position, "statement": bytes(raw).decode()})
        last = position
    return Page(entries=entries, checkpoint=checkpoint_at(last), size=max(size, last))


_PAGE = """
SELECT e.position, e.leaf, CASE WHEN e.published OR s.author = %s THEN s.raw END
FROM sync_logentry e LEFT JOIN sync_statement s ON s.id = e.statement_id
WHERE e.position > %s ORDER BY e.position LIMIT %s
"""


def _base64(raw: bytes) -> str:
    return b64encode(raw).decode()


def wait_for(after: int, seconds: float) -> bool:
    """Wait until the log is longer than `after`; return whether it is. Holds no database connection meanwhile."""
    if not connection.in_atomic_block:
        connection.close()
    return listener().wait_for(after, seconds)
