"""Applications for repair and restoration (arts. 38, 39)."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.utils.timezone import localdate, now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from provinces.office.admin.actions import APPROVE, HANDLE, OfficeAction, OfficeAdmin
from provinces.office.admin.fields import PersonField, ReasonForm, answer, day, lines, shown_day, text, whole
from provinces.office.admin.panels import institution_link
from provinces.office.services.officers import Officer
from provinces.office.services.stepping import division
from provinces.office.services.whom import About
from provinces.remedies.codes import ApplicationKind, ApplicationState
from provinces.remedies.models import Application
from provinces.remedies.services import applications, eligibility, examinations
from provinces.remedies.services.applications import Assessment, Wish
from registry.doors.admin.titles import titled
from registry.packs.selectors import pack_of
from registry.people.admin.of_person import person_link
from registry.qualification.admin.ahead import ahead_panel
from registry.qualification.models import Repair, Restoration
from registry.qualification.rules.repair_rules import RepairRules
from registry.qualification.rules.standing import Reason, Timeline
from registry.qualification.selectors.standings import timeline
from registry.words.measures import ReasonKind
from registry.words.statuses import Status
from sync.admin.actions import ActionForm, Panel, done, rows_panel
from sync.admin.base import Menu, badge, link_to
from sync.scope import title_of

COLOURS = {
    ApplicationState.PASSED: "success",
    ApplicationState.FAILED: "danger",
    ApplicationState.DECLINED: "warning",
}


class RestorationForm(ActionForm):
    """Form of an application for restoration."""

    person = PersonField()
    institution = text(
        _("institution"),
        40,
        required=False,
        help_text=_("Code of the institution through which; empty where the person is filed nowhere in this province."),
    )
    applied_on = day(_("applied for on"), today=True)


class RepairForm(RestorationForm):
    """Form of an application for repair."""

    year = whole(_("year"), 2020, 2199, help_text=_("Calendar year whose points or terms a repair concerns."))
    act = text(_("act"), 60, help_text=_("What a repair is granted for, as the rule pack names it."))
    points = whole(_("points"), 0, 12, required=False)
    months = whole(_("months"), 0, 36, required=False)

    def prepare(self) -> None:
        """Name the acts of the province's pack, where it lists any."""
        acts = pack_of(division(), localdate())[RepairRules].acts
        self.initial.setdefault("year", localdate().year)
        if acts:
            self.fields["act"].help_text = gettext("One of: %(acts)s.") % {"acts": "、".join(sorted(acts))}


class ConsentForm(ActionForm):
    """Form in which the office enters that the institution agrees."""

    consented_on = day(_("consented on"), today=True)


class DeclineForm(ActionForm):
    """Form in which the office enters that the institution does not agree."""

    declined_on = day(_("declined on"), today=True)
    reason = lines(_("reason"), 300)


RESULTS = [("", "–"), ("passed", _("passed")), ("failed", _("not passed"))]


class AssessForm(ActionForm):
    """Form of an assessment: what it found. Nothing is chosen beforehand: a result that nobody chose is none."""

    assessed_on = day(_("assessed on"))
    passed = forms.TypedChoiceField(
        label=_("result"), choices=RESULTS, coerce=lambda given: given == "passed", widget=UnfoldAdminSelectWidget
    )
    effective_on = day(
        _("effective on"),
        required=False,
        help_text=_(
            "If a restoration is passed: the first day of the normal status, or on which a new filing is possible."
        ),
    )
    examined_on = day(_("examined on"), required=False, help_text=_("The rule pack asks for an examination (art. 39)."))
    examination_passed = answer(_("examination passed"), required=False)
    consent = text(_("consent of the author"), 160, required=False)
    document = text(_("document"), 160)

    def prepare(self) -> None:
        """Ask only for what is needed: a repair has no first day, and not every case an examination or a consent."""
        repair = self.work is not None and self.work.kind == ApplicationKind.REPAIR
        if repair:
            del self.fields["effective_on"]
        if repair or not _may_be_examined(self.work):
            del self.fields["examined_on"], self.fields["examination_passed"]
        others = eligibility.consenting(self.work, localdate())
        if others:
            self.fields["consent"].help_text = gettext(
                "If passed: the document by which the agency of %(divisions)s consents, which decided the measure."
            ) % {"divisions": "、".join(title_of(other) for other in others)}
        else:
            del self.fields["consent"]


def _may_be_examined(application: Application) -> bool:
    """Return whether an assessment may need an examination: it is dated between the consent and today."""
    begun = application.consented_on or application.applied_on
    return any(examinations.asked(on) for on in (begun, localdate()))


