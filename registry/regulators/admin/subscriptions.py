"""Regulators' subscriptions: made by hand, with the accounts that may read them."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from guardian.admin import GuardedModelAdminMixin
from guardian.shortcuts import assign_perm, remove_perm
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from registry.accounts.admin.object_permissions import OwnPermissionsMixin, one_of
from registry.doors.admin.titles import OfDivisionFilter, division_title
from registry.regulators.models import Subscription
from registry.regulators.selectors import visibility
from registry.words.divisions import NATIONAL, PROVINCES
from sync.admin.base import Menu, ScopedAdmin, instant, scope_for
from sync.scope import Scope, title_of

READ = "registry.read_subscription"


@admin.register(Subscription)
class SubscriptionAdmin(OwnPermissionsMixin, GuardedModelAdminMixin, ScopedAdmin):
    """Which institutions' people a regulator hears of. Reading hangs on the object permission."""

    menu = Menu("regulators", 10, "notifications_active")
    list_display = ("name", "group", "division_shown", "readers", "made")
    list_filter = ("group", OfDivisionFilter)
    search_fields = ("name",)
    search_help_text = _("Name of the authority")
    autocomplete_fields = ("users",)
    fields = ("name", "group", "division", "users")
    actions = ()

    def visible(self, rows: QuerySet[Subscription], scope: Scope) -> QuerySet[Subscription]:
        return visibility.subscriptions(rows, scope)

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: object
    ) -> "type[ModelForm[Subscription]]":
        form = super().get_form(request, obj, change=change, **kwargs)
        field = form.base_fields.get("division")
        if field is not None:
            scope = scope_for(request)
            codes = [code for code in (NATIONAL, *PROVINCES) if scope.sees(code)]
            field.widget = UnfoldAdminSelectWidget(choices=[(code, division_title(code)) for code in codes])
            field.validators = [*field.validators, one_of(codes)]
        return form

    def save_model(
        self, request: HttpRequest, obj: Subscription, form: "ModelForm[Subscription]", change: bool
    ) -> None:
        if not change:
            obj.created_at = now()
        super().save_model(request, obj, form, change)

    def save_related(
        self,
        request: HttpRequest,
        form: "ModelForm[Subscription]",
        formsets: "Sequence[BaseFormSet[Any]]",
        change: bool,
    ) -> None:
        """Give the accounts of the subscription the permission to read it, and take it from those who left."""
        before = set(form.instance.users.all()) if change else set()
        super().save_related(request, form, formsets, change)
        after = set(form.instance.users.all())
        for user in before - after:
            remove_perm(READ, user, form.instance)
        for user in after - before:
            assign_perm(READ, user, form.instance)

    @display(description=_("division"), ordering="division")
    def division_shown(self, subscription: Subscription) -> str:
        return title_of(subscription.division)

    @display(description=_("accounts"))
    def readers(self, subscription: Subscription) -> int:
        return subscription.users.count()

    @display(description=_("made"), ordering="created_at")
    def made(self, subscription: Subscription) -> str:
        return instant(subscription.created_at)
