"""Orders to correct statuses, and what became of them (art. 46)."""

from collections.abc import Callable, Sequence

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from provinces.duties.codes import CorrectionState
from provinces.duties.models import CorrectionOrder, Reconciliation
from provinces.duties.models.corrections import UNAPPROVED
from provinces.duties.services import corrections
from provinces.duties.services.corrections import Fault
from provinces.office.admin.actions import APPROVE, HANDLE, OfficeAction, OfficeAdmin
from provinces.office.admin.fields import PersonField, ReasonForm, day, lines, text
from provinces.office.admin.panels import institution_link
from provinces.office.services.officers import Officer
from registry.doors.admin.further import add_field
from registry.doors.admin.titles import yuan
from registry.payment.models import BorneLoss
from registry.people.admin.of_person import person_link
from sync.admin.actions import ActionForm, FormData, Panel, done, rows_panel
from sync.admin.base import Menu, badge, instant, link_to

COLOURS = {
    CorrectionState.PROPOSED: "info",
    CorrectionState.SENT_BACK: "warning",
    CorrectionState.ORDERED: "info",
    CorrectionState.REFUSED: "danger",
    CorrectionState.HANDLED: "warning",
    CorrectionState.CORRECTED: "success",
}


class OrderForm(ActionForm):
    """Form of an order: what the institution corrects, and until when."""

    institution = text(_("institution"), 40, help_text=_("Code of the institution."))
    person = PersonField(label=_("whose status"))
    grounds = lines(_("what is wrong"), 500, help_text=_("What is not as it should be."))
    document = text(_("document"), 160, help_text=_("Number of the order."))
    ordered_on = day(_("ordered on"), today=True)
    correct_by = day(_("correct by"), help_text=_("Last day for the correction; the procedure says at once."))

    def prepare(self) -> None:
        """Upon a reconciliation institution and people are known."""
        if isinstance(self.work, Reconciliation):
            del self.fields["institution"], self.fields["person"]


class CorrectedForm(ActionForm):
    """Form in which the office enters that the institution has corrected."""

    corrected_on = day(_("corrected on"), today=True)
    document = text(_("document"), 160, help_text=_("What shows the correction."))


class RefusedForm(ActionForm):
    """Form in which the office enters that the institution refuses."""

    refused_on = day(_("refused on"), today=True)
    document = text(_("document"), 160, help_text=_("What shows the refusal."))


class HandledForm(ActionForm):
    """Form in which the office enters what follows from a refusal under the agreement."""

    handled_on = day(_("handled on"), today=True)
    handling = lines(_("handling"), 500, help_text=_("By the agreement, and points of the assessment taken off."))
    document = text(_("document"), 160)


def take_order(work: Reconciliation | None, data: FormData, officer: Officer) -> CorrectionOrder:
    """Propose an order about a person, or upon a reconciliation."""
    about = {"institution": work.institution, "run": work} if work is not None else {}
    return corrections.propose(Fault(**{**data, **about}), acting=officer, now=now())


def _is(*states: CorrectionState) -> Callable[[CorrectionOrder], bool]:
    return lambda order: order.state in states


