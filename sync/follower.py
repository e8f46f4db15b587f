"""Following national's log: verify a page, apply it, move the cursor, all in one transaction or not at all.

What is verified, in this order: positions follow on; the root over everything applied so far and this page is the one
that national signed; own statements are the bytes that were signed here; an author's sequence numbers rise; every
statement was signed by a key of its author that counts at that position. Nothing is ever skipped: a page that cannot be
verified or applied stops the node, which says so in its cursor and to the security officer.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sync import admission, keys, log, merkle_store, outbox
from sync.admission import SPOILT
from sync.authoring import STATEMENT_COLUMNS, statement_row
from sync.bulk import copy_in, security_event
from sync.client import NationalClient
from sync.entries import ReadEntry, check_rising, read_entry, recognise
from sync.keys import KeyRecord
from sync.models import Checkpoint, Cursor, LogEntry, Node, Statement, StatementStatus
from sync.pages import Page
from sync.reading import ReadingAhead
from sync.refusals import MISCONFIGURED, MISMATCHES, saying
from sync.topics import NATIONAL, Topic
from sync.wire import checkpoint as notes
from sync.wire import statement as wire
from sync.wire import suites
from sync.wire.merkle import Frontier
from sync.wire.merkle import Node as MerkleNode
from sync.wire.refusals import FormatRefused, NotAccepted, ProtocolRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What became of a page: entries applied, the cursor after it, the log's size as national said.

    True when there were entries.
    """

    entries: int
    position: int
    size: int

    def __bool__(self) -> bool:
        return self.entries > 0

    @property
    def level(self) -> bool:
        """Whether there was nothing more to read."""
        return self.position >= self.size


def apply_page(page: Page, *, now: datetime) -> Applied:
    """Verify and apply a page of national's log.

    Raises ProtocolRefused, one of `MISMATCHES`, when it does not extend what was verified, or cannot be applied; then
    nothing has changed.
    A page that another process was quicker with changes nothing and is no fault.
    """
    try:
        with transaction.atomic():
            cursor = _lock_cursor()
            if cursor.position != page.after:
                return Applied(entries=0, position=cursor.position, size=max(page.size, cursor.position))
            _Application(page, cursor, now).run()
    except SPOILT as error:
        raise ProtocolRefused(
            saying("entry_not_applicable", f"{page.after + 1}–{page.last}: {type(error).__name__}")
        ) from error
    return Applied(entries=len(page.entries), position=page.last, size=page.size)


def _lock_cursor() -> Cursor:
    cursor = Cursor.objects.select_for_update().filter(pk=NATIONAL).first()
    if cursor is None:
        raise ProtocolRefused.because("node_identity_missing")
    return cursor


