"""The Merkle tree of the log in its tables: leaves in the entries, complete subtrees above them in `MerkleNode`.

Position p is leaf p - 1. Nothing here is ever updated but the head's one row.
"""

from collections.abc import Callable, Mapping, Sequence

from django.db import connection

from sync.bulk import copy_in
from sync.models import LogEntry, LogHead, MerkleNode
from sync.wire import merkle
from sync.wire.merkle import Coordinate, Frontier, Node
from sync.wire.refusals import ProtocolRefused


def head() -> Frontier:
    """Return size and frontier as committed last; an empty tree before the node has an identity."""
    row = LogHead.objects.order_by().values_list("size", "frontier").first()
    return _frontier(*row) if row else Frontier()


def lock_head() -> Frontier:
    """Lock the head's row until the transaction ends and return what it says.

    Always the last lock taken: whoever holds it is the only one who can append. Raises ProtocolRefused.
    """
    row = LogHead.objects.select_for_update().order_by().values_list("size", "frontier").first()
    if row is None:
        raise ProtocolRefused.because("node_identity_missing")
    return _frontier(*row)


def _frontier(size: int, hashes: "bytes | memoryview[int]") -> Frontier:
    raw = bytes(hashes)
    return Frontier(size, [raw[at : at + 32] for at in range(0, len(raw), 32)])


def store(frontier: Frontier, completed: Sequence[Node]) -> None:
    """Write the subtrees that became complete and move the head. The head must be locked."""
    copy_in(MerkleNode, ("level", "index", "hash"), [node for node in completed if node[0]])
    LogHead.objects.update(size=frontier.size, frontier=b"".join(frontier.hashes))


def get_nodes(nodes: Sequence[Coordinate]) -> Mapping[Coordinate, bytes]:
    """Return the stored hashes of these coordinates; what is not stored is left out."""
    leaves = [index + 1 for level, index in nodes if level == 0]
    inner = [node for node in nodes if node[0]]
    found: dict[Coordinate, bytes] = {}
    if leaves:
        rows = LogEntry.objects.filter(position__in=leaves).order_by().values_list("position", "leaf")
        found.update({(0, position - 1): bytes(leaf) for position, leaf in rows})
    if inner:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT n.level, n.index, n.hash FROM sync_merklenode n"
                " JOIN unnest(%s::smallint[], %s::bigint[]) AS w(level, index) USING (level, index)",
                [[level for level, _ in inner], [index for _, index in inner]],
            )
            found.update({(level, index): bytes(digest) for level, index, digest in cursor.fetchall()})
    return found


def root_at(size: int) -> bytes:
    """Return the root of the log's first `size` entries. Raises NotAccepted: tree_range, tree_node_missing."""
    return _asked(lambda: Frontier.from_nodes(size, get_nodes).root(), size)


def inclusion(position: int, size: int) -> list[bytes]:
    """Return the proof that the entry at `position` is in the log of this size (RFC 9162 §2.1.3).

    Raises NotAccepted: tree_range.
    """
    return _asked(lambda: merkle.inclusion_path(position - 1, size, get_nodes), size)


def consistency(old: int, new: int) -> list[bytes]:
    """Return the proof that the log of size `new` begins with that of size `old` (RFC 9162 §2.1.4).

    Raises NotAccepted: tree_range.
    """
    return _asked(lambda: merkle.consistency_path(old, new, get_nodes), new)


def _asked[Found](question: Callable[[], Found], size: int) -> Found:
    if size > head().size:
        raise ProtocolRefused.because("tree_range", "size")
    return question()
