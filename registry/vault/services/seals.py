"""The vault's keys: what seals names and document numbers, and what finds them again.

Sealing is AES-256-GCM with a fresh nonce, so equal texts look different. Finding is HMAC-SHA256, one key per
purpose, so a hash of a name says nothing about a document number, and none can be computed without the node's
secret. All keys are derived from ``settings.VAULT_KEY`` by HKDF-SHA256 (RFC 5869); each node has its own, so
no two nodes' hashes agree.
"""

import hashlib
import hmac
import secrets
from datetime import date
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_VERSION = b"\x01"
_NONCE_BYTES = 12
_SHORTEST_KEY = 32


class VaultSealBroken(Exception):
    """Sealed bytes were changed, cut, or sealed under another key. Says nothing about their content."""


@lru_cache(maxsize=64)
def _derived(secret: str, purpose: str) -> bytes:
    if len(secret) < _SHORTEST_KEY:
        raise ImproperlyConfigured(f"PAYQUAL_VAULT_KEY must have at least {_SHORTEST_KEY} characters")
    return HKDF(SHA256(), 32, salt=None, info=f"payqual vault v1 {purpose}".encode()).derive(secret.encode())


@lru_cache(maxsize=8)
def _cipher(secret: str) -> AESGCM:
    return AESGCM(_derived(secret, "seal"))


def _hash(purpose: str, *parts: str) -> bytes:
    # Each part is preceded by its length: ("ab", "c") and ("a", "bc") must not meet.
    mac = hmac.new(_derived(settings.VAULT_KEY, purpose), digestmod=hashlib.sha256)
    for part in parts:
        raw = part.encode()
        mac.update(len(raw).to_bytes(4, "big") + raw)
    return mac.digest()


def seal(text: str) -> bytes:
    """Return a text encrypted, to be read only on this node."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _VERSION + nonce + _cipher(settings.VAULT_KEY).encrypt(nonce, text.encode(), _VERSION)


def open_sealed(sealed: bytes) -> str:
    """Return a sealed text. Raises VaultSealBroken."""
    sealed = bytes(sealed)
    if sealed[:1] != _VERSION:
        raise VaultSealBroken
    nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        return _cipher(settings.VAULT_KEY).decrypt(nonce, body, _VERSION).decode()
    except (InvalidTag, ValueError):
        raise VaultSealBroken from None


def hash_document(kind: str, number: str) -> bytes:
    """Return the keyed hash under which a document is found; the number in its checked form."""
    return _hash("document", kind, number)


def hash_name(normalised: str) -> bytes:
    """Return the keyed hash under which a normalised name is found."""
    return _hash("name", normalised)


def hash_name_born(normalised: str, born_on: date) -> bytes:
    """Return the keyed hash of a normalised name and a birth date together."""
    return _hash("name and birth date", normalised, born_on.isoformat())


def hash_request(*parts: str) -> bytes:
    """Return the keyed hash of a whole request for an identity."""
    return _hash("request", *parts)


def hash_try(*parts: str) -> bytes:
    """Return the keyed hash of who tries to come in: a name as typed, an address."""
    return _hash("try", *parts)


def hash_recovery_code(account: str, code: str) -> bytes:
    """Return the keyed hash of an account's recovery code."""
    return _hash("recovery code", account, code)
