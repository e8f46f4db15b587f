"""base64url without padding (RFC 7515 appendix C), one value one spelling."""

from __future__ import annotations

from binascii import Error as Base64Error
from binascii import a2b_base64, b2a_base64
from typing import Final

_TO_STANDARD: Final = bytes.maketrans(b"-_", b"+/")
_TO_URL: Final = bytes.maketrans(b"+/", b"-_")


def encode(raw: bytes) -> bytes:
    """Return the one spelling of these bytes."""
    return b2a_base64(raw, newline=False).rstrip(b"=").translate(_TO_URL)


def decode(text: bytes) -> bytes:
    """Return the bytes. Raises ValueError for another alphabet, padding, white space or stray bits at the end."""
    try:
        raw = a2b_base64(text.translate(_TO_STANDARD) + b"=" * (-len(text) % 4))
    except Base64Error:
        raise ValueError("not base64url") from None
    # The C decoder skips what it does not know; encoding again is what proves the spelling.
    if encode(raw) != text:
        raise ValueError("not the one spelling")
    return raw
