"""Statements: a table of what is refused, JWS vectors, round trips, flipped bits."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.wire import base64url, statement, strict_json
from sync.wire.refusals import FormatRefused
from sync.wire.statement import GENESIS_PREV, Statement
from sync.wire.suites import ED25519, KeyPair

_HEADER: dict[str, Any] = {"alg": "EdDSA", "kid": "node-key-1", "typ": "payqual-statement"}
_PAYLOAD: dict[str, Any] = {
    "id": "01981c5e-0000-7000-8000-000000000001",
    "topic": "decision.issued",
    "author": "520000",
    "seq": 17,
    "prev": "ab" * 32,
    "issued_at": "2025-06-21T02:00:00Z",
    "body": {"points": 5, "document": "黔医保罚〔2025〕12号"},
}


def _b64(raw: bytes) -> bytes:
    return base64.urlsafe_b64encode(raw).rstrip(b"=")


def _raw(header: Any = _HEADER, payload: Any = _PAYLOAD, signature: bytes = bytes(64)) -> bytes:
    parts = [p if isinstance(p, bytes) else json.dumps(p).encode() for p in (header, payload)]
    return b".".join(_b64(part) for part in [*parts, signature])


def _sign(pair: KeyPair, **changes: Any) -> Statement:
    return statement.sign(**{**_PAYLOAD, "kid": "node-key-1", "suite": ED25519, "private_key": pair.private, **changes})


def test_a_statement_is_exactly_these_bytes(pair: KeyPair) -> None:
    signed = _sign(pair, seq=1, prev=GENESIS_PREV, body={"points": 5})
    header, payload, signature = signed.raw.split(b".")
    assert base64.urlsafe_b64decode(header + b"==") == (b'{"alg":"EdDSA","kid":"node-key-1","typ":"payqual-statement"}')
    assert base64.urlsafe_b64decode(payload + b"==") == (
        b'{"id":"01981c5e-0000-7000-8000-000000000001","topic":"decision.issued","author":"520000","seq":1,'
        b'"prev":"' + b"0" * 64 + b'","issued_at":"2025-06-21T02:00:00Z","body":{"points":5}}'
    )
    assert len(base64.urlsafe_b64decode(signature + b"==")) == 64
    assert signed.digest == hashlib.sha256(signed.raw).digest()
    assert statement.parse(signed.raw) == signed
    assert statement.verify(signed, ED25519, pair.public)


def _payload(**changes: Any) -> bytes:
    return _raw(payload={**_PAYLOAD, **changes})


def _header(**changes: Any) -> bytes:
    return _raw(header={**_HEADER, **changes})


def _without(member: str) -> bytes:
    return _raw(payload={name: value for name, value in _PAYLOAD.items() if name != member})


_GOOD = _raw()
_H, _P, _S = _GOOD.split(b".")

_REFUSED = [
    pytest.param(b"", "statement_malformed", "", id="empty"),
    pytest.param(_H + b"." + _P, "statement_malformed", "", id="two parts"),
    pytest.param(_GOOD + b".", "statement_malformed", "", id="four parts"),
    pytest.param(b".." + _S, "json_malformed", "", id="empty header"),
    pytest.param(_H + b"." + _P + b".", "statement_malformed", "signature", id="no signature"),
    pytest.param(_GOOD + b"==", "statement_malformed", "signature", id="padding"),
    pytest.param(_GOOD + b"\n", "statement_malformed", "signature", id="line break behind"),
    pytest.param(b" " + _GOOD, "statement_malformed", "header", id="space before"),
    pytest.param(_GOOD[:-1] + b"B", "statement_malformed", "signature", id="another spelling of the last byte"),
    pytest.param(
        _raw(signature=b"\xff" * 64).replace(b"_", b"/"), "statement_malformed", "signature", id="+/ alphabet"
    ),
    pytest.param(_GOOD.replace(b".", b".\x00", 1), "statement_malformed", "payload", id="NUL inside"),
    pytest.param(_GOOD.replace(b".", b".\xff", 1), "statement_malformed", "payload", id="not ASCII"),
    pytest.param(_header(typ="JWT"), "statement_header", "", id="another typ"),
    pytest.param(_header(crit=["b64"]), "statement_header", "", id="crit"),
    pytest.param(_header(jwk={}), "statement_header", "", id="key in the header"),
    pytest.param(_raw(header={"alg": "EdDSA", "typ": "payqual-statement"}), "statement_header", "", id="no kid"),
    pytest.param(_raw(header=[]), "statement_header", "", id="header is a list"),
    pytest.param(_header(alg=7), "statement_header", "alg", id="alg is a number"),
    pytest.param(_header(kid="../etc"), "statement_header", "kid", id="kid with slashes"),
    pytest.param(_header(kid=""), "statement_header", "kid", id="empty kid"),
    pytest.param(
        _raw(header=b'{"alg":"none","alg":"EdDSA","kid":"k","typ":"payqual-statement"}'),
        "duplicate_key",
        "alg",
        id="alg twice",
    ),
    *(pytest.param(_without(member), "statement_members", "", id=f"without {member}") for member in _PAYLOAD),
    pytest.param(_payload(version=2), "statement_members", "", id="one member more"),
    pytest.param(_raw(payload=[1]), "statement_members", "", id="payload is a list"),
    pytest.param(_payload(id="01981C5E-0000-7000-8000-000000000001"), "id_malformed", "id", id="upper-case UUID"),
    pytest.param(_payload(id="01981c5e-0000-4000-8000-000000000001"), "id_malformed", "id", id="UUID of version 4"),
    pytest.param(_payload(id="01981c5e-0000-7000-0000-000000000001"), "id_malformed", "id", id="wrong variant"),
    pytest.param(_payload(id=_PAYLOAD["id"] + "\n"), "id_malformed", "id", id="UUID with line break"),
    pytest.param(_payload(topic="decision"), "topic_malformed", "topic", id="topic without verb"),
    pytest.param(_payload(topic="Decision.issued"), "topic_malformed", "topic", id="capital topic"),
    pytest.param(_payload(topic=None), "topic_malformed", "topic", id="topic null"),
    pytest.param(_payload(author="52000"), "author_malformed", "author", id="five digits"),
    pytest.param(_payload(author=520000), "author_malformed", "author", id="author is a number"),
    pytest.param(_payload(author="５２００００"), "author_malformed", "author", id="full-width digits"),
    pytest.param(_payload(seq=0), "seq_malformed", "seq", id="seq 0"),
    pytest.param(_payload(seq=-1), "seq_malformed", "seq", id="seq negative"),
    pytest.param(_payload(seq=True), "seq_malformed", "seq", id="seq true"),
    pytest.param(_payload(seq="17"), "seq_malformed", "seq", id="seq is text"),
    pytest.param(_payload(seq=17.0), "float_forbidden", "", id="seq is a float"),
    pytest.param(_payload(seq=10**15), "integer_too_long", "", id="seq of 16 digits"),
    pytest.param(_payload(prev="AB" * 32), "prev_malformed", "prev", id="prev in capitals"),
    pytest.param(_payload(prev="ab" * 31), "prev_malformed", "prev", id="prev too short"),
    pytest.param(_payload(issued_at="2025-06-21T02:00:00+00:00"), "issued_at_malformed", "issued_at", id="offset"),
    pytest.param(_payload(issued_at="2025-06-21T02:00:00.0Z"), "issued_at_malformed", "issued_at", id="fraction"),
    pytest.param(_payload(issued_at="2025-06-21 02:00:00Z"), "issued_at_malformed", "issued_at", id="space for T"),
    pytest.param(_payload(issued_at="2025-02-30T02:00:00Z"), "issued_at_malformed", "issued_at", id="30 February"),
    pytest.param(_payload(issued_at="2025-06-21T24:00:00Z"), "issued_at_malformed", "issued_at", id="hour 24"),
    pytest.param(_payload(issued_at="2016-12-31T23:59:60Z"), "issued_at_malformed", "issued_at", id="leap second"),
    pytest.param(_payload(issued_at="0000-01-01T00:00:00Z"), "issued_at_malformed", "issued_at", id="year 0"),
    pytest.param(_payload(issued_at=1750471200), "issued_at_malformed", "issued_at", id="seconds"),
    pytest.param(_payload(body=[]), "body_malformed", "body", id="body is a list"),
    pytest.param(_payload(body=None), "body_malformed", "body", id="body null"),
    pytest.param(_payload(body={"a": [[[[[[[]]]]]]]}), "json_too_deep", "", id="nine deep"),
    pytest.param(_payload(body={"a": "x" * 16_384}), "document_too_large", "", id="payload over 16 KiB"),
    pytest.param(b"a" * 22_529, "document_too_large", "", id="over the whole limit"),
    pytest.param(_payload(body={"a": "\x00"}), "nul_forbidden", "", id="NUL in the body"),
    pytest.param(_payload(body={"a": "\ud800"}), "surrogate_forbidden", "", id="half a pair in the body"),
    pytest.param(
        _raw(payload=json.dumps(_PAYLOAD).replace('"points": 5', '"points": 5, "points": 12').encode()),
        "duplicate_key",
        "points",
        id="points twice",
    ),
]


@pytest.mark.parametrize(("raw", "code", "field"), _REFUSED)
def test_a_bad_form_is_refused(raw: bytes, code: str, field: str) -> None:
    with pytest.raises(FormatRefused) as caught:
        statement.parse(raw)
    assert (caught.value.code, caught.value.field) == (code, field)


def test_the_largest_payload_passes() -> None:
    room = 16_384 - len(json.dumps({**_PAYLOAD, "body": {"a": ""}}))
    parsed = statement.parse(_payload(body={"a": "x" * room}))
    assert len(parsed.raw) <= statement.MAX_STATEMENT_BYTES
    with pytest.raises(FormatRefused, match="document_too_large"):
        statement.parse(_payload(body={"a": "x" * (room + 1)}))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"topic": "x"}, "topic_malformed", id="topic"),
        pytest.param({"seq": 0}, "seq_malformed", id="seq"),
        pytest.param({"body": {"a": 1.5}}, "float_forbidden", id="float in the body"),
        pytest.param({"body": {1: "a", "1": "b"}}, "duplicate_key", id="keys that become one"),
        pytest.param({"body": {"a": object()}}, "value_not_json", id="not JSON"),
        pytest.param({"kid": "a b"}, "statement_header", id="kid"),
    ],
)
def test_what_cannot_be_read_cannot_be_signed(pair: KeyPair, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(FormatRefused) as caught:
        _sign(pair, **changes)
    assert caught.value.code == code


def test_verification_takes_the_suite_from_the_key_and_not_from_the_header(pair: KeyPair) -> None:
    for alg in ("none", "HS256", "ES256", "Ed25519", "eddsa"):
        signed = _b64(strict_json.dumps({**_HEADER, "alg": alg})) + b"." + _b64(strict_json.dumps(_PAYLOAD))
        forged = statement.parse(signed + b"." + _b64(ED25519.sign(pair.private, signed)))
        assert not statement.verify(forged, ED25519, pair.public), alg


def test_another_key_does_not_verify(pair: KeyPair, other_pair: KeyPair) -> None:
    assert not statement.verify(_sign(pair), ED25519, other_pair.public)


def test_short_and_long_signatures_do_not_verify(pair: KeyPair) -> None:
    for length in (1, 63, 65, 128):
        assert not statement.verify(statement.parse(_raw(signature=bytes(length))), ED25519, pair.public)


def test_wycheproof_json_web_signatures(vectors: Path) -> None:
    """The corpus has no EdDSA: what fits is reading base64url, and that nothing passes as a statement."""
    corpus = json.loads((vectors / "wycheproof" / "json_web_signature_test.json").read_text())
    cases = [case for group in corpus["testGroups"] for case in group["tests"]]
    misspelt = []
    for case in cases:
        raw = case["jws"].encode() if isinstance(case["jws"], str) else json.dumps(case["jws"]).encode()
        with pytest.raises(FormatRefused):
            statement.parse(raw)
        if case["result"] == "valid" and not all(map(_reads, raw.split(b"."))):
            misspelt.append(case["comment"])
    assert len(cases) == 401
    # Wycheproof lets a reader skip a stray "?"; here a value has one spelling.
    assert misspelt == ["InvalidCharacterInsertedInHeader", "InvalidCharacterInsertedInPayload"]


def _reads(part: bytes) -> bool:
    try:
        base64url.decode(part)
    except ValueError:
        return False
    return True


_text = st.text(st.characters(min_codepoint=1, codec="utf-8"), max_size=20)
_body = st.dictionaries(_text, st.none() | st.booleans() | st.integers(-(10**14), 10**14) | _text, max_size=6)


@given(body=_body, seq=st.integers(1, 10**15 - 1))
def test_round_trip(pair: KeyPair, body: dict[str, Any], seq: int) -> None:
    signed = _sign(pair, body=body, seq=seq)
    read = statement.parse(signed.raw)
    assert (read, read.body, read.seq) == (signed, body, seq)
    assert statement.verify(read, ED25519, pair.public)


@given(data=st.data())
def test_one_flipped_bit_is_refused_or_does_not_verify(pair: KeyPair, data: st.DataObject) -> None:
    raw = bytearray(_sign(pair).raw)
    bit = data.draw(st.integers(0, len(raw) * 8 - 1))
    raw[bit // 8] ^= 1 << bit % 8
    try:
        read = statement.parse(bytes(raw))
    except FormatRefused:
        return
    assert not statement.verify(read, ED25519, pair.public)


def test_many_signatures_are_verified_as_one_by_one(pair: KeyPair) -> None:
    other = ED25519.generate(b"\x06" * 32)
    signed = [
        (_sign(pair, seq=seq), ED25519, other.public if seq % 7 == 0 else pair.public)
        for seq in range(1, 3 * statement.WORTH_SHARING)
    ]
    found = statement.verify_all(signed)
    assert found == [statement.verify(*one) for one in signed]
    assert found.count(False) == len(signed) // 7
    assert statement.verify_all(signed[:3]) == [True] * 3
    assert statement.verify_all([]) == []
