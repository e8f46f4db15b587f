"""Signing and verifying by the strict RFC 9421 profile: what is changed, late or another's is refused."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.provisional import urls

from sync.wire import http_signature
from sync.wire.digest import content_digest
from sync.wire.http_message import Message, RequestSignature, request_message
from sync.wire.http_signature_headers import SignatureParams, request_signature
from sync.wire.refusals import FormatRefused
from sync.wire.suites import KeyPair
from tests.wire.signed import (
    BODY,
    MEMBER,
    NONCE,
    SIGNED_AT,
    forge,
    message_of,
    refusal,
    resolver,
    signed_answer,
    signed_headers,
    verify,
)


def test_a_request_is_signed_over_exactly_these_bytes(pair: KeyPair) -> None:
    headers = signed_headers(pair)
    assert headers["Signature-Input"] == f"payqual={MEMBER}"
    params = verify(pair, message_of(headers))
    assert params.base.decode() == (
        '"@method": POST\n'
        '"@authority": national.example\n'
        '"@path": /sync/v1/statements\n'
        '"@query": ?dry_run=1\n'
        f'"content-digest": {content_digest(BODY)}\n'
        '"content-type": application/json\n'
        f'"@signature-params": {MEMBER}'
    )
    assert (params.keyid, params.created, params.expires, params.nonce, params.tag) == (
        "node-1",
        SIGNED_AT,
        SIGNED_AT + 300,
        NONCE,
        "payqual-sync",
    )


def test_a_get_has_an_empty_body_and_still_a_digest(pair: KeyPair) -> None:
    headers = signed_headers(pair, method="GET", url="http://localhost:8000/", body=b"")
    message = message_of(headers, method="GET", authority="localhost:8000", path="/", query="")
    assert b'"@query": ?\n' in verify(pair, message, b"").base


@pytest.mark.parametrize(
    ("offset", "outcome"),
    [
        pytest.param(-301, "signature_not_yet_valid", id="301 s before"),
        pytest.param(-300, "", id="300 s before"),
        pytest.param(0, "", id="at once"),
        pytest.param(300, "", id="300 s after"),
        pytest.param(301, "signature_expired", id="301 s after"),
    ],
)
def test_the_window(pair: KeyPair, offset: int, outcome: str) -> None:
    message = message_of(signed_headers(pair))
    if outcome:
        assert refusal(pair, message, now=SIGNED_AT + offset) == (outcome, "created")
    else:
        verify(pair, message, now=SIGNED_AT + offset)


def test_a_short_life_ends_when_it_says(pair: KeyPair) -> None:
    message = message_of(signed_headers(pair, expires=SIGNED_AT + 10))
    verify(pair, message, now=SIGNED_AT + 10)
    assert refusal(pair, message, now=SIGNED_AT + 11) == ("signature_expired", "expires")


_CHANGED = [
    pytest.param({"method": "PUT"}, id="method"),
    pytest.param({"authority": "other.example"}, id="authority"),
    pytest.param({"authority": "national.example:8443"}, id="port"),
    pytest.param({"path": "/sync/v1/statement"}, id="path"),
    pytest.param({"path": "/sync/v1/statements/"}, id="slash"),
    pytest.param({"query": ""}, id="query gone"),
    pytest.param({"query": "dry_run=0"}, id="query"),
]


@pytest.mark.parametrize("change", _CHANGED)
def test_a_changed_request_is_refused(pair: KeyPair, change: dict[str, str]) -> None:
    message = dataclasses.replace(message_of(signed_headers(pair)), **change)
    assert refusal(pair, message) == ("signature_invalid", "signature")


def test_a_changed_content_type_body_or_digest_is_refused(pair: KeyPair) -> None:
    message = message_of(signed_headers(pair))

    def with_header(name: str, *lines: str) -> Message:
        return dataclasses.replace(message, headers={**message.headers, name: list(lines)})

    assert refusal(pair, message, b"{}")[0] == "digest_mismatch"
    assert refusal(pair, with_header("content-type", "text/plain"))[0] == "signature_invalid"
    assert refusal(pair, with_header("content-type", "application/json", "text/plain"))[0] == "signature_malformed"
    assert refusal(pair, with_header("content-digest", content_digest(b"{}")), b"{}")[0] == "signature_invalid"
    assert refusal(pair, with_header("content-digest"))[0] == "signature_components_insufficient"
    assert refusal(pair, with_header("content-type", 'a\n"@path": /x'))[0] == "signature_malformed"


def test_a_signed_but_weak_digest_is_refused(pair: KeyPair) -> None:
    message = forge(pair, MEMBER, **{"content-digest": "md5=:XrY7u+Ae7tCTyyK7j1rNww==:"})
    assert refusal(pair, message)[0] == "digest_unsupported"


def test_another_key_under_the_same_id_is_refused(pair: KeyPair, other_pair: KeyPair) -> None:
    assert refusal(other_pair, message_of(signed_headers(pair)))[0] == "signature_invalid"


@given(data=st.data())
def test_one_flipped_bit_never_verifies(pair: KeyPair, data: st.DataObject) -> None:
    message = message_of(signed_headers(pair))
    name = data.draw(st.sampled_from(["signature", "signature-input", "content-digest", "content-type"]))
    raw = bytearray(message.headers[name][0].encode())
    bit = data.draw(st.integers(0, len(raw) * 8 - 1))
    raw[bit // 8] ^= 1 << bit % 8
    changed = dataclasses.replace(message, headers={**message.headers, name: [raw.decode("latin-1")]})
    with pytest.raises(FormatRefused):
        verify(pair, changed)


@given(url=urls(), method=st.sampled_from(["GET", "POST"]), body=st.binary(max_size=50))
def test_round_trip_over_any_url(pair: KeyPair, url: str, method: str, body: bytes) -> None:
    headers = signed_headers(pair, url=url, method=method, body=body)
    http_signature.verify_request(
        request_message(method, url, headers), body, now=SIGNED_AT, resolve_key=resolver(pair)
    )


@pytest.mark.parametrize(
    "url",
    ["ftp://a/", "/sync", "https://", "https://user@national.example/", "https://[::1", "", "https://:443/"],
)
def test_a_url_without_a_plain_authority_cannot_be_signed(pair: KeyPair, url: str) -> None:
    with pytest.raises(FormatRefused, match="url_malformed"):
        signed_headers(pair, url=url)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"nonce": "short"}, id="nonce"),
        pytest.param({"keyid": "a b"}, id="keyid"),
        pytest.param({"keyid": "ключ"}, id="keyid not ASCII"),
        pytest.param({"content_type": "a\nb"}, id="line break in a header"),
    ],
)
def test_what_would_be_refused_cannot_be_signed(pair: KeyPair, change: dict[str, str]) -> None:
    with pytest.raises(FormatRefused, match="signature_malformed"):
        signed_headers(pair, **change)


def _check_answer(
    pair: KeyPair,
    headers: dict[str, str],
    request: RequestSignature,
    *,
    status: int = 200,
    body: bytes = b'{"receipts":[]}',
    now: int = SIGNED_AT,
) -> SignatureParams:
    message = Message(status=status, headers={name.lower(): [value] for name, value in headers.items()})
    return http_signature.verify_response(message, body, request=request, now=now, resolve_key=resolver(pair))


def test_an_answer_is_bound_to_its_request(pair: KeyPair) -> None:
    sent = signed_headers(pair)
    received = verify(pair, message_of(sent)).request_signature
    assert received == request_signature(sent)
    params = _check_answer(pair, signed_answer(pair, received), received)
    assert params.base.decode() == (
        '"@status": 200\n'
        f'"content-digest": {content_digest(b'{"receipts":[]}')}\n'
        f'"signature";req;key="payqual": {sent["Signature"].removeprefix("payqual=")}\n'
        '"@signature-params": ("@status" "content-digest" "signature";req;key="payqual")'
        f';created={SIGNED_AT};keyid="node-1";tag="payqual-sync"'
    )


def test_an_answer_to_another_request_is_refused(pair: KeyPair) -> None:
    first = request_signature(signed_headers(pair))
    second = request_signature(signed_headers(pair, nonce="fedcba9876543210"))
    answer = signed_answer(pair, first)
    _check_answer(pair, answer, first)
    with pytest.raises(FormatRefused, match="signature_invalid"):
        _check_answer(pair, answer, second)
    with pytest.raises(FormatRefused, match="signature_components_insufficient"):
        _check_answer(pair, answer, RequestSignature(label="other", signature=first.signature))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({"status": 401}, "signature_invalid", id="status"),
        pytest.param({"body": b"{}"}, "digest_mismatch", id="body"),
        pytest.param({"now": SIGNED_AT + 301}, "signature_expired", id="too old"),
        pytest.param({"now": SIGNED_AT - 301}, "signature_not_yet_valid", id="too new"),
    ],
)
def test_a_changed_answer_is_refused(pair: KeyPair, change: dict[str, Any], code: str) -> None:
    request = request_signature(signed_headers(pair))
    with pytest.raises(FormatRefused, match=code):
        _check_answer(pair, signed_answer(pair, request), request, **change)


def test_an_unsigned_answer_is_refused(pair: KeyPair) -> None:
    request = request_signature(signed_headers(pair))
    with pytest.raises(FormatRefused, match="signature_missing"):
        _check_answer(pair, {"Content-Type": "application/json"}, request)


def test_a_request_signature_is_no_answer_and_an_answer_no_request(pair: KeyPair) -> None:
    sent = signed_headers(pair)
    request = request_signature(sent)
    with pytest.raises(FormatRefused, match=r"signature_(malformed|components_insufficient)"):
        _check_answer(pair, sent, request, body=BODY)
    assert refusal(pair, message_of(signed_answer(pair, request)))[0] == "signature_parameters_insufficient"
