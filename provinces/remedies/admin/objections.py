"""Pages of objections in hand: from the letter to the answer (arts. 41 to 44)."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate, now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from provinces.office.admin.actions import HANDLE, REVIEW, OfficeAction, OfficeAdmin
from provinces.office.admin.fields import shown_day
from provinces.office.codes import Duty
from provinces.office.services.officers import Officer
from provinces.remedies.admin.matter import matter_panels
from provinces.remedies.admin.objection_forms import (
    AcceptForm,
    AskExpertsForm,
    CompleteForm,
    ExplainForm,
    HearExpertsForm,
    LetterForm,
    PassUpForm,
    SettleForm,
)
from provinces.remedies.codes import ObjectionState
from provinces.remedies.models import ObjectionHandling
from provinces.remedies.selectors import completion as windows
from provinces.remedies.services import objections, settlements
from provinces.remedies.services.objections import Letter
from provinces.remedies.services.settlements import SettlementTerms
from registry.doors.admin.titles import titled
from registry.people.admin.of_person import person_link
from registry.qualification.admin.ahead import in_words
from registry.qualification.models import Decision, Objection, ObjectionSettlement
from registry.qualification.selectors.ahead import Ending
from registry.qualification.selectors.calendar import working_calendar
from registry.statements.choices import titled as titled_codes
from registry.words.remedies import ObjectionOutcome
from sync.admin.actions import FormData, Panel, done, rows_panel
from sync.admin.base import Menu, badge, link_to
from sync.admin.titles import Words

COLOURS = {
    ObjectionState.INCOMPLETE: "warning",
    ObjectionState.LAPSED: "danger",
    ObjectionState.SETTLED: "success",
}


def _receive(_work: None, data: FormData, officer: Officer) -> ObjectionHandling:
    target = data.pop("target")
    named = {"decision" if isinstance(target, Decision) else "cascade": target}
    letter = Letter(**data, **named)
    return objections.receive(letter, acting=officer, now=now())


def _settle(handling: ObjectionHandling, data: FormData, officer: Officer) -> ObjectionHandling:
    terms = SettlementTerms(**{**data, "outcome": ObjectionOutcome(data["outcome"])})
    return settlements.settle(handling, terms, acting=officer, now=now())


def _is(*states: ObjectionState) -> Callable[[ObjectionHandling], bool]:
    return lambda handling: handling.state in states


class StateFilter(SimpleListFilter):
    """How far they are today: what was still incomplete after its last day has lapsed."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, Words]]:
        return titled_codes(ObjectionState)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        if self.value() is None:
            return None
        lapsed = Q(pk__in=windows.lapsed(localdate()))
        if self.value() == ObjectionState.LAPSED:
            return queryset.filter(lapsed)
        return queryset.filter(~lapsed, state=self.value())


def _standing_panels(handling: ObjectionHandling) -> Sequence[Panel]:
    """Return what stands, and what a change may come to at most."""
    matter = matter_panels(handling)
    most = settlements.bounds_of(handling)
    if most is None:
        return matter
    rows = [(_("points"), most.points), (_("months"), _("any") if most.months is None else most.months)]
    return [*matter, rows_panel(_("a change states at most"), (_("what"), _("value")), rows), _endings_panel(handling)]


def _endings_panel(handling: ObjectionHandling) -> Panel:
    """Return what each outcome would lead to: the year's sum, and every change on any day to come."""
    rows = []
    for (outcome, words), group in groupby(settlements.endings_of(handling, now()), _said):
        alike = list(group)
        points, totals = ([each.points for each in alike], [each.total for each in alike])
        label = titled(outcome) if points[0] is None else f"{titled(outcome)}：{_range(points)}"
        rows.append((label, _range(totals), words))
    headers = (_("outcome"), _("points of the year"), _("what changes from today on"))
    panel = rows_panel(_("What each outcome would lead to"), headers, rows)
    note = gettext("Months that a change fixes come on top; without them the rule pack's count.")
    return Panel(title=panel.title, content=format_html('{}<p class="pq-subtle">{}</p>', panel.content, note))


def _said(ending: Ending) -> tuple[ObjectionOutcome, str]:
    """Return what brings endings into one row: the same outcome, and the same changes in words."""
    return ending.outcome, in_words(ending.ahead)


def _range(values: Sequence[int | None]) -> str:
    return str(values[0]) if values[0] == values[-1] else f"{values[0]}–{values[-1]}"


