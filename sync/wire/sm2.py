"""The optional suite `sm2-sm3` (GB/T 32918, GM/T 0009): there when gmssl_pyx is installed.

Keys: private is the 32-byte scalar followed by the public point, public is x and y, 32 bytes each. Signatures
are r and s, 32 bytes each; the signer's ID is the standard's 1234567812345678. The library draws the nonce of
a signature itself: two signatures of one message differ.
"""

from __future__ import annotations

import hashlib
import importlib
from dataclasses import dataclass
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from sync.wire.refusals import FormatRefused
from sync.wire.suites import KeyPair

_P: Final = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
_A: Final = _P - 3
_B: Final = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
_N: Final = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
_G: Final = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)

type _Point = tuple[int, int] | None


def _add(one: _Point, other: _Point) -> _Point:
    if one is None or other is None:
        return other if one is None else one
    (x1, y1), (x2, y2) = one, other
    if x1 == x2 and (y1 + y2) % _P == 0:
        return None
    slope = (3 * x1 * x1 + _A) * pow(2 * y1, -1, _P) if one == other else (y2 - y1) * pow(x2 - x1, -1, _P)
    x = (slope * slope - x1 - x2) % _P
    return x, (slope * (x1 - x) - y1) % _P


def public_point(scalar: int) -> bytes:
    """Return the public key of this scalar. Only for making a key: it is neither fast nor constant-time."""
    total: _Point = None
    step: _Point = _G
    while scalar:
        if scalar & 1:
            total = _add(total, step)
        step = _add(step, step)
        scalar >>= 1
    assert total is not None
    return total[0].to_bytes(32) + total[1].to_bytes(32)


@dataclass(frozen=True, slots=True)
class Sm2:
    """SM2 signatures over SM3, by GmSSL."""

    library: Any
    name: str = "sm2-sm3"
    jws_alg: str = "SM2-SM3"
    http_alg: str = "sm2-sm3"
    note_type: bytes = b"\xffpayqual sm2-sm3"
    cosignature_type: bytes = b"\xffpayqual sm2-sm3 cosignature"
    signature_bytes: int = 64

    def generate(self, random32: bytes) -> KeyPair:
        if len(random32) != 32:
            raise FormatRefused.because("randomness_malformed")
        # 512 bits before the reduction leave no bias worth the name.
        wide = hashlib.sha512(b"payqual sm2-sm3 key\n" + random32).digest()
        scalar = int.from_bytes(wide) % (_N - 2) + 1
        public = public_point(scalar)
        return KeyPair(private=scalar.to_bytes(32) + public, public=public)

    def public_key(self, private: bytes) -> bytes:
        if len(private) != 96:
            raise FormatRefused.because("key_malformed", "private_key")
        return private[32:]

    def sign(self, private: bytes, message: bytes) -> bytes:
        public = self.public_key(private)
        r, s = decode_dss_signature(self.library.sm2_sign(private[:32], public, message))
        return r.to_bytes(32) + s.to_bytes(32)

    def verify(self, public: bytes, message: bytes, signature: bytes) -> bool:
        if len(public) != 64 or len(signature) != 64:
            return False
        r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
        if not (0 < r < _N and 0 < s < _N):
            return False
        try:
            return bool(self.library.sm2_verify(public, message, encode_dss_signature(r, s)))
        except self.library.GmsslInnerError:
            return False

    def check_public_key(self, public: bytes) -> None:
        if len(public) != 64:
            raise FormatRefused.because("key_malformed", "public_key")
        x, y = int.from_bytes(public[:32]), int.from_bytes(public[32:])
        # The group has prime order: every point on the curve that has an x is strong.
        if x >= _P or y >= _P or (y * y - x * x * x - _A * x - _B) % _P:
            raise FormatRefused.because("weak_key", "public_key")


def load() -> Sm2:
    """Return the suite. Raises suite_unavailable when its library is not installed."""
    try:
        return Sm2(importlib.import_module("gmssl_pyx"))
    except ImportError:
        raise FormatRefused.because("suite_unavailable", "sm2-sm3") from None
