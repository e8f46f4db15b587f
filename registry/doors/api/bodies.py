"""Reading a request's body: bounded, uncompressed UTF-8 JSON that no second reader reads differently."""

from collections.abc import Callable, Mapping
from typing import Any

from sync.wire.refusals import ProtocolRefused
from sync.wire.strict_json import Json

_PLAIN = frozenset({"application/json", "application/json; charset=utf-8", "application/json;charset=utf-8"})


type Meta = Mapping[str, Any]
"""What WSGI, and Django's `request.META`, say of a request; neither says of what type it is."""


def raw_body(meta: Meta, read: Callable[[], bytes], *, max_bytes: int) -> bytes:
    """Return the bytes of a JSON body.

    Raises ProtocolRefused `length_missing`, `media_type_unsupported` or `document_too_large`.
    """
    if not meta.get("CONTENT_LENGTH"):
        raise ProtocolRefused.because("length_missing", "content-length")
    content_type = meta.get("CONTENT_TYPE", "")
    if content_type not in _PLAIN and not _is_json(content_type):
        raise ProtocolRefused.because("media_type_unsupported", "content-type")
    if meta.get("HTTP_CONTENT_ENCODING"):
        raise ProtocolRefused.because("media_type_unsupported", "content-encoding")
    length = meta.get("CONTENT_LENGTH") or "0"
    # Before reading: what is too long is not taken in at all.
    if length.isdecimal() and int(length[:12]) > max_bytes:
        raise ProtocolRefused.because("document_too_large")
    body = read()
    if len(body) > max_bytes:
        raise ProtocolRefused.because("document_too_large")
    return body


def checked_object(body: Json, fields: frozenset[str]) -> dict[str, Json]:
    """Return a value that is an object with no other members than `fields`. Raises ProtocolRefused."""
    if type(body) is not dict:
        raise ProtocolRefused.because("body_object_expected")
    for name in body:
        if name not in fields:
            raise ProtocolRefused.because("unknown_field", printable(name))
    return body


def printable(name: object) -> str:
    """Return the name of an unknown member as it may stand in an answer."""
    return name[:60] if isinstance(name, str) and name.isascii() and name.isprintable() else "?"


def _is_json(content_type: str) -> bool:
    kind, _, rest = content_type.lower().partition(";")
    if kind.strip() != "application/json":
        return False
    parameters = [part.strip() for part in rest.split(";") if part.strip()]
    return all(
        part.partition("=")[0].strip() == "charset" and part.partition("=")[2].strip(' "') == "utf-8"
        for part in parameters
    )
