"""The strict RFC 9421 profile: what passes, what does not, Appendix B, a second implementation both ways."""

from __future__ import annotations

import dataclasses
import datetime
import json
import re
from collections.abc import Callable
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
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.provisional import urls

from sync.wire import http_signature, structured
from sync.wire.digest import content_digest
from sync.wire.http_message import Message, RequestSignature, base, request_message
from sync.wire.http_signature_headers import SignatureParams, request_signature
from sync.wire.refusals import FormatRefused
from sync.wire.suites import ED25519, KeyPair, Suite

_NOW = 1_750_471_200
_URL = "https://National.example:443/sync/v1/statements?dry_run=1"
_BODY = b'{"statements":[]}'
_NONCE = "0123456789abcdef"


def _resolver(pair: KeyPair) -> Callable[[str], tuple[Suite, bytes] | None]:
    return {"node-1": (ED25519, pair.public)}.get


def _headers(pair: KeyPair, **changes: Any) -> dict[str, str]:
    wanted = {
        "method": "POST",
        "url": _URL,
        "body": _BODY,
        "content_type": "application/json",
        "created": _NOW,
        "expires": _NOW + 300,
        "nonce": _NONCE,
        "keyid": "node-1",
        "suite": ED25519,
        "private_key": pair.private,
    }
    return http_signature.sign_request(**{**wanted, **changes})


def _message(headers: dict[str, str], **changes: Any) -> Message:
    wanted: dict[str, Any] = {
        "method": "POST",
        "authority": "national.example",
        "path": "/sync/v1/statements",
        "query": "dry_run=1",
        "headers": {name.lower(): [value] for name, value in headers.items()},
    }
    return Message(**{**wanted, **changes})


def _verify(pair: KeyPair, message: Message, body: bytes = _BODY, now: int = _NOW) -> SignatureParams:
    return http_signature.verify_request(message, body, now=now, resolve_key=_resolver(pair))


def _refusal(pair: KeyPair, message: Message, body: bytes = _BODY, now: int = _NOW) -> tuple[str, str]:
    with pytest.raises(FormatRefused) as caught:
        _verify(pair, message, body, now)
    return caught.value.code, caught.value.field


def _forge(pair: KeyPair, member: str, **further: str) -> Message:
    """A request whose signature is good but says what `member` says."""
    headers = {"content-type": "application/json", "content-digest": content_digest(_BODY), **further}
    message = _message(headers)
    read = structured.inner_lists([f"x={member}"])["x"]
    signature = ED25519.sign(pair.private, base(message, read, None))
    lines = {
        **message.headers,
        "signature-input": [f"payqual={member}"],
        "signature": [f"payqual={structured.byte_sequence(signature)}"],
    }
    return dataclasses.replace(message, headers=lines)


_COMPONENTS = '"@method" "@authority" "@path" "@query" "content-digest" "content-type"'
_PARAMETERS = f';created={_NOW};expires={_NOW + 300};nonce="{_NONCE}";keyid="node-1";tag="payqual-sync"'
_MEMBER = f"({_COMPONENTS}){_PARAMETERS}"


def test_a_request_is_signed_over_exactly_these_bytes(pair: KeyPair) -> None:
    headers = _headers(pair)
    assert headers["Signature-Input"] == f"payqual={_MEMBER}"
    params = _verify(pair, _message(headers))
    assert params.base.decode() == (
        '"@method": POST\n'
        '"@authority": national.example\n'
        '"@path": /sync/v1/statements\n'
        '"@query": ?dry_run=1\n'
        f'"content-digest": {content_digest(_BODY)}\n'
        '"content-type": application/json\n'
        f'"@signature-params": {_MEMBER}'
    )
    assert (params.keyid, params.created, params.expires, params.nonce, params.tag) == (
        "node-1",
        _NOW,
        _NOW + 300,
        _NONCE,
        "payqual-sync",
    )


def test_a_get_has_an_empty_body_and_still_a_digest(pair: KeyPair) -> None:
    headers = _headers(pair, method="GET", url="http://localhost:8000/", body=b"")
    message = _message(headers, method="GET", authority="localhost:8000", path="/", query="")
    assert b'"@query": ?\n' in _verify(pair, message, b"").base


@pytest.mark.parametrize(
    "member",
    [
        pytest.param(_MEMBER, id="as we write it"),
        pytest.param(f'("content-type" {_COMPONENTS[:-15]}){_PARAMETERS}', id="another order of components"),
        pytest.param(f'({_COMPONENTS});tag="payqual-sync"{_PARAMETERS[:-19]}', id="another order of parameters"),
        pytest.param(f'{_MEMBER};alg="ed25519"', id="the key's own algorithm named"),
    ],
)
def test_signatures_that_pass(pair: KeyPair, member: str) -> None:
    _verify(pair, _forge(pair, member))


