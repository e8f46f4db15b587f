"""An institution's key, as it comes in a header: `Authorization: Api-Key …`."""

import hashlib
from datetime import UTC, datetime

from django.contrib.auth.models import AnonymousUser
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from registry.institutions.models import Institution
from registry.institutions.selectors.keys import Presented, institution_of
from sync.wire.refusals import ProtocolRefused, Refusal

_CHALLENGE = {"WWW-Authenticate": "Api-Key"}


def presented(header: str) -> Presented:
    """Return the key that a header carries, unchecked. Raises ProtocolRefused `not_authenticated`."""
    scheme, _, key = header.partition(" ")
    prefix, dot, _ = key.partition(".")
    # A header may carry any character of Latin-1; a key is plain, and short.
    if scheme.lower() != "api-key" or not dot or not key.isascii() or not key.isprintable() or len(key) > 200:
        raise ProtocolRefused(Refusal("not_authenticated"), headers=_CHALLENGE)
    # The format of djangorestframework-api-key: keys are random, so one round of a plain hash is enough.
    return Presented(prefix, "sha512$$" + hashlib.sha512(key.encode()).hexdigest())


def refused_key() -> ProtocolRefused:
    """Return the problem of a key that is unknown, expired or revoked."""
    return ProtocolRefused(Refusal("key_refused"), headers=_CHALLENGE)


class InstitutionKeyAuthentication(BaseAuthentication):
    """Lets an institution in by its key: `request.auth` is the institution, and nobody is the user."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, Institution]:
        """Return whose key it is. Raises ProtocolRefused `not_authenticated`, `key_refused`."""
        key = presented(request.META.get("HTTP_AUTHORIZATION", ""))
        institution = institution_of(key.prefix, key.hashed, now=datetime.now(UTC))
        if institution is None:
            raise refused_key()
        return AnonymousUser(), institution

    def authenticate_header(self, request: Request) -> str:
        """Return how to authenticate."""
        return "Api-Key"


class InstitutionKeyScheme(OpenApiAuthenticationExtension):
    """`Authorization: Api-Key …` of institutions."""

    target_class = "registry.institutions.api.keys.InstitutionKeyAuthentication"
    name = "institutionKey"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        """Return the scheme."""
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Api-Key <key>"}
