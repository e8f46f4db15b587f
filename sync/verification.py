"""Checking everything that is stored of the log: from the signed bytes up to the last checkpoint."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sync import keys, log, merkle_store
from sync.keys import KeyRecord
from sync.models import Checkpoint, LogEntry, MerkleNode, NodeKey
from sync.wire import checkpoint as notes
from sync.wire import merkle, suites
from sync.wire import statement as wire
from sync.wire.refusals import FormatRefused

CHUNK = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something stored is not what was signed. ``position`` 0: not about one entry."""

    position: int
    what: str


@dataclass(slots=True, kw_only=True)
class Verified:
    """What was looked at."""

    entries: int = 0
    signatures: int = 0
    withheld: int = 0
    checkpoints: int = 0


def verify(verified: Verified, advance: Callable[[int], None] = lambda count: None) -> Iterator[Fault]:
    """Go through entries, subtrees and checkpoints, counting in `verified`; yield every fault found.

    Every leaf is the hash of the stored bytes, every statement is signed by a key of its author that counts at its
    position, positions have no gap, the log's clock follows from the times of issue, every stored subtree and the
    frontier follow from the leaves, every checkpoint is signed by national and has the root of its size.
    """
    frontier = merkle.Frontier()
    known_keys = keys.records(NodeKey.objects.values_list("kid", flat=True))
    checkpoints = Checkpoint.objects.order_by("size").iterator(CHUNK)
    upcoming = next(checkpoints, None)
    rows = LogEntry.objects.order_by("position").values_list(
        "position", "leaf", "published", "reached_at", "statement__raw", "statement__issued_at",
        "statement__digest", "statement__seq", "statement__author",
    )  # fmt: skip
    clock: datetime | None = None
    completed: list[merkle.Node] = []
    for position, leaf, published, reached_at, raw, issued_at, *members in rows.iterator(CHUNK):
        if position != frontier.size + 1:
            yield Fault(position=position, what=f"follows position {frontier.size}")
            return
        if raw is None:
            verified.withheld += 1
        else:
            yield from _statement(position, bytes(leaf), bytes(raw), [*members, issued_at], known_keys)
            verified.signatures += 1
        clock = log.later(clock, issued_at if published else None)
        if reached_at != clock:
            yield Fault(position=position, what="the log's clock does not follow from the times of issue")
            clock = reached_at  # one fault is said once
        completed += [node for node in frontier.append(bytes(leaf)) if node[0]]
        verified.entries += 1
        while upcoming is not None and upcoming.size <= position:
            yield from _checkpoint(upcoming, frontier)
            verified.checkpoints += 1
            upcoming = next(checkpoints, None)
        if len(completed) >= CHUNK:
            yield from _subtrees(completed)
            completed.clear()
            advance(CHUNK)
    yield from _subtrees(completed)
    yield from _ends(frontier, upcoming)


def _statement(
    position: int, leaf: bytes, raw: bytes, members: Sequence[object], known_keys: dict[str, KeyRecord]
) -> Iterator[Fault]:
    if merkle.leaf_hash(raw) != leaf:
        yield Fault(position=position, what="the leaf is not the hash of the stored bytes")
    try:
        statement = wire.parse(raw)
    except FormatRefused as error:
        yield Fault(position=position, what=f"the stored bytes cannot be read: {error.code}")
        return
    issued_at = datetime.fromisoformat(statement.issued_at)
    if tuple(members) != (sha256(raw).digest(), statement.seq, statement.author, issued_at):
        yield Fault(position=position, what="digest, seq, author or time of issue differ from the stored bytes")
    key = known_keys.get(statement.kid)
    if key is None or key.division != statement.author or not key.valid_at(position):
        yield Fault(position=position, what=f"key {statement.kid} does not count here")
    elif not wire.verify(statement, key.suite, key.public):
        yield Fault(position=position, what="the signature is wrong")


def _subtrees(completed: list[merkle.Node]) -> Iterator[Fault]:
    stored = merkle_store.get_nodes([(level, index) for level, index, _ in completed])
    for level, index, digest in completed:
        if stored.get((level, index)) != digest:
            last = (index + 1) << level
            yield Fault(position=last, what=f"the subtree {level}/{index} is wrong or missing")


def _checkpoint(stored: Checkpoint, frontier: merkle.Frontier) -> Iterator[Fault]:
    try:
        found = notes.verify(stored.note, name=log.ORIGIN, suite=suites.ED25519, public_key=keys.pinned())
    except FormatRefused as error:
        yield Fault(position=stored.size, what=f"the checkpoint is not national's: {error.code}")
        return
    if (found.size, found.root) != (frontier.size, frontier.root()) or bytes(stored.root) != found.root:
        yield Fault(position=stored.size, what="the checkpoint's root is not that of the entries")


def _ends(frontier: merkle.Frontier, upcoming: Checkpoint | None) -> Iterator[Fault]:
    if upcoming is not None:
        yield Fault(
            position=0, what=f"a checkpoint of size {upcoming.size} is signed, {frontier.size} entries are here"
        )
    if merkle_store.head() != frontier:
        yield Fault(position=0, what="the head is not that of the entries")
    if MerkleNode.objects.count() != frontier.size - frontier.size.bit_count():
        yield Fault(position=0, what="there are subtrees that no entries belong to")
