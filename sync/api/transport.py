"""Who asks: the signature of a request, and that of its answer (RFC 9421)."""

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import orjson
from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import HttpRequest, HttpResponse, UnreadablePostError

from sync import keys
from sync.bulk import security_event
from sync.wire import http_signature as wire
from sync.wire import strict_json
from sync.wire.http_message import Message, RequestSignature, authority_of
from sync.wire.refusals import ProtocolRefused, Reason
from sync.wire.strict_json import Json
from sync.wire.suites import Suite

MAX_BODY = 20 * 1024 * 1024
JSON = "application/json"
PROBLEM = "application/problem+json"
NONCE_CHARACTERS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeRequest:
    """A request of an enrolled node, beyond doubt.

    division: who asks;  signature: what the answer is bound to;  at: when it was taken
    """

    division: str
    kid: str
    signature: RequestSignature
    body: bytes
    query: dict[str, str]
    at: datetime

    def document(self, *, members: frozenset[str]) -> dict[str, Json]:
        """Return the body, an object with exactly these members. Raises ProtocolRefused: request_malformed; as JSON."""
        found = strict_json.loads(self.body, max_bytes=MAX_BODY)
        if type(found) is not dict or found.keys() != members:
            raise ProtocolRefused.because("request_malformed", ",".join(sorted(members)))
        return found

    def parameters(self, *allowed: str) -> dict[str, str]:
        """Return the parameters of the address. Raises ProtocolRefused: parameter_unknown."""
        if unknown := self.query.keys() - set(allowed):
            raise ProtocolRefused.because("parameter_unknown", min(unknown)[:60])
        return self.query


def check_size(request: HttpRequest) -> None:
    """Refuse what is too large before reading it. Raises ProtocolRefused: document_too_large, length_missing."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if "HTTP_TRANSFER_ENCODING" in request.META and not request.META.get("CONTENT_LENGTH"):
        raise ProtocolRefused.because("length_missing", "content-length")
    if not length.isdecimal() or int(length) > MAX_BODY:
        raise ProtocolRefused.because("document_too_large")


def authenticate(request: HttpRequest) -> NodeRequest:
    """Verify a request's signature and remember its nonce.

    Raises FormatRefused (the code says what is wrong with the signature); ProtocolRefused: nonce_replayed,
    document_too_large.
    """
    check_size(request)
    body = _body(request)
    now = int(time.time())
    found: dict[str, str] = {}

    def resolve(kid: str) -> tuple[Suite, bytes] | None:
        key = keys.resolve(kid)
        if key is None:
            return None
        found[kid] = key[2]
        return key[:2]

    message = Message(
        method=request.method or "",
        authority=authority_of(request.get_host(), request.scheme or ""),
        path=request.path,
        query=request.META.get("QUERY_STRING", ""),
        headers={name.lower(): [value] for name, value in request.headers.items()},
    )
    params = wire.verify_request(message, body, now=now, resolve_key=resolve)
    at = datetime.now(UTC)
    division = found[params.keyid]
    if not _first_time(params.keyid, params.nonce, at):
        security_event("nonce_replayed", division, f"{request.method} {request.path}", now=at)
        raise ProtocolRefused.because("nonce_replayed", "nonce")
    return NodeRequest(
        division=division,
        kid=params.keyid,
        signature=params.request_signature,
        body=body,
        query=request.GET.dict(),
        at=at,
    )


def _body(request: HttpRequest) -> bytes:
    try:
        return request.body
    except RequestDataTooBig:
        raise ProtocolRefused.because("document_too_large") from None
    except UnreadablePostError:
        raise ProtocolRefused.because("request_malformed", "body") from None


def _first_time(kid: str, nonce: str, now: datetime) -> bool:
    """Store a nonce for twice the window; return whether it is new."""
    if len(nonce) > NONCE_CHARACTERS:
        nonce = hashlib.sha256(nonce.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sync_nonce (kid, nonce, expires_at) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [kid, nonce, now + timedelta(seconds=2 * wire.WINDOW)],
        )
        return cursor.rowcount == 1


def check_content(request: HttpRequest) -> None:
    """Refuse bodies that are not plain JSON in UTF-8. Raises ProtocolRefused: content_*_unsupported."""
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise ProtocolRefused.because("content_encoding_unsupported", "content-encoding")
    charset = (request.content_params or {}).get("charset", "utf-8")
    if request.content_type != JSON or charset.lower() != "utf-8":
        raise ProtocolRefused.because("content_type_unsupported", "content-type")


def answer(document: Mapping[str, object], *, status: int = 200, to: NodeRequest | None) -> HttpResponse:
    """Return an answer, signed for the request if it is known whose it is."""
    body = orjson.dumps(document)
    content_type = JSON if status < 400 else PROBLEM
    headers = {"Content-Type": content_type, "Cache-Control": "no-store"}
    if to is not None:
        key = keys.own()
        headers |= wire.sign_response(
            status=status,
            body=body,
            content_type=content_type,
            request=to.signature,
            created=int(time.time()),
            keyid=key.kid,
            suite=key.suite,
            private_key=key.private,
        )
    return HttpResponse(body, status=status, headers=headers)


def problem(why: Reason, status: int) -> dict[str, object]:
    """Return a problem document (RFC 9457); ``detail_zh`` is the detail in Chinese."""
    return {
        "type": f"urn:payqual:problem:{why.code}",
        "title": why.code.replace("_", " "),
        "status": status,
        "detail": why.sentence,
        "detail_zh": why.sentence_zh,
        "code": why.code,
        "field": why.field,
    }
