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

from collections.abc import Callable, Mapping
from typing import Final

from sync.wire import structured
from sync.wire.digest import check_content_digest, content_digest
from sync.wire.http_message import (
    Message,
    RequestSignature,
    as_lines,
    base,
    bound,
    request_message,
)
from sync.wire.http_signature_headers import (
    ANSWER_COMPONENTS,
    ANSWER_PARAMETERS,
    LABEL,
    REQUEST_COMPONENTS,
    REQUEST_PARAMETERS,
    TAG,
    SignatureParams,
    check_parameters,
    parse_request_signature,
    parse_signature,
)
from sync.wire.refusals import FormatRefused
from sync.wire.suites import Suite

WINDOW: Final = 300

type ResolveKey = Callable[[str], tuple[Suite, bytes] | None]


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
    return headers | _sign(message, REQUEST_COMPONENTS, parameters, None, suite, private_key)


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
    components = (*ANSWER_COMPONENTS, bound(request))
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
    check_parameters(member, REQUEST_PARAMETERS if request is None else ANSWER_PARAMETERS)
    signature = suite.sign(private_key, base(message, member, request))
    return {
        "Signature-Input": f"{LABEL}={text}",
        "Signature": f"{LABEL}={structured.byte_sequence(signature)}",
    }


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
    params = parse_signature(message, request)
    _check_created(params, now, window)
    _check_signature(params, resolve_key)
    check_content_digest(message.headers.get("content-digest", []), body)
    return params
