"""Pages of items of cases: what each person answers for, up to the decision and its notice (arts. 23 to 31)."""

from collections.abc import Sequence

from django import forms
from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from provinces.cases.admin.annulments import AnnulByFileForm, AnnulForm, annul, annul_by_file
from provinces.cases.admin.drafts import ShareForm, take_draft
from provinces.cases.admin.item_panels import case_panels, foresight_panels, ground_of, redraft_panels, situations_of
from provinces.cases.admin.proposals import points_panel
from provinces.cases.codes import ItemState
from provinces.cases.models import CaseItem
from provinces.cases.services import cases, foreseen, shares
from provinces.notices.panels import notices_panel
from provinces.office.admin.actions import APPROVE, HANDLE, OfficeAction, OfficeAdmin
from provinces.office.admin.fields import ReasonForm
from provinces.office.services.whom import About
from registry.people.admin.of_person import person_link
from registry.qualification.models import Decision
from registry.qualification.selectors.foresight import decision_in_force
from sync.admin.actions import ActionForm, Panel, done
from sync.admin.base import Menu, badge, link_to

ITEM_COLOURS = {
    ItemState.PROPOSED: "info",
    ItemState.APPROVED: "info",
    ItemState.HELD: "warning",
    ItemState.SENT_BACK: "warning",
    ItemState.REFUSED: "danger",
    ItemState.ISSUED: "success",
}


class SeenForm(ActionForm):
    """Form of an approval; it carries what the approver was shown."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        """Put in what the page shows now: if it changes before the answer, the approval is refused."""
        self.initial["seen"] = foreseen.digest(shares.foresight_of(self.work, now()))


def _about(item: CaseItem) -> About:
    decided_on = item.case.decided_on
    return About(
        person=item.person_id,
        institution=item.case.institution,
        first=item.conduct_from or item.conduct_to or decided_on,
        last=item.conduct_to or item.conduct_from or decided_on,
    )


@admin.register(CaseItem)
class CaseItemAdmin(OfficeAdmin):
    """Pages of items: what each person answers for, up to the decision."""

    menu = Menu("procedure", 20, "person_alert")
    list_display = ("whole_number", "person_link", "points", "legal_basis", "degree", "state_label", "proposed_by",
                    "approved_by")  # fmt: skip
    list_display_links = ("whole_number",)
    list_filter = ("state", "degree", "legal_basis")
    list_select_related = ("case",)
    ordering = ("-id",)
    search_fields = ("case__case_number", "person__lifelong_id")
    search_help_text = _("Case number or lifelong ID")
    fields = ("case_link", "item", "person_link", "act", "violation", "situations_shown", "legal_basis", "degree",
              "ground", "ground_reason_shown", "points", "amount_yuan", "reached", "conduct_from", "conduct_to",
              "suspension_months", "suspension_starts_on", "state_label", "drafted_by", "proposed_by", "approved_by",
              "decision_link", "replaces_link")  # fmt: skip
    readonly_fields = fields
    beginnings = (
        OfficeAction(
            name="annul-by-file",
            title=_("annul a decision that came by file"),
            duties=HANDLE,
            form=AnnulByFileForm,
            take=annul_by_file,
            button=_("Propose; somebody else decides"),
            danger=True,
        ),
    )
    steps = (
        OfficeAction(
            name="propose",
            title=_("propose for approval"),
            duties=HANDLE,
            take=done(cases.propose),
            opens=lambda item: item.state == ItemState.DRAFTED,
            panels=case_panels,
            about=_about,
        ),
        OfficeAction(
            name="approve",
            binds=True,
            title=_("approve"),
            duties=APPROVE,
            form=SeenForm,
            take=done(cases.approve),
            opens=lambda item: item.state == ItemState.PROPOSED,
            panels=case_panels,
            about=_about,
            explanation=_("You approve what is shown above; if it has changed meanwhile, you are asked to look again."),
        ),
        OfficeAction(
            name="send-back",
            title=_("send back"),
            duties=APPROVE,
            form=ReasonForm,
            take=done(cases.send_back),
            opens=lambda item: item.state in (ItemState.PROPOSED, ItemState.APPROVED),
            danger=True,
        ),
        OfficeAction(
            name="issue",
            binds=True,
            title=_("issue decision and notice"),
            duties=HANDLE,
            take=done(cases.issue),
            opens=lambda item: item.state in (ItemState.APPROVED, ItemState.HELD),
            panels=case_panels,
            about=_about,
            explanation=_("Signs the decision and makes the notice, both or neither. It cannot be taken back."),
        ),
        OfficeAction(
            name="redraft",
            title=_("draft anew"),
            duties=HANDLE,
            form=ShareForm,
            take=take_draft,
            opens=lambda item: item.state == ItemState.SENT_BACK,
            panels=redraft_panels,
        ),
        OfficeAction(
            name="annul",
            title=_("annul the decision"),
            duties=HANDLE,
            form=AnnulForm,
            take=annul,
            opens=lambda item: decision_in_force(item.person_id, item.decision_id) is not None,
            panels=case_panels,
            about=_about,
            button=_("Propose; somebody else decides"),
            danger=True,
        ),
        OfficeAction(
            name="withdraw",
            title=_("withdraw the draft"),
            duties=HANDLE,
            form=ReasonForm,
            take=done(cases.withdraw_item),
            opens=lambda item: item.state == ItemState.DRAFTED,
            danger=True,
        ),
    )

    def panels(self, work: CaseItem) -> Sequence[Panel]:
        made = (
            work.notices.select_related("item", "serving", "superseded")
            .prefetch_related("follow_ups")
            .order_by("version")
        )
        return [points_panel(work), *foresight_panels(work), notices_panel(made)]

    @display(description=_("item"), ordering="case__case_number")
    def whole_number(self, item: CaseItem) -> str:
        return str(item)

    @display(description=_("case"))
    def case_link(self, item: CaseItem) -> SafeString | str:
        return link_to(item.case)

    @display(description=_("person"), ordering="person")
    def person_link(self, item: CaseItem) -> SafeString | str:
        return person_link(item.person_id)

    @display(description=_("situations"))
    def situations_shown(self, item: CaseItem) -> str:
        return situations_of(item)

    @display(description=_("ground reason"))
    def ground_reason_shown(self, item: CaseItem) -> str:
        return ground_of(item)

    @display(description=_("state"), ordering="state")
    def state_label(self, item: CaseItem) -> SafeString:
        return state_of(item)

    @display(description=_("decision"))
    def decision_link(self, item: CaseItem) -> SafeString | str:
        return link_to(Decision.objects.filter(pk=item.decision_id).first()) if item.decision_id else "–"

    @display(description=_("replaces"))
    def replaces_link(self, item: CaseItem) -> SafeString | str:
        return link_to(item.replaces) or "–"


def state_of(item: CaseItem) -> SafeString:
    """Return an item's state as a badge."""
    return badge(ITEM_COLOURS.get(ItemState(item.state)), item.get_state_display())
