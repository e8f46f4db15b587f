"""In which frame a page about an account stands: the offices', the persons' own, or the one of the door."""

from collections.abc import Mapping

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from registry.accounts.services.signing_in import lacks_factor
from sync.admin.of_statements import sentence_of
from sync.wire.refusals import NotAccepted

OFFICE = "registry/account/office.html"
OWN = "registry/account/own.html"
DOOR = "registry/account/door.html"


def page(request: HttpRequest, template: str, context: Mapping[str, object], *, status: int = 200) -> TemplateResponse:
    """Return a page about the account of a request, which nobody keeps."""
    found = {**admin.site.each_context(request), "frame": _frame(request), "home": home(request), **context}
    headers = {"Cache-Control": "no-store"}
    return TemplateResponse(request, template, found, status=status, headers=headers)


def _frame(request: HttpRequest) -> str:
    if not request.user.is_authenticated or lacks_factor(request):
        return DOOR
    return OFFICE if request.user.is_staff else OWN


def home(request: HttpRequest) -> str:
    """Return where somebody begins who wanted nothing in particular."""
    return reverse("admin:index") if getattr(request.user, "is_staff", False) else reverse("own-page")


def safe(request: HttpRequest, address: str | None) -> str:
    """Return an address if it is one of this node; else where one begins."""
    here = bool(address) and url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if here and address else home(request)


def refusal_of(refused: NotAccepted) -> forms.ValidationError:
    """Return a refusal as forms say it."""
    reason = refused.reason
    return forms.ValidationError(f"{sentence_of(reason)} [{reason.code}]", code=reason.code)


def in_words(code: object) -> str:
    """Return the title of a code in the reader's language."""
    chinese = (get_language() or "en").startswith("zh")
    return str(getattr(code, "title_zh" if chinese else "title_en"))
