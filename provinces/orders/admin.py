"""Orders of cascades: one form for the responsible persons of an institution, and nobody else (art. 34)."""

from collections.abc import Sequence

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from provinces.notices.models import Notice
from provinces.notices.panels import notices_panel
from provinces.office.admin.actions import APPROVE, HANDLE, OfficeAction, OfficeAdmin
from provinces.office.admin.fields import PeopleField, ReasonForm, choice, day, text
from provinces.office.admin.panels import APPROVAL_COLOURS, institution_link
from provinces.office.codes import ApprovalState
from provinces.office.services.officers import Officer
from provinces.orders import services as cascades
from provinces.orders.codes import OrderKind
from provinces.orders.models import CascadeOrder, CascadeSubject
from provinces.orders.services import CascadeTerms
from registry.people.admin.of_person import person_link
from registry.qualification.admin.ahead import ahead_panel
from registry.words.statuses import Status
from sync.admin.actions import ActionForm, FormData, Panel, done, rows_panel
from sync.admin.base import Menu, badge, instant, link_to


class CascadeForm(ActionForm):
    """Form of an order: which status follows, and for whom."""

    reference = text(_("reference"), 120)
    institution = text(_("institution"), 40, help_text=_("Code of the institution."))
    status = choice(_("status"), (Status.SUSPENDED, Status.TERMINATED))
    reason = text(_("reason"), 200, help_text=_("Why; the department, where only one is concerned."))
    basis_authority = text(_("basis authority"), 120)
    basis_document = text(_("basis document"), 160)
    effective_on = day(_("effective on"), help_text=_("First day of the status."))
    people = PeopleField(
        label=_("responsible persons"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
        help_text=_("Lifelong ID or code, one a line. Nobody else is touched."),
    )


class LiftForm(ActionForm):
    """Form that takes when the status ends for everybody named."""

    lifted_on = day(_("lifted on"), today=True)


def _propose(_work: None, data: FormData, officer: Officer) -> CascadeOrder:
    people = data.pop("people")
    terms = CascadeTerms(**{**data, "status": Status(data["status"])})
    return cascades.propose(terms, people, acting=officer, now=now())


def _may_lift(order: CascadeOrder) -> bool:
    return (
        order.kind == OrderKind.APPLY and order.state == ApprovalState.SIGNED and bool(cascades.cascades_to_lift(order))
    )


def _named(order: CascadeOrder) -> Sequence[Panel]:
    found = {cascade.person_id: cascade for cascade in cascades.cascades_of(order.lifts or order)}
    rows = [
        (person_link(person), link_to(found[person]) if person in found else "–")
        for person in order.subjects.order_by("person").values_list("person_id", flat=True)
    ]
    named = rows_panel(_("responsible persons"), (_("person"), _("cascade")), rows)
    if order.state != ApprovalState.PROPOSED:
        return [named]
    title = _("How each stands, and what the order would change")
    return [named, ahead_panel(title, cascades.ahead_of(order, now()))]


@admin.register(CascadeOrder)
class CascadeOrderAdmin(OfficeAdmin):
    """Pages of orders, each for the people it names."""

    menu = Menu("procedure", 60, "account_tree")
    list_display = ("reference", "kind", "institution_shown", "status", "effective_on", "people_count", "state_label",
                    "proposed_by", "approved_by")  # fmt: skip
    list_filter = ("kind", "state", "status")
    search_fields = ("reference", "institution", "subjects__person__lifelong_id")
    search_help_text = _("Reference, institution or lifelong ID")
    fields = ("reference", "kind", "lifts_link", "institution_shown", "status", "reason", "basis_authority",
              "basis_document", "effective_on", "state_label", "proposed_by", "proposed", "approved_by")  # fmt: skip
    readonly_fields = fields
    beginnings = (
        OfficeAction(
            name="propose",
            title=_("propose a cascade"),
            duties=HANDLE,
            form=CascadeForm,
            take=_propose,
            explanation=_(
                "When the institution or a department lost its own: the responsible persons only; "
                "others stay normal and may work elsewhere (art. 34)."
            ),
        ),
    )
    steps = (
        OfficeAction(
            name="approve",
            binds=True,
            title=_("approve"),
            duties=APPROVE,
            take=done(cascades.approve),
            opens=lambda order: order.state == ApprovalState.PROPOSED,
            panels=_named,
            explanation=_(
                "Signs one statement and makes one notice for each person named, all or none; a lifting "
                "makes no notice."
            ),
        ),
        OfficeAction(
            name="send-back",
            title=_("send back"),
            duties=APPROVE,
            form=ReasonForm,
            take=done(cascades.send_back),
            opens=lambda order: order.state == ApprovalState.PROPOSED,
            danger=True,
        ),
        OfficeAction(
            name="lift",
            title=_("propose to lift it"),
            duties=HANDLE,
            form=LiftForm,
            take=done(cascades.propose_lift),
            opens=_may_lift,
            panels=_named,
            explanation=_("For everybody named together; somebody else approves."),
        ),
    )

    def panels(self, work: CascadeOrder) -> Sequence[Panel]:
        made = Notice.objects.filter(subject__order=work).select_related("subject__order", "serving")
        return [*_named(work), notices_panel(made.prefetch_related("follow_ups").order_by("subject__person"))]

    @display(description=_("institution"), ordering="institution")
    def institution_shown(self, order: CascadeOrder) -> str:
        return institution_link(order.institution)

    @display(description=_("people"))
    def people_count(self, order: CascadeOrder) -> int:
        return order.subjects.count()

    @display(description=_("state"), ordering="state")
    def state_label(self, order: CascadeOrder) -> SafeString:
        return badge(APPROVAL_COLOURS[ApprovalState(order.state)], order.get_state_display())

    @display(description=_("lifts"))
    def lifts_link(self, order: CascadeOrder) -> str:
        return link_to(order.lifts) or "–"

    @display(description=_("proposed"), ordering="proposed_at")
    def proposed(self, order: CascadeOrder) -> str:
        return instant(order.proposed_at)


@admin.register(CascadeSubject)
class CascadeSubjectAdmin(OfficeAdmin):
    """Who is named in which order."""

    list_display = ("order_link", "person_link")
    list_display_links = None
    search_fields = ("order__reference", "person__lifelong_id")
    search_help_text = _("Reference or lifelong ID")
    fields = ("order_link", "person_link")
    readonly_fields = fields

    @display(description=_("order"))
    def order_link(self, subject: CascadeSubject) -> str:
        return link_to(subject.order)

    @display(description=_("person"), ordering="person")
    def person_link(self, subject: CascadeSubject) -> str:
        return person_link(subject.person_id)
