"""Signatures beside the standard: RFC 9421, Appendix B, and a second implementation both ways."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    InvalidSignature,
    algorithms,
)

from sync.wire import structured
from sync.wire.digest import content_digest
from sync.wire.http_message import Message, base, request_message
from sync.wire.refusals import FormatRefused
from sync.wire.suites import ED25519, KeyPair
from tests.wire.signed import BODY, COMPONENTS, NONCE, SIGNED_AT, refusal, signed_headers, verify


def test_appendix_b_2_6() -> None:
    """Not of our profile, but made of the same parts: base, bytes and key of the RFC."""
    private = bytes.fromhex("9f8362f87a484a954e6e740c5b4c0e84229139a20aa8ab56ff66586f6a7d29c5")
    pair = ED25519.generate(private)
    assert pair.public.hex() == "26b40b8f93fff3d897112f7ebc582b232dbd72517d082fe83cfb30ddce43d1bb"
    member = structured.inner_lists(
        [
            'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length")'
            ';created=1618884473;keyid="test-key-ed25519"'
        ]
    )["sig-b26"]
    headers = {
        "Date": "Tue, 20 Apr 2021 02:07:55 GMT",
        "Content-Type": "application/json",
        "Content-Length": "18",
    }
    message = request_message("POST", "https://example.com/foo?param=Value&Pet=dog", headers)
    signature = ED25519.sign(private, base(message, member, None))
    assert structured.byte_sequence(signature) == (
        ":wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:"
    )


def test_every_signature_base_of_appendix_b_that_our_components_can_express(vectors: Path) -> None:
    published = json.loads((vectors / "rfc9421" / "rfc9421-appendix-b.json").read_text())
    rebuilt = []
    for case in published["cases"]:
        (member,) = structured.inner_lists([case["signature_input"]]).values()
        head = published[f"test_{case['message']}"].partition("\n\n")[0].split("\n")
        headers = dict(line.split(": ", 1) for line in head[1:])
        message = request_message("POST", "https://example.com/foo?param=Value&Pet=dog", headers)
        if case["message"] == "response":
            message = Message(status=200, headers=message.headers)
        structured.byte_sequences([case["signature"]])
        if case["name"] == "sig-b22":
            with pytest.raises(FormatRefused, match="signature_component_unsupported"):
                base(message, member, None)
            continue
        made = base(message, member, None)
        assert made.decode() == case["signature_base"]
        rebuilt.append(case["name"])
        if case["alg"] == "ed25519":
            (signature,) = structured.byte_sequences([case["signature"]]).values()
            public = ED25519.generate(
                bytes.fromhex("9f8362f87a484a954e6e740c5b4c0e84229139a20aa8ab56ff66586f6a7d29c5")
            ).public
            assert ED25519.verify(public, made, signature)
    assert rebuilt == ["sig-b21", "sig-b23", "sig-b24", "sig-b25", "sig-b26"]


class _Keys(HTTPSignatureKeyResolver):
    def __init__(self, pair: KeyPair) -> None:
        self._pair = pair

    def resolve_private_key(self, key_id: str) -> Any:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self._pair.private)

    def resolve_public_key(self, key_id: str) -> Any:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        return Ed25519PublicKey.from_public_bytes(self._pair.public)


_URLS = [
    "https://national.example/sync/v1/statements?dry_run=1",
    "https://national.example/",
    "http://localhost:8000/sync/v1/log?after=0&limit=10&wait=30",
    "https://national.example:8443/a%20b/%E5%BC%A0?q=%2F%3F",
    "http://[::1]:8000/x?",
]


@pytest.mark.parametrize("url", _URLS)
def test_the_library_verifies_ours(pair: KeyPair, url: str) -> None:
    now = int(datetime.datetime.now(datetime.UTC).timestamp())
    headers = signed_headers(pair, url=url, created=now, expires=now + 300)
    verifier = HTTPMessageVerifier(signature_algorithm=algorithms.ED25519, key_resolver=_Keys(pair))
    request = SimpleNamespace(method="POST", url=url, headers=headers, body=BODY)
    results = verifier.verify(request, max_age=datetime.timedelta(seconds=300), expect_tag="payqual-sync", body=BODY)
    assert len(results) == 1
    request.headers = {**headers, "Content-Type": "text/plain"}
    with pytest.raises(InvalidSignature):
        verifier.verify(request, max_age=datetime.timedelta(seconds=300), expect_tag="payqual-sync", body=BODY)


@pytest.mark.parametrize("include_alg", [True, False])
@pytest.mark.parametrize("url", _URLS)
def test_we_verify_the_librarys(pair: KeyPair, url: str, include_alg: bool) -> None:
    signer = HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=_Keys(pair))
    headers = {"Content-Type": "application/json", "Content-Digest": content_digest(BODY)}
    request = SimpleNamespace(method="POST", url=url, headers=headers)
    created = datetime.datetime.fromtimestamp(SIGNED_AT, datetime.UTC)
    signer.sign(
        request,
        key_id="node-1",
        created=created,
        expires=created + datetime.timedelta(seconds=300),
        nonce=NONCE,
        tag="payqual-sync",
        use_existing_digest=True,
        include_alg=include_alg,
        covered_component_ids=COMPONENTS.replace('"', "").split(),
    )
    params = verify(pair, request_message("POST", url, request.headers))
    assert params.alg == ("ed25519" if include_alg else None)
    assert params.label == "pyhms"
    changed = request_message("PUT", url, request.headers)
    assert refusal(pair, changed)[0] == "signature_invalid"
