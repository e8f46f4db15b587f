"""The two headers of a signature: what our profile of RFC 9421 takes, and what it refuses."""

from __future__ import annotations

import dataclasses
import re

import pytest

from sync.wire.digest import content_digest
from sync.wire.http_message import Message
from sync.wire.http_signature_headers import request_signature
from sync.wire.refusals import FormatRefused
from sync.wire.suites import KeyPair
from tests.wire.signed import (
    BODY,
    COMPONENTS,
    MEMBER,
    NONCE,
    PARAMETERS,
    SIGNED_AT,
    forge,
    message_of,
    refusal,
    signed_headers,
    verify,
)


@pytest.mark.parametrize(
    "member",
    [
        pytest.param(MEMBER, id="as we write it"),
        pytest.param(f'("content-type" {COMPONENTS[:-15]}){PARAMETERS}', id="another order of components"),
        pytest.param(f'({COMPONENTS});tag="payqual-sync"{PARAMETERS[:-19]}', id="another order of parameters"),
        pytest.param(f'{MEMBER};alg="ed25519"', id="the key's own algorithm named"),
    ],
)
def test_signatures_that_pass(pair: KeyPair, member: str) -> None:
    verify(pair, forge(pair, member))


def test_a_further_header_may_be_covered(pair: KeyPair) -> None:
    member = MEMBER.replace('"content-type"', '"content-type" "date"')
    signed = forge(pair, member, date="Sat, 21 Jun 2025 02:00:00 GMT")
    verify(pair, signed)
    changed = {**signed.headers, "date": ["Sun, 22 Jun 2025 02:00:00 GMT"]}
    assert refusal(pair, dataclasses.replace(signed, headers=changed))[0] == "signature_invalid"


def test_a_signature_of_somebody_else_beside_ours_is_left_alone(pair: KeyPair) -> None:
    message = forge(pair, MEMBER)
    ours = message.headers
    theirs = {
        **ours,
        "signature-input": ['proxy=("@method");created=1;tag="proxy"', *ours["signature-input"]],
        "signature": [*ours["signature"], "proxy=:AAAA:"],
    }
    assert verify(pair, dataclasses.replace(message, headers=theirs)).label == "payqual"


@pytest.mark.parametrize("component", ["@method", "@authority", "@path", "@query", "content-digest", "content-type"])
def test_a_signature_without_a_component_is_refused(pair: KeyPair, component: str) -> None:
    covered = " ".join(item for item in COMPONENTS.split() if item != f'"{component}"')
    message = forge(pair, f"({covered}){PARAMETERS}")
    assert refusal(pair, message) == ("signature_components_insufficient", component)


@pytest.mark.parametrize("parameter", ["created", "expires", "nonce", "keyid"])
def test_a_signature_without_a_parameter_is_refused(pair: KeyPair, parameter: str) -> None:
    message = forge(pair, re.sub(rf';{parameter}=("[^"]*"|[0-9]+)', "", MEMBER))
    assert refusal(pair, message) == ("signature_parameters_insufficient", parameter)


_FORGED = [
    pytest.param(MEMBER.replace(";tag=", ";tug="), "tag_mismatch", "tag", id="no tag"),
    pytest.param(MEMBER.replace("payqual-sync", "other"), "tag_mismatch", "tag", id="another tag"),
    pytest.param(MEMBER.replace('"payqual-sync"', "payqual-sync"), "tag_mismatch", "tag", id="tag as token"),
    pytest.param(MEMBER + ';alg="rsa-pss-sha512"', "algorithm_mismatch", "alg", id="another algorithm"),
    pytest.param(MEMBER + ';alg="none"', "algorithm_mismatch", "alg", id="algorithm none"),
    pytest.param(MEMBER + ";alg=1", "signature_malformed", "alg", id="algorithm is a number"),
    pytest.param(MEMBER + ";extra=1", "signature_malformed", "extra", id="unknown parameter"),
    pytest.param(MEMBER.replace("node-1", "node-2"), "unknown_key", "keyid", id="unknown key"),
    pytest.param(MEMBER.replace("node-1", "a b"), "signature_malformed", "keyid", id="key id with a space"),
    pytest.param(MEMBER.replace(NONCE, "short"), "signature_malformed", "nonce", id="short nonce"),
    pytest.param(MEMBER.replace(NONCE, "a" * 129), "signature_malformed", "nonce", id="long nonce"),
    pytest.param(
        MEMBER.replace(f"expires={SIGNED_AT + 300}", 'expires="9"'), "signature_malformed", "expires", id="text"
    ),
    pytest.param(
        MEMBER.replace(f"expires={SIGNED_AT + 300}", f"expires={SIGNED_AT + 301}"),
        "signature_malformed",
        "expires",
        id="lives too long",
    ),
    pytest.param(
        MEMBER.replace(f"expires={SIGNED_AT + 300}", f"expires={SIGNED_AT}"),
        "signature_malformed",
        "expires",
        id="lives not",
    ),
    pytest.param(MEMBER.replace('"@path"', '"@path" "@path"'), "signature_malformed", "signature-input", id="twice"),
    pytest.param(
        MEMBER.replace('"content-type"', '"content-type" "date"'),
        "signature_components_insufficient",
        "date",
        id="covers a header that is not there",
    ),
]


