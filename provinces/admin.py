"""Pages of the provinces, and of what came in from files."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from guardian.admin import GuardedModelAdminMixin
from unfold.decorators import display

from provinces.models import IntakeFile, IntakeRow, Province
from registry.admin.base import person_link
from registry.admin.object_permissions import OwnPermissionsMixin
from sync.admin.base import ViewOnlyAdmin, badge, instant, link_to, mono
from sync.admin.of_statements import STATE_COLOURS, sentence_of
from sync.admin.titles import name_fields
from sync.models import Statement
from sync.scope import Scope

name_fields("provinces")


@admin.register(Province)
class ProvinceAdmin(OwnPermissionsMixin, GuardedModelAdminMixin, ViewOnlyAdmin):
    """The 32 provinces. They never change; superusers say here which officers see them."""

    list_display = ("division", "name_zh", "name_en")
    search_fields = ("division", "name_zh", "name_en")
    fields = ("division", "name_zh", "name_en")
    readonly_fields = fields

    def visible(self, rows: QuerySet[Province], scope: Scope) -> QuerySet[Province]:
        return scope.limit(rows, "division")

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return True only while the pages of object permissions ask, and only to superusers."""
        return getattr(request, "payqual_object_permissions", False) and request.user.is_superuser

    def obj_perms_manage_view(self, request: HttpRequest, object_pk: str) -> HttpResponse:
        request.payqual_object_permissions = True  # type: ignore[attr-defined]
        return super().obj_perms_manage_view(request, object_pk)

    def obj_perms_manage_user_view(self, request: HttpRequest, object_pk: str, user_id: str) -> HttpResponse:
        request.payqual_object_permissions = True  # type: ignore[attr-defined]
        return super().obj_perms_manage_user_view(request, object_pk, user_id)

    def obj_perms_manage_group_view(self, request: HttpRequest, object_pk: str, group_id: str) -> HttpResponse:
        request.payqual_object_permissions = True  # type: ignore[attr-defined]
        return super().obj_perms_manage_group_view(request, object_pk, group_id)


@admin.register(IntakeFile)
class IntakeFileAdmin(ViewOnlyAdmin):
    """Runs over files of cases."""

    needs_everything = True
    list_display = (
        "name",
        "kind",
        "acting",
        "started",
        "finished",
        "rows_in",
        "accepted",
        "held",
        "refused",
        "duplicate",
    )
    list_filter = ("kind",)
    search_fields = ("name", "acting")
    search_help_text = _("File name or account")
    fields = (
        "name",
        "kind",
        "digest_hex",
        "acting",
        "started",
        "finished",
        "rows_in",
        "accepted",
        "held",
        "refused",
        "duplicate",
    )
    readonly_fields = fields

    @display(description=_("digest (SHA-256)"))
    def digest_hex(self, file: IntakeFile) -> Any:
        return mono(bytes(file.digest).hex())

    @display(description=_("started"), ordering="started_at")
    def started(self, file: IntakeFile) -> str:
        return instant(file.started_at)

    @display(description=_("finished"), ordering="finished_at")
    def finished(self, file: IntakeFile) -> str:
        return instant(file.finished_at)


@admin.register(IntakeRow)
class IntakeRowAdmin(ViewOnlyAdmin):
    """Row by row: what became of each, and why."""

    needs_everything = True
    list_display = ("file_link", "number", "outcome_label", "code", "field", "reason", "person_link")
    list_display_links = ("number",)
    list_filter = ("outcome",)
    list_select_related = ("file",)
    search_fields = ("file__name", "code", "person")
    search_help_text = _("File name, reason code, or lifelong ID")
    ordering = ("-file", "number")
    fields = (
        "file_link",
        "number",
        "outcome_label",
        "code",
        "field",
        "reason",
        "person_link",
        "statement_link",
    )
    readonly_fields = fields

    @display(description=_("file"), ordering="file")
    def file_link(self, row: IntakeRow) -> Any:
        return link_to(row.file)

    @display(description=_("outcome"), ordering="outcome")
    def outcome_label(self, row: IntakeRow) -> Any:
        return badge(STATE_COLOURS.get(row.outcome), row.get_outcome_display())

    @display(description=_("reason"))
    def reason(self, row: IntakeRow) -> str:
        return sentence_of(row)

    @display(description=_("person"), ordering="person")
    def person_link(self, row: IntakeRow) -> Any:
        return person_link(row.person) if row.person else ""

    @display(description=_("statement"))
    def statement_link(self, row: IntakeRow) -> Any:
        return link_to(Statement.objects.filter(pk=row.statement_id).first()) if row.statement_id else ""
