"""Items of cases: what each person answers for, up to the decision and its notice (arts. 23 to 31)."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.utils.timezone import localdate, now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from provinces.cases.admin.panels import foresight_panel
from provinces.cases.admin.proposals import points_panel, rules_panel
from provinces.cases.codes import ItemState
from provinces.cases.models import SIGNED, Case, CaseItem
from provinces.cases.services import cases, foreseen, shares
from provinces.cases.services.shares import Share
from provinces.notices.panels import notices_panel
from provinces.office.admin.actions import APPROVE, HANDLE, OfficeAction, OfficeAdmin
from provinces.office.admin.fields import PersonField, ReasonForm, choice, choices, day, shown_day, text, whole
from provinces.office.admin.panels import institution_link
from provinces.office.services.officers import Officer
from provinces.office.services.whom import About
from registry.doors.admin.titles import titled
from registry.people.admin.of_person import person_link
from registry.qualification.admin.ahead import ahead_panel
from registry.qualification.models import Decision
from registry.qualification.rules import matching
from registry.qualification.selectors.calendar import start_to_propose
from registry.qualification.selectors.foresight import led_to
from registry.statements.choices import titled as titled_codes
from registry.statements.days import today
from registry.words.bases import LEGAL_BASES
from registry.words.degrees import GROUND_REASONS, Degree, Ground, Reached
from registry.words.lifelong_id import shown
from sync.admin.actions import ActionForm, Panel, done, rows_panel
from sync.admin.base import Menu, badge, link_to

ITEM_COLOURS = {
    ItemState.PROPOSED: "info",
    ItemState.APPROVED: "info",
    ItemState.HELD: "warning",
    ItemState.SENT_BACK: "warning",
    ItemState.REFUSED: "danger",
    ItemState.ISSUED: "success",
}


class ShareForm(ActionForm):
    """Form of what one person answers for."""

    person = PersonField()
    item = text(_("item"), 40, initial="1", help_text=_("Item of the case: one act or type of violation."))
    act = text(_("act"), 200, help_text=_("The act, in words; one act is scored once (art. 26)."))
    violation = text(
        _("violation"),
        80,
        help_text=_(
            "Type of violation; types add up, and of one type each act unless the rule pack scores them once (art. 26)."
        ),
    )
    situations = choices(
        _("situations"),
        LEGAL_BASES.values(),
        help_text=_("All that the act matches; only the highest counts (art. 26)."),
    )
    legal_basis = choice(_("legal basis"), LEGAL_BASES.values(), help_text=_("Legal basis; it fixes the band."))
    degree = choice(_("degree"), Degree)
    ground = choice(
        _("ground"),
        Ground,
        help_text=_("Low or high in the band, or one band off with a reason (art. 25)."),
        initial=Ground.NONE,
    )
    ground_reason = choice(_("ground reason"), GROUND_REASONS.values(), required=False)
    amount_yuan = whole(
        _("amount in yuan"),
        0,
        10**12,
        required=False,
        help_text=_("Attributable to the person, in whole yuan; some rule packs propose points by it (art. 24)."),
    )
    points = whole(_("points"), 1, 12, help_text=_("The rule pack proposes, the deciding body states (art. 25)."))
    reached = choice(
        _("reached"),
        reversed(Reached),
        help_text=_("Only where the year comes to 12: at once bars for three years."),
        initial=Reached.ACCUMULATED,
    )
    conduct_from = day(_("conduct from"), required=False)
    conduct_to = day(_("conduct to"), required=False)
    suspension_months = whole(
        _("suspension months"),
        1,
        6,
        required=False,
        help_text=_("Where the province's rules leave the length to the decision, or to differ from their number."),
    )
    suspension_starts_on = day(
        _("suspension starts on"),
        required=False,
        help_text=_("First day of a suspension or termination, not before the notice."),
    )

    def prepare(self) -> None:
        """Offer the province's own situations and reasons; begin with what was sent back."""
        case = self.work.case if isinstance(self.work, CaseItem) else self.work
        pack = shares.pack_of_case(case)
        self.fields["situations"].choices = titled_codes(matching.titles_of_situations(pack).values())  # type: ignore[attr-defined]
        reasons = titled_codes(matching.titles_of_grounds(pack).values())
        self.fields["ground_reason"].choices = [("", "–"), *reasons]  # type: ignore[attr-defined]
        self.fields["suspension_starts_on"].help_text = gettext(
            "First day of a suspension or termination, not before the notice. By the province's rules, of a notice "
            "issued today: {day}."
        ).format(day=shown_day(start_to_propose(pack, today(now()))))
        if isinstance(self.work, CaseItem):
            for name in self.fields:
                self.initial[name] = shown(self.work.person_id) if name == "person" else getattr(self.work, name)


