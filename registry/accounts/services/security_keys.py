"""Security keys: what the browser is asked, and whether the key's answer is right (WebAuthn, by Yubico's `fido2`).

A key answers only to the address that it was made for: that of the node's own settings, whatever a request says.
Browsers know no keys for bare numbers, so a node at an address without a name has none.
"""

import json
from datetime import datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    UserVerificationRequirement,
)

from registry.accounts.codes import AccountEventKind, FactorKind, Proof
from registry.accounts.models import Factor
from registry.accounts.services import events, factors
from sync.wire.refusals import Refused

type Options = dict[str, Any]
"""What a browser's WebAuthn functions take, as JSON."""
type Challenge = dict[str, Any]
"""What the node remembers of its question until the answer comes; fit for a session."""


def possible() -> bool:
    """Return whether this node is at an address for which browsers know keys."""
    host = urlsplit(settings.BASE_URL).hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return bool(host)
    return False


def ask_for_new(account: User) -> tuple[Options, Challenge]:
    """Return what a browser is asked so that it makes a key known, and what to remember."""
    options, state = _party().register_begin(
        PublicKeyCredentialUserEntity(
            id=str(account.pk).encode(), name=account.get_username(), display_name=account.get_username()
        ),
        credentials=_known(account),
        user_verification=UserVerificationRequirement.DISCOURAGED,
    )
    return dict(options)["publicKey"], _plain(state)


def add(account: User, challenge: Challenge, answer: str, title: str, *, acting: User, now: datetime) -> Factor:
    """Add the key that answered. Raises Refused."""
    try:
        data = _party().register_complete(challenge, json.loads(answer)).credential_data
    except (ValueError, KeyError, TypeError):
        data = None
    if data is None:
        raise Refused.because("factor_key_wrong", "title")
    return factors.add_key(account, data.credential_id, bytes(data), title, acting=acting, now=now)


def ask(account: User) -> tuple[Options, Challenge] | None:
    """Return what a browser is asked so that a known key answers, and what to remember; None without keys."""
    known = _known(account) if possible() else []
    if not known:
        return None
    options, state = _party().authenticate_begin(known, user_verification=UserVerificationRequirement.DISCOURAGED)
    return dict(options)["publicKey"], _plain(state)


def prove(account: User, challenge: Challenge, answer: str, *, now: datetime) -> Proof:
    """Take the answer of a known key. Raises Refused `factor_key_wrong`."""
    try:
        read = json.loads(answer)
        used = _party().authenticate_complete(challenge, _known(account), read)
        count = AuthenticationResponse.from_dict(read).response.authenticator_data.counter
    except (ValueError, KeyError, TypeError):
        taken = 0
    else:
        # A count that does not grow is a copy of the key; keys that do not count say 0.
        keys = Factor.objects.filter(account=account, credential_id=used.credential_id)
        taken = (keys.filter(sign_count__lt=count) if count else keys.filter(sign_count=0)).update(
            sign_count=count, used_at=now
        )
    if not taken:
        events.record(AccountEventKind.FACTOR_FAILED, account, acting=None, now=now)
        raise Refused.because("factor_key_wrong")
    return Proof.SECURITY_KEY


def _party() -> Fido2Server:
    base = urlsplit(settings.BASE_URL)
    entity = PublicKeyCredentialRpEntity(id=base.hostname or "", name="PayQual")
    origin = f"{base.scheme}://{base.netloc}"
    return Fido2Server(entity, verify_origin=lambda said: said == origin)


def _known(account: User) -> list[AttestedCredentialData]:
    keys = Factor.objects.filter(account=account, kind=FactorKind.SECURITY_KEY)
    return [AttestedCredentialData(bytes(key.credential)) for key in keys]


def _plain(state: Challenge) -> Challenge:
    return {"challenge": state["challenge"], "user_verification": str(state["user_verification"].value)}
