"""A statement: one fact, signed by its author, as a compact JWS (RFC 7515).

Limits: payload at most 16,384 bytes, depth at most 8 (body included), the whole at most 22,528 bytes.

Example (shortened, one line on the wire; whole in tests/wire/test_examples.py), with what stands in each part:

    eyJhbGciOiJFZERTQSIsImtpZCI6IkpQYnRhc3Yt…InBheXF1YWwtc3RhdGVtZW50In0
        {"alg":"EdDSA","kid":"JPbtasv-EAnAMNfK","typ":"payqual-statement"}
    .eyJpZCI6IjAxOTgxYzVlLTAwMDAtNzAwMC04MDAwLTAwMDAwMDAwMDAwMSIsInRvcGljIjoi…
        {"id":"01981c5e-0000-7000-8000-000000000001","topic":"decision.annulled","author":"520000","seq":1,
         "prev":"<64 hex digits>","issued_at":"2025-06-21T02:00:00Z","body":{…}}
    .uYp87Cj55E-nU2lOBtAC7QANn…
        64 bytes of Ed25519 over "header.payload"

`parse` looks at the form only; whether the key is the author's, the sequence gapless and the body meaningful
is for the reader to say.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final, TypeGuard

from sync.wire import base64url, strict_json
from sync.wire.refusals import FormatRefused
from sync.wire.strict_json import Json
from sync.wire.suites import Suite

TYP: Final = "payqual-statement"
GENESIS_PREV: Final = "0" * 64
MAX_PAYLOAD_BYTES: Final = 16_384
MAX_STATEMENT_BYTES: Final = 22_528
WORTH_SHARING: Final = 32
"""How many signatures it takes for a second thread to pay."""

_MEMBERS: Final = frozenset({"id", "topic", "author", "seq", "prev", "issued_at", "body"})
_HEADER_MEMBERS: Final = frozenset({"alg", "kid", "typ"})
_KID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_UUID7: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_TOPIC: Final = re.compile(r"[a-z][a-z_]{0,31}\.[a-z][a-z_]{0,31}")
_AUTHOR: Final = re.compile(r"[0-9]{6}")
_HEX64: Final = re.compile(r"[0-9a-f]{64}")
_INSTANT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One parsed statement; `raw` is what its author signed and what everybody stores."""

    id: str
    topic: str
    author: str
    seq: int
    prev: str
    issued_at: str
    body: dict[str, Json]
    kid: str
    raw: bytes
    alg: str = "EdDSA"

    @property
    def digest(self) -> bytes:
        """Return the SHA-256 of the raw bytes; in hex it is the `prev` of the author's next statement."""
        return hashlib.sha256(self.raw).digest()


def _decode(part: bytes, field: str) -> bytes:
    try:
        return base64url.decode(part)
    except ValueError:
        raise FormatRefused.because("statement_malformed", field) from None


@lru_cache(maxsize=1024)
def _header(part: bytes) -> tuple[str, str]:
    """Return (alg, kid). Cached: an author's header is the same on every statement."""
    header = strict_json.loads(_decode(part, "header"), max_bytes=256)
    if type(header) is not dict or header.keys() != _HEADER_MEMBERS or header["typ"] != TYP:
        raise FormatRefused.because("statement_header")
    alg, kid = header["alg"], header["kid"]
    if type(alg) is not str or not 1 <= len(alg) <= 32:
        raise FormatRefused.because("statement_header", "alg")
    if type(kid) is not str or not _KID.fullmatch(kid):
        raise FormatRefused.because("statement_header", "kid")
    return alg, kid


def _matches(value: object, pattern: re.Pattern[str]) -> TypeGuard[str]:
    return type(value) is str and pattern.fullmatch(value) is not None


