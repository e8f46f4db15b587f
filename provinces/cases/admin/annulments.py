"""Annulling a decision on its page: the form, and what the approver sees of it beside the proposal."""

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from provinces.cases.models import CaseItem
from provinces.cases.services import annulments
from provinces.office.admin.fields import day, lines, text
from provinces.office.services.officers import Officer
from registry.qualification.admin.ahead import ahead_panel
from sync.admin.actions import ActionForm, FormData, Panel
from sync.admin.proposals import show_beside
from sync.models import Proposal


class AnnulForm(ActionForm):
    """What undoes the decision."""

    annulled_on = day(_("annulled on"), help_text=_("Date of the document that annuls it."))
    document = text(_("document"), 160, help_text=_("Number of the judgment, reconsideration or own decision."))
    why = lines(_("reason"), 300, help_text=_("Why it is annulled; it is undone from the start."))


class AnnulByFileForm(AnnulForm):
    """The same for a decision that came by file, and has no page here."""

    decision = forms.UUIDField(label=_("decision"), help_text=_("ID of the decision, as its page and the report say."))
    field_order = ("decision",)


def annul(item: CaseItem, data: FormData, officer: Officer) -> Proposal:
    """Propose to annul the decision of an item."""
    assert item.decision_id is not None
    return annulments.propose(item.decision_id, **data, acting=officer, now=now())


def annul_by_file(_work: None, data: FormData, officer: Officer) -> Proposal:
    """Propose to annul any decision of this province."""
    decision: UUID = data.pop("decision")
    return annulments.propose(decision, **data, acting=officer, now=now())


def _changes(request: HttpRequest, proposal: Proposal) -> Sequence[Panel]:
    return [ahead_panel(_("What the annulment would change"), [annulments.ahead_of(proposal)])]


show_beside(
    annulments.ANNULMENT,
    _changes,
    {
        "decision": _("decision"),
        "annulled_on": _("annulled on"),
        "document": _("document"),
        "case_number": _("case number"),
        "item": _("item"),
        "decided_on": _("decided on"),
        "points": _("points"),
        "changes": _("what changes"),
    },
)