def test_a_further_header_may_be_covered(pair: KeyPair) -> None:
    member = _MEMBER.replace('"content-type"', '"content-type" "date"')
    signed = _forge(pair, member, date="Sat, 21 Jun 2025 02:00:00 GMT")
    _verify(pair, signed)
    changed = {**signed.headers, "date": ["Sun, 22 Jun 2025 02:00:00 GMT"]}
    assert _refusal(pair, dataclasses.replace(signed, headers=changed))[0] == "signature_invalid"


def test_a_signature_of_somebody_else_beside_ours_is_left_alone(pair: KeyPair) -> None:
    message = _forge(pair, _MEMBER)
    ours = message.headers
    theirs = {
        **ours,
        "signature-input": ['proxy=("@method");created=1;tag="proxy"', *ours["signature-input"]],
        "signature": [*ours["signature"], "proxy=:AAAA:"],
    }
    assert _verify(pair, dataclasses.replace(message, headers=theirs)).label == "payqual"


@pytest.mark.parametrize("component", ["@method", "@authority", "@path", "@query", "content-digest", "content-type"])
def test_a_signature_without_a_component_is_refused(pair: KeyPair, component: str) -> None:
    covered = " ".join(item for item in _COMPONENTS.split() if item != f'"{component}"')
    message = _forge(pair, f"({covered}){_PARAMETERS}")
    assert _refusal(pair, message) == ("signature_components_insufficient", component)


@pytest.mark.parametrize("parameter", ["created", "expires", "nonce", "keyid"])
def test_a_signature_without_a_parameter_is_refused(pair: KeyPair, parameter: str) -> None:
    message = _forge(pair, re.sub(rf';{parameter}=("[^"]*"|[0-9]+)', "", _MEMBER))
    assert _refusal(pair, message) == ("signature_parameters_insufficient", parameter)


_FORGED = [
    pytest.param(_MEMBER.replace(";tag=", ";tug="), "tag_mismatch", "tag", id="no tag"),
    pytest.param(_MEMBER.replace("payqual-sync", "other"), "tag_mismatch", "tag", id="another tag"),
    pytest.param(_MEMBER.replace('"payqual-sync"', "payqual-sync"), "tag_mismatch", "tag", id="tag as token"),
    pytest.param(_MEMBER + ';alg="rsa-pss-sha512"', "algorithm_mismatch", "alg", id="another algorithm"),
    pytest.param(_MEMBER + ';alg="none"', "algorithm_mismatch", "alg", id="algorithm none"),
    pytest.param(_MEMBER + ";alg=1", "signature_malformed", "alg", id="algorithm is a number"),
    pytest.param(_MEMBER + ";extra=1", "signature_malformed", "extra", id="unknown parameter"),
    pytest.param(_MEMBER.replace("node-1", "node-2"), "unknown_key", "keyid", id="unknown key"),
    pytest.param(_MEMBER.replace("node-1", "a b"), "signature_malformed", "keyid", id="key id with a space"),
    pytest.param(_MEMBER.replace(_NONCE, "short"), "signature_malformed", "nonce", id="short nonce"),
    pytest.param(_MEMBER.replace(_NONCE, "a" * 129), "signature_malformed", "nonce", id="long nonce"),
    pytest.param(_MEMBER.replace(f"expires={_NOW + 300}", 'expires="9"'), "signature_malformed", "expires", id="text"),
    pytest.param(
        _MEMBER.replace(f"expires={_NOW + 300}", f"expires={_NOW + 301}"),
        "signature_malformed",
        "expires",
        id="lives too long",
    ),
    pytest.param(
        _MEMBER.replace(f"expires={_NOW + 300}", f"expires={_NOW}"),
        "signature_malformed",
        "expires",
        id="lives not",
    ),
    pytest.param(_MEMBER.replace('"@path"', '"@path" "@path"'), "signature_malformed", "signature-input", id="twice"),
    pytest.param(
        _MEMBER.replace('"content-type"', '"content-type" "date"'),
        "signature_components_insufficient",
        "date",
        id="covers a header that is not there",
    ),
]


@pytest.mark.parametrize(("member", "code", "field"), _FORGED)
def test_a_good_signature_over_the_wrong_things_is_refused(pair: KeyPair, member: str, code: str, field: str) -> None:
    try:
        message = _forge(pair, member)
    except FormatRefused:
        message = _unsigned(member)
    assert _refusal(pair, message) == (code, field)


