"""Objections in hand: from the letter to the answer (arts. 41 to 44)."""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.timezone import localdate, now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from provinces.cases.models import CaseItem
from provinces.crossings.models import UnforeseenMeasure
from provinces.notices.models import Notice
from provinces.office.admin.actions import HANDLE, REVIEW, OfficeAction, OfficeAdmin
from provinces.office.admin.fields import choice, day, flag, lines, shown_day, text, whole
from provinces.office.codes import Duty
from provinces.office.services.officers import Officer
from provinces.orders.models import CascadeSubject
from provinces.orders.selectors.cascades import cascade_of
from provinces.remedies.admin.matter import matter_panels
from provinces.remedies.codes import ObjectionState
from provinces.remedies.models import ObjectionHandling
from provinces.remedies.selectors import completion as windows
from provinces.remedies.services import objections, settlements
from provinces.remedies.services.objections import Letter
from provinces.remedies.services.settlements import SettlementTerms
from registry.doors.admin.titles import titled
from registry.people.admin.of_person import person_link
from registry.qualification.admin.ahead import in_words
from registry.qualification.models import Cascade, Decision, Objection, ObjectionSettlement
from registry.qualification.selectors.ahead import Ending
from registry.qualification.selectors.calendar import working_calendar
from registry.statements.choices import titled as titled_codes
from registry.words import writings
from registry.words.remedies import ObjectionBy, ObjectionOutcome
from sync.admin.actions import ActionForm, Panel, done, rows_panel
from sync.admin.base import Menu, badge, link_to

COLOURS = {
    ObjectionState.INCOMPLETE: "warning",
    ObjectionState.LAPSED: "danger",
    ObjectionState.SETTLED: "success",
}


class LetterForm(ActionForm):
    """Form of an objection as it came in."""

    target = forms.CharField(
        label=_("objection to"),
        max_length=160,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Number of the notice, of the decision's statement, or reference of the cascade."),
    )
    lodged_by = choice(_("lodged by"), ObjectionBy)
    received_on = day(_("received on"), today=True)
    document = text(_("document"), 160, required=False)
    grounds = lines(_("grounds"), 1000, required=False, help_text=_("In short; no names."))
    signed = flag(_("signed"), help_text=_("Bears the person's signature."))
    sealed = flag(_("sealed"), help_text=_("Bears the institution's seal."))

    def clean_target(self) -> Decision | Cascade:
        """Find what is objected to."""
        given = self.cleaned_data["target"].strip()
        found = _by_id(given) or _by_notice(given) or _by_reference(given)
        if found is None:
            raise ValidationError(_("Nothing of this province has this number."))
        return found


def _by_id(given: str) -> Decision | Cascade | None:
    try:
        statement = UUID(given)
    except ValueError:
        return None
    return Decision.objects.filter(pk=statement).first() or Cascade.objects.filter(pk=statement).first()


def _by_notice(given: str) -> Decision | Cascade | None:
    notices = Notice.objects.select_related("item", "subject__order")
    notice = notices.filter(number=given).first() or _in_another_writing(notices, given)
    if notice is None:
        return None
    about = notice.about
    if isinstance(about, CascadeSubject):
        return cascade_of(about)
    assert isinstance(about, CaseItem | UnforeseenMeasure)
    return Decision.objects.filter(pk=about.decision_id).first()


def _in_another_writing(notices: QuerySet[Notice], given: str) -> Notice | None:
    """Return the one notice whose number is typed with other brackets, widths or zeros; the page shows whose it is."""
    key = writings.number(given)
    digits = re.findall(r"[0-9]+", key)
    alike = notices.filter(number__contains=digits[-1]) if digits else notices.none()
    found = [notice for notice in alike if writings.number(notice.number) == key]
    return found[0] if found and len({notice.number for notice in found}) == 1 else None


def _by_reference(given: str) -> Cascade | None:
    alike = Cascade.objects.in_force().filter(reference_key=writings.number(given))
    found = alike.filter(reference=given)[:2] or alike[:2]
    if len(found) > 1:
        raise ValidationError(_("This reference names several people: give the number of the notice."))
    return found[0] if found else None


