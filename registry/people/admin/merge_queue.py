"""The duplicate queue of national: pairs found or noticed, proposed by one account, decided by another."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from registry.people.admin.identity_comparison import comparison_of
from registry.people.admin.merge_forms import ByHandForm, ProposeForm, ReasonForm
from registry.people.admin.of_person import person_link
from registry.people.codes import ProposalState, Work
from registry.people.models import MergeProposal
from registry.people.services.merge_proposals import decide, find_duplicates, propose_merge
from registry.vault.codes.looks import LookDoor
from registry.vault.codes.purposes import Purpose
from registry.vault.services.looks import record_look
from registry.words import lifelong_id
from sync.admin.actions import Action, FormData, Panel, Take, WorkAdmin
from sync.admin.base import Menu, badge, instant, link_to

PROPOSE, DECIDE, OPEN_VAULT = "registry.propose_merge", "registry.decide_merge", "registry.open_vault"
MAY_PROPOSE, MAY_DECIDE = (PROPOSE, OPEN_VAULT), (DECIDE, OPEN_VAULT)
"""Both IDs' names are compared: it takes the vault, too."""
STATE_COLOURS = {"found": "info", "proposed": "warning", "approved": "success", "rejected": None, "undone": "danger"}


class Foresee(Protocol):
    """Shows what a merge would lead to if it took effect on a day: boxes of a page."""

    def __call__(self, proposal: MergeProposal, *, on: date) -> Sequence[Panel]: ...


def _nothing(proposal: MergeProposal, *, on: date) -> Sequence[Panel]:
    return ()


_foresee: Foresee = _nothing


def register_foresight(foresee: Foresee) -> None:
    """Say what shows the consequences of a merge: this room knows who is who, and no points."""
    global _foresee
    _foresee = foresee


def _propose(proposal: MergeProposal, data: FormData, acting: str) -> MergeProposal:
    into = proposal.first if data["into"] == proposal.first_id else proposal.second
    return propose_merge(proposal.first, proposal.second, into=into, acting=acting, now=now(), reason=data["reason"])


def _propose_by_hand(_work: None, data: FormData, acting: str) -> MergeProposal:
    into = data["into"]
    return propose_merge(data["absorbed"], into, into=into, acting=acting, now=now(), reason=data["reason"])


def _decide(*, approve: bool) -> Take:
    return lambda proposal, data, acting: decide(
        proposal, approve=approve, acting=acting, now=now(), reason=data["reason"]
    )


def _search(_work: None, _data: dict[str, object], acting: str) -> int:
    return find_duplicates(acting=acting, now=now())


