"""The door: password, then second factor; and the page that asks again before a step that binds."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from unfold.forms import AuthenticationForm as OfficeForm

from registry.accounts.admin.frames import home, page, refusal_of, safe
from registry.accounts.codes import AccountEventKind, Proof
from registry.accounts.selectors.factors import has_second_factor
from registry.accounts.services import events, factors, security_keys, signing_in, tries
from registry.accounts.services.origins import origin_of
from registry.accounts.services.signing_in import KNOWN_FOR, known_browser
from sync.wire.refusals import NotAccepted, Refused

ASKED = "_asked"
"""Under which key a session keeps what a security key was asked."""


class CountedForm(AuthenticationForm):
    """Asks for name and password; counts tries, and keeps those that failed."""

    request: HttpRequest
    tried: tries.Try

    def clean(self) -> dict[str, Any]:
        """Look at the password, unless there were too many tries. Raises ValidationError."""
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if name is None or not password:
            return super().clean()
        at = now()
        try:
            browser = known_browser(self.request, name)
            self.tried = tries.password_try(name, browser, origin_of(self.request), now=at)
        except NotAccepted as refused:
            raise refusal_of(refused) from None
        try:
            return super().clean()
        except forms.ValidationError:
            _note_failure(User.objects.filter(username=name).first(), self.tried)
            raise


class OfficeDoorForm(CountedForm, OfficeForm):
    """The same at the offices' door: only staff comes in."""


def _note_failure(account: User | None, tried: tries.Try) -> None:
    at = now()
    events.record(AccountEventKind.SIGN_IN_FAILED, account, acting=None, now=at)
    if tried.last:
        events.record(AccountEventKind.LOCKED, account, acting=None, now=at)


class DoorView(LoginView):
    """Looks at the password, and asks for the second factor where there is one."""

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in, or go on to the second factor."""
        assert isinstance(form, CountedForm)
        account = form.get_user()
        tries.forget(form.tried)
        to = self.get_success_url()
        if signing_in.password_was_right(self.request, account, to=to, now=now()):
            return _inside(self.request, account, to)
        return HttpResponseRedirect(reverse("account-second"))


def _inside(request: HttpRequest, account: User, to: str) -> HttpResponse:
    answer = HttpResponseRedirect(to)
    answer.set_cookie(
        settings.BROWSER_COOKIE_NAME,
        signing_in.remembered(request, account),
        max_age=KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


@never_cache
def office_door(request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
    """Let staff in, as the admin's own page does, but with the second factor."""
    site = admin.site
    if request.method == "GET" and site.has_permission(request):
        return HttpResponseRedirect(reverse("admin:index"))
    context = {
        **site.each_context(request),
        "title": _("Log in"),
        "subtitle": None,
        "app_path": request.get_full_path(),
        "username": request.user.get_username(),
        **(extra_context or {}),
    }
    form, template = OfficeDoorForm, "admin/login.html"
    answer = DoorView.as_view(template_name=template, authentication_form=form, extra_context=context)(request)
    assert isinstance(answer, HttpResponse)
    return answer


class FactorForm(forms.Form):
    """Asks for a code, or takes what a security key answered."""

    code = forms.CharField(label=_("verification code"), max_length=20, required=False)
    answer = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)

    def prove(self, request: HttpRequest, account: User) -> Proof:
        """Return by what the account proved itself. Raises Refused."""
        answer = self.cleaned_data["answer"]
        asked = request.session.pop(ASKED, None)
        if not answer:
            return factors.prove_by_code(account, self.cleaned_data["code"], now=now())
        if asked is None:
            raise Refused.because("factor_setup_over")
        return security_keys.prove(account, asked, answer, now=now())


class AgainForm(FactorForm):
    """Asks for the password once more, and for the factor where there is one."""

    password = forms.CharField(label=_("password"), strip=False, widget=forms.PasswordInput)


def _ask_key(request: HttpRequest, account: User) -> dict[str, object] | None:
    found = security_keys.ask(account)
    if found is None:
        return None
    options, request.session[ASKED] = found
    return options


@never_cache
@sensitive_post_parameters()
def second(request: HttpRequest) -> HttpResponse:
    """Ask whoever gave the right password for the second factor."""
    waiting = signing_in.pending(request, now())
    if waiting is None:
        return HttpResponseRedirect(reverse("admin:login"))
    account = waiting.account
    form = FactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            proof = form.prove(request, account)
        except NotAccepted as refused:
            form.add_error(None, refusal_of(refused))
        else:
            signing_in.sign_in(request, account, waiting.backend, proof, now=now())
            return _inside(request, account, waiting.to)
    context = {"title": _("Second factor"), "form": form, "account": account, "options": _ask_key(request, account)}
    return page(request, "registry/account/second.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@sensitive_post_parameters()
def again(request: HttpRequest) -> HttpResponse:
    """Ask whoever is signed in to show once more who they are, and lead back to where they were."""
    account = request.user
    assert isinstance(account, User)
    has_factor = has_second_factor(account)
    form = AgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            proof = _proved_again(request, account, form, has_factor=has_factor)
        except NotAccepted as refused:
            form.add_error(None, refusal_of(refused))
        else:
            signing_in.prove_again(request, account, proof, now=now())
            return HttpResponseRedirect(safe(request, request.GET.get("next")))
    context = {
        "title": _("Show once more who you are"),
        "form": form,
        "has_factor": has_factor,
        "options": _ask_key(request, account),
        "back": home(request),
    }
    return page(request, "registry/account/again.html", context, status=422 if form.errors else 200)


def _proved_again(request: HttpRequest, account: User, form: AgainForm, *, has_factor: bool) -> Proof:
    name = account.get_username()
    tried = tries.password_try(name, known_browser(request, name), origin_of(request), now=now())
    if not account.check_password(form.cleaned_data["password"]):
        _note_failure(account, tried)
        raise Refused.because("password_wrong", "password")
    tries.forget(tried)
    return form.prove(request, account) if has_factor else Proof.PASSWORD
