"""The tree against a naive recursive reference for every size up to 70, and the published cases."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.wire import merkle
from sync.wire.merkle import EMPTY_ROOT, Coordinate, Frontier
from sync.wire.refusals import FormatRefused

_TOP = 70
_LEAVES = [merkle.leaf_hash(b"entry %d" % number) for number in range(_TOP)]


# --- the reference: RFC 9162 §2.1 written down as it reads


@cache
def _mth(begin: int, end: int) -> bytes:
    if end == begin:
        return EMPTY_ROOT
    if end - begin == 1:
        return _LEAVES[begin]
    k = _split(end - begin)
    return merkle.node_hash(_mth(begin, begin + k), _mth(begin + k, end))


def _split(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def _path(m: int, begin: int, end: int) -> list[bytes]:
    if end - begin == 1:
        return []
    k = _split(end - begin)
    if m < k:
        return [*_path(m, begin, begin + k), _mth(begin + k, end)]
    return [*_path(m - k, begin + k, end), _mth(begin, begin + k)]


def _subproof(m: int, begin: int, end: int, known: bool) -> list[bytes]:
    if m == end - begin:
        return [] if known else [_mth(begin, end)]
    k = _split(end - begin)
    if m <= k:
        return [*_subproof(m, begin, begin + k, known), _mth(begin + k, end)]
    return [*_subproof(m - k, begin + k, end, False), _mth(begin, begin + k)]


class _Store:
    """Stored nodes as the database has them; remembers what was asked for, and in how many calls."""

    def __init__(self, size: int) -> None:
        self.frontier = Frontier()
        self.nodes = {(level, index): h for level, index, h in self.frontier.extend(_LEAVES[:size])}
        self.asked: list[Sequence[Coordinate]] = []

    def get(self, nodes: Sequence[Coordinate]) -> dict[Coordinate, bytes]:
        self.asked.append(nodes)
        return {node: self.nodes[node] for node in nodes if node in self.nodes}


@pytest.fixture(scope="module")
def store() -> _Store:
    return _Store(_TOP)


def test_the_roots_of_certificate_transparency() -> None:
    """The published test tree of RFC 6962 implementations: eight inputs, root after each."""
    inputs = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
    roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]
    frontier = Frontier()
    for data, root in zip(inputs, roots, strict=True):
        frontier.append(merkle.leaf_hash(bytes.fromhex(data)))
        assert frontier.root().hex() == root
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_frontier_of_every_size_equals_the_reference_however_it_is_made(store: _Store) -> None:
    one_by_one = Frontier()
    for size in range(_TOP + 1):
        at_once = Frontier()
        completed = at_once.extend(_LEAVES[:size])
        assert at_once == one_by_one == Frontier.from_bytes(one_by_one.to_bytes())
        assert at_once == Frontier.from_nodes(size, store.get)
        assert at_once.root() == _mth(0, size)
        assert len(completed) == len({node[:2] for node in completed}) < max(1, 2 * size)
        for level, index, digest in completed:
            assert digest == _mth(index << level, (index + 1) << level)
        if size < _TOP:
            copy = one_by_one.copy()
            new = one_by_one.append(_LEAVES[size])
            assert new[0] == (0, size, _LEAVES[size])
            assert (copy.size, copy.root()) == (size, _mth(0, size))


def test_every_inclusion_proof(store: _Store) -> None:
    for size in range(1, _TOP + 1):
        for index in range(size):
            store.asked.clear()
            path = merkle.inclusion_path(index, size, store.get)
            assert path == _path(index, 0, size)
            assert store.asked == [merkle.inclusion_nodes(index, size)]
            assert merkle.verify_inclusion(_LEAVES[index], index, size, path, _mth(0, size))
            assert (
                not merkle.verify_inclusion(_LEAVES[index], (index + 1) % size, size, path, _mth(0, size)) or size == 1
            )
            assert not merkle.verify_inclusion(_LEAVES[index], index, size, path, _mth(0, size - 1))
            assert not merkle.verify_inclusion(_LEAVES[index], index, size, [*path, EMPTY_ROOT], _mth(0, size))
            assert not path or not merkle.verify_inclusion(_LEAVES[index], index, size, path[:-1], _mth(0, size))


def test_every_consistency_proof(store: _Store) -> None:
    for new in range(1, _TOP + 1):
        for old in range(1, new + 1):
            store.asked.clear()
            path = merkle.consistency_path(old, new, store.get)
            assert path == _subproof(old, 0, new, True)
            assert store.asked == [merkle.consistency_nodes(old, new)]
            old_root, new_root = _mth(0, old), _mth(0, new)
            assert merkle.verify_consistency(old, new, old_root, new_root, path)
            assert not merkle.verify_consistency(old, new, _mth(0, old - 1), new_root, path)
            assert not merkle.verify_consistency(old, new, old_root, _mth(0, new - 1), path)
            assert not merkle.verify_consistency(old, new, old_root, new_root, [*path, EMPTY_ROOT])
            assert not path or not merkle.verify_consistency(old, new, old_root, new_root, path[:-1])


@given(size=st.integers(2, _TOP), data=st.data())
def test_one_flipped_bit_never_verifies(store: _Store, size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size - 1))
    flip = data.draw(st.integers(0, 32 * 8 - 1))

    def flipped(h: bytes) -> bytes:
        changed = bytearray(h)
        changed[flip // 8] ^= 1 << flip % 8
        return bytes(changed)

    def variants(path: list[bytes]) -> list[list[bytes]]:
        return [[*path[:at], flipped(path[at]), *path[at + 1 :]] for at in range(len(path))]

    root, leaf, path = _mth(0, size), _LEAVES[index], merkle.inclusion_path(index, size, store.get)
    assert not merkle.verify_inclusion(flipped(leaf), index, size, path, root)
    assert not merkle.verify_inclusion(leaf, index, size, path, flipped(root))
    assert not any(merkle.verify_inclusion(leaf, index, size, changed, root) for changed in variants(path))

    old_root, path = _mth(0, old), merkle.consistency_path(old, size, store.get)
    assert not merkle.verify_consistency(old, size, flipped(old_root), root, path)
    assert not merkle.verify_consistency(old, size, old_root, flipped(root), path)
    assert not any(merkle.verify_consistency(old, size, old_root, root, changed) for changed in variants(path))


def test_a_leaf_cannot_pass_as_a_node_nor_a_node_as_a_leaf() -> None:
    left, right = _LEAVES[0], _LEAVES[1]
    assert merkle.leaf_hash(left + right) != merkle.node_hash(left, right)
    assert not merkle.verify_inclusion(merkle.leaf_hash(left + right), 0, 1, [], _mth(0, 2))


# One published case differs from a plain RFC 9162 verifier: see the sentence in verify_consistency.
def test_published_inclusion_cases(vectors: Path) -> None:
    cases = sorted((vectors / "merkle" / "inclusion").rglob("*.json"))
    assert len(cases) == 86
    for file in cases:
        case = json.loads(file.read_text())
        verdict = merkle.verify_inclusion(
            _b64(case["leafHash"]),
            case["leafIdx"],
            case["treeSize"],
            [_b64(h) for h in case["proof"] or []],
            _b64(case["root"]),
        )
        assert verdict != case["wantErr"], file.name


def test_published_consistency_cases(vectors: Path) -> None:
    cases = sorted((vectors / "merkle" / "consistency").rglob("*.json"))
    assert len(cases) == 84
    for file in cases:
        case = json.loads(file.read_text())
        verdict = merkle.verify_consistency(
            case["size1"],
            case["size2"],
            _b64(case["root1"]),
            _b64(case["root2"]),
            [_b64(h) for h in case["proof"] or []],
        )
        assert verdict != case["wantErr"], file.name


def _b64(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def test_the_empty_tree_begins_every_tree_and_needs_no_path() -> None:
    assert merkle.verify_consistency(0, 5, EMPTY_ROOT, _mth(0, 5), [])
    assert merkle.verify_consistency(0, 0, EMPTY_ROOT, EMPTY_ROOT, [])
    assert not merkle.verify_consistency(0, 5, _mth(0, 1), _mth(0, 5), [])
    assert not merkle.verify_consistency(0, 0, _LEAVES[0], _LEAVES[0], [])
    assert not merkle.verify_consistency(0, 5, EMPTY_ROOT, _mth(0, 5), [_LEAVES[0]])


@pytest.mark.parametrize(
    ("index", "size"), [(-1, 3), (3, 3), (0, 0)], ids=["before the first", "behind the last", "empty tree"]
)
def test_a_position_outside_the_tree_is_refused(store: _Store, index: int, size: int) -> None:
    with pytest.raises(FormatRefused, match="tree_range"):
        merkle.inclusion_path(index, size, store.get)


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3), (-1, 3)])
def test_sizes_out_of_order_are_refused(store: _Store, old: int, new: int) -> None:
    with pytest.raises(FormatRefused, match="tree_range"):
        merkle.consistency_path(old, new, store.get)
    assert old == 0 or not merkle.verify_consistency(old, new, EMPTY_ROOT, EMPTY_ROOT, [])


def test_a_missing_stored_node_is_said(store: _Store) -> None:
    with pytest.raises(FormatRefused, match="tree_node_missing"):
        merkle.inclusion_path(0, 100, store.get)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(bytes(7), id="too short"),
        pytest.param((1).to_bytes(8), id="a size without hashes"),
        pytest.param((1).to_bytes(8) + bytes(31), id="a short hash"),
        pytest.param((1).to_bytes(8) + bytes(64), id="a hash too many"),
        pytest.param(bytes(8) + bytes(32), id="hashes of nothing"),
    ],
)
def test_a_frontier_that_does_not_fit_its_size_is_refused(raw: bytes) -> None:
    with pytest.raises(FormatRefused, match="tree_malformed"):
        Frontier.from_bytes(raw)


def test_a_leaf_must_be_a_hash() -> None:
    frontier = Frontier()
    with pytest.raises(FormatRefused, match="tree_malformed"):
        frontier.extend([_LEAVES[0], b"short"])
    assert frontier == Frontier(1, [_LEAVES[0]])
