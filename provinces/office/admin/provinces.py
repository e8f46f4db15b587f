"""The 32 provinces, and which officers see them."""

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from guardian.admin import GuardedModelAdminMixin

from provinces.office.models import Province
from registry.accounts.admin.object_permissions import OwnPermissionsMixin
from sync.admin.base import Menu, ViewOnlyAdmin
from sync.scope import Scope


@admin.register(Province)
class ProvinceAdmin(OwnPermissionsMixin, GuardedModelAdminMixin, ViewOnlyAdmin):
    """The 32 provinces. They never change; superusers say here which officers see them."""

    menu = Menu("access", 10, "map")
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
        return super().obj_perms_manage_view(request, object_pk)  # type: ignore[no-untyped-call]

    def obj_perms_manage_user_view(self, request: HttpRequest, object_pk: str, user_id: str) -> HttpResponse:
        request.payqual_object_permissions = True  # type: ignore[attr-defined]
        return super().obj_perms_manage_user_view(request, object_pk, user_id)  # type: ignore[no-untyped-call]

    def obj_perms_manage_group_view(self, request: HttpRequest, object_pk: str, group_id: str) -> HttpResponse:
        request.payqual_object_permissions = True  # type: ignore[attr-defined]
        return super().obj_perms_manage_group_view(request, object_pk, group_id)  # type: ignore[no-untyped-call]