@admin.register(MergeProposal)
class MergeProposalAdmin(WorkAdmin):
    """Pairs that may be one person, and merges that may have been wrong, the open ones first."""

    menu = Menu("people", 30, "merge")
    for_officers = False
    needs_everything = True
    list_display = ("pair", "work_title", "clue_title", "state_label", "found", "proposed_by", "decided_by")
    list_display_links = ("pair",)
    list_filter = ("state", "work", "clue")
    ordering = ("decided_at", "-found_at", "-id")
    fields = (
        "work_title", "first_link", "second_link", "clue_title", "state_label", "into_link", "found", "proposed_by",
        "proposal", "decided_by", "decided", "reason", "statement_link",
    )  # fmt: skip
    readonly_fields = fields
    beginnings = (
        Action(
            name="search",
            title=_("Search the vault for pairs"),
            permissions=MAY_PROPOSE,
            take=_search,
            says=lambda count: _("%(count)s pairs are new in the queue.") % {"count": count},
            explanation=_("Pairs to which the vault points come into the queue, each once and for all."),
        ),
        Action(
            name="by-hand",
            title=_("Propose two IDs as one person"),
            permissions=MAY_PROPOSE,
            form=ByHandForm,
            take=_propose_by_hand,
            button=_("Propose; somebody else decides"),
        ),
    )
    steps = (
        Action(
            name="propose",
            title=_("Propose"),
            permissions=MAY_PROPOSE,
            form=ProposeForm,
            take=_propose,
            opens=lambda proposal: proposal.state == ProposalState.FOUND,
            button=_("Propose; somebody else decides"),
        ),
        Action(
            name="approve",
            binds=True,
            title=_("Approve"),
            permissions=MAY_DECIDE,
            form=ReasonForm,
            take=_decide(approve=True),
            opens=lambda proposal: proposal.state == ProposalState.PROPOSED,
            explanation=_("It is stated on the log at once, and holds for every province."),
            button=_("Approve for good"),
        ),
        Action(
            name="reject",
            title=_("They are two people"),
            permissions=MAY_DECIDE,
            form=ReasonForm,
            take=_decide(approve=False),
            opens=lambda proposal: proposal.state in (ProposalState.FOUND, ProposalState.PROPOSED),
            button=_("Reject; the pair does not come back"),
            danger=True,
        ),
    )

    def open_steps(self, request: HttpRequest, work: MergeProposal) -> list[Action]:
        """Return the steps that are open; nobody is offered to decide what they proposed."""
        found = super().open_steps(request, work)
        own = work.proposed_by == request.user.get_username()
        return [action for action in found if not (own and action.name in ("approve", "reject"))]

    def panels(self, work: MergeProposal) -> Sequence[Panel]:
        """Return what is to be known before anybody decides."""
        if work.state != ProposalState.PROPOSED:
            return ()
        return [Panel(title=_("Waits for a second person"), content=_("Whoever proposed this does not decide it."))]

    def beside(self, request: HttpRequest, action: Action, work: MergeProposal | None) -> Sequence[Panel]:
        """Return the two side by side, which is a look at both, and what the merge would lead to."""
        if work is None:
            return ()
        people = [work.first, work.second]
        for person in people:
            record_look(request.user, person.pk, door=LookDoor.ADMIN_MERGE, purpose=Purpose.IDENTITY, now=now())
        note = _("Looking at the people here was recorded with your account.")
        compared = format_html('{}<p class="pq-subtle">{}</p>', comparison_of(people), note)
        follows = _foresee(work, on=localdate()) if work.work == Work.MERGE else ()
        return [Panel(title=_("The two side by side"), content=compared), *follows]

    @display(description=_("pair"), ordering="pk")
    def pair(self, proposal: MergeProposal) -> str:
        return f"{lifelong_id.shown(proposal.first_id)} + {lifelong_id.shown(proposal.second_id)}"

    @display(description=_("work"), ordering="work")
    def work_title(self, proposal: MergeProposal) -> str:
        return proposal.get_work_display()

    @display(description=_("clue"), ordering="clue")
    def clue_title(self, proposal: MergeProposal) -> str:
        return proposal.get_clue_display()

    @display(description=_("state"), ordering="state")
    def state_label(self, proposal: MergeProposal) -> SafeString:
        return badge(STATE_COLOURS.get(proposal.state), proposal.get_state_display())

    @display(description=_("found at"), ordering="found_at")
    def found(self, proposal: MergeProposal) -> str:
        return instant(proposal.found_at)

    @display(description=_("decided"), ordering="decided_at")
    def decided(self, proposal: MergeProposal) -> str:
        return instant(proposal.decided_at)

    @display(description=_("one ID"))
    def first_link(self, proposal: MergeProposal) -> str:
        return person_link(proposal.first_id)

    @display(description=_("the other ID"))
    def second_link(self, proposal: MergeProposal) -> str:
        return person_link(proposal.second_id)

    @display(description=_("ID that goes on"))
    def into_link(self, proposal: MergeProposal) -> str:
        return person_link(proposal.into_id) if proposal.into_id else ""

    @display(description=_("statement"))
    def statement_link(self, proposal: MergeProposal) -> str:
        return link_to(proposal.statement)