def _unsigned(member: str, signature: str = "payqual=:AAAA:") -> Message:
    headers = {"Content-Type": "application/json", "Content-Digest": content_digest(_BODY)}
    return _message({**headers, "Signature-Input": f"payqual={member}", "Signature": signature})


@pytest.mark.parametrize(
    ("member", "code"),
    [
        pytest.param('("@target-uri" ' + _MEMBER[1:], "signature_component_unsupported", id="unknown derived"),
        pytest.param('("@status" ' + _MEMBER[1:], "signature_component_unsupported", id="an answer's component"),
        pytest.param('("date";bs ' + _MEMBER[1:], "signature_component_unsupported", id="component parameter"),
        pytest.param(_MEMBER.replace('"@path"', '"@path";req'), "signature_components_insufficient", id="path;req"),
        pytest.param(_MEMBER.replace('"@path"', '"@Path"'), "signature_components_insufficient", id="capitals"),
        pytest.param(_MEMBER.replace("(", "( "), "signature_malformed", id="space in the list"),
        pytest.param(_MEMBER.replace(" ", "  "), "signature_malformed", id="two spaces in the list"),
        pytest.param(_MEMBER.replace(";created", "; created"), "signature_malformed", id="space before a parameter"),
        pytest.param(_MEMBER.replace(f"={_NOW};", f"=0{_NOW};"), "signature_malformed", id="leading zero"),
        pytest.param(_MEMBER.replace(f"={_NOW};", f"={_NOW}.0;"), "signature_malformed", id="decimal"),
        pytest.param(_MEMBER + ";created=1", "signature_malformed", id="parameter twice"),
        pytest.param(_MEMBER + ";", "signature_malformed", id="empty parameter"),
        pytest.param(_MEMBER + ", payqual=()", "signature_malformed", id="label twice"),
        pytest.param(_MEMBER + ", other=()", "signature_malformed", id="input without a signature"),
        pytest.param(_MEMBER + ",", "signature_malformed", id="trailing comma"),
        pytest.param(_MEMBER.replace("(", "").replace(")", ""), "signature_malformed", id="not a list"),
        pytest.param(_MEMBER.replace('"@path"', '"@path'), "signature_malformed", id="open quote"),
        pytest.param(_MEMBER.replace('"@path"', "path"), "signature_malformed", id="token in the list"),
        pytest.param(_MEMBER.replace("node-1", "nöde-1"), "signature_malformed", id="not ASCII"),
        pytest.param("(" + '"a" ' * 3_000 + '"b")', "signature_malformed", id="12,000 characters"),
        pytest.param("", "signature_malformed", id="nothing"),
    ],
)
def test_signature_input_that_breaks_the_profile_is_refused(pair: KeyPair, member: str, code: str) -> None:
    assert _refusal(pair, _unsigned(member))[0] == code


@pytest.mark.parametrize(
    ("signature", "code"),
    [
        pytest.param("payqual=:AAAA:", "signature_invalid", id="too short"),
        pytest.param("payqual=:" + "A" * 88 + ":", "signature_invalid", id="too long"),
        pytest.param("payqual=:" + "A" * 86 + "==:", "signature_invalid", id="zeros"),
        pytest.param("payqual=::", "signature_invalid", id="empty"),
        pytest.param("payqual=AAAA", "signature_malformed", id="no colons"),
        pytest.param("payqual=:AAA:", "signature_malformed", id="no padding"),
        pytest.param("payqual=:AA-_:", "signature_malformed", id="URL alphabet"),
        pytest.param("payqual=:AAAA:;a=1", "signature_malformed", id="parameter"),
        pytest.param("other=:AAAA:", "signature_malformed", id="another label"),
        pytest.param("payqual=:AAAA:, other=:AAAA:", "signature_malformed", id="signature without an input"),
        pytest.param("payqual=:AAAA:, payqual=:AAAB:", "signature_malformed", id="twice"),
    ],
)
def test_signature_header_that_breaks_the_profile_is_refused(pair: KeyPair, signature: str, code: str) -> None:
    assert _refusal(pair, _unsigned(_MEMBER, signature))[0] == code


@pytest.mark.parametrize("missing", ["signature", "signature-input"])
def test_an_unsigned_request_is_refused(pair: KeyPair, missing: str) -> None:
    message = _message(_headers(pair))
    headers = {name: lines for name, lines in message.headers.items() if name != missing}
    assert _refusal(pair, dataclasses.replace(message, headers=headers)) == ("signature_missing", missing)


