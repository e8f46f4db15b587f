"""HTTP Message Signatures (RFC 9421), the strict profile between nodes.

A request, GET included, covers method, authority, path, query, digest and type (`Signature-Input` is one line):

    POST /sync/v1/statements?dry_run=1 HTTP/1.1
    Host: national.example
    Content-Type: application/json
    Content-Digest: sha-256=:BV2r9CRyU16w29hZX+ndn2aC9AxDzzk9izzSiMuHnTE=:
    Signature-Input: payqual=("@method" "@authority" "@path" "@query" "content-digest" "content-type")
        ;created=1750471200;expires=1750471500;nonce="f2b8c1d04e6a7935";keyid="JPbtasv-EAnAMNfK";tag="payqual-sync"
    Signature: payqual=:BrGjKYqPLeu+JuxD5bmFz2cu0Vk7It1q…:

The answer covers its status, its digest and, by `;req`, the signature of the request it answers:

    Signature-Input: payqual=("@status" "content-digest" "signature";req;key="payqual")
        ;created=1750471201;keyid="Vkdap1RjR0wChd9d";tag="payqual-sync"

Stricter than the RFC: canonical spelling only, all parameters required, no unknown ones, exactly one
signature with our tag, the algorithm from the key's record (`alg`, if sent at all, must agree). Replay is the
caller's: a nonce that passes here must be stored, and refused the second time, for twice the window.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from sync.wire import structured
from sync.wire.digest import check_content_digest, content_digest
from sync.wire.http_message import (
    Message,
    RequestSignature,
    as_lines,
    authority_of,
    base,
    bound,
    request_message,
)
from sync.wire.refusals import FormatRefused
from sync.wire.structured import InnerList
from sync.wire.suites import Suite

__all__ = [
    "LABEL",
    "TAG",
    "WINDOW",
    "Message",
    "RequestSignature",
    "ResolveKey",
    "SignatureParams",
    "authority_of",
    "parse_request_signature",
    "request_signature",
    "sign_request",
    "sign_response",
    "verify_request",
    "verify_response",
]

TAG: Final = "payqual-sync"
LABEL: Final = "payqual"
WINDOW: Final = 300

type ResolveKey = Callable[[str], tuple[Suite, bytes] | None]

_REQUEST: Final = ('"@method"', '"@authority"', '"@path"', '"@query"', '"content-digest"', '"content-type"')
_ANSWER: Final = ('"@status"', '"content-digest"')
_REQUEST_PARAMETERS: Final = {"created": int, "expires": int, "nonce": str, "keyid": str, "tag": str}
_ANSWER_PARAMETERS: Final = {"created": int, "keyid": str, "tag": str}
_NONCE: Final = re.compile(r"[!-~]{16,128}")
_KEYID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureParams:
    """One signature with our tag, parsed. `components` as written, quotes included; `alg` None when not sent.

    An answer's signature has no `expires` (0) and no `nonce` (empty): it lives as long as its request.
    """

    label: str
    keyid: str
    created: int
    expires: int = 0
    nonce: str = ""
    tag: str
    alg: str | None
    components: tuple[str, ...]
    base: bytes
    signature: bytes

    @property
    def request_signature(self) -> RequestSignature:
        """Return what the answer to this request must be bound to."""
        return RequestSignature(label=self.label, signature=self.signature)


def request_signature(headers: Mapping[str, str]) -> RequestSignature:
    """Return what the answer to a request with these headers (from `sign_request`) must be bound to."""
    lines = [value for name, value in headers.items() if name.lower() == "signature"]
    try:
        return RequestSignature(label=LABEL, signature=structured.byte_sequences(lines)[LABEL])
    except (ValueError, KeyError):
        raise FormatRefused.because("signature_malformed", "signature") from None


# --- signing


def sign_request(
    *,
    method: str,
    url: str,
    body: bytes,
    content_type: str,
    created: int,
    expires: int,
    nonce: str,
    keyid: str,
    suite: Suite,
    private_key: bytes,
) -> dict[str, str]:
    """Return the headers to add to this request. `url` must be the one that goes on the wire, already encoded.

    Raises FormatRefused: url_malformed, signature_malformed (a value that cannot be signed), key_malformed.
    """
    headers = {"Content-Type": content_type, "Content-Digest": content_digest(body)}
    message = request_message(method, url, headers)
    parameters: dict[str, str | int] = {
        "created": created,
        "expires": expires,
        "nonce": nonce,
        "keyid": keyid,
        "tag": TAG,
    }
    return headers | _sign(message, _REQUEST, parameters, None, suite, private_key)


def sign_response(
    *,
    status: int,
    body: bytes,
    content_type: str,
    request: RequestSignature,
    created: int,
    keyid: str,
    suite: Suite,
    private_key: bytes,
) -> dict[str, str]:
    """Return the headers to add to this answer, bound to the request's signature. Raises as `sign_request`."""
    headers = {"Content-Type": content_type, "Content-Digest": content_digest(body)}
    message = Message(headers=as_lines(headers), status=status)
    components = (*_ANSWER, bound(request))
    parameters: dict[str, str | int] = {"created": created, "keyid": keyid, "tag": TAG}
    return headers | _sign(message, components, parameters, request, suite, private_key)