@admin.register(ObjectionHandling)
class ObjectionHandlingAdmin(OfficeAdmin):
    """Objections as the office handles them."""

    menu = Menu("procedure", 40, "contact_support")
    list_display = ("number", "person_link", "target_link", "lodged_by", "received_on", "state_label", "settled_on")
    list_display_links = ("number",)
    list_filter = (StateFilter, "lodged_by", "outcome")
    list_select_related = ("decision", "cascade")
    search_fields = ("person__lifelong_id", "document")
    search_help_text = _("Lifelong ID or document")
    date_hierarchy = "received_on"
    fields = ("number", "person_link", "target_link", "lodged_by", "received_on", "document", "grounds", "signed",
              "sealed", "received_by", "state_label", "whole_until", "lodged_on", "explained_on", "passed_to",
              "passed_up_on", "experts_from", "experts_to", "outcome", "settled_on", "settled_by", "objection_link",
              "settlement_link")  # fmt: skip
    readonly_fields = fields
    beginnings = (
        OfficeAction(
            name="receive",
            title=_("enter an objection"),
            duties=HANDLE,
            form=LetterForm,
            take=_receive,
            explanation=_(
                "Ten working days after the notice was received, by each side from its own receipt; none in "
                "time is deemed none (art. 41). Without signature or seal it waits and nothing is signed."
            ),
        ),
    )
    steps = (
        OfficeAction(
            name="complete",
            title=_("signature and seal are there"),
            duties=HANDLE,
            form=CompleteForm,
            take=done(objections.complete),
            opens=_is(ObjectionState.INCOMPLETE),
            explanation=_(
                "Within ten working days after the notice was received; after that it has lapsed, and only "
                "what was whole by then can still be entered (art. 41)."
            ),
        ),
        OfficeAction(
            name="explain",
            title=_("explain the score"),
            duties=HANDLE,
            form=ExplainForm,
            take=done(objections.explain),
            opens=_is(ObjectionState.LODGED),
        ),
        OfficeAction(
            name="accept",
            title=_("the explanation is accepted"),
            duties=HANDLE,
            form=AcceptForm,
            take=done(objections.accept),
            opens=_is(ObjectionState.EXPLAINED),
        ),
        OfficeAction(
            name="pass-up",
            title=_("pass it up"),
            duties=HANDLE,
            form=PassUpForm,
            take=done(objections.pass_up),
            opens=_is(ObjectionState.EXPLAINED),
            explanation=_("To the reviewer whom the province's rule pack names (art. 42)."),
        ),
        OfficeAction(
            name="ask-experts",
            title=_("ask experts"),
            duties=REVIEW,
            form=AskExpertsForm,
            take=done(objections.ask_experts),
            opens=lambda handling: handling.state == ObjectionState.PASSED_UP and handling.experts_from is None,
            explanation=_("Their time is not counted in the twenty working days (arts. 43, 44)."),
        ),
        OfficeAction(
            name="hear-experts",
            title=_("enter the experts' opinion"),
            duties=REVIEW,
            form=HearExpertsForm,
            take=done(objections.hear_experts),
            opens=_is(ObjectionState.WITH_EXPERTS),
        ),
        OfficeAction(
            name="settle",
            binds=True,
            title=_("settle"),
            duties=frozenset({Duty.REVIEW, Duty.APPROVE}),
            form=SettleForm,
            take=_settle,
            opens=_is(ObjectionState.ACCEPTED, ObjectionState.PASSED_UP),
            panels=lambda work: _standing_panels(work),
            explanation=_("By somebody who took no part in the decision (arts. 44, 50). It never makes it worse."),
        ),
    )

    def panels(self, work: ObjectionHandling) -> Sequence[Panel]:
        took_part = sorted(settlements.deciders_of(work))
        rows = [(name,) for name in took_part]
        return [rows_panel(_("took part in the decision, may not settle"), (_("account"),), rows)]

    @display(description=_("number"), ordering="pk")
    def number(self, handling: ObjectionHandling) -> str:
        return f"#{handling.pk}"

    @display(description=_("person"), ordering="person")
    def person_link(self, handling: ObjectionHandling) -> SafeString | str:
        return person_link(handling.person_id)

    @display(description=_("objection to"))
    def target_link(self, handling: ObjectionHandling) -> SafeString | str:
        return link_to(handling.decision or handling.cascade)

    @display(description=_("state"), ordering="state")
    def state_label(self, handling: ObjectionHandling) -> SafeString:
        state = windows.state_on(handling, localdate())
        return badge(COLOURS.get(state, "info"), titled(state))

    @display(description=_("to be whole until"))
    def whole_until(self, handling: ObjectionHandling) -> str:
        return shown_day(windows.closes_on(handling, working_calendar()))

    @display(description=_("objection"))
    def objection_link(self, handling: ObjectionHandling) -> SafeString | str:
        return link_to(Objection.objects.filter(pk=handling.objection_id).first()) or "–"

    @display(description=_("settlement"))
    def settlement_link(self, handling: ObjectionHandling) -> SafeString | str:
        return link_to(ObjectionSettlement.objects.filter(pk=handling.settlement_id).first()) or "–"
