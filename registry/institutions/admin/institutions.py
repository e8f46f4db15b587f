"""Pages of designated institutions."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from registry.doors.admin.further import FurtherMixin
from registry.doors.admin.titles import ProvinceFilter
from registry.institutions.models import Institution
from registry.institutions.selectors import search, visibility
from sync.admin.base import Menu, ViewOnlyAdmin, link_to
from sync.scope import Scope, title_of


@admin.register(Institution)
class InstitutionAdmin(FurtherMixin, ViewOnlyAdmin):
    """Designated hospitals, clinics and pharmacies."""

    menu = Menu("institutions", 10, "local_hospital")
    list_display = ("code", "name", "kind", "division", "province_title")
    list_filter = (ProvinceFilter, "kind")
    list_select_related = ("statement",)
    search_fields = ("code",)
    search_help_text = _("Name or code")
    fields = ("code", "name", "kind", "division", "province_title", "statement_link")
    readonly_fields = fields

    list_before_template = "registry/admin/institution_list.html"
    change_form_template = "registry/admin/institution.html"

    def visible(self, rows: QuerySet[Institution], scope: Scope) -> QuerySet[Institution]:
        return visibility.institutions(rows, scope)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Institution], search_term: str
    ) -> tuple[QuerySet[Institution], bool]:
        text = search_term.strip()
        return (search.institutions(queryset, text) if text else queryset), False

    @display(description=_("province"), ordering="province")
    def province_title(self, institution: Institution) -> str:
        return title_of(institution.province)

    @display(description=_("statement"))
    def statement_link(self, institution: Institution) -> str:
        return link_to(institution.statement)