def _statement(payload: Json, *, kid: str, alg: str, raw: bytes) -> Statement:
    if type(payload) is not dict or payload.keys() != _MEMBERS:
        raise FormatRefused.because("statement_members")
    if not _matches(payload["id"], _UUID7):
        raise FormatRefused.because("id_malformed", "id")
    if not _matches(payload["topic"], _TOPIC):
        raise FormatRefused.because("topic_malformed", "topic")
    if not _matches(payload["author"], _AUTHOR):
        raise FormatRefused.because("author_malformed", "author")
    if type(payload["seq"]) is not int or payload["seq"] < 1:
        raise FormatRefused.because("seq_malformed", "seq")
    if not _matches(payload["prev"], _HEX64):
        raise FormatRefused.because("prev_malformed", "prev")
    if not is_instant(payload["issued_at"]):
        raise FormatRefused.because("issued_at_malformed", "issued_at")
    if type(payload["body"]) is not dict:
        raise FormatRefused.because("body_malformed", "body")
    return Statement(
        id=payload["id"],
        topic=payload["topic"],
        author=payload["author"],
        seq=payload["seq"],
        prev=payload["prev"],
        issued_at=payload["issued_at"],
        body=payload["body"],
        kid=kid,
        raw=raw,
        alg=alg,
    )


def is_instant(value: object) -> TypeGuard[str]:
    """Return whether this is an RFC 3339 instant in UTC, whole seconds, `Z`, that exists in the calendar."""
    if not _matches(value, _INSTANT):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def parse(raw: bytes) -> Statement:
    """Read a statement's form; nothing is said about its signature.

    Raises FormatRefused: document_too_large, statement_malformed, statement_header, statement_members,
    *_malformed and whatever `strict_json.loads` raises.
    """
    if len(raw) > MAX_STATEMENT_BYTES:
        raise FormatRefused.because("document_too_large")
    parts = raw.split(b".")
    if len(parts) != 3:
        raise FormatRefused.because("statement_malformed")
    alg, kid = _header(parts[0])
    payload = strict_json.loads(_decode(parts[1], "payload"), max_bytes=MAX_PAYLOAD_BYTES)
    if not _decode(parts[2], "signature"):
        raise FormatRefused.because("statement_malformed", "signature")
    return _statement(payload, kid=kid, alg=alg, raw=raw)


def sign(
    *,
    id: str,
    topic: str,
    author: str,
    seq: int,
    prev: str,
    issued_at: str,
    body: dict[str, object],
    kid: str,
    suite: Suite,
    private_key: bytes,
) -> Statement:
    """Write and sign a statement. What `parse` would refuse cannot be signed: raises the same errors."""
    header = {"alg": suite.jws_alg, "kid": kid, "typ": TYP}
    payload = {
        "id": id,
        "topic": topic,
        "author": author,
        "seq": seq,
        "prev": prev,
        "issued_at": issued_at,
        "body": body,
    }
    signed = base64url.encode(strict_json.dumps(header)) + b"." + base64url.encode(strict_json.dumps(payload))
    return parse(signed + b"." + base64url.encode(suite.sign(private_key, signed)))


def verify(statement: Statement, suite: Suite, public_key: bytes) -> bool:
    """Return whether the holder of this key signed exactly these bytes. The suite is the key record's."""
    if statement.alg != suite.jws_alg:
        return False
    signed, _, part = statement.raw.rpartition(b".")
    return suite.verify(public_key, signed, _decode(part, "signature"))


def verify_all(signed: Sequence[tuple[Statement, Suite, bytes]]) -> list[bool]:
    """Do what `verify` does for many statements, each with its key's suite and public half; in order.

    Two threads share the work: while libsodium computes, it lets other threads have the interpreter.
    """
    if len(signed) < WORTH_SHARING:
        return [verify(*one) for one in signed]
    half = len(signed) // 2
    others = _second_thread().submit(lambda: [verify(*one) for one in signed[half:]])
    return [verify(*one) for one in signed[:half]] + others.result()


@lru_cache(maxsize=1)
def _second_thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=2, thread_name_prefix="payqual-verify")
