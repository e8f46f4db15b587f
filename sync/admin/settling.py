"""A held statement is settled by two accounts at national: the step in which one proposes what it found."""

from collections.abc import Sequence

from django import forms
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminTextareaWidget

from sync import rulings
from sync.admin.actions import Action, ActionForm, FormData, Panel
from sync.admin.of_statements import decoded, sentence_of
from sync.models import Outcome, Proposal, Receipt, Statement, StatementStatus

SETTLE = "sync.propose_ruling"


class SettlementForm(ActionForm):
    """What is found of one statement: approved by another account it is final, and read by every node."""

    verdict = forms.ChoiceField(
        label=_("ruling"),
        choices=[
            (Outcome.ACCEPTED.value, _("accept: it counts")),
            (Outcome.REFUSED.value, _("refuse: it never counts")),
        ],
        widget=UnfoldAdminRadioSelectWidget,
    )
    reason = forms.CharField(
        label=_("reason"),
        max_length=300,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("One sentence for every node to read. Name nobody."),
    )


def _propose(statement: Statement, data: FormData, acting: str) -> Proposal:
    verdict, why = Outcome(data["verdict"]), data["reason"].strip()
    return rulings.propose(statement.pk, verdict, code="looked_at", explanation=why, acting=acting, now=now())


def _why(statement: Statement) -> Sequence[Panel]:
    receipt = Receipt.objects.filter(statement=statement).first()
    why = [Panel(title=_("Why it is held"), content=sentence_of(receipt))] if receipt else []
    return [*why, Panel(title=_("content"), content=decoded(statement))]


SETTLING = Action(
    name="settle",
    title=_("Propose a ruling"),
    permissions=(SETTLE,),
    form=SettlementForm,
    take=_propose,
    opens=lambda statement: statement.status == StatementStatus.HELD,
    panels=_why,
    button=_("Propose; somebody else decides"),
)
