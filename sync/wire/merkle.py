"""The Merkle tree of the log: RFC 6962 hashing, RFC 9162 proofs.

Complete subtrees are stored as rows (level, index) -> hash, insert-only, fewer than two per leaf: the node at
(level, index) covers the leaves from index * 2^level up to, not including, (index + 1) * 2^level.
What is not complete is folded when asked for. Hashes are 32 bytes of SHA-256.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from sync.wire.refusals import FormatRefused

type Coordinate = tuple[int, int]
type Node = tuple[int, int, bytes]
type GetNodes = Callable[[Sequence[Coordinate]], Mapping[Coordinate, bytes]]

EMPTY_ROOT: Final = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of one entry's bytes (RFC 9162 §2.1.1)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees; the prefix keeps a node from passing as a leaf."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The edge of a growing tree: one hash per complete subtree, largest first. Mutable; copying is cheap."""

    __slots__ = ("_hashes", "_size")

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        """Take size and hashes. Raises tree_malformed when there is not one 32-byte hash per set bit of `size`."""
        self._size = size
        self._hashes = list(hashes)
        if size < 0 or size.bit_count() != len(self._hashes) or any(len(h) != 32 for h in self._hashes):
            raise FormatRefused.because("tree_malformed")

    @property
    def size(self) -> int:
        return self._size

    @property
    def hashes(self) -> tuple[bytes, ...]:
        return tuple(self._hashes)

    def copy(self) -> Frontier:
        return Frontier(self._size, self._hashes)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Frontier):
            return NotImplemented
        return self._size == other._size and self._hashes == other._hashes

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Frontier(size={self._size}, root={self.root().hex()})"

    def append(self, leaf: bytes) -> list[Node]:
        """Add one leaf hash; return the subtrees this completed, the leaf itself first."""
        return self.extend((leaf,))

    def extend(self, leaves: Iterable[bytes]) -> list[Node]:
        """Add leaf hashes in order; return all newly completed subtrees as (level, index, hash)."""
        sha256, hashes, size = hashlib.sha256, self._hashes, self._size
        completed: list[Node] = []
        for leaf in leaves:
            if len(leaf) != 32:
                self._size = size
                raise FormatRefused.because("tree_malformed")
            index, level, digest = size, 0, leaf
            completed.append((0, index, digest))
            while index & 1:
                digest = sha256(b"\x01" + hashes.pop() + digest).digest()
                index >>= 1
                level += 1
                completed.append((level, index, digest))
            hashes.append(digest)
            size += 1
        self._size = size
        return completed

    def root(self) -> bytes:
        """Return the tree's root; `EMPTY_ROOT` for no leaves."""
        return _fold(self._hashes) if self._hashes else EMPTY_ROOT

    def to_bytes(self) -> bytes:
        """Write eight bytes of size, big-endian, then the hashes."""
        return self._size.to_bytes(8) + b"".join(self._hashes)

    @classmethod
    def from_bytes(cls, raw: bytes) -> Frontier:
        """Read what `to_bytes` wrote. Raises tree_malformed."""
        if len(raw) < 8 or len(raw) % 32 != 8:
            raise FormatRefused.because("tree_malformed")
        return cls(int.from_bytes(raw[:8]), [raw[at : at + 32] for at in range(8, len(raw), 32)])

    @classmethod
    def from_nodes(cls, size: int, get_nodes: GetNodes) -> Frontier:
        """Rebuild it from stored nodes (`frontier_nodes`). Raises tree_node_missing."""
        return cls(size, _fetch(frontier_nodes(size), get_nodes))


def _fold(hashes: Sequence[bytes]) -> bytes:
    digest = hashes[-1]
    for left in reversed(hashes[:-1]):
        digest = node_hash(left, digest)
    return digest


def _subtrees(begin: int, end: int) -> list[Coordinate]:
    """Return the complete subtrees, largest first, that make up the leaves of one subtree of the tree."""
    nodes: list[Coordinate] = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        nodes.append((level, begin >> level))
        begin += 1 << level
    return nodes


def _fetch(nodes: Sequence[Coordinate], get_nodes: GetNodes) -> list[bytes]:
    found = get_nodes(nodes)
    try:
        return [found[node] for node in nodes]
    except KeyError:
        raise FormatRefused.because("tree_node_missing") from None


