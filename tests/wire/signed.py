"""Requests and answers as the tests of the wire sign, forge and verify them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from sync.wire import http_signature, structured
from sync.wire.digest import content_digest
from sync.wire.http_message import Message, RequestSignature, base
from sync.wire.http_signature_headers import SignatureParams
from sync.wire.refusals import FormatRefused
from sync.wire.suites import ED25519, KeyPair, Suite

SIGNED_AT = 1_750_471_200
URL = "https://National.example:443/sync/v1/statements?dry_run=1"
BODY = b'{"statements":[]}'
NONCE = "0123456789abcdef"


def resolver(pair: KeyPair) -> Callable[[str], tuple[Suite, bytes] | None]:
    return {"node-1": (ED25519, pair.public)}.get


def signed_headers(pair: KeyPair, **changes: Any) -> dict[str, str]:
    wanted = {
        "method": "POST",
        "url": URL,
        "body": BODY,
        "content_type": "application/json",
        "created": SIGNED_AT,
        "expires": SIGNED_AT + 300,
        "nonce": NONCE,
        "keyid": "node-1",
        "suite": ED25519,
        "private_key": pair.private,
    }
    return http_signature.sign_request(**{**wanted, **changes})


def message_of(headers: dict[str, str], **changes: Any) -> Message:
    wanted: dict[str, Any] = {
        "method": "POST",
        "authority": "national.example",
        "path": "/sync/v1/statements",
        "query": "dry_run=1",
        "headers": {name.lower(): [value] for name, value in headers.items()},
    }
    return Message(**{**wanted, **changes})


def verify(pair: KeyPair, message: Message, body: bytes = BODY, now: int = SIGNED_AT) -> SignatureParams:
    return http_signature.verify_request(message, body, now=now, resolve_key=resolver(pair))


def refusal(pair: KeyPair, message: Message, body: bytes = BODY, now: int = SIGNED_AT) -> tuple[str, str]:
    with pytest.raises(FormatRefused) as caught:
        verify(pair, message, body, now)
    return caught.value.code, caught.value.field


def forge(pair: KeyPair, member: str, **further: str) -> Message:
    """A request whose signature is good but says what `member` says."""
    headers = {"content-type": "application/json", "content-digest": content_digest(BODY), **further}
    message = message_of(headers)
    read = structured.inner_lists([f"x={member}"])["x"]
    signature = ED25519.sign(pair.private, base(message, read, None))
    lines = {
        **message.headers,
        "signature-input": [f"payqual={member}"],
        "signature": [f"payqual={structured.byte_sequence(signature)}"],
    }
    return dataclasses.replace(message, headers=lines)


COMPONENTS = '"@method" "@authority" "@path" "@query" "content-digest" "content-type"'
PARAMETERS = f';created={SIGNED_AT};expires={SIGNED_AT + 300};nonce="{NONCE}";keyid="node-1";tag="payqual-sync"'
MEMBER = f"({COMPONENTS}){PARAMETERS}"


def signed_answer(pair: KeyPair, request: RequestSignature, **changes: Any) -> dict[str, str]:
    wanted = {
        "status": 200,
        "body": b'{"receipts":[]}',
        "content_type": "application/json",
        "request": request,
        "created": SIGNED_AT,
        "keyid": "node-1",
        "suite": ED25519,
        "private_key": pair.private,
    }
    return http_signature.sign_response(**{**wanted, **changes})
