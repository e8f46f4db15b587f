"""Held identities: requests for an ID that nearly match somebody. A human says who it is."""

from collections.abc import Sequence

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from registry.doors.admin.titles import AskedByFilter
from registry.people.admin.identity_comparison import comparison
from registry.people.admin.of_person import person_link
from registry.people.models import HeldIdentity, Person
from registry.people.selectors import visibility
from registry.people.services.held_identities import RULING, as_of_now, propose
from registry.vault.codes.looks import LookDoor
from registry.vault.services.looks import record_look
from sync.admin.actions import Action, ActionForm, FormData, Panel, WorkAdmin
from sync.admin.base import Menu, badge, instant, link_to
from sync.admin.of_statements import sentence_of
from sync.admin.proposals import show_beside
from sync.models import RUNNING, Proposal
from sync.scope import Scope, title_of
from sync.wire.refusals import reason

Ruling = HeldIdentity.Ruling
PROPOSE, OPEN_VAULT = "sync.propose_identity", "registry.open_vault"
RULING_COLOURS = {"open": "warning", "same": "success", "other": "info", "refused": "danger"}


class SettlementForm(ActionForm):
    """What a human finds about one held request; another account approves it."""

    seen = forms.CharField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label=_("ruling"),
        choices=[choice for choice in Ruling.choices if choice[0] != Ruling.OPEN],
        widget=UnfoldAdminRadioSelectWidget,
    )
    person = forms.ModelChoiceField(
        label=_("which person"),
        queryset=Person.objects.none(),
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text=_("Only for the ruling that it is the same person."),
    )
    reason = forms.CharField(
        label=_("reason"),
        max_length=500,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("What the ruling rests on; kept for ever."),
    )

    def prepare(self) -> None:
        """Offer the people whom the request nearly matches today, and remember what is shown of them."""
        found = as_of_now(self.work, now=now())
        self.fields["seen"].initial = found.digest
        people = Person.objects.filter(pk__in=found.candidates)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


def _propose(held: HeldIdentity, data: FormData, acting: str) -> Proposal:
    return propose(
        held, data["verdict"], data["person"], seen=data["seen"], acting=acting, now=now(), reason=data["reason"]
    )


def _beside(request: HttpRequest, held: HeldIdentity) -> Sequence[Panel]:
    """Return the request beside its candidates; looking at them is kept."""
    found = as_of_now(held, now=now())
    for candidate in found.candidates:
        record_look(request.user, candidate, door=LookDoor.ADMIN_SETTLE, now=now())
    compared = comparison(held, Person.objects.filter(pk__in=found.candidates).order_by("pk"))
    return [Panel(title=_("The request beside the people it nearly matches"), content=compared)]


show_beside(
    RULING,
    lambda request, proposal: _beside(request, HeldIdentity.objects.get(pk=proposal.content["held"])),
    {
        "held": _("held identity"),
        "asked_by": _("asked by"),
        "why": _("why it is held"),
        "candidates": _("people it nearly matches"),
        "person": _("person"),
        "papers": _("digest of their papers"),
    },
)


def _is_open(held: HeldIdentity) -> bool:
    waits = Proposal.objects.filter(matter=RULING, key=str(held.pk), state__in=RUNNING)
    return held.verdict == Ruling.OPEN and not waits.exists()


@admin.register(HeldIdentity)
class HeldIdentityAdmin(WorkAdmin):
    """Requests for a human, the open ones first."""

    menu = Menu("people", 20, "person_search")
    list_display = ("held", "asked_by_title", "code", "ruling_label", "asked", "settled_by", "settled")
    list_display_links = ("held",)
    list_filter = ("verdict", AskedByFilter, "code")
    ordering = ("settled_at", "-asked_at")
    fields = (
        "held",
        "asked_by_title",
        "why",
        "asked",
        "ruling_label",
        "person_link",
        "settled_by",
        "settled",
        "reason",
    )
    readonly_fields = fields
    steps = (
        Action(
            name="settle",
            title=_("Propose a ruling"),
            # People of any province are compared by name: it takes the vault, too.
            permissions=(PROPOSE, OPEN_VAULT),
            form=SettlementForm,
            take=_propose,
            opens=_is_open,
            explanation=_("Looking at the people here was recorded with your account."),
            button=_("Propose; somebody else decides"),
        ),
    )

    def visible(self, rows: QuerySet[HeldIdentity], scope: Scope) -> QuerySet[HeldIdentity]:
        return visibility.held_identities(rows, scope)

    def beside(self, request: HttpRequest, action: Action, work: HeldIdentity) -> Sequence[Panel]:
        """Return the request beside its candidates."""
        return _beside(request, work)

    def panels(self, work: HeldIdentity) -> Sequence[Panel]:
        """Say that a ruling waits for a second account."""
        waiting = Proposal.objects.filter(matter=RULING, key=str(work.pk), state__in=RUNNING).first()
        if waiting is None:
            return ()
        return [Panel(title=_("Waits for a second person"), content=link_to(waiting, _("The ruling that is proposed")))]

    @display(description=_("why it is held"))
    def why(self, held: HeldIdentity) -> str:
        """Return the sentence that the province got, and its code."""
        return f"{sentence_of(reason(held.code))} [{held.code}]"

    @display(description=_("held identity"), ordering="pk")
    def held(self, held: HeldIdentity) -> str:
        return f"#{held.pk}"

    @display(description=_("asked by"), ordering="asked_by")
    def asked_by_title(self, held: HeldIdentity) -> str:
        return title_of(held.asked_by)

    @display(description=_("ruling"), ordering="verdict")
    def ruling_label(self, held: HeldIdentity) -> SafeString:
        return badge(RULING_COLOURS.get(held.verdict), held.get_verdict_display())

    @display(description=_("asked"), ordering="asked_at")
    def asked(self, held: HeldIdentity) -> str:
        return instant(held.asked_at)

    @display(description=_("settled"), ordering="settled_at")
    def settled(self, held: HeldIdentity) -> str:
        return instant(held.settled_at)

    @display(description=_("person"))
    def person_link(self, held: HeldIdentity) -> str:
        return person_link(held.person_id) if held.person_id else ""