def _largest_power_below(count: int) -> int:
    return 1 << (count - 1).bit_length() - 1


def _inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    """Return the leaf ranges whose roots are the path, leaf first (RFC 9162 §2.1.3.1)."""
    if not 0 <= index < size:
        raise FormatRefused.because("tree_range", "index")
    ranges: list[tuple[int, int]] = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + _largest_power_below(end - begin)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((begin, middle))
            begin = middle
    return ranges[::-1]


def _consistency_ranges(old: int, new: int) -> list[tuple[int, int]]:
    """Return the leaf ranges whose roots are the path (RFC 9162 §2.1.4.1)."""
    if not 0 < old <= new:
        raise FormatRefused.because("tree_range", "old")
    ranges: list[tuple[int, int]] = []
    begin, end = 0, new
    while end != old:
        middle = begin + _largest_power_below(end - begin)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((begin, middle))
            begin = middle
    # The verifier knows the old root itself; only a part of the old tree has to be told.
    if begin:
        ranges.append((begin, end))
    return ranges[::-1]


def _flat(ranges: Sequence[tuple[int, int]]) -> tuple[Coordinate, ...]:
    return tuple(node for begin, end in ranges for node in _subtrees(begin, end))


def _path(ranges: Sequence[tuple[int, int]], get_nodes: GetNodes) -> list[bytes]:
    hashes = iter(_fetch(_flat(ranges), get_nodes))
    return [_fold([next(hashes) for _ in _subtrees(begin, end)]) for begin, end in ranges]


def frontier_nodes(size: int) -> tuple[Coordinate, ...]:
    """Return the stored nodes that make up the frontier, and so the root, of the tree of this size."""
    return tuple(_subtrees(0, size))


def inclusion_nodes(index: int, size: int) -> tuple[Coordinate, ...]:
    """Return the stored nodes that `inclusion_path` will ask for, all in one call. Raises tree_range."""
    return _flat(_inclusion_ranges(index, size))


def consistency_nodes(old: int, new: int) -> tuple[Coordinate, ...]:
    """Return the stored nodes that `consistency_path` will ask for, all in one call. Raises tree_range."""
    return _flat(_consistency_ranges(old, new))


def inclusion_path(index: int, size: int, get_nodes: GetNodes) -> list[bytes]:
    """Return the proof that leaf `index` (from 0) is in the tree of this size; `get_nodes` is called once.

    Raises tree_range, tree_node_missing.
    """
    return _path(_inclusion_ranges(index, size), get_nodes)


def consistency_path(old: int, new: int, get_nodes: GetNodes) -> list[bytes]:
    """Return the proof that the tree of size `old` (from 1) is the beginning of that of size `new`; empty when equal.

    Raises tree_range, tree_node_missing.
    """
    return _path(_consistency_ranges(old, new), get_nodes)


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Return whether `path` proves the leaf hash at `index` (from 0) under this root (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size or any(len(h) != 32 for h in (leaf, root, *path)):
        return False
    at, last, digest = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            digest = node_hash(sibling, digest)
            while not at & 1 and at:
                at >>= 1
                last >>= 1
        else:
            digest = node_hash(digest, sibling)
        at >>= 1
        last >>= 1
    return last == 0 and digest == root


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Return whether `path` proves that the tree (new, new_root) begins with (old, old_root) (RFC 9162 §2.1.4.2).

    Nothing can be proved about the empty tree: with `old` = 0 the path must be empty, the root `EMPTY_ROOT`.
    """
    if not 0 <= old <= new or any(len(h) != 32 for h in (old_root, new_root, *path)):
        return False
    if old == 0:
        return not path and old_root == EMPTY_ROOT and (new > 0 or new_root == EMPTY_ROOT)
    if old == new:
        return not path and old_root == new_root
    hashes = list(path)
    if old & (old - 1) == 0:
        hashes.insert(0, old_root)
    if not hashes:
        return False
    at, last = old - 1, new - 1
    while at & 1:
        at >>= 1
        last >>= 1
    small = large = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            small = node_hash(sibling, small)
            large = node_hash(sibling, large)
            while not at & 1 and at:
                at >>= 1
                last >>= 1
        else:
            large = node_hash(large, sibling)
        at >>= 1
        last >>= 1
    return last == 0 and small == old_root and large == new_root
