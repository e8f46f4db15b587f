"""The optional suite: its arithmetic always, its signatures where the library is installed."""

from __future__ import annotations

import builtins
import importlib.util
import sys

import pytest

from sync.wire import sm2
from sync.wire.refusals import FormatRefused
from sync.wire.suites import by_name

_INSTALLED = importlib.util.find_spec("gmssl_pyx") is not None
_needs_library = pytest.mark.skipif(not _INSTALLED, reason="The extra for sm2-sm3 (gmssl_pyx) is not installed.")

# GB/T 32918.5, appendix A.2: key pair and signature of "message digest" by 1234567812345678.
_SCALAR = 0x3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8
_PUBLIC = bytes.fromhex(
    "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
)
_SIGNATURE = bytes.fromhex(
    "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
    "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
)


def test_the_public_key_of_the_standard() -> None:
    assert sm2.public_point(_SCALAR) == _PUBLIC


def test_without_its_library_the_suite_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gmssl_pyx", None)
    with pytest.raises(FormatRefused) as caught:
        by_name("sm2-sm3")
    assert (caught.value.code, caught.value.field) == ("suite_unavailable", "sm2-sm3")


def test_keys_are_made_and_checked_without_the_library() -> None:
    suite = sm2.Sm2(builtins)
    pair = suite.generate(bytes(range(32)))
    assert pair == suite.generate(bytes(range(32)))
    assert suite.public_key(pair.private) == pair.public
    suite.check_public_key(pair.public)
    suite.check_public_key(_PUBLIC)
    for weak in (bytes(64), pair.public[:63] + bytes([pair.public[63] ^ 1]), b"\xff" * 64):
        with pytest.raises(FormatRefused, match="weak_key"):
            suite.check_public_key(weak)
    for malformed in (b"", pair.public[:32], b"\x04" + pair.public):
        with pytest.raises(FormatRefused, match="key_malformed"):
            suite.check_public_key(malformed)
    with pytest.raises(FormatRefused, match="randomness_malformed"):
        suite.generate(bytes(31))
    with pytest.raises(FormatRefused, match="key_malformed"):
        suite.sign(pair.private[:32], b"m")


@_needs_library
def test_the_signature_of_the_standard_verifies() -> None:
    suite = by_name("sm2-sm3")
    assert suite.verify(_PUBLIC, b"message digest", _SIGNATURE)
    assert not suite.verify(_PUBLIC, b"message digest.", _SIGNATURE)


@_needs_library
def test_signatures_verify_and_changed_ones_do_not() -> None:
    suite = by_name("sm2-sm3")
    pair = suite.generate(bytes(range(32)))
    signature = suite.sign(pair.private, b"message")
    assert len(signature) == suite.signature_bytes
    assert suite.verify(pair.public, b"message", signature)
    assert not suite.verify(pair.public, b"other", signature)
    assert not suite.verify(_PUBLIC, b"message", signature)
    assert not suite.verify(pair.public[:63], b"message", signature)
    assert not suite.verify(pair.public, b"message", signature[:63])
    for zero in (bytes(32) + signature[32:], signature[:32] + bytes(32), b"\xff" * 64):
        assert not suite.verify(pair.public, b"message", zero)
    for bit in range(0, 512, 37):
        changed = bytearray(signature)
        changed[bit // 8] ^= 1 << bit % 8
        assert not suite.verify(pair.public, b"message", bytes(changed))
