"""Talks, trainings and key supervision: which are owed, and what was held (art. 36)."""

from collections.abc import Sequence

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from provinces.duties.codes import ReminderKind
from provinces.duties.models import Reminder
from provinces.duties.models.reminders import HOLDERS
from provinces.duties.selectors import reminders
from provinces.duties.selectors.clocks import of_reminders
from provinces.duties.services import reminders as service
from provinces.duties.services.reminders import Held
from provinces.office.admin.actions import HANDLE, OfficeAction, OfficeAdmin
from provinces.office.admin.clocks import clock_state
from provinces.office.admin.fields import PeopleField, choice, day, lines, shown_day, text
from provinces.office.admin.panels import institution_link
from provinces.office.clocks import OPEN, day_of
from provinces.office.services.officers import Officer, officer_of
from registry.doors.admin.titles import titled
from registry.institutions.models import Institution
from registry.people.admin.of_person import person_link
from sync.admin.actions import ActionForm, FormData, Panel, rows_panel
from sync.admin.base import Menu, instant, link_to

MOST = 200


class HeldForm(ActionForm):
    """Form that takes what was held, by whom, for whom."""

    kind = choice(_("kind"), ReminderKind)
    institution = text(_("institution"), 40, help_text=_("Code of the institution where the people work."))
    people = PeopleField(
        label=_("people"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("Lifelong ID or code, one a line; a training may be held for many."),
    )
    held_on = day(_("held on"), today=True, help_text=_("Of key supervision its first day."))
    held_by = choice(_("held by"), HOLDERS)
    role = text(
        _("role"), 60, required=False, help_text=_("Post of who held it, such as head of a department; no name.")
    )
    document = text(_("document"), 160, help_text=_("Number of the record (art. 36)."))
    result = lines(_("result"), 500)


def _enter(_work: None, data: FormData, officer: Officer) -> Reminder:
    people = data.pop("people")
    return service.enter(Held(**data), people, acting=officer, now=now())[0]


@admin.register(Reminder)
class ReminderAdmin(OfficeAdmin):
    """Pages of what was held, and above the list what is still owed."""

    menu = Menu("procedure", 90, "school")
    list_display = ("held_on", "kind", "person_link", "institution_shown", "held_by", "document", "result")
    list_display_links = ("held_on",)
    list_filter = ("kind", "held_by")
    search_fields = ("person__lifelong_id", "institution", "document")
    search_help_text = _("Lifelong ID, institution or document")
    date_hierarchy = "held_on"
    fields = ("kind", "person_link", "institution_shown", "held_on", "held_by", "role", "document", "result", "by",
              "entered")  # fmt: skip
    readonly_fields = fields
    beginnings = (
        OfficeAction(
            name="enter",
            title=_("enter a talk, training or key supervision"),
            duties=HANDLE,
            form=HeldForm,
            take=_enter,
            explanation=_(
                "The institution talks with who was scored and keeps a record; institution and agency train (art. 36). "
                "It counts for every score of which the institution had the notice by then."
            ),
        ),
    )

    def above(self, request: HttpRequest) -> Sequence[Panel]:
        """Return what is still owed, person by person and institution by institution."""
        clocks = [clock for clock in of_reminders(day_of(localdate())) if clock.state in OPEN]
        codes = {clock.institution for clock in clocks}
        names = dict(Institution.objects.filter(pk__in=codes).values_list("pk", "name"))
        may = bool(HANDLE & officer_of(request.user).duties)
        rows = [
            (
                titled(clock.deadline.name),
                person_link(clock.person),
                names.get(clock.institution, clock.institution),
                shown_day(clock.deadline.starts_on),
                shown_day(clock.deadline.due_on),
                clock_state(clock),
                titled(clock.office),
                link_to(clock.work),
                _link(clock.person, clock.institution, clock.deadline.name.value) if may else "–",
            )
            for clock in clocks[:MOST]
        ]
        headers = (_("what"), _("person"), _("institution"), _("since"), _("due on"), _("state"), _("whose it is"),
                   _("decision"), _("step"))  # fmt: skip
        return [rows_panel(_("owed upon scores"), headers, rows)]

    @display(description=_("person"), ordering="person")
    def person_link(self, reminder: Reminder) -> str:
        return person_link(reminder.person_id)

    @display(description=_("institution"), ordering="institution")
    def institution_shown(self, reminder: Reminder) -> str:
        return institution_link(reminder.institution)

    @display(description=_("entered"), ordering="at")
    def entered(self, reminder: Reminder) -> str:
        return instant(reminder.at)


def _link(person: str, institution: str, kind: str) -> SafeString:
    """Return the way to the form, filled in with what is owed."""
    given = {
        "people": person, "institution": institution, "kind": kind, "held_by": reminders.OFFICES[ReminderKind(kind)],
    }  # fmt: skip
    address = f"{reverse('admin:provinces_reminder_begin', args=('enter',))}?{urlencode(given)}"
    return format_html('<a class="pq-link" href="{}">{}</a>', address, _("enter"))
