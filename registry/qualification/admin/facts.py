"""Pages of what provinces have signed: filings, decisions, restorations, cascades, and what undoes them."""

from django.contrib import admin
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from registry.doors.admin.facts import FactAdmin
from registry.doors.admin.further import add_field
from registry.doors.admin.titles import DivisionFilter
from registry.institutions.models import Institution
from registry.people.admin.of_person import STATUS_COLOURS, FactOfPersonAdmin
from registry.qualification.models import (
    Annulment,
    Cascade,
    CascadeLift,
    Decision,
    Filing,
    FilingCancellation,
    FilingPeriod,
    Restoration,
    StatedMeasure,
)
from registry.qualification.selectors import search
from registry.statements.facts import columns_between
from sync.admin.base import Menu, badge, link_to, tick


@admin.register(Filing)
class FilingAdmin(FactOfPersonAdmin):
    """Who is filed where."""

    menu = Menu("institutions", 20, "assignment_ind")
    list_display = ("person_link", "institution", "opened_on", "role", "is_refiling", "author_title", "state")
    list_display_links = ("institution",)
    list_filter = (DivisionFilter, "refiling")
    ordering = ("-statement",)  # as they were stated: the key is a time-ordered UUID
    search_help_text = _("Lifelong ID, code, name, document number, or institution code")
    fields = (
        "person_link",
        "institution",
        "opened_on",
        "role",
        "is_refiling",
        "author_title",
        "state",
        "statement_link",
    )
    readonly_fields = fields

    def also_found_by(self, text: str) -> Q:
        return Q(institution=text)

    @display(description=_("refiling"), ordering="refiling")
    def is_refiling(self, filing: Filing) -> str:
        return tick(filing.refiling)


@display(description=_("people filed now"))
def people_filed(institution: Institution) -> SafeString:
    """Return how many people are filed at an institution now, with the way to its filings."""
    open_periods = FilingPeriod.objects.filter(institution=institution.code, cancelled_on=None)
    filings = reverse("admin:registry_filing_changelist", query={"q": institution.code})
    # Merged people have each filing under all of their IDs.
    count = open_periods.values("filing__person_id").distinct().count()
    return format_html('{} <a class="pq-link" href="{}">{}</a>', count, filings, _("filings"))


add_field(Institution, people_filed)


@admin.register(FilingCancellation)
class FilingCancellationAdmin(FactAdmin):
    """Ends of filings."""

    list_display = ("cancelled_on", "filing_link", "author_title", "state")
    list_display_links = ("cancelled_on",)
    list_filter = (DivisionFilter,)
    list_select_related = ("statement", "filing__person")
    ordering = ("-statement",)  # as they were stated: the key is a time-ordered UUID
    fields = ("filing_link", "cancelled_on", "author_title", "state", "statement_link")
    readonly_fields = fields

    @display(description=_("filing"))
    def filing_link(self, cancellation: FilingCancellation) -> object:
        return link_to(cancellation.filing)


@admin.register(Decision)
class DecisionAdmin(FactOfPersonAdmin):
    """Points for one person on one basis."""

    menu = Menu("measures", 10, "gavel")
    list_display = (
        "case",
        "person_link",
        "decided_on",
        "points",
        "degree",
        "legal_basis",
        "institution",
        "author_title",
        "state",
    )
    list_display_links = ("case",)
    list_filter = (DivisionFilter, "degree", "basis_kind", "decided_on")
    ordering = ("-statement",)  # as they were stated: the key is a time-ordered UUID
    search_help_text = _("Case number, lifelong ID, code, name, or document number")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "person_link",
                    "case_number",
                    "item",
                    "decided_on",
                    "points",
                    "degree",
                    "institution",
                )
            },
        ),
        (_("Basis"), {"fields": columns_between(Decision, "basis_kind", "legal_basis")}),
        (_("Assessment"), {"fields": columns_between(Decision, "ground", "conduct_to")}),
        (_("Notice and measure"), {"fields": columns_between(Decision, "notice_issued_on", "suspension_starts_on")}),
        (_("Origin"), {"fields": ("author_title", "state", "annulled", "statement_link")}),
    )
    readonly_fields = ("person_link", "author_title", "state", "annulled", "statement_link")

    def also_found_by(self, text: str) -> Q:
        return search.by_case_number(text)

    @display(description=_("case number"), ordering="case_number")
    def case(self, decision: Decision) -> str:
        return f"{decision.case_number}/{decision.item}"

    @display(description=_("annulled"))
    def annulled(self, decision: Decision) -> object:
        first = decision.annulments.in_force().order_by("annulled_on").first()
        return link_to(first, first.annulled_on) if first else _("no")


