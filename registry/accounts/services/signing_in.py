"""Comes in: password first, then the second factor, and only then is anybody signed in.

Between the two the session knows who gave the right password, and opens nothing. Once both are shown it says when and
how that was (`PROOF`): pages that bind ask again when it was too long ago (`is_fresh`).
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypedDict

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.core import signing
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

from registry.accounts.codes import AccountEventKind, Proof
from registry.accounts.selectors.factors import has_second_factor, must_have_second_factor
from registry.accounts.services import events
from registry.vault.services.seals import hash_try

PROOF = "_proof"
"""Under which key a session says when and by what it was proved whose it is."""
_PENDING = "_pending"
_PENDING_FOR = timedelta(minutes=5)
_KNOWN = "registry.accounts.known browser"
KNOWN_FOR = timedelta(days=180)
_KNOWN_ACCOUNTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """Who gave the right password, through which backend, and where they wanted to go."""

    account: User
    backend: str
    to: str


def password_was_right(request: HttpRequest, account: User, *, to: str, now: datetime) -> bool:
    """Sign the account in if it has no second factor, and return True; else remember that its factor is to be asked."""
    backend = account.backend  # `authenticate` puts it there
    if has_second_factor(account):
        request.session.cycle_key()
        request.session[_PENDING] = {"user": account.pk, "backend": backend, "at": now.isoformat(), "to": to}
        return False
    sign_in(request, account, backend, Proof.PASSWORD, now=now)
    return True


def pending(request: HttpRequest, now: datetime) -> Pending | None:
    """Return who has given the right password a short while ago and is to show the second factor."""
    said = request.session.get(_PENDING)
    if said is None:
        return None
    at = parse_datetime(said["at"])
    if at is None or now >= at + _PENDING_FOR:
        return None
    account = User.objects.filter(pk=said["user"], is_active=True).first()
    return None if account is None else Pending(account=account, backend=said["backend"], to=said["to"])


def sign_in(request: HttpRequest, account: User, backend: str, proof: Proof, *, now: datetime) -> None:
    """Sign an account in that has proved itself."""
    request.session.pop(_PENDING, None)
    login(request, account, backend=backend)  # whoever listens to Django's signal keeps the event
    _prove(request, proof, now)


def prove_again(request: HttpRequest, account: User, proof: Proof, *, now: datetime) -> None:
    """Note that whoever is signed in has shown once more who they are."""
    _prove(request, proof, now)
    events.record(AccountEventKind.PROVED_AGAIN, account, acting=account, now=now, detail=proof.value)


def factor_was_added(request: HttpRequest, proof: Proof, *, now: datetime) -> None:
    """Note that a session in which a factor was just set up has shown it."""
    _prove(request, proof, now)


def _prove(request: HttpRequest, proof: Proof, now: datetime) -> None:
    request.session[PROOF] = {"at": now.isoformat(), "by": proof.value}


def proved_by_factor(request: HttpRequest) -> bool:
    """Return whether the session has shown a second factor."""
    return request.session.get(PROOF, {}).get("by") in {*Proof} - {Proof.PASSWORD}


def lacks_factor(request: HttpRequest) -> bool:
    """Return whether this session may open nothing yet, because its account must show a factor and has not."""
    return not proved_by_factor(request) and must_have_second_factor(request.user)


def is_fresh(request: HttpRequest, now: datetime) -> bool:
    """Return whether this session proved whose it is, with everything that its account must show, short enough ago."""
    said: Mapping[str, str] = request.session.get(PROOF, {})
    at = parse_datetime(said["at"]) if said else None
    if at is None or now >= at + timedelta(minutes=settings.FRESH_MINUTES):
        return False
    user = request.user
    return proved_by_factor(request) or not (must_have_second_factor(user) or (user.pk and has_second_factor(user)))


# --- browsers in which an account came in before


def known_browser(request: HttpRequest, name: str) -> str:
    """Return by what this browser is known, if an account of this name came in with it before; else nothing."""
    known = _known(request)
    return known["browser"] if _account(name) in known["accounts"] else ""


def remembered(request: HttpRequest, account: User) -> str:
    """Return what the browser is to bring along, so that it is known as one in which the account came in."""
    known = _known(request)
    accounts = [_account(account.get_username()), *known["accounts"]]
    browser = known["browser"] or secrets.token_urlsafe(16)
    kept = list(dict.fromkeys(accounts))[:_KNOWN_ACCOUNTS]
    return signing.dumps({"browser": browser, "accounts": kept}, salt=_KNOWN)


class _Known(TypedDict):
    browser: str
    accounts: list[str]


def _known(request: HttpRequest) -> _Known:
    try:
        found: _Known = signing.loads(
            request.COOKIES.get(settings.BROWSER_COOKIE_NAME, ""), salt=_KNOWN, max_age=KNOWN_FOR
        )
    except signing.BadSignature:
        return {"browser": "", "accounts": []}
    return found


def _account(name: str) -> str:
    return hash_try("known", name.strip().casefold()).hex()[:32]
