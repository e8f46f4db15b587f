"""Stands before every page: notes that a session is used, and lets no session on that has yet to show a factor."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now

from registry.accounts.services.origins import during
from registry.accounts.services.session_store import SessionStore
from registry.accounts.services.signing_in import lacks_factor

WANTED = "_wanted"
"""Under which key a session keeps where somebody wanted to go before the set-up of a factor."""
OPEN = ("account", "account-again", "account-totp", "account-key", "admin:logout", "own-logout", "set_language")
"""Names of the addresses that are open without a factor: setting one up, and leaving."""


class AccountGuard:
    """Middleware behind Django's own for accounts. Programs with a token bring no session, and pass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request, or lead its session to the set-up of a factor."""
        with during(request):
            if settings.SESSION_COOKIE_NAME in request.COOKIES:
                if request.user.is_authenticated and lacks_factor(request) and not _is_open(request.path):
                    if request.method == "GET" and not request.path.startswith(reverse("account")):
                        request.session[WANTED] = request.get_full_path()
                    return HttpResponseRedirect(reverse("account"))
                if isinstance(request.session, SessionStore):
                    request.session.seen(now())
            return self.get_response(request)


def _is_open(path: str) -> bool:
    return any(path == reverse(name) for name in OPEN)
