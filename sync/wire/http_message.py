"""What of an HTTP message can be signed, and the bytes that are (RFC 9421 §2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from sync.wire import structured
from sync.wire.refusals import FormatRefused
from sync.wire.structured import InnerList

_FIELD: Final = re.compile(r'"([a-z0-9!#$%&\'*+.^_`|~-]+)"')
_DEFAULT_PORTS: Final = {"http": ":80", "https": ":443"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What of an HTTP message can be signed.

    authority: as `authority_of` writes it;  path: as sent, percent-encoding and all;  query: without the "?"
    headers: names in lower case, one list entry per line;  status: of an answer (the rest unused)
    """

    method: str = ""
    authority: str = ""
    path: str = ""
    query: str = ""
    headers: Mapping[str, list[str]]
    status: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSignature:
    """What an answer is bound to."""

    label: str
    signature: bytes


def authority_of(host: str, scheme: str) -> str:
    """Return `@authority` (RFC 9421 §2.2.3): lower case, without the scheme's default port."""
    return host.lower().removesuffix(_DEFAULT_PORTS.get(scheme, "\0"))


def request_message(method: str, url: str, headers: Mapping[str, str]) -> Message:
    """Return the request as it will go out. Raises url_malformed."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise FormatRefused.because("url_malformed", "url") from None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or "@" in parts.netloc:
        raise FormatRefused.because("url_malformed", "url")
    return Message(
        method=method,
        authority=authority_of(parts.netloc, parts.scheme),
        path=parts.path or "/",
        query=parts.query,
        headers=as_lines(headers),
    )


def as_lines(headers: Mapping[str, str]) -> dict[str, list[str]]:
    """Return header lines by lower-case name."""
    return {name.lower(): [value] for name, value in headers.items()}


def bound(request: RequestSignature) -> str:
    """Return the component that ties an answer to its request."""
    return f'"signature";req;key={structured.string(request.label)}'


def _value(message: Message, component: str, request: RequestSignature | None) -> str:
    """Return the value of one component; only what this profile knows has one."""
    if message.status is None:
        derived = {
            '"@method"': message.method,
            '"@authority"': message.authority.lower(),
            '"@path"': message.path,
            '"@query"': f"?{message.query}",
        }
    else:
        derived = {'"@status"': str(message.status)}
        if request is not None:
            derived[bound(request)] = structured.byte_sequence(request.signature)
    if component in derived:
        return derived[component]
    field = _FIELD.fullmatch(component)
    if not field:
        raise FormatRefused.because("signature_component_unsupported", component[:64])
    lines = message.headers.get(field[1])
    if not lines:
        raise FormatRefused.because("signature_components_insufficient", field[1])
    if field[1] == "content-type" and len(lines) > 1:
        raise FormatRefused.because("signature_malformed", "content-type")
    return ", ".join(line.strip(" \t") for line in lines)


def base(message: Message, member: InnerList, request: RequestSignature | None) -> bytes:
    """Return the signature base (RFC 9421 §2.5)."""
    if len(set(member.items)) != len(member.items):
        raise FormatRefused.because("signature_malformed", "signature-input")
    values = [_value(message, component, request) for component in member.items]
    if not all(value.isascii() and value.replace("\t", " ").isprintable() for value in values):
        raise FormatRefused.because("signature_malformed", "signature-input")
    lines = [f"{component}: {value}" for component, value in zip(member.items, values, strict=True)]
    return "\n".join([*lines, f'"@signature-params": {member.text}']).encode("ascii")