@admin.register(CorrectionOrder)
class CorrectionOrderAdmin(OfficeAdmin):
    """Orders, each with what became of it."""

    menu = Menu("procedure", 110, "assignment_late")
    list_display = ("document", "institution_shown", "person_link", "ordered_on", "correct_by", "state_label",
                    "proposed_by", "approved_by")  # fmt: skip
    list_filter = ("state",)
    search_fields = ("document", "institution", "person__lifelong_id")
    search_help_text = _("Document, institution or lifelong ID")
    date_hierarchy = "ordered_on"
    fields = ("document", "institution_shown", "run_link", "person_link", "grounds", "ordered_on", "correct_by",
              "state_label", "proposed_by", "proposed", "approved_by", "corrected_on", "correction", "refused_on",
              "refusal", "handled_on", "handling", "handling_document")  # fmt: skip
    readonly_fields = fields
    beginnings = (
        OfficeAction(
            name="propose",
            title=_("propose an order to correct"),
            duties=HANDLE,
            form=OrderForm,
            take=take_order,
            explanation=_(
                "About one person; about many, from the page of a reconciliation. Somebody else approves it "
                "(arts. 46, 50)."
            ),
        ),
    )
    steps = (
        OfficeAction(
            name="approve",
            binds=True,
            title=_("approve"),
            duties=APPROVE,
            take=done(corrections.approve),
            opens=_is(CorrectionState.PROPOSED),
            explanation=_("From then on the institution has to correct it until the day that the order names."),
        ),
        OfficeAction(
            name="send-back",
            title=_("send back"),
            duties=APPROVE,
            form=ReasonForm,
            take=done(corrections.send_back),
            opens=_is(CorrectionState.PROPOSED),
            danger=True,
        ),
        OfficeAction(
            name="corrected",
            title=_("enter the correction"),
            duties=HANDLE,
            form=CorrectedForm,
            take=done(corrections.corrected),
            opens=_is(*corrections.ORDERED),
        ),
        OfficeAction(
            name="refuse",
            title=_("enter the refusal"),
            duties=HANDLE,
            form=RefusedForm,
            take=done(corrections.refuse),
            opens=_is(CorrectionState.ORDERED),
            danger=True,
            explanation=_(
                "What follows is said by the agreement and entered here; nothing follows by itself (art. 46)."
            ),
        ),
        OfficeAction(
            name="handle",
            title=_("enter the handling under the agreement"),
            duties=HANDLE,
            form=HandledForm,
            take=done(corrections.handle),
            opens=_is(CorrectionState.REFUSED),
        ),
    )

    def panels(self, work: CorrectionOrder) -> Sequence[Panel]:
        """Return the losses that the institution bears: it bears what its late update has cost the fund (art. 46)."""
        losses = BorneLoss.objects.in_force().filter(institution=work.institution).order_by("-decided_on")[:50]
        rows = [
            (link_to(loss, loss.reference), person_link(loss.person_id), loss.service_from, loss.service_to,
             yuan(loss.amount_fen), loss.decided_on)
            for loss in losses
        ]  # fmt: skip
        headers = (_("reference"), _("person"), _("service from"), _("service to"), _("amount in yuan"),
                   _("decided on"))  # fmt: skip
        return [rows_panel(_("losses that this institution bears"), headers, rows)]

    @display(description=_("institution"), ordering="institution")
    def institution_shown(self, order: CorrectionOrder) -> str:
        return institution_link(order.institution)

    @display(description=_("reconciliation"))
    def run_link(self, order: CorrectionOrder) -> str:
        return link_to(order.run) or "–"

    @display(description=_("person"), ordering="person")
    def person_link(self, order: CorrectionOrder) -> str:
        return person_link(order.person_id) if order.person_id else "–"

    @display(description=_("state"), ordering="state")
    def state_label(self, order: CorrectionOrder) -> SafeString:
        return state_of(order)

    @display(description=_("proposed"), ordering="proposed_at")
    def proposed(self, order: CorrectionOrder) -> str:
        return instant(order.proposed_at)


def state_of(order: CorrectionOrder) -> SafeString:
    """Return an order's state as a badge."""
    return badge(COLOURS.get(CorrectionState(order.state)), order.get_state_display())


@display(description=_("orders to correct"))
def orders_to_correct(loss: BorneLoss) -> str:
    """Return the orders to the institution that bears a loss, the last one first."""
    orders = CorrectionOrder.objects.filter(institution=loss.institution).exclude(state__in=UNAPPROVED)
    found = orders.order_by("-ordered_on", "-pk")[:20]
    lines = (format_html("{} {} {}", link_to(order), order.ordered_on, state_of(order)) for order in found)
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines)) or "–"


add_field(BorneLoss, orders_to_correct)
