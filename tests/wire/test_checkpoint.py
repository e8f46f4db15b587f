"""Checkpoints and cosignatures: notes of real logs, the script of another witness, a table of bad notes."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from sync.wire import checkpoint as checkpoints
from sync.wire import merkle
from sync.wire.checkpoint import Checkpoint, NoteSignature
from sync.wire.refusals import FormatRefused
from sync.wire.suites import ED25519, KeyPair

_NAME = "payqual.example/log"
_CHECKPOINT = Checkpoint(origin=_NAME, size=20_852_163, root=bytes(range(32)))

# The checksum database of Go: a real log's note, and its published Ed25519 key.
_SUMDB = (
    "go.sum database tree\n35225469\nvt5T6GaLCXvyHFl9VUvvItR43XZxfLgftEcTyO3eJCQ=\n\n"
    "— sum.golang.org "
    "Az3grpukl5AXaVfYkLiDGORx/DN2nlcS5kZHR5uYOBV2KA2HgXpD+gu9HHONebHLAyaKbbTM75QTtPydhKCExixSfwQ=\n"
)
_SUMDB_KEY = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"


def _sign(pair: KeyPair, checkpoint: Checkpoint = _CHECKPOINT, name: str = _NAME) -> str:
    return checkpoints.sign(checkpoint, name=name, suite=ED25519, private_key=pair.private)


def _cosign(pair: KeyPair, checkpoint: Checkpoint = _CHECKPOINT, timestamp: int = 1_750_471_200) -> NoteSignature:
    return checkpoints.cosign(checkpoint, name="520000", suite=ED25519, private_key=pair.private, timestamp=timestamp)


def _verify(pair: KeyPair, note: str, name: str = _NAME) -> Checkpoint:
    return checkpoints.verify(note, name=name, suite=ED25519, public_key=pair.public)


def test_a_real_logs_note_verifies() -> None:
    name, key_id, encoded = _SUMDB_KEY.split("+", 2)
    public = base64.b64decode(encoded)[1:]
    checkpoint = checkpoints.verify(_SUMDB, name=name, suite=ED25519, public_key=public)
    assert (checkpoint.origin, checkpoint.size) == ("go.sum database tree", 35_225_469)
    assert checkpoints.verifier_key(name, ED25519, public) == _SUMDB_KEY
    assert checkpoints.note_key_id(name, b"\x01", public).hex() == key_id
    for changed in (_SUMDB.replace("35225469", "35225470"), _SUMDB.replace("vt5T", "vt5U")):
        with pytest.raises(FormatRefused, match="checkpoint_signature_invalid"):
            checkpoints.verify(changed, name=name, suite=ED25519, public_key=public)


def test_published_notes(vectors: Path) -> None:
    published = json.loads((vectors / "checkpoints" / "checkpoints.json").read_text())["checkpoints"]
    assert [case["expect"] for case in published] == ["valid", "invalid", "parses"]
    vkey = published[0]["vkey"]
    for case in published:
        checkpoint, signatures = checkpoints.parse_note(case["note"])
        if case["expect"] == "parses":
            assert checkpoint.body_text() in case["note"]
        else:
            assert _rfc6962_note_verifies(checkpoint, signatures[0], vkey) == (case["expect"] == "valid")


def _rfc6962_note_verifies(checkpoint: Checkpoint, line: NoteSignature, vkey: str) -> bool:
    """A certificate log's signature covers its size and root, not its name: the name stands in the key id."""
    name, key_id, encoded = vkey.split("+", 2)
    key = base64.b64decode(encoded)
    log_id = hashlib.sha256(key[1:]).digest()
    assert checkpoints.note_key_id(name, key[:1], log_id).hex() == key_id == line.key_id.hex()
    tree_head = bytes([0, 1]) + line.signature[:8] + checkpoint.size.to_bytes(8) + checkpoint.root
    public = serialization.load_der_public_key(key[1:])
    assert isinstance(public, ec.EllipticCurvePublicKey)
    try:
        public.verify(line.signature[12:], tree_head, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return checkpoint.origin == name


def test_a_witness_script_of_another_implementation(vectors: Path) -> None:
    """What that witness accepts and refuses, our parts accept and refuse, in the order of its script."""
    script = (vectors / "checkpoints" / "witness-litewitness.txt").read_text()
    (key,) = re.findall(r"add-sigsum-log -key=([0-9a-f]{64})", script)
    steps = re.findall(
        r"POST \S+/add-checkpoint\n```\nold (\d+)\n((?:\S+\n)*)\n(.*?)```\nHTTP (\d+)", script, re.DOTALL
    )
    assert [status for *_, status in steps] == ["200", "403", "403", "422", "422", "200", "409", "200", "409"]
    name = steps[0][2].split("\n")[0]
    size, root = 0, merkle.EMPTY_ROOT
    for old, proof, note, expected in steps:
        seen = _seen(note, name, bytes.fromhex(key))
        path = [base64.b64decode(line) for line in proof.split()]
        if seen is None:
            outcome = "403"
        elif int(old) != size:
            outcome = "409"
        elif merkle.verify_consistency(size, seen.size, root, seen.root, path):
            outcome, size, root = "200", seen.size, seen.root
        else:
            outcome = "422"
        assert outcome == expected, note


def _seen(note: str, name: str, public: bytes) -> Checkpoint | None:
    try:
        return checkpoints.verify(note, name=name, suite=ED25519, public_key=public)
    except FormatRefused:
        return None


def test_a_note_is_exactly_these_lines(pair: KeyPair) -> None:
    note = _sign(pair)
    body, signature = note.split("\n\n")
    assert body == f"{_NAME}\n20852163\n{base64.b64encode(bytes(range(32))).decode()}"
    assert re.fullmatch(rf"— {re.escape(_NAME)} [A-Za-z0-9+/]{{91}}=\n", signature)
    assert _verify(pair, note) == _CHECKPOINT


def test_a_note_of_another_key_or_name_is_unsigned(pair: KeyPair, other_pair: KeyPair) -> None:
    note = _sign(pair)
    for key, name in ((other_pair, _NAME), (pair, "other")):
        with pytest.raises(FormatRefused, match="checkpoint_unsigned"):
            _verify(key, note, name)


def test_one_wrong_line_of_a_known_key_refuses_the_note(pair: KeyPair) -> None:
    note = _sign(pair)
    other = _sign(pair, Checkpoint(origin=_NAME, size=1, root=bytes(32)))
    with pytest.raises(FormatRefused, match="checkpoint_signature_invalid"):
        _verify(pair, note + other.split("\n\n")[1])


def test_cosignatures(pair: KeyPair, other_pair: KeyPair) -> None:
    line = _cosign(other_pair)
    assert checkpoints.parse_signature_line(line.line()) == line
    note = checkpoints.with_signatures(_sign(pair), [line])
    assert _verify(pair, note) == _CHECKPOINT

    def when(text: str) -> int:
        return checkpoints.verify_cosignature(text, name="520000", suite=ED25519, public_key=other_pair.public)

    assert when(note) == 1_750_471_200
    later = checkpoints.with_signatures(note, [_cosign(other_pair, timestamp=1_750_471_260)])
    assert when(later) == 1_750_471_260
    assert later.count("— ") == 2
    with pytest.raises(FormatRefused, match="checkpoint_unsigned"):
        when(_sign(pair))
    stolen = checkpoints.with_signatures(_sign(pair, Checkpoint(origin=_NAME, size=7, root=bytes(32))), [line])
    with pytest.raises(FormatRefused, match="checkpoint_signature_invalid"):
        when(stolen)


def test_a_cosignatures_time_is_signed(pair: KeyPair, other_pair: KeyPair) -> None:
    line = _cosign(other_pair)
    moved = NoteSignature(name=line.name, key_id=line.key_id, signature=(9).to_bytes(8) + line.signature[8:])
    note = checkpoints.with_signatures(_sign(pair), [moved])
    with pytest.raises(FormatRefused, match="checkpoint_signature_invalid"):
        checkpoints.verify_cosignature(note, name="520000", suite=ED25519, public_key=other_pair.public)


def test_a_cosignature_is_exactly_over_these_bytes(other_pair: KeyPair) -> None:
    message = b"cosignature/v1\ntime 1750471200\n" + _CHECKPOINT.body_text().encode()
    line = _cosign(other_pair)
    assert line.signature == (1_750_471_200).to_bytes(8) + ED25519.sign(other_pair.private, message)
    assert line.key_id == checkpoints.note_key_id("520000", b"\x04", other_pair.public)
    assert checkpoints.verifier_key("520000", ED25519, other_pair.public, cosignature=True) == (
        f"520000+{line.key_id.hex()}+{base64.b64encode(bytes([4]) + other_pair.public).decode()}"
    )


_ROOT = base64.b64encode(bytes(32)).decode()
_LINE = "— name " + base64.b64encode(bytes(68)).decode() + "\n"

_BAD = [
    pytest.param("", id="empty"),
    pytest.param(f"log\n1\n{_ROOT}\n", id="no signatures"),
    pytest.param(f"log\n1\n{_ROOT}\n\n", id="an empty signature part"),
    pytest.param(f"log\n1\n{_ROOT}\n\n{_LINE[:-1]}", id="no line break at the end"),
    pytest.param(f"log\n1\n{_ROOT}\n\n{_LINE}\n", id="a line break too many"),
    pytest.param(f"log\n1\n\n{_LINE}", id="no root"),
    pytest.param(f"\n1\n{_ROOT}\n\n{_LINE}", id="no origin"),
    pytest.param(f"lo\tg\n1\n{_ROOT}\n\n{_LINE}", id="tab in the origin"),
    pytest.param(f"lo\ud800g\n1\n{_ROOT}\n\n{_LINE}", id="half a surrogate pair in the origin"),
    pytest.param(f"lo\u2028g\n1\n{_ROOT}\n\n{_LINE}", id="another line break in the origin"),
    pytest.param(f"log\r\n1\n{_ROOT}\n\n{_LINE}", id="carriage return"),
    pytest.param(f"log\n01\n{_ROOT}\n\n{_LINE}", id="leading zero"),
    pytest.param(f"log\n-1\n{_ROOT}\n\n{_LINE}", id="negative size"),
    pytest.param(f"log\n１\n{_ROOT}\n\n{_LINE}", id="full-width digit"),
    pytest.param(f"log\n{2**53 + 1}\n{_ROOT}\n\n{_LINE}", id="size over 2^53"),
    pytest.param(f"log\n1\n{_ROOT[:-1]}\n\n{_LINE}", id="root without padding"),
    pytest.param(f"log\n1\n{_ROOT.replace('A=', 'B=')}\n\n{_LINE}", id="root with stray bits"),
    pytest.param(f"log\n1\n{base64.b64encode(bytes(31)).decode()}\n\n{_LINE}", id="short root"),
    pytest.param(f"log\n1\n{_ROOT}\n\n-{_LINE[1:]}", id="hyphen for the dash"),
    pytest.param(f"log\n1\n{_ROOT}\n\n{_LINE.replace('name', 'na+me')}", id="plus in the name"),
    pytest.param(f"log\n1\n{_ROOT}\n\n{_LINE.replace('name', 'na me')}", id="space in the name"),
    pytest.param(f"log\n1\n{_ROOT}\n\n— name AAAAAA==\n", id="a signature of no bytes"),
    pytest.param(f"log\n1\n{_ROOT}\n\n{_LINE * 101}", id="101 signatures"),
    pytest.param(f"log\n1\n{_ROOT}\n" + "x\n" * 20_000 + f"\n{_LINE}", id="over 32,768 characters"),
]


@pytest.mark.parametrize("note", _BAD)
def test_a_bad_note_is_refused(note: str) -> None:
    with pytest.raises(FormatRefused, match="checkpoint_malformed"):
        checkpoints.parse_note(note)


def test_further_lines_of_a_log_are_kept_and_signed(pair: KeyPair) -> None:
    checkpoint = Checkpoint(origin=_NAME, size=0, root=merkle.EMPTY_ROOT, extensions=("keys 张三", "b"))
    note = _sign(pair, checkpoint)
    assert _verify(pair, note) == checkpoint
    with pytest.raises(FormatRefused, match="checkpoint_signature_invalid"):
        _verify(pair, note.replace("\nb\n", "\nc\n"))


@pytest.mark.parametrize(
    "change",
    [{"origin": ""}, {"origin": "a\nb"}, {"size": -1}, {"root": b""}, {"extensions": ("",)}],
    ids=str,
)
def test_what_cannot_be_read_cannot_be_made(change: dict[str, object]) -> None:
    wanted = {"origin": "a", "size": 1, "root": bytes(32), **change}
    with pytest.raises(FormatRefused, match="checkpoint_malformed"):
        Checkpoint(**wanted)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\n", "a\u00a0b"])
def test_a_name_that_cannot_stand_in_a_line_cannot_sign(pair: KeyPair, name: str) -> None:
    with pytest.raises(FormatRefused, match="checkpoint_malformed"):
        _sign(pair, name=name)


@pytest.mark.parametrize("timestamp", [0, -1, 2**63])
def test_a_cosignature_needs_a_time(pair: KeyPair, timestamp: int) -> None:
    with pytest.raises(FormatRefused, match="checkpoint_malformed"):
        _cosign(pair, timestamp=timestamp)


@given(
    size=st.integers(0, 2**53),
    root=st.binary(min_size=32, max_size=32),
    origin=st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30),
)
def test_round_trip(pair: KeyPair, size: int, root: bytes, origin: str) -> None:
    checkpoint = Checkpoint(origin=origin, size=size, root=root)
    note = _sign(pair, checkpoint)
    assert _verify(pair, note) == checkpoint
    assert checkpoints.with_signatures(note, []) == note


@given(data=st.data())
def test_one_flipped_bit_never_verifies(pair: KeyPair, data: st.DataObject) -> None:
    raw = bytearray(_sign(pair).encode())
    bit = data.draw(st.integers(0, len(raw) * 8 - 1))
    raw[bit // 8] ^= 1 << bit % 8
    with pytest.raises((FormatRefused, UnicodeDecodeError)):
        _verify(pair, raw.decode())
