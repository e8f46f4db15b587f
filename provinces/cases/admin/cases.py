"""Cases and their items: from the decision against the institution to the notice (arts. 23 to 33)."""

from collections.abc import Sequence

from django.contrib import admin
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from provinces.cases.admin.drafts import ShareForm, take_draft
from provinces.cases.admin.item_panels import basis_panel
from provinces.cases.admin.items import state_of
from provinces.cases.admin.proposals import rules_panel
from provinces.cases.models import Case
from provinces.cases.selectors import fraud
from provinces.cases.services import cases
from provinces.cases.services import fraud as fraud_service
from provinces.cases.services.cases import Basis
from provinces.filings import admin as desk
from provinces.office.admin.actions import APPROVE, HANDLE, OfficeAction, OfficeAdmin
from provinces.office.admin.fields import ReasonForm, choice, day, text
from provinces.office.admin.panels import institution_link
from registry.doors.admin import navigation
from registry.doors.admin.further import FurtherMixin
from registry.people.admin.of_person import person_link
from registry.qualification.services.unscored import FRAUD
from registry.words.bases import LEGAL_BASES, BasisKind
from sync.admin.actions import ActionForm, Panel, done, rows_panel
from sync.admin.base import Menu, badge, instant, link_to


def _may_be_explained(case: Case) -> bool:
    concerned = case.legal_basis in FRAUD and case.withdrawn_at is None
    return concerned and fraud.closed_on(case, localdate()) is None


class CaseForm(ActionForm):
    """Form of a case: what was decided against the institution."""

    institution = text(_("institution"), 40, help_text=_("Code of the institution."))
    basis_kind = choice(_("basis kind"), BasisKind)
    basis_authority = text(_("basis authority"), 120, help_text=_("Who made the institution-level decision."))
    basis_document = text(_("basis document"), 160, help_text=_("Document number of that decision."))
    case_number = text(_("case number"), 80)
    decided_on = day(_("decided on"), help_text=_("Date of the basis: the calendar year it counts in (art. 27)."))
    received_on = day(
        _("received on"),
        required=False,
        help_text=_("Required for a penalty: five working days run from it (art. 31)."),
    )
    inspection = text(_("inspection"), 160, required=False)
    legal_basis = choice(
        _("legal basis"),
        LEGAL_BASES.values(),
        required=False,
        help_text=_("Of the decision against the institution. Fraud on which nobody is scored is told to national."),
    )
    edition = text(
        _("edition"), 120, required=False, help_text=_("Article and edition of the text, as that decision cites it.")
    )


@admin.register(Case)
class CaseAdmin(FurtherMixin, OfficeAdmin):
    """Pages of cases: what was decided against institutions."""

    menu = Menu("procedure", 10, "folder_open")
    list_display = ("case_number", "institution_link", "basis_kind", "basis_authority", "decided_on", "received_on",
                    "items_count", "state")  # fmt: skip
    list_filter = ("basis_kind",)
    search_fields = ("case_number", "institution", "basis_document")
    search_help_text = _("Case number, document or institution")
    date_hierarchy = "decided_on"
    fields = ("case_number", "institution_link", "basis_kind", "basis_authority", "basis_document", "decided_on",
              "received_on", "inspection", "legal_basis", "edition", "opened_by", "opened", "state")  # fmt: skip
    readonly_fields = fields
    beginnings = (
        OfficeAction(
            name="open",
            title=_("open a case"),
            duties=HANDLE,
            form=CaseForm,
            take=lambda _work, data, officer: cases.open_case(Basis(**data), acting=officer, now=now()),
            explanation=_("No points without a penalty or agreement handling against the institution (art. 24)."),
        ),
    )
    steps = (
        OfficeAction(
            name="draft",
            title=_("draft a decision"),
            duties=HANDLE,
            form=ShareForm,
            take=take_draft,
            opens=lambda case: case.withdrawn_at is None,
            panels=lambda case: [basis_panel(case), rules_panel(case)],
            explanation=_("The rules check band, ground and dates; somebody else approves (arts. 25, 26, 50)."),
        ),
        OfficeAction(
            name="withdraw",
            title=_("withdraw the case"),
            duties=HANDLE,
            form=ReasonForm,
            take=done(cases.withdraw_case),
            opens=lambda case: case.withdrawn_at is None,
            explanation=_("Only for what was opened in error, or where nobody is scored."),
            danger=True,
        ),
        OfficeAction(
            name="explain",
            title=_("say why nobody is scored"),
            duties=APPROVE,
            form=ReasonForm,
            take=done(fraud_service.explain),
            opens=_may_be_explained,
            explanation=_(
                "Fraud (Regulation art. 40) on which nobody was scored within 30 working days is told to national by "
                "itself. A reason closes the matter; nothing is scored or spared by it. Not by who opened the case."
            ),
            danger=True,
        ),
    )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("desk/", view(desk.DeskPage(self).answer), name="provinces_desk"),
            path("desk/<slug:name>/", view(desk.DeskPage(self).begin), name="provinces_desk_begin"),
            path("desk/<slug:name>/<uuid:key>/", view(desk.DeskPage(self).step), name="provinces_desk_step"),
        ]
        return [*own, *super().get_urls()]

    def panels(self, work: Case) -> Sequence[Panel]:
        rows = [
            (link_to(item, f"{item.item} · {item.act}"), person_link(item.person_id), item.points,
             item.get_degree_display(), state_of(item))
            for item in work.items.order_by("item", "id")
        ]  # fmt: skip
        headers = (_("item"), _("person"), _("points"), _("degree"), _("state"))
        return [rows_panel(_("items"), headers, rows)]

    @display(description=_("institution"), ordering="institution")
    def institution_link(self, case: Case) -> str:
        return institution_link(case.institution)

    @display(description=_("people"))
    def items_count(self, case: Case) -> int:
        return case.items.values("person").distinct().count()

    @display(description=_("state"))
    def state(self, case: Case) -> SafeString:
        return badge("warning", _("withdrawn")) if case.withdrawn_at else badge("info", _("open"))

    @display(description=_("opened"), ordering="opened_at")
    def opened(self, case: Case) -> str:
        return instant(case.opened_at)


navigation.add_page(Menu("procedure", 2, "badge"), _("Agreements and filings"), "admin:provinces_desk")