def _receive(_work: None, data: dict[str, Any], officer: Officer) -> ObjectionHandling:
    target = data.pop("target")
    named = {"decision" if isinstance(target, Decision) else "cascade": target}
    letter = Letter(**data, **named)
    return objections.receive(letter, acting=officer, now=now())


class CompleteForm(ActionForm):
    """Form in which the office enters that signature and seal are there now."""

    completed_on = day(_("completed on"), today=True)
    signed = flag(_("signed"))
    sealed = flag(_("sealed"))


class ExplainForm(ActionForm):
    """Form that takes the agency's explanation."""

    explained_on = day(_("explained on"), today=True)
    note = lines(_("explanation"), 500)


class AcceptForm(ActionForm):
    """Form in which the office enters that the explanation was accepted."""

    accepted_on = day(_("accepted on"), today=True)


class PassUpForm(ActionForm):
    """Form in which the office passes on what is still in dispute."""

    passed_up_on = day(_("passed up on"), today=True)


class AskExpertsForm(ActionForm):
    """Form that takes a professional question for experts."""

    asked_on = day(_("asked on"), today=True)
    note = lines(_("question"), 500)


class HearExpertsForm(ActionForm):
    """Form that takes what the experts say."""

    answered_on = day(_("answered on"), today=True)
    note = lines(_("opinion"), 500)


class SettleForm(ActionForm):
    """Form that takes how an objection ends."""

    outcome = choice(_("outcome"), ObjectionOutcome)
    settled_on = day(_("settled on"), today=True)
    points = whole(_("new points"), 1, 12, required=False, help_text=_("Only for a change."))
    suspension_months = whole(_("new months"), 1, 6, required=False, help_text=_("Only for a change that fixes them."))
    document = text(_("document"), 160, help_text=_("Document of the verification."))
    reason = lines(_("reason"), 500)

    def prepare(self) -> None:
        """Say to what a change is limited: an objection never makes it worse."""
        most = settlements.bounds_of(self.work) if self.work is not None else None
        if most is None:
            return
        self.fields["points"].help_text = gettext("Only for a change: at most %(most)s.") % {"most": most.points}
        if most.months is not None:
            self.fields["suspension_months"].help_text = gettext(
                "Only for a change that fixes them: at most %(most)s."
            ) % {"most": most.months}


def _settle(handling: ObjectionHandling, data: dict[str, Any], officer: Officer) -> ObjectionHandling:
    terms = SettlementTerms(**{**data, "outcome": ObjectionOutcome(data["outcome"])})
    return settlements.settle(handling, terms, acting=officer, now=now())


def _is(*states: ObjectionState) -> Any:
    return lambda handling: handling.state in states


class StateFilter(SimpleListFilter):
    """How far they are today: what was still incomplete after its last day has lapsed."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
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
    def person_link(self, handling: ObjectionHandling) -> Any:
        return person_link(handling.person_id)

    @display(description=_("objection to"))
    def target_link(self, handling: ObjectionHandling) -> Any:
        return link_to(handling.decision or handling.cascade)

    @display(description=_("state"), ordering="state")
    def state_label(self, handling: ObjectionHandling) -> Any:
        state = windows.state_on(handling, localdate())
        return badge(COLOURS.get(state, "info"), titled(state))

    @display(description=_("to be whole until"))
    def whole_until(self, handling: ObjectionHandling) -> str:
        return shown_day(windows.closes_on(handling, working_calendar()))

    @display(description=_("objection"))
    def objection_link(self, handling: ObjectionHandling) -> Any:
        return link_to(Objection.objects.filter(pk=handling.objection_id).first()) or "–"

    @display(description=_("settlement"))
    def settlement_link(self, handling: ObjectionHandling) -> Any:
        return link_to(ObjectionSettlement.objects.filter(pk=handling.settlement_id).first()) or "–"