def _sign(
    message: Message,
    components: tuple[str, ...],
    parameters: Mapping[str, str | int],
    request: RequestSignature | None,
    suite: Suite,
    private_key: bytes,
) -> dict[str, str]:
    try:
        written = "".join(
            f";{name}={value if isinstance(value, int) else structured.string(value)}"
            for name, value in parameters.items()
        )
        text = f"({' '.join(components)}){written}"
        # Read back what was written: a signature that this profile would refuse is never made.
        member = structured.inner_lists([f"{LABEL}={text}"])[LABEL]
    except ValueError:
        raise FormatRefused.because("signature_malformed", "signature-input") from None
    _check_parameters(member, _REQUEST_PARAMETERS if request is None else _ANSWER_PARAMETERS)
    signature = suite.sign(private_key, base(message, member, request))
    return {
        "Signature-Input": f"{LABEL}={text}",
        "Signature": f"{LABEL}={structured.byte_sequence(signature)}",
    }


# --- reading


def _our_signature(headers: Mapping[str, list[str]]) -> tuple[str, InnerList, bytes]:
    """Return label, member and bytes of the one signature with our tag."""
    for name in ("signature-input", "signature"):
        if not headers.get(name):
            raise FormatRefused.because("signature_missing", name)
    try:
        inputs = structured.inner_lists(headers["signature-input"])
    except ValueError:
        raise FormatRefused.because("signature_malformed", "signature-input") from None
    try:
        signatures = structured.byte_sequences(headers["signature"])
    except ValueError:
        raise FormatRefused.because("signature_malformed", "signature") from None
    if inputs.keys() != signatures.keys():
        raise FormatRefused.because("signature_malformed", "signature")
    ours = [label for label, member in inputs.items() if member.parameters.get("tag") == TAG]
    if not ours:
        raise FormatRefused.because("tag_mismatch", "tag")
    if len(ours) > 1:
        raise FormatRefused.because("signature_ambiguous", "signature-input")
    return ours[0], inputs[ours[0]], signatures[ours[0]]


def _check_parameters(member: InnerList, required: Mapping[str, type]) -> None:
    for name, kind in required.items():
        if name not in member.parameters:
            raise FormatRefused.because("signature_parameters_insufficient", name)
        if type(member.parameters[name]) is not kind:
            raise FormatRefused.because("signature_malformed", name)
    unknown = member.parameters.keys() - required.keys() - {"alg"}
    if unknown:
        raise FormatRefused.because("signature_malformed", min(unknown))
    if not _KEYID.fullmatch(str(member.parameters["keyid"])):
        raise FormatRefused.because("signature_malformed", "keyid")
    if "nonce" in required and not _NONCE.fullmatch(str(member.parameters["nonce"])):
        raise FormatRefused.because("signature_malformed", "nonce")


