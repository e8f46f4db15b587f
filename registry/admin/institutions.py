"""Pages of designated institutions."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from registry.admin.base import ProvinceFilter
from registry.admin.institution_sheets import met_view, sheet_view
from registry.admin.returns import returns_view
from registry.models import FilingPeriod, Institution
from registry.selectors import search, visibility
from sync.admin.base import ViewOnlyAdmin, link_to
from sync.scope import Scope, title_of


@admin.register(Institution)
class InstitutionAdmin(ViewOnlyAdmin):
    """Designated hospitals, clinics and pharmacies."""

    list_display = ("code", "name", "kind", "division", "province_title")
    list_filter = (ProvinceFilter, "kind")
    list_select_related = ("statement",)
    search_fields = ("code",)
    search_help_text = _("Name or code")
    fields = ("code", "name", "kind", "division", "province_title", "people_filed", "statement_link")
    readonly_fields = fields

    list_before_template = "registry/admin/institution_list.html"
    change_form_template = "registry/admin/institution.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("met/", view(self.met_view), name="registry_institution_met"),
            path("returns/", view(self.returns_view), name="registry_institution_returns"),
            path("<path:object_id>/sheet/", view(self.sheet_view), name="registry_institution_sheet"),
        ]
        return [*own, *super().get_urls()]

    def sheet_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show a year of an institution of the own scope."""
        institution = self.get_object(request, unquote(object_id))
        if institution is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, institution):
            raise PermissionDenied
        return sheet_view(self, request, institution)

    def met_view(self, request: HttpRequest) -> HttpResponse:
        """Show who reached a threshold."""
        return met_view(self, request)

    def returns_view(self, request: HttpRequest) -> HttpResponse:
        """Show the yearly return."""
        return returns_view(self, request)

    def visible(self, rows: QuerySet[Institution], scope: Scope) -> QuerySet[Institution]:
        return visibility.institutions(rows, scope)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        text = search_term.strip()
        return (search.institutions(queryset, text) if text else queryset), False

    @display(description=_("province"), ordering="province")
    def province_title(self, institution: Institution) -> str:
        return title_of(institution.province)

    @display(description=_("people filed now"))
    def people_filed(self, institution: Institution) -> Any:
        open_periods = FilingPeriod.objects.filter(institution=institution.code, cancelled_on=None)
        filings = reverse("admin:registry_filing_changelist", query={"q": institution.code})
        # Merged people have each filing under all of their IDs.
        count = open_periods.values("filing__person_id").distinct().count()
        return format_html('{} <a class="pq-link" href="{}">{}</a>', count, filings, _("filings"))

    @display(description=_("statement"))
    def statement_link(self, institution: Institution) -> Any:
        return link_to(institution.statement)
