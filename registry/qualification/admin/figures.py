"""Figures and pictures of decisions and standings on the first page."""

import datetime
from collections.abc import Iterator

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registry.doors.admin import columns
from registry.doors.admin.first_page import Figure, Section, add_figures, add_sections, list_of, may_read
from registry.doors.admin.titles import titled
from registry.people.admin.of_person import person_link
from registry.people.models import Person
from registry.people.selectors import visibility
from registry.qualification.admin.standings import holding_on
from registry.qualification.models import Decision, StandingInterval, UnscoredCase
from registry.qualification.selectors import unscored
from registry.statements import selectors as statements_selectors
from registry.words.statuses import Status
from sync.admin.base import link_to
from sync.scope import Scope, title_of

RECENT = 10
MONTHS = 12
HEADERS = (_("decided on"), _("case number"), _("person"), _("points"), _("author"), _("statement status"))


@add_figures
def figures(request: HttpRequest, scope: Scope) -> Iterator[Figure]:
    """Yield how many people are suspended and terminated today, and whose term is over."""
    if not (may_read(request, Person) and may_read(request, StandingInterval)):
        return
    today = StandingInterval.objects.filter(holding_on(localdate()))
    counts = visibility.of_people(today, scope).aggregate(
        suspended=Count("pk", filter=Q(status=Status.SUSPENDED)),
        terminated=Count("pk", filter=Q(status=Status.TERMINATED)),
        over=Count("pk", filter=Q(term_over=True)),
    )
    for status, tone in ((Status.SUSPENDED, "suspended"), (Status.TERMINATED, "terminated")):
        yield Figure(
            title=gettext("%(status)s today") % {"status": titled(status)},
            value=counts[status.value],
            link=list_of(Person, f"standing={status.value}"),
            tone=tone,
            place=20,
        )
    yield Figure(
        title=_("Term over, not restored"),
        value=counts["over"],
        link=list_of(StandingInterval, "when=today&term_over__exact=1"),
        place=20,
    )


@add_figures
def alarms(request: HttpRequest, scope: Scope) -> Iterator[Figure]:
    """Yield the cases of fraud in which nobody was scored and nobody has said why (O44)."""
    if may_read(request, UnscoredCase):
        found = statements_selectors.authored(unscored.still_open(UnscoredCase.objects.in_force()), scope).count()
        yield Figure(
            title=_("Fraud without points, open"),
            value=found,
            link=list_of(UnscoredCase, "alarm=open"),
            tone="warning" if found else "",
            place=40,
        )


@add_sections
def sections(request: HttpRequest, scope: Scope) -> Iterator[Section]:
    """Yield the latest decisions of the scope, and its decisions by month."""
    if may_read(request, Decision):
        decisions = statements_selectors.authored(Decision.objects.in_force(), scope)
        yield Section(title=_("Recent decisions"), body=_recent(decisions), empty=_("No decision yet."), place=10)
        yield Section(title=_("Decisions by month"), body=_months(decisions), place=20)


def _recent(decisions: QuerySet[Decision]) -> SafeString | str:
    latest = decisions.select_related("statement").order_by("-statement")[:RECENT]
    rows = [
        (
            decision.decided_on,
            link_to(decision, f"{decision.case_number}/{decision.item}"),
            person_link(decision.person_id),
            decision.points,
            title_of(decision.author),
            decision.statement.get_status_display(),
        )
        for decision in latest
    ]
    return render_to_string("registry/admin/wide_table.html", {"headers": HEADERS, "rows": rows}) if rows else ""


def _months(decisions: QuerySet[Decision]) -> SafeString:
    """Draw the decisions of the last twelve months, by the month of their basis."""
    today = localdate()
    first = _month_before(today.replace(day=1), MONTHS - 1)
    found = (
        decisions.filter(decided_on__gte=first, decided_on__lte=today)
        .order_by()
        .annotate(month=TruncMonth("decided_on"))
        .values("month")
        .annotate(count=Count("pk"))
    )
    counts = {row["month"]: row["count"] for row in found}
    months = [_month_before(today.replace(day=1), back) for back in range(MONTHS - 1, -1, -1)]
    drawn = columns.draw(
        [
            columns.Column(
                name=f"{month:%y-%m}",
                value=counts.get(month, 0),
                sentence=gettext("%(month)s: %(count)s decisions.")
                % {"month": f"{month:%Y-%m}", "count": counts.get(month, 0)},
                css="pq-column-plain",
            )
            for month in months
        ],
        title=gettext("Decisions by month"),
    )
    return format_html('<div class="pq-scroll pq-latest" tabindex="0">{}</div>', drawn)


def _month_before(month: datetime.date, back: int) -> datetime.date:
    months = month.year * 12 + month.month - 1 - back
    return datetime.date(months // 12, months % 12 + 1, 1)
