"""The duplicate queue of national: pairs found or noticed, proposed by one account, decided by another."""

from datetime import date
from typing import Any, Protocol

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from registry.people.admin.identity_comparison import comparison_of
from registry.people.admin.merge_forms import ByHandForm, DecideForm, ProposeForm, sentence_of
from registry.people.admin.of_person import person_link
from registry.people.codes import ProposalState, Work
from registry.people.models import MergeProposal
from registry.people.services.merge_proposals import ProposalRefused, decide, find_duplicates, propose_merge
from registry.vault.codes.looks import LookDoor
from registry.vault.codes.purposes import Purpose
from registry.vault.services.looks import record_look
from registry.words import lifelong_id
from sync.admin.base import Menu, ViewOnlyAdmin, badge, instant, link_to, scope_for

PROPOSE, DECIDE, OPEN_VAULT = "registry.propose_merge", "registry.decide_merge", "registry.open_vault"
STATE_COLOURS = {"found": "info", "proposed": "warning", "approved": "success", "rejected": None, "undone": "danger"}


class Foresee(Protocol):
    """Shows what a merge would lead to if it took effect on a day: a table, what may be said twice, alarms."""

    def __call__(self, proposal: MergeProposal, *, on: date) -> dict[str, Any]: ...


def _nothing(proposal: MergeProposal, *, on: date) -> dict[str, Any]:
    return {}


_foresee: Foresee = _nothing


def register_foresight(foresee: Foresee) -> None:
    """Say what shows the consequences of a merge: this room knows who is who, and no points."""
    global _foresee
    _foresee = foresee


