"""Names of keys and proof of possession."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.wire import keys
from sync.wire.refusals import FormatRefused
from sync.wire.suites import ED25519, KeyPair

_CHALLENGE = "c2f1b9d0e4a85736"


def _prove(pair: KeyPair, division: str = "520000", challenge: str = _CHALLENGE) -> bytes:
    return keys.prove(division=division, challenge=challenge, suite=ED25519, private_key=pair.private)


def _holds(pair: KeyPair, signature: bytes, division: str = "520000", challenge: str = _CHALLENGE) -> bool:
    return keys.verify_possession(
        division=division, challenge=challenge, suite=ED25519, public_key=pair.public, signature=signature
    )


def test_a_key_is_named_by_its_hash(pair: KeyPair) -> None:
    expected = base64.urlsafe_b64encode(hashlib.sha256(pair.public).digest())[:16].decode()
    assert keys.key_id(ED25519, pair.public) == expected


def test_a_key_that_nobody_may_use_has_no_name() -> None:
    with pytest.raises(FormatRefused, match="weak_key"):
        keys.key_id(ED25519, bytes(32))
    with pytest.raises(FormatRefused, match="key_malformed"):
        keys.key_id(ED25519, b"short")


def test_possession_is_proved_over_exactly_these_bytes(pair: KeyPair) -> None:
    message = f"payqual-possession/v1\ned25519-sha256\n520000\n{keys.key_id(ED25519, pair.public)}\n{_CHALLENGE}\n"
    assert _prove(pair) == ED25519.sign(pair.private, message.encode())
    assert _holds(pair, _prove(pair))


def test_a_proof_is_for_one_key_one_division_one_challenge(pair: KeyPair, other_pair: KeyPair) -> None:
    signature = _prove(pair)
    assert not _holds(other_pair, signature)
    assert not _holds(pair, signature, division="500000")
    assert not _holds(pair, signature, challenge=_CHALLENGE[::-1])
    assert not _holds(pair, signature[:-1])
    assert not _holds(pair, b"")


@pytest.mark.parametrize(
    ("division", "challenge", "code"),
    [
        pytest.param("52000", _CHALLENGE, "division_malformed", id="five digits"),
        pytest.param("52000０", _CHALLENGE, "division_malformed", id="a full-width digit"),
        pytest.param("520000\n", _CHALLENGE, "division_malformed", id="line break behind the division"),
        pytest.param("520000", "short", "challenge_malformed", id="short challenge"),
        pytest.param("520000", "a" * 129, "challenge_malformed", id="long challenge"),
        pytest.param("520000", _CHALLENGE + "\nx", "challenge_malformed", id="challenge of two lines"),
        pytest.param("520000", _CHALLENGE + " x", "challenge_malformed", id="challenge with a space"),
    ],
)
def test_nothing_can_be_smuggled_into_what_is_signed(pair: KeyPair, division: str, challenge: str, code: str) -> None:
    with pytest.raises(FormatRefused, match=code):
        _prove(pair, division, challenge)
    with pytest.raises(FormatRefused, match=code):
        _holds(pair, bytes(64), division, challenge)


def test_possession_of_a_weak_key_cannot_be_shown() -> None:
    with pytest.raises(FormatRefused, match="weak_key"):
        keys.verify_possession(
            division="520000", challenge=_CHALLENGE, suite=ED25519, public_key=bytes(32), signature=bytes(64)
        )


@given(data=st.data())
def test_one_flipped_bit_never_verifies(pair: KeyPair, data: st.DataObject) -> None:
    signature = bytearray(_prove(pair))
    bit = data.draw(st.integers(0, 511))
    signature[bit // 8] ^= 1 << bit % 8
    assert not _holds(pair, bytes(signature))