def test_two_signatures_with_our_tag_are_refused(pair: KeyPair) -> None:
    message = _forge(pair, _MEMBER)
    headers = {
        **message.headers,
        "signature-input": [*message.headers["signature-input"], f"again={_MEMBER}"],
        "signature": [*message.headers["signature"], "again=:AAAA:"],
    }
    assert _refusal(pair, dataclasses.replace(message, headers=headers)) == (
        "signature_ambiguous",
        "signature-input",
    )


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
    message = _message(_headers(pair))
    if outcome:
        assert _refusal(pair, message, now=_NOW + offset) == (outcome, "created")
    else:
        _verify(pair, message, now=_NOW + offset)


def test_a_short_life_ends_when_it_says(pair: KeyPair) -> None:
    message = _message(_headers(pair, expires=_NOW + 10))
    _verify(pair, message, now=_NOW + 10)
    assert _refusal(pair, message, now=_NOW + 11) == ("signature_expired", "expires")


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
    message = dataclasses.replace(_message(_headers(pair)), **change)
    assert _refusal(pair, message) == ("signature_invalid", "signature")


def test_a_changed_content_type_body_or_digest_is_refused(pair: KeyPair) -> None:
    message = _message(_headers(pair))

    def with_header(name: str, *lines: str) -> Message:
        return dataclasses.replace(message, headers={**message.headers, name: list(lines)})

    assert _refusal(pair, message, b"{}")[0] == "digest_mismatch"
    assert _refusal(pair, with_header("content-type", "text/plain"))[0] == "signature_invalid"
    assert _refusal(pair, with_header("content-type", "application/json", "text/plain"))[0] == "signature_malformed"
    assert _refusal(pair, with_header("content-digest", content_digest(b"{}")), b"{}")[0] == "signature_invalid"
    assert _refusal(pair, with_header("content-digest"))[0] == "signature_components_insufficient"
    assert _refusal(pair, with_header("content-type", 'a\n"@path": /x'))[0] == "signature_malformed"


def test_a_signed_but_weak_digest_is_refused(pair: KeyPair) -> None:
    message = _forge(pair, _MEMBER, **{"content-digest": "md5=:XrY7u+Ae7tCTyyK7j1rNww==:"})
    assert _refusal(pair, message)[0] == "digest_unsupported"


def test_another_key_under_the_same_id_is_refused(pair: KeyPair, other_pair: KeyPair) -> None:
    assert _refusal(other_pair, _message(_headers(pair)))[0] == "signature_invalid"


@given(data=st.data())
def test_one_flipped_bit_never_verifies(pair: KeyPair, data: st.DataObject) -> None:
    message = _message(_headers(pair))
    name = data.draw(st.sampled_from(["signature", "signature-input", "content-digest", "content-type"]))
    raw = bytearray(message.headers[name][0].encode())
    bit = data.draw(st.integers(0, len(raw) * 8 - 1))
    raw[bit // 8] ^= 1 << bit % 8
    changed = dataclasses.replace(message, headers={**message.headers, name: [raw.decode("latin-1")]})
    with pytest.raises(FormatRefused):
        _verify(pair, changed)


@given(url=urls(), method=st.sampled_from(["GET", "POST"]), body=st.binary(max_size=50))
def test_round_trip_over_any_url(pair: KeyPair, url: str, method: str, body: bytes) -> None:
    headers = _headers(pair, url=url, method=method, body=body)
    http_signature.verify_request(request_message(method, url, headers), body, now=_NOW, resolve_key=_resolver(pair))


@pytest.mark.parametrize(
    "url",
    ["ftp://a/", "/sync", "https://", "https://user@national.example/", "https://[::1", "", "https://:443/"],
)
def test_a_url_without_a_plain_authority_cannot_be_signed(pair: KeyPair, url: str) -> None:
    with pytest.raises(FormatRefused, match="url_malformed"):
        _headers(pair, url=url)


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
        _headers(pair, **change)


# --- answers


def _answer(pair: KeyPair, request: RequestSignature, **changes: Any) -> dict[str, str]:
    wanted = {
        "status": 200,
        "body": b'{"receipts":[]}',
        "content_type": "application/json",
        "request": request,
        "created": _NOW,
        "keyid": "node-1",
        "suite": ED25519,
        "private_key": pair.private,
    }
    return http_signature.sign_response(**{**wanted, **changes})


def _check_answer(
    pair: KeyPair,
    headers: dict[str, str],
    request: RequestSignature,
    *,
    status: int = 200,
    body: bytes = b'{"receipts":[]}',
    now: int = _NOW,
) -> SignatureParams:
    message = Message(status=status, headers={name.lower(): [value] for name, value in headers.items()})
    return http_signature.verify_response(message, body, request=request, now=now, resolve_key=_resolver(pair))


def test_an_answer_is_bound_to_its_request(pair: KeyPair) -> None:
    sent = _headers(pair)
    received = _verify(pair, _message(sent)).request_signature
    assert received == request_signature(sent)
    params = _check_answer(pair, _answer(pair, received), received)
    assert params.base.decode() == (
        '"@status": 200\n'
        f'"content-digest": {content_digest(b'{"receipts":[]}')}\n'
        f'"signature";req;key="payqual": {sent["Signature"].removeprefix("payqual=")}\n'
        '"@signature-params": ("@status" "content-digest" "signature";req;key="payqual")'
        f';created={_NOW};keyid="node-1";tag="payqual-sync"'
    )


def test_an_answer_to_another_request_is_refused(pair: KeyPair) -> None:
    first = request_signature(_headers(pair))
    second = request_signature(_headers(pair, nonce="fedcba9876543210"))
    answer = _answer(pair, first)
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
        pytest.param({"now": _NOW + 301}, "signature_expired", id="too old"),
        pytest.param({"now": _NOW - 301}, "signature_not_yet_valid", id="too new"),
    ],
)
def test_a_changed_answer_is_refused(pair: KeyPair, change: dict[str, Any], code: str) -> None:
    request = request_signature(_headers(pair))
    with pytest.raises(FormatRefused, match=code):
        _check_answer(pair, _answer(pair, request), request, **change)


