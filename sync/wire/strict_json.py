"""JSON that two readers cannot read differently.

Stricter than RFC 8259: UTF-8 without a byte order mark, no member twice, no NaN, no fractions unless asked
for, no NUL, no half surrogate pairs, whole numbers of at most 15 digits (exact in every language), bounded
size and depth.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import accumulate
from typing import Final, NoReturn

from sync.wire.refusals import FormatRefused

type Json = bool | int | float | str | list[Json] | dict[str, Json] | None
"""What a JSON document holds, as it is read and as a statement carries it."""

MAX_BYTES: Final = 16_384
MAX_DEPTH: Final = 8
MAX_DIGITS: Final = 15

_BOM: Final = b"\xef\xbb\xbf"
_NOT_BRACKETS: Final = bytes(byte for byte in range(256) if byte not in b"[]{}")
_STEP: Final = tuple(1 if byte in b"[{" else -1 for byte in range(256))


def _members(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) != len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise FormatRefused.because("duplicate_key", name[:64])
            seen.add(name)
    return members


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS and len(digits.lstrip("-")) > MAX_DIGITS:
        raise FormatRefused.because("integer_too_long")
    return int(digits)


def _no_float(_digits: str) -> NoReturn:
    raise FormatRefused.because("float_forbidden")


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise FormatRefused.because("number_not_finite")
    return number


def _constant(_name: str) -> NoReturn:
    raise FormatRefused.because("number_not_finite")


def _decoder(parse_float: Callable[[str], float]) -> json.JSONDecoder:
    # Built once: making a decoder costs more than reading a statement with it.
    return json.JSONDecoder(
        object_pairs_hook=_members, parse_int=_integer, parse_float=parse_float, parse_constant=_constant
    )


_WHOLE: Final = _decoder(_no_float)
_WITH_FLOATS: Final = _decoder(_finite)
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _depth(raw: bytes) -> int:
    """Return the deepest nesting, without recursion and in linear time.

    It is right for JSON; for anything else, up to the byte at which a parser stops.
    """
    if b"\\" in raw:
        raw = raw.replace(b"\\\\", b"").replace(b'\\"', b"")
    outside = b"".join(raw.split(b'"')[::2])
    return max(accumulate(map(_STEP.__getitem__, outside.translate(None, _NOT_BRACKETS))), default=0)


def _check_text(value: Json) -> None:
    """Refuse NUL and half surrogate pairs, which only an escape can have brought in; depth is bounded."""
    if isinstance(value, str):
        if "\x00" in value:
            raise FormatRefused.because("nul_forbidden")
        try:
            value.encode()
        except UnicodeEncodeError:
            raise FormatRefused.because("surrogate_forbidden") from None
    elif isinstance(value, dict):
        for name, member in value.items():
            _check_text(name)
            _check_text(member)
    elif isinstance(value, list):
        for item in value:
            _check_text(item)


def loads(raw: bytes, *, max_bytes: int = MAX_BYTES, max_depth: int = MAX_DEPTH, floats: bool = False) -> Json:
    """Read one JSON document.

    Raises FormatRefused: document_too_large, encoding_invalid, nul_forbidden, json_too_deep, duplicate_key,
    number_not_finite, float_forbidden, integer_too_long, surrogate_forbidden, json_malformed.
    """
    if len(raw) > max_bytes:
        raise FormatRefused.because("document_too_large")
    if raw.startswith(_BOM):
        raise FormatRefused.because("encoding_invalid")
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise FormatRefused.because("encoding_invalid") from None
    if "\x00" in text:
        raise FormatRefused.because("nul_forbidden")
    if raw.count(b"{") + raw.count(b"[") > max_depth and _depth(raw) > max_depth:
        raise FormatRefused.because("json_too_deep")
    try:
        value: Json = (_WITH_FLOATS if floats else _WHOLE).decode(text)
    except json.JSONDecodeError:
        raise FormatRefused.because("json_malformed") from None
    if b"\\u" in raw:
        _check_text(value)
    return value


def dumps(value: object) -> bytes:
    """Write compact UTF-8 JSON, members in insertion order.

    Raises FormatRefused: value_not_json (NaN, unknown types, circles), surrogate_forbidden.
    """
    try:
        return _ENCODER.encode(value).encode()
    except UnicodeEncodeError:
        raise FormatRefused.because("surrogate_forbidden") from None
    except (TypeError, ValueError, RecursionError):
        raise FormatRefused.because("value_not_json") from None
