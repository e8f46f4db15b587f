"""Content-Digest: what passes and what does not."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.wire.digest import check_content_digest, content_digest
from sync.wire.refusals import FormatRefused

_BODY = b'{"hello": "world"}'
_SHA256 = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"  # RFC 9530 §2
_SHA512 = f"sha-512=:{base64.b64encode(hashlib.sha512(_BODY).digest()).decode()}:"
_WRONG_256 = f"sha-256=:{base64.b64encode(bytes(32)).decode()}:"
_WRONG_512 = f"sha-512=:{base64.b64encode(bytes(64)).decode()}:"


def test_the_digest_of_the_rfc() -> None:
    assert content_digest(_BODY) == _SHA256


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([_SHA256], id="sha-256"),
        pytest.param([f"{_SHA256}, {_SHA512}"], id="both on one line"),
        pytest.param([_SHA512, f" {_SHA256} "], id="both on two lines"),
    ],
)
def test_right_digests_pass(lines: list[str]) -> None:
    check_content_digest(lines, _BODY)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        pytest.param([], "digest_missing", id="none"),
        pytest.param([""], "digest_malformed", id="empty"),
        pytest.param([_WRONG_256], "digest_mismatch", id="wrong"),
        pytest.param([f"{_SHA256}, {_WRONG_512}"], "digest_mismatch", id="right and wrong"),
        pytest.param([_SHA512], "digest_unsupported", id="sha-512 alone"),
        pytest.param(["md5=:XrY7u+Ae7tCTyyK7j1rNww==:"], "digest_unsupported", id="md5 alone"),
        pytest.param([_SHA256, "md5=:XrY7u+Ae7tCTyyK7j1rNww==:"], "digest_unsupported", id="md5 beside"),
        pytest.param([_SHA256, _SHA256], "digest_malformed", id="twice"),
        pytest.param([_WRONG_256 + ", " + _SHA256], "digest_malformed", id="twice, the last one right"),
        pytest.param([_SHA256.replace("=:", "=", 1)], "digest_malformed", id="no colons"),
        pytest.param([_SHA256.replace("E=:", "E:")], "digest_malformed", id="no padding"),
        pytest.param([_SHA256.replace("PE=", "PF=")], "digest_malformed", id="stray bits"),
        pytest.param([_SHA256.upper()], "digest_malformed", id="capital algorithm"),
        pytest.param([_SHA256 + ";q=1"], "digest_malformed", id="parameter"),
        pytest.param([_SHA256 + ","], "digest_malformed", id="trailing comma"),
        pytest.param(["sha-256=::"], "digest_mismatch", id="empty digest"),
        pytest.param(["sha-256"], "digest_malformed", id="no value"),
        pytest.param([", ".join(f"a{n}=:AA==:" for n in range(9))], "digest_malformed", id="nine members"),
        pytest.param(["sha-256=:" + "A" * 10_000 + ":"], "digest_malformed", id="10,000 characters"),
    ],
)
def test_anything_wrong_is_refused(lines: list[str], code: str) -> None:
    with pytest.raises(FormatRefused) as caught:
        check_content_digest(lines, _BODY)
    assert (caught.value.code, caught.value.field) == (code, "content-digest")


@given(body=st.binary(max_size=100), other=st.binary(max_size=100))
def test_a_digest_fits_its_own_body_only(body: bytes, other: bytes) -> None:
    check_content_digest([content_digest(body)], body)
    if body != other:
        with pytest.raises(FormatRefused, match="digest_mismatch"):
            check_content_digest([content_digest(body)], other)
