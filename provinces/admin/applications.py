"""Applications for repair and restoration (arts. 38, 39)."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.utils.timezone import localdate, now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from provinces.admin.doors import Door, WorkAdmin, done
from provinces.admin.fields import PersonField, StepForm, answer, day, flag, lines, shown_day, text, whole
from provinces.admin.items import ReasonForm, institution_link
from provinces.admin.panels import Panel, rows_panel
from provinces.codes import ApplicationKind, ApplicationState, Duty
from provinces.models import Application
from provinces.services import applications, examinations, law
from provinces.services.applications import Assessment, Wish
from provinces.services.officers import Officer
from provinces.services.stepping import division
from provinces.services.whom import About
from registry.admin.base import person_link, titled
from registry.models import Repair, Restoration
from registry.selectors.standings import timeline
from sync.admin.base import badge, link_to

HANDLE, APPROVE = frozenset({Duty.HANDLE}), frozenset({Duty.APPROVE})
COLOURS = {
    ApplicationState.PASSED: "success",
    ApplicationState.FAILED: "danger",
    ApplicationState.DECLINED: "warning",
}


class RestorationForm(StepForm):
    """Who applies for restoration."""

    person = PersonField()
    institution = text(_("institution"), 40, help_text=_("Code of the institution through which."))
    applied_on = day(_("applied for on"), today=True)


class RepairForm(RestorationForm):
    """Who applies for repair, and of what."""

    year = whole(_("year"), 2020, 2199, help_text=_("Calendar year whose points or terms a repair concerns."))
    act = text(_("act"), 60, help_text=_("What a repair is granted for, as the rule pack names it."))
    points = whole(_("points"), 0, 12, required=False)
    months = whole(_("months"), 0, 36, required=False)

    def prepare(self) -> None:
        """Name the acts of the province's pack, where it lists any."""
        acts = law.pack_of(division(), localdate()).repair.acts
        self.initial.setdefault("year", localdate().year)
        if acts:
            self.fields["act"].help_text = gettext("One of: %(acts)s.") % {"acts": "、".join(sorted(acts))}


class ConsentForm(StepForm):
    """The institution agrees."""

    consented_on = day(_("consented on"), today=True)


class DeclineForm(StepForm):
    """The institution does not agree."""

    declined_on = day(_("declined on"), today=True)
    reason = lines(_("reason"), 300)


class AssessForm(StepForm):
    """What the assessment found."""

    assessed_on = day(_("assessed on"), today=True)
    passed = flag(_("passed"))
    effective_on = day(
        _("effective on"), required=False, help_text=_("First day of the normal status, if a restoration is passed.")
    )
    examined_on = day(_("examined on"), required=False, help_text=_("The rule pack asks for an examination (art. 39)."))
    examination_passed = answer(_("examination passed"), required=False)
    document = text(_("document"), 160)

    def prepare(self) -> None:
        """A repair has no first day; only where the pack asks for it is anybody examined."""
        repair = self.work is not None and self.work.kind == ApplicationKind.REPAIR
        if repair:
            del self.fields["effective_on"]
        if repair or not _may_be_examined(self.work):
            del self.fields["examined_on"], self.fields["examination_passed"]


def _may_be_examined(application: Application) -> bool:
    """Return whether an assessment may need an examination: it is dated between the consent and today."""
    return any(examinations.asked(on) for on in (application.consented_on, localdate()) if on is not None)


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


@admin.register(Application)
class ApplicationAdmin(WorkAdmin):
    """Applications, each with where it stands."""

    list_display = ("number", "kind", "person_link", "institution_shown", "applied_on", "state_label", "assessed_by",
                    "approved_by")  # fmt: skip
    list_display_links = ("number",)
    list_filter = ("kind", "state")
    search_fields = ("person__lifelong_id", "institution")
    search_help_text = _("Lifelong ID or institution")
    date_hierarchy = "applied_on"
    fields = ("number", "kind", "person_link", "institution_shown", "applied_on", "year", "act", "points", "months",
              "entered_by", "state_label", "consented_on", "assessed_on", "assessed_by", "examined_on",
              "examination_passed", "passed", "effective_on", "document", "approved_by", "statement_link")  # fmt: skip
    readonly_fields = fields
    entrances = (
        Door(name="restoration", title=_("enter an application for restoration"), duties=HANDLE, form=RestorationForm,
             take=_apply(ApplicationKind.RESTORATION),
             explanation=_("From the working days before the end of the term that the pack names. A termination does "
                           "not end by assessment: it needs a new commitment and a new filing (art. 39).")),
        Door(name="repair", title=_("enter an application for repair"), duties=HANDLE, form=RepairForm,
             take=_apply(ApplicationKind.REPAIR),
             explanation=_("Acts, caps and exclusions are those of the province's rule pack (art. 38).")),
    )  # fmt: skip
    doors = (
        Door(name="consent", title=_("the institution consents"), duties=HANDLE, form=ConsentForm,
             take=done(applications.consent), opens=_is(ApplicationState.APPLIED)),
        Door(name="decline", title=_("the institution declines"), duties=HANDLE, form=DeclineForm,
             take=done(applications.decline), opens=_is(ApplicationState.APPLIED), danger=True),
        Door(name="assess", title=_("enter the assessment"), duties=HANDLE, form=AssessForm, take=_assess,
             opens=_is(ApplicationState.CONSENTED), about=_about),
        Door(name="approve", title=_("approve"), duties=APPROVE, take=done(applications.approve),
             opens=_is(ApplicationState.ASSESSED), panels=lambda work: [_result_panel(work)], about=_about,
             explanation=_("Signs the result; whoever assessed may not approve (art. 50).")),
        Door(name="send-back", title=_("send back"), duties=APPROVE, form=ReasonForm,
             take=done(applications.send_back), opens=_is(ApplicationState.ASSESSED), danger=True),
    )  # fmt: skip

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
        return institution_link(application.institution)

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
    if standing.bar_ends_on is not None:
        alarm = gettext("A termination needs a new commitment and a new filing once the bar is over (art. 39).")
    panel = rows_panel(_("standing today"), (_("what"), _("value")), rows)
    return Panel(title=panel.title, content=panel.content, alarm=alarm)


def _result_panel(application: Application) -> Panel:
    rows = [
        (_("kind"), application.get_kind_display()),
        (_("person"), person_link(application.person_id)),
        (_("assessed on"), shown_day(application.assessed_on)),
        (_("assessed by"), application.assessed_by),
        (_("passed"), _("yes") if application.passed else _("no")),
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