def _apply(kind: ApplicationKind) -> Any:
    def take(_work: None, data: dict[str, Any], officer: Officer) -> Application:
        given = {name: value for name, value in data.items() if value is not None}
        return applications.apply(Wish(kind=kind, **given), acting=officer, now=now())

    return take


def _assess(application: Application, data: dict[str, Any], officer: Officer) -> Application:
    return applications.assess(application, Assessment(**data), acting=officer, now=now())


def _about(application: Application) -> About:
    on = application.applied_on
    return About(person=application.person_id, institution=application.institution, first=on, last=on)


def _is(*states: ApplicationState) -> Any:
    return lambda application: application.state in states


def _is_asked(application: Application) -> bool:
    """Return whether the institution is to consent or not."""
    return application.state == ApplicationState.APPLIED and bool(application.institution)


def _is_to_be_assessed(application: Application) -> bool:
    ready = ApplicationState.CONSENTED if application.institution else ApplicationState.APPLIED
    return application.state == ready


@admin.register(Application)
class ApplicationAdmin(OfficeAdmin):
    """Pages of applications, each with how far it is."""

    menu = Menu("procedure", 50, "volunteer_activism")
    list_display = ("number", "kind", "person_link", "institution_shown", "applied_on", "state_label", "assessed_by",
                    "approved_by")  # fmt: skip
    list_display_links = ("number",)
    list_filter = ("kind", "state")
    search_fields = ("person__lifelong_id", "institution")
    search_help_text = _("Lifelong ID or institution")
    date_hierarchy = "applied_on"
    fields = ("number", "kind", "person_link", "institution_shown", "applied_on", "year", "act", "points", "months",
              "entered_by", "state_label", "consented_on", "assessed_on", "assessed_by", "examined_on",
              "examination_passed", "passed", "effective_on", "consent", "document", "approved_by",
              "statement_link")  # fmt: skip
    readonly_fields = fields
    beginnings = (
        OfficeAction(
            name="restoration",
            title=_("enter an application for restoration"),
            duties=HANDLE,
            form=RestorationForm,
            take=_apply(ApplicationKind.RESTORATION),
            explanation=_(
                "From the working days before the end of the term or bar that the pack names. After a "
                "termination the assessment makes a new filing possible, with a new commitment (art. 39). "
                "Who is filed nowhere applies without an institution."
            ),
        ),
        OfficeAction(
            name="repair",
            title=_("enter an application for repair"),
            duties=HANDLE,
            form=RepairForm,
            take=_apply(ApplicationKind.REPAIR),
            explanation=_("Acts, caps and exclusions are those of the province's rule pack (art. 38)."),
        ),
    )
    steps = (
        OfficeAction(
            name="consent",
            title=_("the institution consents"),
            duties=HANDLE,
            form=ConsentForm,
            take=done(applications.consent),
            opens=_is_asked,
        ),
        OfficeAction(
            name="decline",
            title=_("the institution declines"),
            duties=HANDLE,
            form=DeclineForm,
            take=done(applications.decline),
            opens=_is_asked,
            danger=True,
        ),
        OfficeAction(
            name="assess",
            title=_("enter the assessment"),
            duties=HANDLE,
            form=AssessForm,
            take=_assess,
            opens=_is_to_be_assessed,
            panels=lambda work: _outlook_panels(work),
            about=_about,
        ),
        OfficeAction(
            name="approve",
            title=_("approve"),
            duties=APPROVE,
            take=done(applications.approve),
            opens=_is(ApplicationState.ASSESSED),
            panels=lambda work: [_result_panel(work), *_outlook_panels(work), _ahead_panel(work)],
            about=_about,
            explanation=_("Signs the result; whoever assessed may not approve (art. 50)."),
        ),
        OfficeAction(
            name="send-back",
            title=_("send back"),
            duties=APPROVE,
            form=ReasonForm,
            take=done(applications.send_back),
            opens=_is(ApplicationState.ASSESSED),
            danger=True,
        ),
    )

    def panels(self, work: Application) -> Sequence[Panel]:
        return [_standing_panel(work)]

    @display(description=_("number"), ordering="pk")
    def number(self, application: Application) -> str:
        return f"#{application.pk}"

    @display(description=_("person"), ordering="person")
    def person_link(self, application: Application) -> Any:
        return person_link(application.person_id)

    @display(description=_("institution"), ordering="institution")
    def institution_shown(self, application: Application) -> Any:
        return institution_link(application.institution) if application.institution else _("none: filed nowhere here")

    @display(description=_("state"), ordering="state")
    def state_label(self, application: Application) -> Any:
        return badge(COLOURS.get(ApplicationState(application.state), "info"), application.get_state_display())

    @display(description=_("statement"))
    def statement_link(self, application: Application) -> Any:
        key = application.statement_id
        return link_to(Repair.objects.filter(pk=key).first() or Restoration.objects.filter(pk=key).first()) or "–"