def _parse(message: Message, request: RequestSignature | None) -> SignatureParams:
    label, member, signature = _our_signature(message.headers)
    _check_parameters(member, _REQUEST_PARAMETERS if request is None else _ANSWER_PARAMETERS)
    required = _REQUEST if request is None else (*_ANSWER, bound(request))
    for component in required:
        if component not in member.items:
            raise FormatRefused.because("signature_components_insufficient", component.strip('"'))
    found = member.parameters
    if not isinstance(found.get("alg", ""), str):
        raise FormatRefused.because("signature_malformed", "alg")
    return SignatureParams(
        label=label,
        keyid=str(found["keyid"]),
        created=int(found["created"]),
        expires=int(found.get("expires", 0)),
        nonce=str(found.get("nonce", "")),
        tag=TAG,
        alg=str(found["alg"]) if "alg" in found else None,
        components=member.items,
        base=base(message, member, request),
        signature=signature,
    )


def parse_request_signature(message: Message) -> SignatureParams:
    """Return the request's signature and what it covers, nothing verified yet.

    Raises FormatRefused: signature_missing, signature_malformed, tag_mismatch, signature_ambiguous,
    signature_parameters_insufficient, signature_components_insufficient, signature_component_unsupported.
    """
    return _parse(message, None)


# --- verifying


def _check_created(params: SignatureParams, now: int, window: int) -> None:
    if params.created > now + window:
        raise FormatRefused.because("signature_not_yet_valid", "created")
    if params.created < now - window:
        raise FormatRefused.because("signature_expired", "created")


def _check_signature(params: SignatureParams, resolve_key: ResolveKey) -> None:
    key = resolve_key(params.keyid)
    if key is None:
        raise FormatRefused.because("unknown_key", "keyid")
    suite, public_key = key
    if params.alg is not None and params.alg != suite.http_alg:
        raise FormatRefused.because("algorithm_mismatch", "alg")
    if not suite.verify(public_key, params.base, params.signature):
        raise FormatRefused.because("signature_invalid", "signature")


def verify_request(
    message: Message, body: bytes, *, now: int, resolve_key: ResolveKey, window: int = WINDOW
) -> SignatureParams:
    """Verify signature, time and digest of a request; the nonce is for the caller to check and store.

    now: seconds since 1970;  window: tolerated difference of clocks and longest life, seconds.
    Raises FormatRefused: as `parse_request_signature`, and signature_not_yet_valid, signature_expired,
    unknown_key, algorithm_mismatch, signature_invalid, digest_missing, digest_malformed, digest_unsupported,
    digest_mismatch.
    """
    params = parse_request_signature(message)
    _check_created(params, now, window)
    if not params.created < params.expires <= params.created + window:
        raise FormatRefused.because("signature_malformed", "expires")
    if params.expires < now:
        raise FormatRefused.because("signature_expired", "expires")
    _check_signature(params, resolve_key)
    check_content_digest(message.headers.get("content-digest", []), body)
    return params


def verify_response(
    message: Message,
    body: bytes,
    *,
    request: RequestSignature,
    now: int,
    resolve_key: ResolveKey,
    window: int = WINDOW,
) -> SignatureParams:
    """Verify that this answer (`message.status` set) was signed for this very request.

    Raises as `verify_request`; an answer to another request is signature_invalid, or, when their labels
    differ, signature_components_insufficient.
    """
    assert message.status is not None
    params = _parse(message, request)
    _check_created(params, now, window)
    _check_signature(params, resolve_key)
    check_content_digest(message.headers.get("content-digest", []), body)
    return params
