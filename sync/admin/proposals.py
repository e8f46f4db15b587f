"""What waits for a second account: shown as its approver must see it, approved by the digest of what was shown."""

from collections.abc import Callable, Mapping, Sequence

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from sync import matters, proposals
from sync.admin.actions import Action, ActionForm, FormData, NoForm, Panel, WorkAdmin, rows_panel
from sync.admin.base import Menu, badge, instant, mono
from sync.admin.of_statements import sentence_of
from sync.admin.titles import Words
from sync.models import RUNNING, Proposal, ProposalState
from sync.wire.refusals import NotAccepted

STATE_COLOURS = {"open": "warning", "approved": "info", "done": "success", "refused": "danger", "withdrawn": None}

_LONG_WORD = 24

type Beside = Callable[[HttpRequest, Proposal], Sequence[Panel]]

_beside: dict[str, Beside] = {}
_titles: dict[str, Words] = {
    "division": _("division"),
    "base_url": _("address"),
    "suite": _("signature suite"),
    "kid": _("key ID"),
    "base_url_before": _("address so far"),
    "keys_before": _("keys that count"),
    "keys_left": _("keys left to the node"),
    "statement": _("statement"),
    "verdict": _("ruling"),
    "code": _("code"),
    "reason": _("reason"),
    "author": _("author"),
    "topic": _("topic"),
    "digest": _("digest (SHA-256)"),
    "held_for": _("why it is held"),
}


def show_beside(matter: str, panels: Beside, titles: Mapping[str, Words] | None = None) -> None:
    """Say what the page shows of a matter beside what is approved, and what its values are called."""
    _beside[matter] = panels
    _titles.update(titles or {})


def title_of_matter(name: str) -> str:
    """Return what a matter calls itself, in the reader's language; its name where it has a page of its own."""
    found = matters.find(name)
    if found is None:
        return name
    return found.title_zh if (get_language() or "en").startswith("zh") else found.title_en