class _Application:
    """One page on its way into the database. The cursor is locked."""

    def __init__(self, page: Page, cursor: Cursor, now: datetime) -> None:
        self._page = page
        self._cursor = cursor
        self._now = now
        self._division = outbox.this_division()
        self._read: list[ReadEntry] = []

    def run(self) -> None:
        """Verify, then apply. Raises ProtocolRefused."""
        frontier, completed = self._verified_tree()
        if self._page.entries:
            self._read = [read_entry(entry.position, entry.raw) for entry in self._page.entries if entry.raw]
            recognise(self._read)
            self._last = check_rising(self._read, own=self._division)
            self._lock()
            self._store(frontier, completed)
            self._apply()
        self._move()

    # --- verifying

    def _verified_tree(self) -> tuple[Frontier, list[MerkleNode]]:
        """Return the tree with the page's leaves, and the subtrees they completed, once the root is national's."""
        page = self._page
        frontier = merkle_store.head()
        if frontier.size != page.after:
            raise ProtocolRefused(saying("log_not_contiguous", f"tree {frontier.size}, cursor {page.after}"))
        try:
            found = notes.verify(page.checkpoint, name=log.ORIGIN, suite=suites.ED25519, public_key=keys.pinned())
        except FormatRefused as error:
            raise ProtocolRefused(saying("checkpoint_not_authentic", error.code)) from None
        if found.origin != log.ORIGIN:
            raise ProtocolRefused(saying("checkpoint_not_authentic", "origin"))
        if found.size < page.after or page.size < page.after:
            raise ProtocolRefused(saying("log_shrunk", f"{min(found.size, page.size)} < {page.after}"))
        if found.size != page.last or page.size < page.last:
            raise ProtocolRefused(saying("checkpoint_wrong_size", f"{found.size} for {page.last}"))
        completed = frontier.extend(entry.leaf for entry in page.entries)
        if frontier.root() != found.root:
            raise ProtocolRefused(saying("root_mismatch", f"at {page.last}"))
        return frontier, completed

    # --- applying

    def _lock(self) -> None:
        unknown_own = [r for r in self._read if r.status is None and r.statement.author == self._division]
        if unknown_own:
            self._take_back(unknown_own)
        admission.lock([read.candidate for read in self._read])

    def _take_back(self, own: Sequence[ReadEntry]) -> None:
        """Go on with the own chain from what is in the log: this database was restored, or is being rebuilt."""
        node = admission.lock_nodes([self._division])[self._division]
        seqs = [read.statement.seq for read in own]
        if Statement.objects.filter(author=self._division, seq__in=seqs).exists():
            raise ProtocolRefused(saying("own_entry_differs", f"seq in {min(seqs)}–{max(seqs)}"))
        last = max(own, key=lambda read: read.statement.seq).statement
        if last.seq > node.chain_seq:
            Node.objects.filter(pk=self._division).update(chain_seq=last.seq, chain_digest=last.digest.hex())

    def _store(self, frontier: Frontier, completed: Sequence[MerkleNode]) -> None:
        """Write statements, entries, tree and checkpoint."""
        new = [read for read in self._read if read.status is None]
        copy_in(
            Statement,
            STATEMENT_COLUMNS,
            [statement_row(r.statement, r.candidate.item, StatementStatus.LOGGED, self._now) for r in new],
        )
        known = [read.id for read in self._read if read.status is not None]
        if known:
            outbox.finish(known)
            Statement.objects.filter(pk__in=known).update(status=StatementStatus.LOGGED)
        whole = {read.position: read for read in self._read}
        entries = []
        for entry in self._page.entries:
            read = whole.get(entry.position)
            item = read.candidate.item if read else None
            entries.append(
                log.NewEntry(
                    statement_id=read.id if read else None,
                    leaf=entry.leaf,
                    published=read is not None and read.candidate.topic.published(read.candidate.item.body),
                    issued_at=item.issued_at if item else None,
                )
            )
        rows = [
            (at.position, entry.statement_id, entry.leaf, entry.published, reached_at)
            for at, entry, reached_at in zip(self._page.entries, entries, log.clocked(entries), strict=True)
        ]
        copy_in(LogEntry, log.ENTRY_COLUMNS, rows)
        merkle_store.store(frontier, completed)
        Checkpoint.objects.create(
            size=frontier.size, root=frontier.root(), note=self._page.checkpoint, made_at=self._now
        )

    def _apply(self) -> None:
        """Check signatures and apply, run by run: a key added or revoked counts for what follows it."""
        by_candidate = {id(read.candidate): read for read in self._read}
        known_keys = self._keys()
        verified = self._verified(known_keys)
        for topic, run in admission.runs([read.candidate for read in self._read]):
            reads = [by_candidate[id(candidate)] for candidate in run]
            for read in reads:
                self._signed(read, known_keys.get(read.statement.kid), verified)
            self._apply_run(topic, reads)
            if topic.name in ("key.added", "key.revoked"):
                known_keys = self._keys()
        for author, seq in self._last.items():
            if author != self._division:
                Node.objects.filter(pk=author).update(chain_seq=seq)

    def _keys(self) -> dict[str, KeyRecord]:
        return keys.records({read.statement.kid for read in self._read})

    def _verified(self, known_keys: Mapping[str, KeyRecord]) -> set[int]:
        """Return the positions whose signatures hold by the keys known before the page: most of them, all at once."""
        reads = [read for read in self._read if read.statement.kid in known_keys]
        found = [(read.statement, known_keys[read.statement.kid]) for read in reads]
        holds = wire.verify_all([(statement, key.suite, key.public) for statement, key in found])
        return {read.position for read, signed in zip(reads, holds, strict=True) if signed}

    def _signed(self, read: ReadEntry, key: KeyRecord | None, verified: Collection[int]) -> None:
        statement = read.statement
        if key is None or key.division != statement.author or not key.valid_at(read.position):
            raise ProtocolRefused(saying("entry_key_invalid", f"{read.position}: {statement.kid}"))
        # A key's bytes never change; one that was added within the page verifies here.
        if read.position not in verified and not wire.verify(statement, key.suite, key.public):
            raise ProtocolRefused(saying("entry_signature_invalid", str(read.position)))

    def _apply_run(self, topic: Topic, reads: Sequence[ReadEntry]) -> None:
        candidates = [read.candidate for read in reads]
        # What is pending here has had its effect since it was stated.
        pending = {id(read.candidate) for read in reads if read.status == StatementStatus.PENDING}
        admission.restate(candidates, in_force=lambda candidate: id(candidate) not in pending, now=self._now)

    def _move(self) -> None:
        """Move the cursor: what was verified is verified, and no error stands any more."""
        Cursor.objects.filter(pk=NATIONAL).update(
            position=self._page.last,
            national_position=self._page.size,
            verified_at=self._now,
            last_error="",
            failing_since=None,
        )
        if self._page.entries:
            log.notify(self._page.last)


# --- one step of the loop


def follow_once(
    wait: int = 0,
    *,
    limit: int = log.MAX_LIMIT,
    client: NationalClient | None = None,
    reader: ReadingAhead | None = None,
    now: datetime | None = None,
) -> Applied:
    """Ask national for the page after the cursor, waiting up to so many seconds for one, and apply it.

    `reader` fetches pages ahead with the same client; `now` is when the page came, the clock's if not given.
    What goes wrong is shown in the cursor and raised: ProtocolRefused.
    """
    asked = client or NationalClient()
    try:
        position = Cursor.objects.values_list("position", flat=True).filter(pk=NATIONAL).first()
        if position is None:
            raise ProtocolRefused.because("node_identity_missing")
        page = (reader or asked).get_log(position, limit=limit, wait=wait)
        return apply_page(page, now=now or timezone.now())
    except NotAccepted as error:
        if asked.interrupted or error.code in MISCONFIGURED:
            raise
        record_failure(error, now=now or timezone.now())
        raise
    finally:
        if client is None:
            asked.close()


def record_failure(error: NotAccepted, *, now: datetime) -> None:
    """Show in the cursor what stops the reader; tell the security officer once about what is no mere outage."""
    text = f"{error.reason.code}: {error.reason.sentence}"[:300]
    with transaction.atomic():
        cursor = _lock_cursor()
        if error.code in MISMATCHES and cursor.last_error != text:
            security_event(error.reason.code, NATIONAL, text, now=now)
        Cursor.objects.filter(pk=NATIONAL).update(last_error=text, failing_since=cursor.failing_since or now)