class SeenForm(ActionForm):
    """Form of an approval; it carries what the approver was shown."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        """Put in what the page shows now: if it changes before the answer, the approval is refused."""
        self.initial["seen"] = foreseen.digest(shares.foresight_of(self.work, now()))


def take_draft(work: Case | CaseItem, data: dict[str, Any], officer: Officer) -> Model:
    """Draft what one person answers for: in a case, or in place of an item that was sent back."""
    case, replaces = (work.case, work) if isinstance(work, CaseItem) else (work, None)
    share = Share(**{name: value for name, value in data.items() if value is not None})
    return cases.draft(case, share, acting=officer, now=now(), replaces=replaces)


def _foresight(item: CaseItem) -> Sequence[Panel]:
    if item.state not in SIGNED:
        would = shares.foresight_of(item, now())
        title = _("How the person stands, and what it would change")
        ahead = [(item.person_id, would.ahead(localdate()))]
        return [foresight_panel(would, issued=False), ahead_panel(title, ahead)]
    found = led_to(item.person_id, item.decision_id)
    if found is None:
        return [Panel(title=_("What it led to"), content=_("Nothing: the decision is not in force."))]
    return [foresight_panel(found, issued=True)]


def _of_case(item: CaseItem) -> Sequence[Panel]:
    return [basis_panel(item.case), _share_panel(item), points_panel(item), *_foresight(item)]


def _about(item: CaseItem) -> About:
    decided_on = item.case.decided_on
    return About(
        person=item.person_id,
        institution=item.case.institution,
        first=item.conduct_from or item.conduct_to or decided_on,
        last=item.conduct_to or item.conduct_from or decided_on,
    )


def _to_redraft(item: CaseItem) -> Sequence[Panel]:
    return [*_of_case(item), rules_panel(item.case)]


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
    steps = (
        OfficeAction(
            name="propose",
            title=_("propose for approval"),
            duties=HANDLE,
            take=done(cases.propose),
            opens=lambda item: item.state == ItemState.DRAFTED,
            panels=_of_case,
            about=_about,
        ),
        OfficeAction(
            name="approve",
            title=_("approve"),
            duties=APPROVE,
            form=SeenForm,
            take=done(cases.approve),
            opens=lambda item: item.state == ItemState.PROPOSED,
            panels=_of_case,
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
            title=_("issue decision and notice"),
            duties=HANDLE,
            take=done(cases.issue),
            opens=lambda item: item.state in (ItemState.APPROVED, ItemState.HELD),
            panels=_of_case,
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
            panels=_to_redraft,
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
        return [points_panel(work), *_foresight(work), notices_panel(made)]

    @display(description=_("item"), ordering="case__case_number")
    def whole_number(self, item: CaseItem) -> str:
        return str(item)

    @display(description=_("case"))
    def case_link(self, item: CaseItem) -> Any:
        return link_to(item.case)

    @display(description=_("person"), ordering="person")
    def person_link(self, item: CaseItem) -> Any:
        return person_link(item.person_id)

    @display(description=_("situations"))
    def situations_shown(self, item: CaseItem) -> str:
        return situations_of(item)

    @display(description=_("ground reason"))
    def ground_reason_shown(self, item: CaseItem) -> str:
        return ground_of(item)

    @display(description=_("state"), ordering="state")
    def state_label(self, item: CaseItem) -> Any:
        return state_of(item)

    @display(description=_("decision"))
    def decision_link(self, item: CaseItem) -> Any:
        return link_to(Decision.objects.filter(pk=item.decision_id).first()) if item.decision_id else "–"

    @display(description=_("replaces"))
    def replaces_link(self, item: CaseItem) -> Any:
        return link_to(item.replaces) or "–"


def state_of(item: CaseItem) -> Any:
    """Return an item's state as a badge."""
    return badge(ITEM_COLOURS.get(ItemState(item.state)), item.get_state_display())


def situations_of(item: CaseItem) -> str:
    """Return the situations of an item in the reader's language."""
    known = matching.titles_of_situations(shares.pack_of_case(item.case))
    return "；".join(titled(known[name]) if name in known else name for name in item.situations)


def ground_of(item: CaseItem) -> str:
    """Return the reason of an item's ground in the reader's language."""
    reason = matching.titles_of_grounds(shares.pack_of_case(item.case)).get(item.ground_reason)
    return titled(reason) if reason else item.ground_reason or "–"


def basis_panel(case: Case) -> Panel:
    """Return the box with what the authority decided against the institution."""
    rows = [
        (_("institution"), institution_link(case.institution)),
        (_("basis"), f"{case.get_basis_kind_display()}，{case.basis_authority}，{case.basis_document}"),
        (_("case number"), case.case_number),
        (_("decided on"), case.decided_on),
    ]
    return rows_panel(_("basis"), (_("what"), _("value")), rows)


def _share_panel(item: CaseItem) -> Panel:
    rows = [
        (_("person"), person_link(item.person_id)),
        (_("act"), item.act),
        (_("situations"), situations_of(item)),
        (_("legal basis"), item.get_legal_basis_display()),
        (_("degree"), item.get_degree_display()),
        (_("ground"), f"{item.get_ground_display()} {ground_of(item) if item.ground != Ground.NONE else ''}"),
        (_("suspension starts on"), item.suspension_starts_on or "–"),
    ]
    return rows_panel(_("what the person answers for"), (_("what"), _("value")), rows)
