"""What administrators see of accounts: events, sessions, second factors. They end sessions, and remove lost factors."""

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from registry.accounts.admin.frames import in_words
from registry.accounts.codes import AccountEventKind, FactorKind
from registry.accounts.models import AccountEvent, AccountSession, Factor
from registry.accounts.services import factors, sessions
from sync.admin.actions import Action, WorkAdmin, done
from sync.admin.base import Menu, ViewOnlyAdmin, instant


@admin.register(AccountEvent)
class AccountEventAdmin(ViewOnlyAdmin):
    """Everything that happened to accounts."""

    menu = Menu("access", 80, "history")
    for_officers = False
    needs_everything = True
    list_display = ("at_second", "what", "account_name", "detail", "acting_name", "address")
    list_filter = ("kind",)
    search_fields = ("account_name", "acting_name", "address")
    search_help_text = _("Account, or internet address")
    date_hierarchy = "at"
    fields = ("at_second", "what", "account_name", "detail", "acting_name", "address", "agent")
    readonly_fields = fields

    @display(description=_("time"), ordering="at")
    def at_second(self, event: AccountEvent) -> str:
        return instant(event.at)

    @display(description=_("event"), ordering="kind")
    def what(self, event: AccountEvent) -> str:
        return in_words(AccountEventKind(event.kind))


class _OfAccounts(WorkAdmin):
    """Rows of accounts, for whoever may change accounts; the own ones are on the page of the own account."""

    for_officers = False
    needs_everything = True
    list_select_related = ("account",)
    search_fields = ("account__username",)
    search_help_text = _("Account")

    def acting(self, request: HttpRequest) -> User:
        assert isinstance(request.user, User)
        return request.user


@admin.register(AccountSession)
class AccountSessionAdmin(_OfAccounts):
    """Who is signed in now, from where and since when."""

    menu = Menu("access", 55, "devices")
    list_display = ("account", "address", "started", "seen", "agent")
    fields = ("account", "address", "agent", "started", "seen")
    readonly_fields = fields
    steps = (
        Action(
            name="end",
            binds=True,
            title=_("End the session"),
            permissions=("auth.change_user",),
            take=done(sessions.end),
            says=lambda _ended: _("The session is ended."),
            danger=True,
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[AccountSession]:
        """Return the sessions in which somebody has come in."""
        return super().get_queryset(request).filter(account__isnull=False)

    @display(description=_("came in"), ordering="started_at")
    def started(self, session: AccountSession) -> str:
        return instant(session.started_at)

    @display(description=_("last seen"), ordering="seen_at")
    def seen(self, session: AccountSession) -> str:
        return instant(session.seen_at)


@admin.register(Factor)
class FactorAdmin(_OfAccounts):
    """Second factors of accounts; who lost the telephone has an administrator remove what was on it."""

    menu = Menu("access", 57, "key")
    list_display = ("account", "kind_title", "title", "made", "used")
    fields = ("account", "kind_title", "title", "made", "used")
    readonly_fields = fields
    steps = (
        Action(
            name="remove",
            binds=True,
            title=_("Remove the second factor"),
            permissions=("auth.change_user",),
            take=done(factors.remove),
            explanation=_("Its owner sets up a new one when coming in next. All sessions of the account end."),
            says=lambda _removed: _("The second factor is removed."),
            danger=True,
        ),
    )

    @display(description=_("kind"), ordering="kind")
    def kind_title(self, factor: Factor) -> str:
        return in_words(FactorKind(factor.kind))

    @display(description=_("made"), ordering="made_at")
    def made(self, factor: Factor) -> str:
        return instant(factor.made_at)

    @display(description=_("last used"), ordering="used_at")
    def used(self, factor: Factor) -> str:
        return instant(factor.used_at)
