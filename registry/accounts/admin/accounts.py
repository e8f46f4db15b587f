"""Accounts and groups: who may come in. Only superusers change them; nobody deletes an account, it is switched off."""

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from knox.models import AuthToken
from rest_framework_api_key.models import APIKey
from unfold.decorators import display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from sync.admin.base import Menu, ScopedAdmin, ViewOnlyAdmin, instant
from sync.admin.titles import untitled_fields

TOKEN_TITLES = {"user": _("account"), "token_key": _("beginning of the token")}

for model in (User, Group, AuthToken, APIKey):
    admin.site.unregister(model)  # registered by their own apps, with more rights than anybody has here


# The library gives its app and its tokens English names only.
apps.get_app_config("knox").verbose_name = _("Access tokens")
AuthToken._meta.verbose_name = _("access token")
AuthToken._meta.verbose_name_plural = _("access tokens")
for field in untitled_fields(AuthToken):
    field.verbose_name = TOKEN_TITLES.get(field.name, field.verbose_name)


class SuperusersOnly:
    """Adding and changing need a superuser: whoever hands out rights could hand them to themselves."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(SuperusersOnly, ScopedAdmin, DjangoUserAdmin):  # type: ignore[type-arg]
    """Accounts of officers, regulators and administrators."""

    menu = Menu("access", 50, "manage_accounts")
    needs_everything = True
    add_fieldsets = DjangoUserAdmin.add_fieldsets
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "first_name", "is_active", "is_staff", "is_superuser", "last_login")
    actions = ()


@admin.register(Group)
class GroupAdmin(SuperusersOnly, ScopedAdmin, DjangoGroupAdmin):
    """Groups carry the rights that several accounts share."""

    menu = Menu("access", 60, "groups")
    needs_everything = True
    actions = ()


@admin.register(AuthToken)
class TokenAdmin(ViewOnlyAdmin):
    """Tokens for the API, by account. Switching the account off switches its tokens off."""

    menu = Menu("access", 70, "token")
    for_officers = False
    needs_everything = True
    list_display = ("user", "token_key", "made", "expires")
    list_display_links = None
    list_select_related = ("user",)
    search_fields = ("user__username",)
    search_help_text = _("Account")
    fields = ("user", "token_key", "made", "expires")
    readonly_fields = fields

    @display(description=_("made"), ordering="created")
    def made(self, token: AuthToken) -> str:
        return instant(token.created)

    @display(description=_("expires"), ordering="expiry")
    def expires(self, token: AuthToken) -> str:
        return instant(token.expiry)
