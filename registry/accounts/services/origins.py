"""From where a request comes, and who acts in it: known to whatever is done meanwhile, without handing it on."""

import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest

from registry.accounts.models.events import AGENT_LENGTH

_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """From where something is done: the address, and what the browser calls itself. Empty on the command line."""

    address: str = ""
    agent: str = ""

    @property
    def network(self) -> str:
        """Return what counts as one address: of IPv6 a household has a whole network (/64)."""
        if ":" not in self.address:
            return self.address
        return str(ipaddress.ip_network(f"{self.address}/64", strict=False))


def origin_of(request: HttpRequest) -> Origin:
    """Return from where a request comes.

    Of the addresses that proxies add, only those that the installation's own ones wrote are believed: whatever stands
    before them the browser may have made up.
    """
    hops = [*request.headers.get("X-Forwarded-For", "").split(","), request.META.get("REMOTE_ADDR", "")]
    hops = [hop.strip() for hop in hops if hop.strip()]
    place = min(settings.TRUSTED_PROXIES + 1, len(hops))
    agent = "".join(each for each in request.headers.get("User-Agent", "") if each.isprintable())
    return Origin(address=_address(hops[-place]) if hops else "", agent=agent[:AGENT_LENGTH])


def _address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return ""


@contextmanager
def during(request: HttpRequest) -> Iterator[None]:
    """Have a request known as the one in which everything is done."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


def current() -> HttpRequest | None:
    """Return the request that is being answered; None on the command line and in the worker."""
    return _request.get()


def current_origin() -> Origin:
    """Return from where the request comes that is being answered."""
    request = current()
    return origin_of(request) if request is not None else Origin()


def current_account() -> User | None:
    """Return who acts in the request that is being answered."""
    user = getattr(current(), "user", None)
    return user if isinstance(user, User) else None
