"""Whom a test signs in without the door has shown everything: most tests are about what comes behind it."""

from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.utils.timezone import now

from registry.accounts.services.signing_in import PROOF


def _prove(request: HttpRequest, **_said: object) -> None:
    if request.method is None:  # the test client makes a bare request, the door has a real one
        request.session[PROOF] = {"at": now().isoformat(), "by": "totp"}


def force_login_proves_everything() -> None:
    """Have `force_login` pass for somebody who has just shown password and second factor."""
    user_logged_in.connect(_prove, dispatch_uid="tests prove everything")
