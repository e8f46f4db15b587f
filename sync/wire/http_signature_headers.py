"""The two headers of a signature, `Signature-Input` and `Signature`: what our profile of RFC 9421 wants in them.

Nothing is verified here: a signature is found by its tag, its parameters and components are read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sync.wire import structured
from sync.wire.http_message import (
    Message,
    RequestSignature,
    base,
    bound,
)
from sync.wire.refusals import FormatRefused
from sync.wire.structured import InnerList

TAG: Final = "payqual-sync"
LABEL: Final = "payqual"

REQUEST_COMPONENTS: Final = ('"@method"', '"@authority"', '"@path"', '"@query"', '"content-digest"', '"content-type"')
ANSWER_COMPONENTS: Final = ('"@status"', '"content-digest"')
REQUEST_PARAMETERS: Final = {"created": int, "expires": int, "nonce": str, "keyid": str, "tag": str}
ANSWER_PARAMETERS: Final = {"created": int, "keyid": str, "tag": str}
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


def check_parameters(member: InnerList, required: Mapping[str, type]) -> None:
    """Refuse a signature that lacks one of these parameters, has another beside them, or one that is ill formed.

    Raises FormatRefused: signature_parameters_insufficient, signature_malformed.
    """
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


def parse_signature(message: Message, request: RequestSignature | None) -> SignatureParams:
    """Return the signature of an answer to this request, or of a request where there is none, nothing verified yet.

    Raises FormatRefused: as `parse_request_signature`.
    """
    label, member, signature = _our_signature(message.headers)
    check_parameters(member, REQUEST_PARAMETERS if request is None else ANSWER_PARAMETERS)
    required = REQUEST_COMPONENTS if request is None else (*ANSWER_COMPONENTS, bound(request))
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
    return parse_signature(message, None)