@pytest.mark.parametrize(("member", "code", "field"), _FORGED)
def test_a_good_signature_over_the_wrong_things_is_refused(pair: KeyPair, member: str, code: str, field: str) -> None:
    try:
        message = forge(pair, member)
    except FormatRefused:
        message = _unsigned(member)
    assert refusal(pair, message) == (code, field)


def _unsigned(member: str, signature: str = "payqual=:AAAA:") -> Message:
    headers = {"Content-Type": "application/json", "Content-Digest": content_digest(BODY)}
    return message_of({**headers, "Signature-Input": f"payqual={member}", "Signature": signature})


@pytest.mark.parametrize(
    ("member", "code"),
    [
        pytest.param('("@target-uri" ' + MEMBER[1:], "signature_component_unsupported", id="unknown derived"),
        pytest.param('("@status" ' + MEMBER[1:], "signature_component_unsupported", id="an answer's component"),
        pytest.param('("date";bs ' + MEMBER[1:], "signature_component_unsupported", id="component parameter"),
        pytest.param(MEMBER.replace('"@path"', '"@path";req'), "signature_components_insufficient", id="path;req"),
        pytest.param(MEMBER.replace('"@path"', '"@Path"'), "signature_components_insufficient", id="capitals"),
        pytest.param(MEMBER.replace("(", "( "), "signature_malformed", id="space in the list"),
        pytest.param(MEMBER.replace(" ", "  "), "signature_malformed", id="two spaces in the list"),
        pytest.param(MEMBER.replace(";created", "; created"), "signature_malformed", id="space before a parameter"),
        pytest.param(MEMBER.replace(f"={SIGNED_AT};", f"=0{SIGNED_AT};"), "signature_malformed", id="leading zero"),
        pytest.param(MEMBER.replace(f"={SIGNED_AT};", f"={SIGNED_AT}.0;"), "signature_malformed", id="decimal"),
        pytest.param(MEMBER + ";created=1", "signature_malformed", id="parameter twice"),
        pytest.param(MEMBER + ";", "signature_malformed", id="empty parameter"),
        pytest.param(MEMBER + ", payqual=()", "signature_malformed", id="label twice"),
        pytest.param(MEMBER + ", other=()", "signature_malformed", id="input without a signature"),
        pytest.param(MEMBER + ",", "signature_malformed", id="trailing comma"),
        pytest.param(MEMBER.replace("(", "").replace(")", ""), "signature_malformed", id="not a list"),
        pytest.param(MEMBER.replace('"@path"', '"@path'), "signature_malformed", id="open quote"),
        pytest.param(MEMBER.replace('"@path"', "path"), "signature_malformed", id="token in the list"),
        pytest.param(MEMBER.replace("node-1", "nöde-1"), "signature_malformed", id="not ASCII"),
        pytest.param("(" + '"a" ' * 3_000 + '"b")', "signature_malformed", id="12,000 characters"),
        pytest.param("", "signature_malformed", id="nothing"),
    ],
)
def test_signature_input_that_breaks_the_profile_is_refused(pair: KeyPair, member: str, code: str) -> None:
    assert refusal(pair, _unsigned(member))[0] == code


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
    assert refusal(pair, _unsigned(MEMBER, signature))[0] == code


@pytest.mark.parametrize("missing", ["signature", "signature-input"])
def test_an_unsigned_request_is_refused(pair: KeyPair, missing: str) -> None:
    message = message_of(signed_headers(pair))
    headers = {name: lines for name, lines in message.headers.items() if name != missing}
    assert refusal(pair, dataclasses.replace(message, headers=headers)) == ("signature_missing", missing)


def test_two_signatures_with_our_tag_are_refused(pair: KeyPair) -> None:
    message = forge(pair, MEMBER)
    headers = {
        **message.headers,
        "signature-input": [*message.headers["signature-input"], f"again={MEMBER}"],
        "signature": [*message.headers["signature"], "again=:AAAA:"],
    }
    assert refusal(pair, dataclasses.replace(message, headers=headers)) == (
        "signature_ambiguous",
        "signature-input",
    )


@pytest.mark.parametrize("headers", [{}, {"Signature": "x"}, {"Signature": "other=:AAAA:"}])
def test_an_answer_cannot_be_bound_to_no_signature(headers: dict[str, str]) -> None:
    with pytest.raises(FormatRefused, match="signature_malformed"):
        request_signature(headers)
