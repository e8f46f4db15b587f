"""The little of HTTP Structured Fields (RFC 8941) that signatures and digests need, canonical spelling only.

Two dictionaries are read: of byte sequences (`Signature`, `Content-Digest`) and of inner lists with
parameters (`Signature-Input`). Because only the canonical spelling passes, a member's own text is its
serialization: what was signed is what was read. Everything here raises ValueError; callers say which header
it was.
"""

from __future__ import annotations

import re
from binascii import Error as Base64Error
from binascii import a2b_base64, b2a_base64
from dataclasses import dataclass
from typing import Final

MAX_CHARACTERS: Final = 8_192
MAX_MEMBERS: Final = 8

_KEY: Final = r"[a-z*][a-z0-9_.*-]*"
_STRING: Final = r'"(?:[ !#-\[\]-~]|\\["\\])*"'
_INTEGER: Final = r"(?:0|-?[1-9][0-9]{0,14})(?![0-9.])"
_BYTES: Final = r":[A-Za-z0-9+/]*={0,2}:"
_WORD: Final = r"[A-Za-z*][!#$%&'*+.^_`|~0-9A-Za-z:/-]*"
_PARAMETER: Final = rf";{_KEY}(?:=(?:{_STRING}|{_INTEGER}|{_BYTES}|\?0|{_WORD}))?"
_ITEM: Final = rf"{_STRING}(?:{_PARAMETER})*"

_LABEL: Final = re.compile(rf"({_KEY})=")
_COMMA: Final = re.compile(r"[ \t]*,[ \t]*")
_BYTE_SEQUENCE: Final = re.compile(_BYTES)
_INNER_LIST: Final = re.compile(rf"\(((?:{_ITEM}(?: {_ITEM})*)?)\)((?:{_PARAMETER})*)")
_ONE_ITEM: Final = re.compile(_ITEM)
_ONE_PARAMETER: Final = re.compile(rf";({_KEY})(?:=({_STRING}|{_INTEGER}|{_BYTES}|\?0|{_WORD}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class InnerList:
    """A list in parentheses with parameters after it.

    `items` are as written, quotes and parameters included; `parameters` are strings, integers and booleans as such, and
    anything else as bytes; `text` is the whole, canonical.
    """

    items: tuple[str, ...]
    parameters: dict[str, str | int | bool | bytes]
    text: str


def byte_sequence(raw: bytes) -> str:
    """Return bytes as a structured field writes them: `:base64:`."""
    return f":{b2a_base64(raw, newline=False).decode()}:"


def string(text: str) -> str:
    """Return a quoted string. Raises ValueError for what is not printable ASCII."""
    quoted = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if not re.fullmatch(_STRING, quoted):
        raise ValueError("not printable ASCII")
    return quoted


def _members(lines: list[str], value: re.Pattern[str]) -> dict[str, str]:
    """Return label -> text of each member of a dictionary spread over any number of header lines."""
    text = ", ".join(line.strip(" \t") for line in lines)
    if len(text) > MAX_CHARACTERS:
        raise ValueError("too long")
    members: dict[str, str] = {}
    at = 0
    while True:
        label = _LABEL.match(text, at)
        member = value.match(text, label.end()) if label else None
        if not label or not member or label[1] in members or len(members) == MAX_MEMBERS:
            raise ValueError("not a canonical dictionary")
        members[label[1]] = member[0]
        at = member.end()
        if at == len(text):
            return members
        comma = _COMMA.match(text, at)
        if not comma:
            raise ValueError("not a canonical dictionary")
        at = comma.end()


def _bytes(text: str) -> bytes:
    try:
        raw = a2b_base64(text[1:-1])
    except Base64Error:
        raise ValueError("not base64") from None
    if byte_sequence(raw) != text:
        raise ValueError("not the one spelling")
    return raw


def byte_sequences(lines: list[str]) -> dict[str, bytes]:
    """Return a dictionary of byte sequences without parameters. Raises ValueError, also for a label twice."""
    return {label: _bytes(text) for label, text in _members(lines, _BYTE_SEQUENCE).items()}


def inner_lists(lines: list[str]) -> dict[str, InnerList]:
    """Return a dictionary of inner lists of strings, with parameters. Raises ValueError, also for anything twice."""
    return {label: _inner_list(text) for label, text in _members(lines, _INNER_LIST).items()}


def _inner_list(text: str) -> InnerList:
    parts = _INNER_LIST.fullmatch(text)
    assert parts is not None
    found = _ONE_PARAMETER.findall(parts[2])
    parameters = {name: _bare(value) for name, value in found}
    if len(parameters) != len(found):
        raise ValueError("a parameter twice")
    return InnerList(items=tuple(m[0] for m in _ONE_ITEM.finditer(parts[1])), parameters=parameters, text=text)


def _bare(value: str) -> str | int | bool | bytes:
    if value in ("", "?0"):
        return value == ""
    if value[0] == '"':
        return re.sub(r'\\(["\\])', r"\1", value[1:-1])
    if value[0] in "-0123456789":
        return int(value)
    return value.encode()