def _standing_panel(application: Application) -> Panel:
    standing = timeline(application.person_id).on(localdate())
    rows = [
        (_("status"), titled(standing.status)),
        (_("term over"), _("yes") if standing.term_over else _("no")),
        (_("term ends on"), shown_day(standing.term_ends_on)),
        (_("bar ends on"), shown_day(standing.bar_ends_on)),
    ]
    alarm = ""
    if standing.assessed:
        alarm = gettext("The assessment was passed: a new filing with a new commitment is possible (art. 39).")
    elif standing.bar_ends_on is not None:
        alarm = gettext(
            "A termination needs, once the bar is over, a passed assessment, then a new commitment and a new filing "
            "(art. 39)."
        )
    panel = rows_panel(_("standing today"), (_("what"), _("value")), rows)
    return Panel(title=panel.title, content=panel.content, alarm=alarm)


def _outlook_panels(application: Application) -> Sequence[Panel]:
    """Return what a passed assessment ends and what goes on beside it; nothing for a repair (O27)."""
    if application.kind != ApplicationKind.RESTORATION:
        return ()
    if application.effective_on is None or not application.passed:
        found = timeline(application.person_id)
        reasons = found.on(localdate()).reasons
        rows = [_reason_row(reason, found, _when_over(reason)) for reason in reasons]
        return [rows_panel(_("what a passed assessment ends, and what goes on"), _OUTLOOK, rows)]
    outlook, found = eligibility.outlook(application, now())
    rows = [_reason_row(reason, found, _("ends")) for reason in outlook.ends]
    rows += [_reason_row(reason, found, _("ends with the new filing")) for reason in outlook.awaits_filing]
    rows += [_reason_row(reason, found, _("goes on")) for reason in outlook.goes_on]
    title = gettext("what ends on %(day)s, and what goes on") % {"day": shown_day(application.effective_on)}
    panel = rows_panel(title, _OUTLOOK, rows)
    alarm = gettext("Something goes on beside it; the person is not free of it by this.") if outlook.goes_on else ""
    return [Panel(title=panel.title, content=panel.content, alarm=alarm)]


def _ahead_panel(application: Application) -> Panel:
    found = eligibility.ahead(application, now())
    title = _("What it would change, if passed") if not application.passed else _("What it would change")
    return ahead_panel(title, [(application.person_id, found)])


_OUTLOOK = (_("status"), _("author"), _("year"), _("since"), _("term over on"), _("what becomes of it"))


def _reason_row(reason: Reason, found: Timeline, becomes: Any) -> tuple[Any, ...]:
    measure = next((each for each in found.measures if each.decision == reason.fact), None)
    over_on = None
    if measure is not None:
        over_on = measure.bar_ends_on if reason.status is Status.TERMINATED else measure.term_ends_on
    return (
        titled(reason.status),
        title_of(reason.author),
        reason.year or "–",
        shown_day(reason.starts_on),
        shown_day(over_on),
        becomes,
    )


def _when_over(reason: Reason) -> Any:
    """Return what a passed assessment does to a reason, once its term or bar is over."""
    if reason.kind is ReasonKind.CASCADE:
        return _("goes on until it is lifted")
    if reason.status is Status.TERMINATED:
        return _("ends with the new filing, once the bar is over")
    return _("ends, once the term is over")


def _result_panel(application: Application) -> Panel:
    rows = [
        (_("kind"), application.get_kind_display()),
        (_("person"), person_link(application.person_id)),
        (_("assessed on"), shown_day(application.assessed_on)),
        (_("assessed by"), application.assessed_by),
        (_("passed"), _("yes") if application.passed else _("no")),
        (_("consent of the author"), application.consent or "–"),
        (_("document"), application.document),
    ]
    if application.kind == ApplicationKind.RESTORATION:
        if application.examined_on is not None:
            rows.append((_("examined on"), shown_day(application.examined_on)))
            rows.append((_("examination passed"), _("yes") if application.examination_passed else _("no")))
        rows.append((_("effective on"), shown_day(application.effective_on)))
    else:
        rows += [(_("points"), application.points), (_("months"), application.months)]
    return rows_panel(_("what the assessment found"), (_("what"), _("value")), rows)
