"""Keeps steps that bind behind a proof that is fresh: whoever acts has just shown password and factor.

A view takes `@must_be_fresh`; a step of work that binds says so (`Action.binds`). Both lead to the page that asks
again, and back. They ask before a form is shown, so that little is typed twice.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now

from registry.accounts.services.signing_in import is_fresh
from sync.admin.actions import ask_for_proof

type View = Callable[..., HttpResponse]


def ask_again(request: HttpRequest) -> HttpResponse:
    """Lead to the page that asks again, and from there back to the page of this request."""
    return HttpResponseRedirect(f"{reverse('account-again')}?{urlencode({'next': request.get_full_path()})}")


def must_be_fresh(view: View) -> View:
    """Have a view opened only by a session that proved itself a short while ago."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if is_fresh(request, now()) else ask_again(request)

    return guarded


def proof(request: HttpRequest) -> HttpResponse | None:
    """Return the way to the page that asks again; None where this session proved itself a short while ago."""
    return None if is_fresh(request, now()) else ask_again(request)


ask_for_proof(proof)  # every step that binds, of whatever page of work
