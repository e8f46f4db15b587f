"""A signature made for one purpose cannot be presented as another: every pair of purposes, one key."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from itertools import permutations

import pytest

from sync.wire import checkpoint as checkpoints
from sync.wire import http_signature, keys, statement
from sync.wire.checkpoint import Checkpoint, NoteSignature
from sync.wire.http_message import Message, RequestSignature
from sync.wire.http_signature_headers import SignatureParams
from sync.wire.refusals import FormatRefused
from sync.wire.suites import ED25519, KeyPair

_NOW = 1_750_471_200
_CHECKPOINT = Checkpoint(origin="payqual.example/log", size=7, root=bytes(32))
_CHALLENGE = "c2f1b9d0e4a85736"
_URL = "https://national.example/sync/v1/log"
_TO_ANSWER = RequestSignature(label="payqual", signature=bytes(64))

type Make = Callable[[KeyPair], tuple[bytes, bytes]]
type Accept = Callable[[KeyPair, bytes], bool]


# For each purpose: the bytes signed and the signature of a good one; whether it would take another signature.


def _statement(pair: KeyPair) -> statement.Statement:
    return statement.sign(
        id="01981c5e-0000-7000-8000-000000000001",
        topic="heartbeat.sent",
        author="520000",
        seq=1,
        prev=statement.GENESIS_PREV,
        issued_at="2025-06-21T02:00:00Z",
        body={},
        kid="node-1",
        suite=ED25519,
        private_key=pair.private,
    )


def _make_statement(pair: KeyPair) -> tuple[bytes, bytes]:
    signed, _, signature = _statement(pair).raw.rpartition(b".")
    return signed, base64.urlsafe_b64decode(signature + b"==")


def _accept_statement(pair: KeyPair, signature: bytes) -> bool:
    signed = _statement(pair).raw.rpartition(b".")[0]
    read = statement.parse(signed + b"." + base64.urlsafe_b64encode(signature).rstrip(b"="))
    return statement.verify(read, ED25519, pair.public)


def _request(pair: KeyPair, signature: bytes | None = None) -> SignatureParams:
    headers = http_signature.sign_request(
        method="GET",
        url=_URL,
        body=b"",
        content_type="application/json",
        created=_NOW,
        expires=_NOW + 300,
        nonce="0123456789abcdef",
        keyid="node-1",
        suite=ED25519,
        private_key=pair.private,
    )
    lines = {name.lower(): [value] for name, value in headers.items()}
    if signature is not None:
        lines["signature"] = [f"payqual=:{base64.b64encode(signature).decode()}:"]
    message = Message(method="GET", authority="national.example", path="/sync/v1/log", headers=lines)
    return http_signature.verify_request(message, b"", now=_NOW, resolve_key=lambda _: (ED25519, pair.public))


def _answer(pair: KeyPair, signature: bytes | None = None) -> SignatureParams:
    headers = http_signature.sign_response(
        status=200,
        body=b"",
        content_type="application/json",
        request=_TO_ANSWER,
        created=_NOW,
        keyid="node-1",
        suite=ED25519,
        private_key=pair.private,
    )
    lines = {name.lower(): [value] for name, value in headers.items()}
    if signature is not None:
        lines["signature"] = [f"payqual=:{base64.b64encode(signature).decode()}:"]
    return http_signature.verify_response(
        Message(status=200, headers=lines),
        b"",
        request=_TO_ANSWER,
        now=_NOW,
        resolve_key=lambda _: (ED25519, pair.public),
    )


def _note(pair: KeyPair, signature: bytes, key_type: bytes) -> str:
    key_id = checkpoints.note_key_id("name", key_type, pair.public)
    line = NoteSignature(name="name", key_id=key_id, signature=signature).line()
    return f"{_CHECKPOINT.body_text()}\n{line}"


def _make_checkpoint(pair: KeyPair) -> tuple[bytes, bytes]:
    note = checkpoints.sign(_CHECKPOINT, name="name", suite=ED25519, private_key=pair.private)
    return _CHECKPOINT.body_text().encode(), checkpoints.parse_note(note)[1][0].signature


def _accept_checkpoint(pair: KeyPair, signature: bytes) -> bool:
    note = _note(pair, signature, b"\x01")
    return checkpoints.verify(note, name="name", suite=ED25519, public_key=pair.public) == _CHECKPOINT


def _make_cosignature(pair: KeyPair) -> tuple[bytes, bytes]:
    line = checkpoints.cosign(_CHECKPOINT, name="name", suite=ED25519, private_key=pair.private, timestamp=_NOW)
    return f"cosignature/v1\ntime {_NOW}\n{_CHECKPOINT.body_text()}".encode(), line.signature[8:]


def _accept_cosignature(pair: KeyPair, signature: bytes) -> bool:
    note = _note(pair, _NOW.to_bytes(8) + signature, b"\x04")
    when = checkpoints.verify_cosignature(note, name="name", suite=ED25519, public_key=pair.public)
    return when == _NOW


def _make_possession(pair: KeyPair) -> tuple[bytes, bytes]:
    signature = keys.prove(division="520000", challenge=_CHALLENGE, suite=ED25519, private_key=pair.private)
    name = keys.key_id(ED25519, pair.public)
    return f"payqual-possession/v1\ned25519-sha256\n520000\n{name}\n{_CHALLENGE}\n".encode(), signature


def _accept_possession(pair: KeyPair, signature: bytes) -> bool:
    return keys.verify_possession(
        division="520000", challenge=_CHALLENGE, suite=ED25519, public_key=pair.public, signature=signature
    )


_PURPOSES: dict[str, tuple[Make, Accept]] = {
    "statement": (_make_statement, _accept_statement),
    "request": (
        lambda pair: (_request(pair).base, _request(pair).signature),
        lambda pair, signature: _request(pair, signature).keyid == "node-1",
    ),
    "answer": (
        lambda pair: (_answer(pair).base, _answer(pair).signature),
        lambda pair, signature: _answer(pair, signature).keyid == "node-1",
    ),
    "checkpoint": (_make_checkpoint, _accept_checkpoint),
    "cosignature": (_make_cosignature, _accept_cosignature),
    "possession": (_make_possession, _accept_possession),
}


@pytest.mark.parametrize("purpose", _PURPOSES)
def test_each_purpose_takes_its_own_signature(pair: KeyPair, purpose: str) -> None:
    make, accept = _PURPOSES[purpose]
    signed, signature = make(pair)
    assert ED25519.verify(pair.public, signed, signature)
    assert accept(pair, signature)


@pytest.mark.parametrize(("made_for", "presented_as"), list(permutations(_PURPOSES, 2)))
def test_no_purpose_takes_the_signature_of_another(pair: KeyPair, made_for: str, presented_as: str) -> None:
    _, signature = _PURPOSES[made_for][0](pair)
    accepted: bool | str
    try:
        accepted = _PURPOSES[presented_as][1](pair, signature)
    except FormatRefused as error:
        accepted = error.code
    assert accepted in {False, "signature_invalid", "checkpoint_signature_invalid"}


# What every message of a purpose looks like, whatever its content: no two patterns can match the same bytes.
_SHAPES = {
    "statement": rb"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+",
    "request": rb'"(?!@status").*\n(?:.*\n)*"@signature-params": \(.*\).*;expires=.*',
    "answer": rb'"@status": [0-9]+\n(?:.*\n)*"@signature-params": \(.*\)(?!.*;expires=).*',
    "checkpoint": rb'(?!payqual-possession/v1\n|")[^\n]+\n[0-9]+\n[A-Za-z0-9+/]{43}=\n(?:[^\n]+\n)*',
    "cosignature": rb"cosignature/v1\ntime [0-9]+\n(?:[^\n]+\n){3,}",
    "possession": rb"payqual-possession/v1\n[a-z][a-z0-9-]+\n[0-9]{6}\n[A-Za-z0-9_-]{16}\n[!-~]{16,128}\n",
}


@pytest.mark.parametrize("made_for", _PURPOSES)
def test_what_is_signed_has_the_shape_of_its_purpose_only(pair: KeyPair, made_for: str) -> None:
    signed, _ = _PURPOSES[made_for][0](pair)
    assert [purpose for purpose, shape in _SHAPES.items() if re.fullmatch(shape, signed)] == [made_for]


def test_no_log_can_be_named_so_that_its_checkpoint_reads_as_something_else() -> None:
    """A checkpoint's second line is a number and its third a hash: nothing else signed has that."""
    for origin in ("cosignature/v1", "payqual-possession/v1", '"@method": POST', "a.b"):
        lines = Checkpoint(origin=origin, size=520_000, root=bytes(32)).body_text().split("\n")
        assert lines[1].isdecimal()
        assert not lines[1].startswith("time ")
        assert len(lines) == 4
