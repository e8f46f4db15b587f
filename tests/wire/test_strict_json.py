"""Strict JSON against a table of bad documents, JSONTestSuite, and the standard parser."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.wire import strict_json
from sync.wire.refusals import FormatRefused


def _code(raw: bytes, **limits: object) -> str:
    with pytest.raises(FormatRefused) as caught:
        strict_json.loads(raw, **limits)  # type: ignore[arg-type]
    return caught.value.code


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        pytest.param(b'"' + b"a" * 16_383 + b'"', "document_too_large", id="one byte over 16 KiB"),
        pytest.param(b"\xef\xbb\xbf{}", "encoding_invalid", id="byte order mark"),
        pytest.param('{"a":1}'.encode("utf-16"), "encoding_invalid", id="UTF-16 with its mark"),
        pytest.param('{"a":1}'.encode("utf-16-le"), "nul_forbidden", id="UTF-16 without a mark"),
        pytest.param('"张"'.encode("gb18030"), "encoding_invalid", id="GB 18030"),
        pytest.param(b'"\xff"', "encoding_invalid", id="a byte that UTF-8 never has"),
        pytest.param(b'"\xc0\xaf"', "encoding_invalid", id="overlong form"),
        pytest.param(b'"\xed\xa0\x80"', "encoding_invalid", id="surrogate encoded raw"),
        pytest.param(b'"a\x00b"', "nul_forbidden", id="raw NUL"),
        pytest.param(b'"a\\u0000b"', "nul_forbidden", id="escaped NUL"),
        pytest.param(b'{"a\\u0000":1}', "nul_forbidden", id="escaped NUL in a name"),
        pytest.param(b'["\\ud800"]', "surrogate_forbidden", id="high half alone"),
        pytest.param(b'["\\udc00\\ud800"]', "surrogate_forbidden", id="halves in the wrong order"),
        pytest.param(b'{"\\udfff":1}', "surrogate_forbidden", id="low half in a name"),
        pytest.param(b'{"points":1,"points":12}', "duplicate_key", id="same member twice"),
        pytest.param(b'{"a":{"b":1,"\\u0062":2}}', "duplicate_key", id="same member, once escaped, inside"),
        pytest.param(b"[NaN]", "number_not_finite", id="NaN"),
        pytest.param(b"[-Infinity]", "number_not_finite", id="minus Infinity"),
        pytest.param(b"[1.0]", "float_forbidden", id="fraction"),
        pytest.param(b"[1e2]", "float_forbidden", id="exponent"),
        pytest.param(b"[1000000000000000]", "integer_too_long", id="16 digits"),
        pytest.param(b"[" + b"9" * 5_000 + b"]", "integer_too_long", id="5,000 digits"),
        pytest.param(b"[" * 9 + b"]" * 9, "json_too_deep", id="nine deep"),
        pytest.param(b"[" * 16_000, "json_too_deep", id="16,000 deep and never closed"),
        pytest.param(b'{"a":' * 3_000, "json_too_deep", id="objects in objects"),
        pytest.param(b'["\\"",' + b"[" * 9 + b"]" * 10, "json_too_deep", id="depth behind an escaped quote"),
        pytest.param(b"", "json_malformed", id="empty"),
        pytest.param(b"{}{}", "json_malformed", id="two documents"),
        pytest.param(b"{'a':1}", "json_malformed", id="single quotes"),
        pytest.param(b'"a\nb"', "json_malformed", id="raw line break in text"),
        pytest.param("{\u00a0}".encode(), "json_malformed", id="no-break space as space"),
    ],
)
def test_a_document_that_readers_could_read_differently_is_refused(raw: bytes, code: str) -> None:
    assert _code(raw) == code


def test_a_float_beyond_the_largest_is_refused_where_floats_are_allowed() -> None:
    assert strict_json.loads(b"[1.5,-0.25]", floats=True) == [1.5, -0.25]
    assert _code(b"[1e999]", floats=True) == "number_not_finite"
    assert _code(b"[-1e999]", floats=True) == "number_not_finite"


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"[" * 8 + b"]" * 8, id="eight deep"),
        pytest.param(b'["[[[[[[[[[[[[", "\\"[[[[[[[[[[", "\\\\"]', id="brackets and escapes inside text"),
        pytest.param(b'[[[[[[[["\\\\"]]]]]]]]', id="text that ends in a backslash, eight deep"),
        pytest.param(b"[" + b"{}," * 50 + b"{}]", id="many brackets, shallow"),
        pytest.param(b"[999999999999999,-999999999999999]", id="15 digits and a sign"),
        pytest.param(b'["\\\\u0000","\\ud83d\\ude00","\xf0\x9f\x98\x80"]', id="escapes that only look bad"),
        pytest.param(b'"' + b"a" * 16_382 + b'"', id="exactly 16 KiB"),
    ],
)
def test_a_document_within_the_limits_reads_as_the_standard_parser_reads_it(raw: bytes) -> None:
    assert strict_json.loads(raw) == json.loads(raw)


def test_hostile_documents_of_the_largest_size_take_no_time() -> None:
    hostile = [b"[" * 4_000_000, b'"\\' * 2_000_000, b'\\"' * 2_000_000, b'{"":' * 1_000_000]
    begin = time.process_time()
    for raw in hostile:
        with pytest.raises(FormatRefused):
            strict_json.loads(raw, max_bytes=4_000_000)
    assert time.process_time() - begin < 5


# Valid by RFC 8259, refused here on purpose.
_STRICTER = {
    "y_object_duplicated_key.json": "duplicate_key",
    "y_object_duplicated_key_and_value.json": "duplicate_key",
    "y_object_escaped_null_in_key.json": "nul_forbidden",
    "y_string_null_escape.json": "nul_forbidden",
}


def test_json_test_suite(vectors: Path) -> None:
    cases = sorted((vectors / "json-test-suite" / "test_parsing").glob("*.json"))
    outcome: dict[str, str] = {}
    for case in cases:
        raw = case.read_bytes()
        try:
            value = strict_json.loads(raw, max_bytes=1_000_000, floats=True)
        except FormatRefused as error:
            outcome[case.name] = error.code
        else:
            outcome[case.name] = "accepted"
            assert value == json.loads(raw), case.name
    assert len(outcome) == 283
    assert {name for name, was in outcome.items() if name[0] == "n" and was == "accepted"} == set()
    assert {n: was for n, was in outcome.items() if n[0] == "y" and was != "accepted"} == _STRICTER


def test_naughty_strings_survive_or_are_refused(vectors: Path) -> None:
    strings = json.loads((vectors / "blns" / "blns.json").read_text())
    assert len(strings) > 500
    for string in strings:
        if "\x00" in string:
            continue
        assert strict_json.loads(strict_json.dumps([string])) == [string]


_text = st.text(st.characters(min_codepoint=1, codec="utf-8"))
_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15) + 1, 10**15 - 1) | _text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_text, inner),
    max_leaves=12,
)


@given(_values)
def test_what_is_written_is_read_back(value: object) -> None:
    raw = strict_json.dumps(value)
    read = strict_json.loads(raw, max_bytes=1_000_000, max_depth=64)
    assert read == value
    assert strict_json.dumps(read) == raw


@given(st.binary(max_size=60) | st.text(alphabet='[]{}",:\\u0d8 1e.-naN', max_size=40).map(str.encode))
def test_any_bytes_are_read_or_refused_and_what_is_read_is_what_the_standard_parser_reads(raw: bytes) -> None:
    try:
        value = strict_json.loads(raw)
    except FormatRefused:
        return
    assert value == json.loads(raw)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        pytest.param(float("nan"), "value_not_json", id="NaN"),
        pytest.param({1, 2}, "value_not_json", id="a set"),
        pytest.param("\ud800", "surrogate_forbidden", id="half a surrogate pair"),
    ],
)
def test_what_cannot_be_written_is_refused(value: object, code: str) -> None:
    with pytest.raises(FormatRefused) as caught:
        strict_json.dumps(value)
    assert caught.value.code == code


def test_dumps_is_compact_utf8_in_insertion_order() -> None:
    assert strict_json.dumps({"b": "张", "a": [1, None, True]}) == '{"b":"张","a":[1,null,true]}'.encode()
