"""Pages of applications for repair and restoration (arts. 38, 39)."""

from collections.abc import Callable, Sequence

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from provinces.office.admin.actions import APPROVE, HANDLE, OfficeAction, OfficeAdmin
from provinces.office.admin.fields import ReasonForm
from provinces.office.admin.panels import institution_link
from provinces.office.services.officers import Officer
from provinces.office.services.whom import About
from provinces.remedies.admin.application_forms import AssessForm, ConsentForm, DeclineForm, RepairForm, RestorationForm
from provinces.remedies.admin.application_panels import ahead_panel_of, outlook_panels, result_panel, standing_panel
from provinces.remedies.codes import ApplicationKind, ApplicationState
from provinces.remedies.models import Application
from provinces.remedies.services import applications
from provinces.remedies.services.applications import Assessment, Wish
from registry.people.admin.of_person import person_link
from registry.qualification.models import Repair, Restoration
from sync.admin.actions import FormData, Panel, Take, done
from sync.admin.base import Menu, badge, link_to
from sync.admin.titles import Words

COLOURS = {
    ApplicationState.PASSED: "success",
    ApplicationState.FAILED: "danger",
    ApplicationState.DECLINED: "warning",
}


def _apply(kind: ApplicationKind) -> Take:
    def take(_work: None, data: FormData, officer: Officer) -> Application:
        given = {name: value for name, value in data.items() if value is not None}
        return applications.apply(Wish(kind=kind, **given), acting=officer, now=now())

    return take


def _assess(application: Application, data: FormData, officer: Officer) -> Application:
    return applications.assess(application, Assessment(**data), acting=officer, now=now())


def _about(application: Application) -> About:
    on = application.applied_on
    return About(person=application.person_id, institution=application.institution, first=on, last=on)


def _is(*states: ApplicationState) -> Callable[[Application], bool]:
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
            panels=outlook_panels,
            about=_about,
        ),
        OfficeAction(
            name="approve",
            binds=True,
            title=_("approve"),
            duties=APPROVE,
            take=done(applications.approve),
            opens=_is(ApplicationState.ASSESSED),
            panels=lambda work: [result_panel(work), *outlook_panels(work), ahead_panel_of(work)],
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
        return [standing_panel(work)]

    @display(description=_("number"), ordering="pk")
    def number(self, application: Application) -> str:
        return f"#{application.pk}"

    @display(description=_("person"), ordering="person")
    def person_link(self, application: Application) -> SafeString | str:
        return person_link(application.person_id)

    @display(description=_("institution"), ordering="institution")
    def institution_shown(self, application: Application) -> Words:
        return institution_link(application.institution) if application.institution else _("none: filed nowhere here")

    @display(description=_("state"), ordering="state")
    def state_label(self, application: Application) -> SafeString:
        return badge(COLOURS.get(ApplicationState(application.state), "info"), application.get_state_display())

    @display(description=_("statement"))
    def statement_link(self, application: Application) -> SafeString | str:
        key = application.statement_id
        return link_to(Repair.objects.filter(pk=key).first() or Restoration.objects.filter(pk=key).first()) or "–"
