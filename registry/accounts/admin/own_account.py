"""The own account: its second factors, its sessions, and what happened to it."""

import uuid
from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from registry.accounts.admin.frames import home, in_words, page, refusal_of
from registry.accounts.admin.fresh import View, ask_again
from registry.accounts.admin.guard import WANTED
from registry.accounts.admin.qr import qr_code
from registry.accounts.codes import AccountEventKind, FactorKind, Proof
from registry.accounts.models import AccountEvent, AccountSession, Factor
from registry.accounts.selectors.factors import (
    factors_of,
    has_second_factor,
    must_have_second_factor,
    recovery_codes_left,
)
from registry.accounts.services import factors, security_keys, sessions, signing_in
from registry.vault.services.seals import open_sealed, seal
from sync.admin.base import instant, table
from sync.wire.refusals import NotAccepted, Refused

_APP = "_totp"
_NEW_KEY = "_new_key"
_SHOWN_EVENTS = 20


class FactorForm(forms.Form):
    """Asks for the name of a factor, with the code or answer that proves it."""

    title = forms.CharField(label=_("name"), max_length=60)
    code = forms.CharField(label=_("verification code"), max_length=10, required=False)
    answer = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)


def _own(view: Callable[..., HttpResponse]) -> View:
    return never_cache(login_required(view))


