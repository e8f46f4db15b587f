"""Content-Digest (RFC 9530): the body of a message under its signature.

Example, for the body `{"hello": "world"}`:

    Content-Digest: sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:
"""

from __future__ import annotations

import hashlib
from typing import Final

from sync.wire import structured
from sync.wire.refusals import FormatRefused

_ALGORITHMS: Final = {"sha-256": hashlib.sha256, "sha-512": hashlib.sha512}


def content_digest(body: bytes) -> str:
    """Return the header's value for this body."""
    return f"sha-256={structured.byte_sequence(hashlib.sha256(body).digest())}"


def check_content_digest(header_values: list[str], body: bytes) -> None:
    """Refuse unless sha-256 is there and every digest given is known and right.

    Raises FormatRefused: digest_missing, digest_malformed, digest_unsupported, digest_mismatch.
    """
    if not header_values:
        raise FormatRefused.because("digest_missing", "content-digest")
    try:
        digests = structured.byte_sequences(header_values)
    except ValueError:
        raise FormatRefused.because("digest_malformed", "content-digest") from None
    if not digests.keys() <= _ALGORITHMS.keys() or "sha-256" not in digests:
        raise FormatRefused.because("digest_unsupported", "content-digest")
    for algorithm, digest in digests.items():
        if _ALGORITHMS[algorithm](body).digest() != digest:
            raise FormatRefused.because("digest_mismatch", "content-digest")
