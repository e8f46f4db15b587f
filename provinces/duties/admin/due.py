"""What is due, by office; what no notice foresaw; auditors off their work; terms that are over; what outlives them."""

from collections.abc import Sequence
from itertools import groupby

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from provinces.cases.models import Case
from provinces.office import clocks
from provinces.office.admin.boxes import add_box, boxes_above, boxes_below
from provinces.office.admin.clocks import clock_state
from provinces.office.admin.fields import shown_day
from provinces.office.clocks import Clock
from provinces.office.codes import Office
from provinces.office.kinds import due
from provinces.office.selectors import own_division
from registry.doors.admin.further import FurtherPage, add_page
from registry.doors.admin.titles import rule_text, titled
from registry.institutions.models import Institution
from registry.people.admin.of_person import person_link
from registry.qualification.selectors import watchlists
from registry.words.deadlines import DeadlineState
from registry.words.statuses import Status
from sync.admin.actions import Panel, rows_panel
from sync.admin.base import Menu, ViewOnlyAdmin, link_to
from sync.scope import title_of

MOST = 200
STATES = (
    DeadlineState.LATE,
    DeadlineState.RUNNING,
    DeadlineState.UNKNOWN,
    DeadlineState.OPEN,
    DeadlineState.MET,
    DeadlineState.MET_LATE,
)


class DuePage:
    """The page of what is due, reached from the navigation."""

    def __init__(self, page: ViewOnlyAdmin) -> None:
        self.page = page

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Show the page; `state` and `office` in the address choose the deadlines."""
        if not self.page.has_view_permission(request):
            raise PermissionDenied
        today = localdate()
        states = [state for state in STATES if state.value == request.GET.get("state")] or list(clocks.OPEN)
        office = next((office for office in Office if office.value == request.GET.get("office")), None)
        found = due(today, states=states, office=office)
        context = self.page.admin_site.each_context(request) | {
            "title": _("What is due"),
            "opts": self.page.opts,
            "panels": [*boxes_above(request), *_by_office(found), *boxes_below(request)],
            "states": [(state.value, titled(state), state.value == request.GET.get("state")) for state in STATES],
            "offices": [(each.value, titled(each), each is office) for each in Office],
            "today": shown_day(today),
        }
        return TemplateResponse(request, "provinces/admin/due.html", context)


def _by_office(found: Sequence[Clock]) -> list[Panel]:
    """Return a box for each office: the agency, the department, and where the institution lies."""
    by_office = sorted(found, key=lambda clock: (list(Office).index(clock.office), clock.division))
    names = dict(Institution.objects.filter(pk__in={clock.institution for clock in found}).values_list("code", "name"))
    panels = []
    for (office, division), group in groupby(by_office, key=lambda clock: (clock.office, clock.division)):
        clocks_here = list(group)
        late = sum(clock.state is DeadlineState.LATE for clock in clocks_here)
        panel = rows_panel(
            f"{titled(office)} {division}", _HEADERS, [_row(clock, names) for clock in clocks_here[:MOST]]
        )
        alarm = gettext("%(count)s are late.") % {"count": late} if late else ""
        panels.append(Panel(title=panel.title, content=panel.content, alarm=alarm))
    return panels or [rows_panel(_("deadlines"), _HEADERS, [])]


_HEADERS = (_("due on"), _("state"), _("deadline"), _("piece of work"), _("person"), _("institution"), _("article"))


def _row(clock: Clock, names: dict[str, str]) -> tuple[object, ...]:
    return (
        shown_day(clock.deadline.due_on),
        clock_state(clock),
        titled(clock.deadline.name),
        link_to(clock.work),
        person_link(clock.person) if clock.person else "–",
        names.get(clock.institution, clock.institution),
        rule_text(clock.deadline.article),
    )


def _auditors(request: HttpRequest) -> Panel:
    rows = [
        (person_link(one.person), one.institution, titled(Status(one.status)), shown_day(one.since))
        for one in watchlists.auditors_to_take_off(own_division(), localdate())
    ]
    headers = (_("person"), _("institution"), _("status"), _("since"))
    return rows_panel(_("fee auditors to be taken off audit work"), headers, rows)


def _terms(request: HttpRequest) -> Panel:
    rows = [
        (
            person_link(one.person),
            titled(Status(one.status)),
            shown_day(one.since),
            shown_day(one.over_on),
            "、".join(one.institutions) or "–",
            _("new commitment and filing") if one.assessed else _("application for an assessment"),
        )
        for one in watchlists.terms_over(own_division(), localdate())
    ]
    headers = (_("person"), _("status"), _("since"), _("over since"), _("institution"), _("what is missing"))
    return rows_panel(_("terms over, nobody restored automatically"), headers, rows)


def _outlived(request: HttpRequest) -> Panel:
    rows = [
        (
            person_link(one.person),
            titled(Status(one.status)),
            title_of(one.author),
            shown_day(one.since),
            title_of(one.restored_by),
            shown_day(one.effective_on),
        )
        for one in watchlists.outlived(own_division(), localdate())
    ]
    headers = (_("person"), _("status"), _("author"), _("since"), _("restored by"), _("restored on"))
    panel = rows_panel(_("measures that go on beside a restoration"), headers, rows)
    alarm = (
        gettext("Their decisions came to be known after the assessment: the person is not normal yet.") if rows else ""
    )
    return Panel(title=panel.title, content=panel.content, alarm=alarm)


def due_view(page: ViewOnlyAdmin, request: HttpRequest) -> HttpResponse:
    """Show what is due."""
    return DuePage(page).answer(request)


add_box(60, _auditors)
add_box(70, _terms)
add_box(80, _outlived)
add_page(
    Case,
    FurtherPage(address="due/", view=due_view, name="provinces_due"),
    menu=Menu("procedure", 1, "alarm"),
    title=_("What is due"),
)
