"""The name of a key, and the proof that who enrols a key holds it.

What is signed to prove possession:

    payqual-possession/v1
    ed25519-sha256
    520000
    JPbtasv-EAnAMNfK
    <the challenge, as national gave it>
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

from sync.wire import base64url
from sync.wire.refusals import FormatRefused
from sync.wire.suites import Suite

KEY_ID_CHARACTERS: Final = 16

_DIVISION: Final = re.compile(r"[0-9]{6}")
_CHALLENGE: Final = re.compile(r"[!-~]{16,128}")


def key_id(suite: Suite, public_key: bytes) -> str:
    """Return `kid` and `keyid` of this key: the first 16 characters of base64url of its SHA-256, 96 bits.

    Raises key_malformed, weak_key: a key that nobody may use has no name.
    """
    suite.check_public_key(public_key)
    return base64url.encode(hashlib.sha256(public_key).digest()).decode()[:KEY_ID_CHARACTERS]


def _message(suite: Suite, public_key: bytes, division: str, challenge: str) -> bytes:
    if not _DIVISION.fullmatch(division):
        raise FormatRefused.because("division_malformed", "division")
    if not _CHALLENGE.fullmatch(challenge):
        raise FormatRefused.because("challenge_malformed", "challenge")
    lines = ("payqual-possession/v1", suite.name, division, key_id(suite, public_key), challenge)
    return "".join(f"{line}\n" for line in lines).encode()


def prove(*, division: str, challenge: str, suite: Suite, private_key: bytes) -> bytes:
    """Return the signature that proves possession. Raises division_malformed, challenge_malformed, key_malformed."""
    public_key = suite.public_key(private_key)
    return suite.sign(private_key, _message(suite, public_key, division, challenge))


def verify_possession(*, division: str, challenge: str, suite: Suite, public_key: bytes, signature: bytes) -> bool:
    """Return whether the holder of this key signed this challenge for this division.

    Whether the challenge was ours, is fresh and was not used before is the caller's to say.
    Raises division_malformed, challenge_malformed, key_malformed, weak_key.
    """
    return suite.verify(public_key, _message(suite, public_key, division, challenge), signature)