@admin.register(Annulment)
class AnnulmentAdmin(FactAdmin):
    """Decisions undone."""

    menu = Menu("measures", 20, "undo")
    list_display = ("document", "annulled_on", "decision_link", "author_title", "state")
    list_filter = (DivisionFilter,)
    list_select_related = ("statement", "decision__person")
    ordering = ("-statement",)  # as they were stated: the key is a time-ordered UUID
    search_fields = ("document", "decision__case_number")
    search_help_text = _("Document or case number")
    fields = ("decision_link", "annulled_on", "document", "author_title", "state", "statement_link")
    readonly_fields = fields

    @display(description=_("decision"))
    def decision_link(self, annulment: Annulment) -> object:
        return link_to(annulment.decision)


@admin.register(StatedMeasure)
class StatedMeasureAdmin(FactAdmin):
    """What lead provinces state of thresholds that no notice foresaw."""

    menu = Menu("measures", 40, "edit_calendar")
    list_display = ("number", "kind", "starts_on", "months", "decision_link", "author_title", "state")
    list_filter = (DivisionFilter, "kind")
    list_select_related = ("statement", "decision__person")
    ordering = ("-statement",)  # as they were stated: the key is a time-ordered UUID
    search_fields = ("number", "decision__case_number")
    search_help_text = _("Number of the notice or case number")
    fields = (
        "decision_link", "kind", "starts_on", "months", "number", "issued_on", "author_title", "state",
        "statement_link",
    )  # fmt: skip
    readonly_fields = fields

    @display(description=_("decision"))
    def decision_link(self, stated: StatedMeasure) -> object:
        return link_to(stated.decision)


@admin.register(Restoration)
class RestorationAdmin(FactOfPersonAdmin):
    """Assessments after a term."""

    menu = Menu("measures", 50, "healing")
    list_display = (
        "document_or_date",
        "person_link",
        "assessed_on",
        "effective_on",
        "passed",
        "author_title",
        "state",
    )
    list_display_links = ("document_or_date",)
    list_filter = (DivisionFilter, "passed")
    ordering = ("-statement",)  # as they were stated: the key is a time-ordered UUID
    fields = (
        "person_link",
        "assessed_on",
        "effective_on",
        "passed",
        "document",
        "author_title",
        "state",
        "statement_link",
    )
    readonly_fields = fields

    @display(description=_("document"), ordering="document")
    def document_or_date(self, restoration: Restoration) -> object:
        return restoration.document or restoration.assessed_on


@admin.register(Cascade)
class CascadeAdmin(FactOfPersonAdmin):
    """Statuses that follow from the institution's own."""

    menu = Menu("measures", 60, "account_tree")
    list_display = (
        "reference",
        "person_link",
        "status_label",
        "applied_on",
        "institution",
        "author_title",
        "state",
    )
    list_display_links = ("reference",)
    list_filter = (DivisionFilter, "status")
    ordering = ("-statement",)  # as they were stated: the key is a time-ordered UUID
    search_help_text = _("Reference, lifelong ID, code, name, or document number")
    fields = (
        "person_link",
        "reference",
        "status_label",
        "applied_on",
        "lifted",
        "institution",
        "reason",
        "basis_authority",
        "basis_document",
        "author_title",
        "state",
        "statement_link",
    )
    readonly_fields = fields

    def also_found_by(self, text: str) -> Q:
        return Q(reference__startswith=text)

    @display(description=_("status"), ordering="status")
    def status_label(self, cascade: Cascade) -> SafeString:
        return badge(STATUS_COLOURS.get(cascade.status), cascade.get_status_display())

    @display(description=_("lifted on"))
    def lifted(self, cascade: Cascade) -> object:
        first = cascade.lifts.in_force().order_by("lifted_on").first()
        return link_to(first, first.lifted_on) if first else ""


@admin.register(CascadeLift)
class CascadeLiftAdmin(FactAdmin):
    """Ends of cascades."""

    list_display = ("lifted_on", "cascade_link", "author_title", "state")
    list_filter = (DivisionFilter,)
    list_select_related = ("statement", "cascade")
    ordering = ("-statement",)  # as they were stated: the key is a time-ordered UUID
    fields = ("cascade_link", "lifted_on", "author_title", "state", "statement_link")
    readonly_fields = fields

    @display(description=_("cascade"))
    def cascade_link(self, lift: CascadeLift) -> object:
        return link_to(lift.cascade)