def _account(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@_own
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Show the own account; one that must set up a factor first is shown how."""
    user = _account(request)
    context = {
        "title": _("My account"),
        "lacking": signing_in.lacks_factor(request),
        "must": must_have_second_factor(user),
        "factors": [(each, in_words(FactorKind(each.kind)), instant(each.made_at), instant(each.used_at))
                    for each in factors_of(user)],
        "codes_left": recovery_codes_left(user),
        "keys_possible": security_keys.possible(),
        "sessions": [_shown(each, request) for each in AccountSession.objects.filter(account=user)],
        "events": _events(user),
    }  # fmt: skip
    return page(request, "registry/account/account.html", context)


def _shown(session: AccountSession, request: HttpRequest) -> dict[str, object]:
    return {
        "id": session.pk,
        "address": session.address,
        "agent": session.agent,
        "started": instant(session.started_at),
        "seen": instant(session.seen_at),
        "this": session.session_key == request.session.session_key,
    }


def _events(user: User) -> str:
    rows = AccountEvent.objects.filter(account=user)[:_SHOWN_EVENTS]
    return table(
        (_("time"), _("event"), _("in particular"), _("acting account"), _("internet address")),
        [
            (instant(row.at), in_words(AccountEventKind(row.kind)), row.detail, row.acting_name, row.address)
            for row in rows
        ],
    )


def _may_add(request: HttpRequest) -> bool:
    """Return whether the session may add a factor: the first one at once, another with a fresh proof."""
    return not has_second_factor(_account(request)) or signing_in.is_fresh(request, now())


@_own
def totp(request: HttpRequest) -> HttpResponse:
    """Show the secret for an authenticator app, and take the first code."""
    if not _may_add(request):
        return ask_again(request)
    user = _account(request)
    form = FactorForm(request.POST or None, initial={"title": _("authenticator app")})
    if request.method == "POST" and form.is_valid():
        try:
            secret = _kept_secret(request)
            title, code = form.cleaned_data["title"], form.cleaned_data["code"]
            first = not has_second_factor(user)
            factors.add_totp(user, secret, title, acting=user, now=now(), code="".join(code.split()))
        except NotAccepted as refused:
            form.add_error(None, refusal_of(refused))
        else:
            del request.session[_APP]
            return _added(request, Proof.TOTP, first=first)
    secret = _kept_secret(request, new=request.method == "GET")
    url = factors.otpauth_url(user, secret)
    context = {
        "title": _("Set up an authenticator app"),
        "form": form,
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "otpauth_url": url,
        "picture": qr_code(url, title=str(_("QR code for the authenticator app"))),
    }
    return page(request, "registry/account/totp.html", context, status=422 if form.errors else 200)


def _kept_secret(request: HttpRequest, *, new: bool = False) -> str:
    """Return the secret that is being set up: sealed in the session, since sessions are signed, not secret."""
    if new or _APP not in request.session:
        request.session[_APP] = seal(factors.new_secret()).hex()
    return open_sealed(bytes.fromhex(request.session[_APP]))


@_own
def key(request: HttpRequest) -> HttpResponse:
    """Ask the browser for a new security key, and take it."""
    if not security_keys.possible():
        return HttpResponseRedirect(reverse("account"))
    if not _may_add(request):
        return ask_again(request)
    user = _account(request)
    form = FactorForm(request.POST or None, initial={"title": _("security key")})
    if request.method == "POST" and form.is_valid():
        try:
            asked = request.session.pop(_NEW_KEY, None)
            if asked is None:
                raise Refused.because("factor_setup_over")
            title, answer = form.cleaned_data["title"], form.cleaned_data["answer"]
            first = not has_second_factor(user)
            security_keys.add(user, asked, answer, title, acting=user, now=now())
        except NotAccepted as refused:
            form.add_error(None, refusal_of(refused))
        else:
            return _added(request, Proof.SECURITY_KEY, first=first)
    options, request.session[_NEW_KEY] = security_keys.ask_for_new(user)
    context = {"title": _("Add a security key"), "form": form, "options": options}
    return page(request, "registry/account/key.html", context, status=422 if form.errors else 200)


def _added(request: HttpRequest, proof: Proof, *, first: bool) -> HttpResponse:
    """Go on with a factor that was just added. With the first one sessions end that never showed any."""
    at = now()
    signing_in.factor_was_added(request, proof, now=at)
    if not first:
        messages.success(request, _("The second factor is added."))
        return HttpResponseRedirect(reverse("account"))
    user = _account(request)
    sessions.end_others(user, kept=request.session.session_key, acting=user, now=at)
    return _codes(request)


def _codes(request: HttpRequest) -> HttpResponse:
    """Show new recovery codes, this once."""
    user = _account(request)
    codes = factors.make_recovery_codes(user, acting=user, now=now())
    to = request.session.pop(WANTED, None) or home(request)
    return page(request, "registry/account/codes.html", {"title": _("Recovery codes"), "codes": codes, "to": to})


@_own
@require_POST
def new_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes; those from before end."""
    if not has_second_factor(_account(request)):
        return HttpResponseRedirect(reverse("account"))
    return _codes(request) if signing_in.is_fresh(request, now()) else _again_for_account(request)


@_own
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a factor of the own account."""
    user = _account(request)
    factor = get_object_or_404(Factor, pk=pk, account=user)
    if not signing_in.is_fresh(request, now()):
        return _again_for_account(request)
    try:
        factors.remove(factor, acting=user, now=now())
    except NotAccepted as refused:
        messages.error(request, " ".join(refusal_of(refused).messages))
    else:
        messages.success(request, _("The second factor is removed."))
    return HttpResponseRedirect(reverse("account"))


@_own
@require_POST
def end_session(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """End one of the own sessions."""
    user = _account(request)
    sessions.end(get_object_or_404(AccountSession, pk=pk, account=user), acting=user, now=now())
    return HttpResponseRedirect(reverse("account"))


@_own
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End all own sessions but this one."""
    user = _account(request)
    sessions.end_others(user, kept=request.session.session_key, acting=user, now=now())
    messages.success(request, _("All other sessions are ended."))
    return HttpResponseRedirect(reverse("account"))


def _again_for_account(request: HttpRequest) -> HttpResponse:
    """Ask again, and lead back to the account: what was pressed is pressed once more."""
    return HttpResponseRedirect(f"{reverse('account-again')}?next={reverse('account')}")