@admin.register(MergeProposal)
class MergeProposalAdmin(ViewOnlyAdmin):
    """Pairs that may be one person, and merges that may have been wrong, the open ones first."""

    menu = Menu("people", 30, "merge")
    for_officers = False
    needs_everything = True
    list_display = ("pair", "work_title", "clue_title", "state_label", "found", "proposed_by", "decided_by")
    list_display_links = ("pair",)
    list_filter = ("state", "work", "clue")
    list_before_template = "registry/admin/merge_queue.html"
    ordering = ("decided_at", "-found_at", "-id")
    change_form_template = "registry/admin/merge_proposal.html"
    fields = (
        "work_title", "first_link", "second_link", "clue_title", "state_label", "into_link", "found", "proposed_by",
        "proposal", "decided_by", "decided", "reason", "statement_link",
    )  # fmt: skip
    readonly_fields = fields

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("search/", view(self.search_view), name="registry_mergeproposal_search"),
            path("by-hand/", view(self.by_hand_view), name="registry_mergeproposal_by_hand"),
            path("<path:object_id>/propose/", view(self.propose_view), name="registry_mergeproposal_propose"),
            path("<path:object_id>/decide/", view(self.decide_view), name="registry_mergeproposal_decide"),
        ]
        return [*own, *super().get_urls()]

    def may(self, request: HttpRequest, permission: str) -> bool:
        """Both IDs' names are compared, so the whole registry and the vault are needed."""
        user = request.user
        return user.has_perm(permission) and user.has_perm(OPEN_VAULT) and scope_for(request).everything

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        extra = (extra_context or {}) | {"may_propose": self.may(request, PROPOSE)}
        return super().changelist_view(request, extra)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the proposal, with the form that the account may fill in next."""
        proposal = self.get_object(request, unquote(object_id))
        extra = extra_context or {}
        if proposal is not None and "form" not in extra:
            extra |= self._next(request, proposal)
        return super().change_view(request, object_id, form_url, extra)

    def _next(self, request: HttpRequest, proposal: MergeProposal) -> dict[str, Any]:
        extra: dict[str, Any] = {}
        if proposal.state == ProposalState.FOUND and self.may(request, PROPOSE):
            extra = {"form": ProposeForm((proposal.first_id, proposal.second_id)), "step": "propose"}
            if self.may(request, DECIDE):
                extra["rejecting"] = True
        elif proposal.state == ProposalState.PROPOSED and self.may(request, DECIDE):
            if proposal.proposed_by == request.user.get_username():
                return {"own_proposal": True}
            extra = {"form": DecideForm(), "step": "decide"}
        if extra:
            extra["comparison"] = self._compared(request, proposal)
            if proposal.work == Work.MERGE:
                extra["foresight"] = _foresee(proposal, on=localdate())
        return extra

    def _compared(self, request: HttpRequest, proposal: MergeProposal) -> Any:
        people = [proposal.first, proposal.second]
        for person in people:
            record_look(request.user, person.pk, door=LookDoor.ADMIN_MERGE, purpose=Purpose.IDENTITY, now=now())
        return comparison_of(people)

    def search_view(self, request: HttpRequest) -> HttpResponse:
        """Have the vault searched for pairs."""
        if not self.may(request, PROPOSE):
            raise PermissionDenied
        if request.method == "POST":
            count = find_duplicates(acting=request.user.get_username(), now=now())
            messages.success(request, _("%(count)s pairs are new in the queue.") % {"count": count})
        return HttpResponseRedirect(reverse("admin:registry_mergeproposal_changelist"))

    def by_hand_view(self, request: HttpRequest) -> HttpResponse:
        """Propose two IDs."""
        if not self.may(request, PROPOSE):
            raise PermissionDenied
        form = ByHandForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            absorbed, into = form.person("absorbed"), form.person("into")
            if absorbed and into:
                try:
                    made = propose_merge(
                        absorbed, into, into=into, acting=request.user.get_username(), now=now(),
                        reason=form.cleaned_data["reason"],
                    )  # fmt: skip
                    return HttpResponseRedirect(reverse("admin:registry_mergeproposal_change", args=(made.pk,)))
                except ProposalRefused as refused:
                    form.add_error(None, sentence_of(refused))
        context = self.admin_site.each_context(request) | {
            "title": _("Propose two IDs as one person"), "opts": self.opts, "form": form
        }  # fmt: skip
        return TemplateResponse(request, "registry/admin/merge_by_hand.html", context)

    def propose_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Propose a pair that was found."""

        def propose(proposal: MergeProposal, data: dict[str, Any]) -> None:
            into = proposal.first if data["into"] == proposal.first_id else proposal.second
            propose_merge(
                proposal.first, proposal.second, into=into, acting=request.user.get_username(), now=now(),
                reason=data["reason"],
            )  # fmt: skip

        return self._step(request, object_id, PROPOSE, propose)

    def decide_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Approve or reject what somebody else proposed; reject what the machine found."""

        def settle(proposal: MergeProposal, data: dict[str, Any]) -> None:
            decide(
                proposal, approve=data["verdict"] == "approve", acting=request.user.get_username(), now=now(),
                reason=data["reason"],
            )  # fmt: skip

        return self._step(request, object_id, DECIDE, settle)

    def _step(self, request: HttpRequest, object_id: str, permission: str, act: Any) -> HttpResponse:
        proposal = self.get_object(request, unquote(object_id))
        if proposal is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.may(request, permission):
            raise PermissionDenied
        page = reverse("admin:registry_mergeproposal_change", args=(proposal.pk,))
        if request.method != "POST":
            return HttpResponseRedirect(page)
        pair = (proposal.first_id, proposal.second_id)
        form = ProposeForm(pair, request.POST) if permission == PROPOSE else DecideForm(request.POST)
        if form.is_valid():
            try:
                act(proposal, form.cleaned_data)
                self.log_change(request, proposal, [{"changed": {"fields": ["state"]}}])
                return HttpResponseRedirect(page)
            except ProposalRefused as refused:
                form.add_error(None, sentence_of(refused))
        request.method = "GET"  # the page below only shows; a change form refuses anything else
        extra = {
            "form": form,
            "step": "propose" if permission == PROPOSE else "decide",
            "comparison": self._compared(request, proposal),
        }
        return self.change_view(request, object_id, extra_context=extra)

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
    def state_label(self, proposal: MergeProposal) -> Any:
        return badge(STATE_COLOURS.get(proposal.state), proposal.get_state_display())

    @display(description=_("found at"), ordering="found_at")
    def found(self, proposal: MergeProposal) -> str:
        return instant(proposal.found_at)

    @display(description=_("decided"), ordering="decided_at")
    def decided(self, proposal: MergeProposal) -> str:
        return instant(proposal.decided_at)

    @display(description=_("one ID"))
    def first_link(self, proposal: MergeProposal) -> Any:
        return person_link(proposal.first_id)

    @display(description=_("the other ID"))
    def second_link(self, proposal: MergeProposal) -> Any:
        return person_link(proposal.second_id)

    @display(description=_("ID that goes on"))
    def into_link(self, proposal: MergeProposal) -> Any:
        return person_link(proposal.into_id) if proposal.into_id else ""

    @display(description=_("statement"))
    def statement_link(self, proposal: MergeProposal) -> Any:
        return link_to(proposal.statement)