class ApprovalForm(ActionForm):
    """The digest of what stands above the form."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        """Bind the form to what is shown now."""
        try:
            self.fields["seen"].initial = matters.digest(self.work)
        except NotAccepted:
            self.fields["seen"].initial = ""


class RemarkForm(ActionForm):
    """Why it is not approved, or withdrawn."""

    remark = forms.CharField(
        label=_("reason"), max_length=proposals.LONGEST, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3})
    )


def _approve(proposal: Proposal, data: FormData, acting: str) -> Proposal:
    return matters.approve(proposal, seen=data["seen"], acting=acting, now=now())


def _go_on(proposal: Proposal, data: FormData, acting: str) -> Proposal:
    return matters.go_on(proposal, now=now())


def _refuse(proposal: Proposal, data: FormData, acting: str) -> Proposal:
    return matters.refuse(proposal, remark=data["remark"], acting=acting, now=now())


def _withdraw(proposal: Proposal, data: FormData, acting: str) -> Proposal:
    return matters.withdraw(proposal, remark=data["remark"], acting=acting, now=now())


def _is_open(proposal: Proposal) -> bool:
    return proposal.state == ProposalState.OPEN


@admin.register(Proposal)
class ProposalAdmin(WorkAdmin):
    """What binds somebody and was proposed by one account: the approver sees what it does, and approves just that."""

    menu = Menu("approvals", 10, "approval")
    needs_everything = True
    list_display = ("matter_title", "key", "state_label", "proposed_by", "proposed", "approved_by", "ended")
    list_display_links = ("matter_title", "key")
    list_filter = ("state", "matter")
    list_select_related = ("proposed_by", "approved_by")
    search_fields = ("key", "proposed_by__username", "approved_by__username")
    search_help_text = _("Number, key, or account")
    fields = (
        "matter_title", "key", "state_label", "reason", "proposed_by", "proposed", "approved_by", "approved",
        "digest_hex", "ended_by", "ended", "remark",
    )  # fmt: skip
    readonly_fields = fields
    steps = (
        Action(
            name="approve",
            binds=True,
            title=_("Approve"),
            form=ApprovalForm,
            take=_approve,
            opens=_is_open,
            explanation=_("You approve exactly what stands above; where it changes meanwhile, nothing is done."),
            button=_("Approve what is shown"),
        ),
        Action(
            name="refuse", title=_("Do not approve"), form=RemarkForm, take=_refuse, opens=_is_open, danger=True
        ),
        Action(name="withdraw", title=_("Withdraw"), form=RemarkForm, take=_withdraw, opens=_is_open, danger=True),
        Action(
            name="go-on",
            binds=True,
            title=_("Go on carrying it out"),
            form=NoForm,
            take=_go_on,
            opens=lambda proposal: proposal.state == ProposalState.APPROVED,
        ),
    )  # fmt: skip

    def open_steps(self, request: HttpRequest, work: Proposal) -> list[Action]:
        """Return the steps open to the account: its own proposals it withdraws, others' it approves, by matter."""
        matter = matters.find(work.matter)
        if matter is None:
            return []
        own = work.proposed_by_id == request.user.pk
        approves, proposes = request.user.has_perms(matter.approves), request.user.has_perms(matter.proposes)
        may = {
            "approve": approves and not own,
            "refuse": approves and not own,
            "withdraw": proposes,
            "go-on": approves and not own,
        }
        return [action for action in super().open_steps(request, work) if may[action.name]]

    def step_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """Answer a step of a matter to those who may take it: what stands beside it is for nobody else."""
        work = self.get_object(request, unquote(object_id))
        if work is not None and work.state in RUNNING:
            may = {action.name for action in self.open_steps(request, work)}
            if name not in may and name in {action.name for action in self.steps if action.opens(work)}:
                raise PermissionDenied
        return super().step_view(request, object_id, name)

    def panels(self, work: Proposal) -> Sequence[Panel]:
        """Return what is proposed, as things stand now."""
        if work.state not in (ProposalState.OPEN, ProposalState.APPROVED) or matters.find(work.matter) is None:
            return ()
        return [_shown(work)]

    def beside(self, request: HttpRequest, action: Action, work: Proposal) -> Sequence[Panel]:
        """Return what is approved, and what the matter's own room shows beside it."""
        more = _beside.get(work.matter)
        return [_shown(work), *(more(request, work) if more else ())]

    @display(description=_("matter"), ordering="matter")
    def matter_title(self, proposal: Proposal) -> str:
        return title_of_matter(proposal.matter)

    @display(description=_("state"), ordering="state")
    def state_label(self, proposal: Proposal) -> SafeString:
        return badge(STATE_COLOURS.get(proposal.state), proposal.get_state_display())

    @display(description=_("proposed"), ordering="proposed_at")
    def proposed(self, proposal: Proposal) -> str:
        return instant(proposal.proposed_at)

    @display(description=_("approved"), ordering="approved_at")
    def approved(self, proposal: Proposal) -> str:
        return instant(proposal.approved_at)

    @display(description=_("ended"), ordering="ended_at")
    def ended(self, proposal: Proposal) -> str:
        return instant(proposal.ended_at)

    @display(description=_("digest of what was shown"))
    def digest_hex(self, proposal: Proposal) -> SafeString | str:
        return mono(proposal.digest) if proposal.digest else ""


def _shown(proposal: Proposal) -> Panel:
    """Return the box of what is proposed; an alarm where it cannot be carried out any more."""
    try:
        shown = matters.of(proposal).shows(proposal)
    except NotAccepted as error:
        why = f"{sentence_of(error.reason)} [{error.reason.code}]"
        return Panel(title=_("What is proposed"), content=_("It cannot be carried out as it was proposed."), alarm=why)
    rows = [(_titles.get(name, name), _text(value)) for name, value in shown.items() if value not in ("", [], None)]
    return rows_panel(_("What is proposed"), (_("what"), _("value")), rows)


def _text(value: object) -> str:
    """Return a value as text; what has no blanks to break at, such as a digest, breaks anywhere."""
    if isinstance(value, str) and len(value) > _LONG_WORD and " " not in value:
        return mono(value)
    if isinstance(value, Mapping):
        return " · ".join(f"{_titles.get(name, name)}: {_text(each)}" for name, each in value.items() if each)
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
