"""Cases of fraud on which nobody was scored, as their provinces say it (O44)."""

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from registry.doors.admin.facts import FactAdmin
from registry.doors.admin.titles import DivisionFilter
from registry.institutions.models import Institution
from registry.qualification.models import UnscoredCase
from registry.qualification.selectors import unscored
from sync.admin.base import Menu, badge, link_to
from sync.admin.titles import Words

ANSWERS = {"open": unscored.still_open, "closed": unscored.closed, "explained": unscored.explanations}


class AnswerFilter(SimpleListFilter):
    """Alarms that are open, alarms that are closed, and the reasons that closed some of them."""

    title = _("alarm")
    parameter_name = "alarm"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, Words]]:
        return [("open", _("open")), ("closed", _("closed")), ("explained", _("reasons given"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[UnscoredCase]) -> QuerySet[UnscoredCase]:
        chosen = ANSWERS.get(self.value() or "")
        return chosen(queryset) if chosen else queryset


@admin.register(UnscoredCase)
class UnscoredCaseAdmin(FactAdmin):
    """What a province says when thirty working days have passed, and why nobody is to be scored, if it has a reason."""

    menu = Menu("measures", 90, "crisis_alert")
    list_display = (
        "case_number", "institution_link", "legal_basis", "decided_on", "alarm", "reason", "author_title", "state",
    )  # fmt: skip
    list_display_links = ("case_number",)
    list_filter = (AnswerFilter, DivisionFilter)
    search_fields = ("case_number", "institution", "basis_document")
    search_help_text = _("Case number, document or institution")
    ordering = ("-statement",)
    fields = (
        "case_number", "institution_link", "basis_authority", "basis_document", "legal_basis", "edition", "decided_on",
        "alarm", "reason", "author_title", "state", "statement_link",
    )  # fmt: skip
    readonly_fields = fields

    @display(description=_("institution"), ordering="institution")
    def institution_link(self, case: UnscoredCase) -> str:
        institution = Institution.objects.filter(pk=case.institution).first()
        return link_to(institution) if institution else case.institution

    @display(description=_("alarm"))
    def alarm(self, case: UnscoredCase) -> SafeString:
        if case.reason:
            return badge("info", _("reason given"))
        row = UnscoredCase.objects.filter(pk=case.pk)
        return badge("danger", _("open")) if unscored.still_open(row).exists() else badge("success", _("closed"))
