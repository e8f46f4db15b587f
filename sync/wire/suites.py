"""Signature suites: one interface, `ed25519-sha256` always there, `sm2-sm3` where its library is installed.

The suite of a signature comes from the record of the key, never from the message.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol

from nacl import bindings
from nacl.exceptions import BadSignatureError

from sync.wire.refusals import FormatRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPair:
    """Raw keys as their suite writes them. `private` stays out of the text form."""

    private: bytes
    public: bytes

    def __repr__(self) -> str:
        return f"KeyPair(public={self.public.hex()})"


class Suite(Protocol):
    """What a statement, request, checkpoint or proof of possession needs of a signature scheme.

    name:      in key records
    jws_alg:   RFC 7515 `alg`
    http_alg:  RFC 9421 `alg`
    note_type: signed-note signature type of a checkpoint;  cosignature_type: of a timestamped cosignature
    signature_bytes: length of every signature
    """

    @property
    def name(self) -> str: ...
    @property
    def jws_alg(self) -> str: ...
    @property
    def http_alg(self) -> str: ...
    @property
    def note_type(self) -> bytes: ...
    @property
    def cosignature_type(self) -> bytes: ...
    @property
    def signature_bytes(self) -> int: ...

    def generate(self, random32: bytes) -> KeyPair:
        """Return a key pair from 32 random bytes; the same bytes give the same pair. Raises randomness_malformed."""

    def public_key(self, private: bytes) -> bytes:
        """Return the public half of this private key. Raises key_malformed."""

    def sign(self, private: bytes, message: bytes) -> bytes:
        """Return the signature of a text. Raises key_malformed."""

    def verify(self, public: bytes, message: bytes, signature: bytes) -> bool:
        """Return whether a signature is good, whatever is wrong with one that is not."""

    def check_public_key(self, public: bytes) -> None:
        """Refuse a key that nobody may use. Raises key_malformed, weak_key.

        A key is malformed by its length, and weak by a small order, one that is not prime, or a non-canonical form.
        """


@lru_cache(maxsize=64)
def _expanded(seed: bytes) -> bytes:
    # The public half is derived once per key: deriving it costs as much as signing.
    return bytes(bindings.crypto_sign_seed_keypair(seed)[1])


@dataclass(frozen=True, slots=True)
class Ed25519:
    """Ed25519 (RFC 8032) by libsodium: verifying refuses small-order keys and non-canonical encodings."""

    name: str = "ed25519-sha256"
    jws_alg: str = "EdDSA"
    http_alg: str = "ed25519"
    note_type: bytes = b"\x01"
    cosignature_type: bytes = b"\x04"
    signature_bytes: int = 64

    def generate(self, random32: bytes) -> KeyPair:
        if len(random32) != 32:
            raise FormatRefused.because("randomness_malformed")
        return KeyPair(private=random32, public=_expanded(random32)[32:])

    def public_key(self, private: bytes) -> bytes:
        if len(private) != 32:
            raise FormatRefused.because("key_malformed", "private_key")
        return _expanded(private)[32:]

    def sign(self, private: bytes, message: bytes) -> bytes:
        if len(private) != 32:
            raise FormatRefused.because("key_malformed", "private_key")
        return bytes(bindings.crypto_sign(message, _expanded(private))[:64])

    def verify(self, public: bytes, message: bytes, signature: bytes) -> bool:
        # The C function reads 32 bytes wherever the pointer leads: lengths are checked here.
        if len(public) != 32 or len(signature) != 64:
            return False
        try:
            bindings.crypto_sign_open(signature + message, public)
        except BadSignatureError:
            return False
        return True

    def check_public_key(self, public: bytes) -> None:
        if len(public) != 32:
            raise FormatRefused.because("key_malformed", "public_key")
        if not bindings.crypto_core_ed25519_is_valid_point(public):
            raise FormatRefused.because("weak_key", "public_key")


ED25519: Final = Ed25519()


def by_name(name: str) -> Suite:
    """Return the suite of that name. Raises suite_unknown, suite_unavailable."""
    if name == ED25519.name:
        return ED25519
    if name == "sm2-sm3":
        # Its library is an extra: imported by whoever asks for it, never at start.
        from sync.wire import sm2

        return sm2.load()
    raise FormatRefused.because("suite_unknown", name[:64])
