"""Institutions' keys: made and ended by hand."""

from typing import Any

from django.contrib import admin
from django.db.models import Field, Model, QuerySet
from django.forms import ModelChoiceField, ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from registry.institutions.models import Institution, InstitutionKey
from registry.institutions.selectors import visibility
from sync.admin.base import Menu, ScopedAdmin, badge, instant, link_to, scope_for
from sync.scope import Scope


@admin.register(InstitutionKey)
class InstitutionKeyAdmin(ScopedAdmin):
    """Keys for the payment check: issued, shown once, revoked for good; never deleted, never read again."""

    menu = Menu("access", 20, "vpn_key")
    list_display = ("name", "institution_link", "prefix", "state", "made", "expiry_date")
    list_filter = ("revoked",)
    list_select_related = ("institution",)
    search_fields = ("prefix", "name", "institution__code", "institution__name")
    search_help_text = _("Name, prefix, or institution")
    autocomplete_fields = ("institution",)
    ordering = ("-created",)
    actions = ()

    def visible(self, rows: QuerySet[InstitutionKey], scope: Scope) -> QuerySet[InstitutionKey]:
        return visibility.institution_keys(rows, scope)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: InstitutionKey | None = None) -> tuple[str, ...]:
        if obj is None:
            return ("institution", "name", "expiry_date")
        return ("institution_link", "name", "prefix", "made", "expiry_date", "revoked")

    def get_readonly_fields(self, request: HttpRequest, obj: InstitutionKey | None = None) -> tuple[str, ...]:
        if obj is None:
            return ()
        fixed = ("institution_link", "name", "prefix", "made")
        return (*fixed, "expiry_date", "revoked") if obj.revoked else fixed

    def formfield_for_foreignkey(
        self, db_field: "Field[Any, Any]", request: HttpRequest, **kwargs: object
    ) -> "ModelChoiceField[Any] | None":
        if db_field.name == "institution":
            kwargs["queryset"] = visibility.institutions(Institution.objects.all(), scope_for(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: InstitutionKey, form: "ModelForm[InstitutionKey]", change: bool
    ) -> None:
        if not change:
            request.payqual_new_key = self.model.objects.assign_key(obj)  # type: ignore[attr-defined]
        obj.save()

    def response_add(
        self, request: HttpRequest, obj: InstitutionKey, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Show the key on this answer and nowhere else: not in a message, which would be kept in a cookie."""
        context = self.admin_site.each_context(request) | {
            "title": _("Key issued"),
            "opts": self.opts,
            "key": request.payqual_new_key,  # type: ignore[attr-defined]
            "institution": obj.institution,
            "name": obj.name,
        }
        return TemplateResponse(request, "registry/admin/key_issued.html", context)

    @display(description=_("institution"), ordering="institution")
    def institution_link(self, key: InstitutionKey) -> str:
        return link_to(key.institution)

    @display(description=_("state"))
    def state(self, key: InstitutionKey) -> SafeString:
        if key.revoked:
            return badge("danger", _("revoked"))
        return badge("warning", _("expired")) if key.has_expired else badge("success", _("valid"))

    @display(description=_("made"), ordering="created")
    def made(self, key: InstitutionKey) -> str:
        return instant(key.created)
