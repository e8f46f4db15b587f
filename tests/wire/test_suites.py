"""Ed25519 against RFC 8032, Wycheproof and the weak keys; the optional suite says so when it is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.wire.refusals import FormatRefused
from sync.wire.suites import ED25519, KeyPair, by_name

# RFC 8032 §7.1: seed, public key, message, signature.
_RFC8032 = [
    pytest.param(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        id="TEST 1",
    ),
    pytest.param(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        id="TEST 2",
    ),
    pytest.param(
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        id="TEST 3",
    ),
]


@pytest.mark.parametrize(("seed", "public", "message", "signature"), _RFC8032)
def test_rfc_8032(seed: str, public: str, message: str, signature: str) -> None:
    pair = ED25519.generate(bytes.fromhex(seed))
    assert pair.public.hex() == public
    assert ED25519.sign(pair.private, bytes.fromhex(message)).hex() == signature
    assert ED25519.verify(pair.public, bytes.fromhex(message), bytes.fromhex(signature))


def test_wycheproof(vectors: Path) -> None:
    corpus = json.loads((vectors / "wycheproof" / "ed25519_test.json").read_text())
    wrong: list[int] = []
    seen = 0
    for group in corpus["testGroups"]:
        public = bytes.fromhex(group["publicKey"]["pk"])
        for case in group["tests"]:
            verdict = ED25519.verify(public, bytes.fromhex(case["msg"]), bytes.fromhex(case["sig"]))
            seen += 1
            if verdict != (case["result"] == "valid"):
                wrong.append(case["tcId"])
    assert (seen, wrong) == (151, [])


# The eight points of small order and, for those that have one, the second (non-canonical) spelling.
_WEAK = [
    pytest.param("0100000000000000000000000000000000000000000000000000000000000000", id="order 1"),
    pytest.param("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", id="order 2"),
    pytest.param("0000000000000000000000000000000000000000000000000000000000000000", id="order 4, even"),
    pytest.param("0000000000000000000000000000000000000000000000000000000000000080", id="order 4, odd"),
    pytest.param("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", id="order 8, a"),
    pytest.param("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85", id="order 8, b"),
    pytest.param("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", id="order 8, c"),
    pytest.param("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa", id="order 8, d"),
    pytest.param("0100000000000000000000000000000000000000000000000000000000000080", id="1, wrong sign"),
    pytest.param("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", id="-1, wrong sign"),
    pytest.param("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", id="p for 0"),
    pytest.param("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", id="p for 0, odd"),
    pytest.param("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", id="p + 1 for 1"),
    pytest.param("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", id="p + 1 for 1, odd"),
    pytest.param("f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", id="p + 3 for 3"),
    pytest.param("0200000000000000000000000000000000000000000000000000000000000000", id="not on the curve"),
]


@pytest.mark.parametrize("public", _WEAK)
def test_weak_and_non_canonical_keys_are_refused_at_enrolment_and_verify_nothing(public: str) -> None:
    key = bytes.fromhex(public)
    with pytest.raises(FormatRefused) as caught:
        ED25519.check_public_key(key)
    assert caught.value.code == "weak_key"
    # With a small-order key, R = key and S = 0 satisfy a lax verifier for many a message.
    for first in (key, bytes([1]) + bytes(31)):
        assert not ED25519.verify(key, b"anything", first + bytes(32))


def test_honest_keys_pass() -> None:
    for number in range(64):
        ED25519.check_public_key(ED25519.generate(bytes([number]) * 32).public)


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_lengths(pair: KeyPair, length: int) -> None:
    signature = ED25519.sign(pair.private, b"m")
    with pytest.raises(FormatRefused, match="key_malformed"):
        ED25519.check_public_key(bytes(length))
    with pytest.raises(FormatRefused, match="key_malformed"):
        ED25519.sign(bytes(length), b"m")
    with pytest.raises(FormatRefused, match="randomness_malformed"):
        ED25519.generate(bytes(length))
    assert not ED25519.verify(pair.public[:length].ljust(length, b"\0"), b"m", signature)
    if length != 64:
        assert not ED25519.verify(pair.public, b"m", signature[:length].ljust(length, b"\0"))


@given(message=st.binary(max_size=200), data=st.data())
def test_one_flipped_bit_never_verifies(pair: KeyPair, message: bytes, data: st.DataObject) -> None:
    signature = ED25519.sign(pair.private, message)
    assert ED25519.verify(pair.public, message, signature)
    whole = bytearray(pair.public + signature + message)
    bit = data.draw(st.integers(0, len(whole) * 8 - 1))
    whole[bit // 8] ^= 1 << bit % 8
    assert not ED25519.verify(bytes(whole[:32]), bytes(whole[96:]), bytes(whole[32:96]))


def test_a_key_pair_does_not_print_its_private_half(pair: KeyPair) -> None:
    assert pair.private.hex() not in repr(pair)


def test_suites_by_name() -> None:
    assert by_name("ed25519-sha256") is ED25519
    with pytest.raises(FormatRefused, match="suite_unknown"):
        by_name("none")