def test_an_unsigned_answer_is_refused(pair: KeyPair) -> None:
    request = request_signature(_headers(pair))
    with pytest.raises(FormatRefused, match="signature_missing"):
        _check_answer(pair, {"Content-Type": "application/json"}, request)


def test_a_request_signature_is_no_answer_and_an_answer_no_request(pair: KeyPair) -> None:
    sent = _headers(pair)
    request = request_signature(sent)
    with pytest.raises(FormatRefused, match=r"signature_(malformed|components_insufficient)"):
        _check_answer(pair, sent, request, body=_BODY)
    assert _refusal(pair, _message(_answer(pair, request)))[0] == "signature_parameters_insufficient"


@pytest.mark.parametrize("headers", [{}, {"Signature": "x"}, {"Signature": "other=:AAAA:"}])
def test_an_answer_cannot_be_bound_to_no_signature(headers: dict[str, str]) -> None:
    with pytest.raises(FormatRefused, match="signature_malformed"):
        request_signature(headers)


# --- RFC 9421, Appendix B.2.6: the Ed25519 case


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


# --- the library as a second implementation


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
    headers = _headers(pair, url=url, created=now, expires=now + 300)
    verifier = HTTPMessageVerifier(signature_algorithm=algorithms.ED25519, key_resolver=_Keys(pair))
    request = SimpleNamespace(method="POST", url=url, headers=headers, body=_BODY)
    results = verifier.verify(request, max_age=datetime.timedelta(seconds=300), expect_tag="payqual-sync", body=_BODY)
    assert len(results) == 1
    request.headers = {**headers, "Content-Type": "text/plain"}
    with pytest.raises(InvalidSignature):
        verifier.verify(request, max_age=datetime.timedelta(seconds=300), expect_tag="payqual-sync", body=_BODY)


@pytest.mark.parametrize("include_alg", [True, False])
@pytest.mark.parametrize("url", _URLS)
def test_we_verify_the_librarys(pair: KeyPair, url: str, include_alg: bool) -> None:
    signer = HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=_Keys(pair))
    headers = {"Content-Type": "application/json", "Content-Digest": content_digest(_BODY)}
    request = SimpleNamespace(method="POST", url=url, headers=headers)
    created = datetime.datetime.fromtimestamp(_NOW, datetime.UTC)
    signer.sign(
        request,
        key_id="node-1",
        created=created,
        expires=created + datetime.timedelta(seconds=300),
        nonce=_NONCE,
        tag="payqual-sync",
        use_existing_digest=True,
        include_alg=include_alg,
        covered_component_ids=_COMPONENTS.replace('"', "").split(),
    )
    params = _verify(pair, request_message("POST", url, request.headers))
    assert params.alg == ("ed25519" if include_alg else None)
    assert params.label == "pyhms"
    changed = request_message("PUT", url, request.headers)
    assert _refusal(pair, changed)[0] == "signature_invalid"
