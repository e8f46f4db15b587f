"""The first page: what is going on, from live rows, as far as the account may read them.

What describes the node as a whole (log, cursors, outbox, other nodes) is shown to those who read everything; an
officer limited to provinces sees the own people and decisions, and no number that others' rows are counted in.
"""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import Count, Model, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registry.admin import columns
from registry.admin.base import division_title, person_link, titled
from registry.admin.navigation import ROLE_TITLES
from registry.admin.node_panels import Panel, cursor_panel, log_panel, nodes_panel, outbox_panel
from registry.admin.standings import holding_on
from registry.codes.statuses import Status
from registry.models import Decision, HeldIdentity, Person, StandingInterval, UnscoredCase
from registry.selectors import unscored, visibility
from sync.admin.base import link_to, scope_for
from sync.models import NodeIdentity
from sync.scope import Scope, title_of

RECENT = 10
MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with its words, and the list behind it."""

    title: Any
    value: int
    link: str
    tone: str = ""
    note: Any = ""


@dataclass(slots=True, kw_only=True)
class LiveFacts:
    """Everything on the first page."""

    division: str
    role: Any
    limited_to: str = ""
    figures: list[Figure] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)
    months: SafeString | None = None
    recent: list[tuple[Any, ...]] | None = None


def add_live_facts(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Put the live facts into the context of the first page."""
    scope = scope_for(request)
    live = LiveFacts(division=division_title(settings.DIVISION), role=ROLE_TITLES[settings.ROLE])
    if not scope.everything:
        live.limited_to = "、".join(division_title(code) for code in sorted(scope.provinces)) or "–"
    live.figures = _figures(request, scope)
    if _may(request, Decision):
        decisions = visibility.authored(Decision.objects.in_force(), scope)
        live.months = _months(decisions)
        live.recent = _recent(decisions)
    if scope.everything:
        panels = (log_panel(request), cursor_panel(request), outbox_panel(request), nodes_panel(request))
        live.panels = [panel for panel in panels if panel is not None]
    context["live"] = live
    context["identity"] = NodeIdentity.objects.first() if scope.everything else None
    context["title"] = _("Overview")
    return context


def _may(request: HttpRequest, model: type[Model]) -> bool:
    return bool(admin.site.get_model_admin(model).has_view_permission(request))


def _link(model: type[Model], query: str = "") -> str:
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist") + (f"?{query}" if query else "")


def _figures(request: HttpRequest, scope: Scope) -> list[Figure]:
    figures = []
    if _may(request, Person):
        people = visibility.people(Person.objects.all(), scope).count()
        figures.append(Figure(title=_("People"), value=people, link=_link(Person)))
    if _may(request, Person) and _may(request, StandingInterval):
        figures += _standing_figures(scope)
    if _may(request, HeldIdentity):
        held = visibility.held_identities(HeldIdentity.objects.filter(verdict="open"), scope).count()
        figures.append(
            Figure(
                title=_("Held identities, open"),
                value=held,
                link=_link(HeldIdentity, "verdict__exact=open"),
                tone="warning" if held else "",
            )
        )
    if _may(request, UnscoredCase):
        alarms = visibility.authored(unscored.still_open(UnscoredCase.objects.in_force()), scope).count()
        figures.append(
            Figure(
                title=_("Fraud without points, open"),
                value=alarms,
                link=_link(UnscoredCase, "alarm=open"),
                tone="warning" if alarms else "",
            )
        )
    return figures


def _standing_figures(scope: Scope) -> list[Figure]:
    today = StandingInterval.objects.filter(holding_on(localdate()))
    counts = visibility.of_people(today, scope).aggregate(
        suspended=Count("pk", filter=Q(status=Status.SUSPENDED)),
        terminated=Count("pk", filter=Q(status=Status.TERMINATED)),
        over=Count("pk", filter=Q(term_over=True)),
    )
    return [
        Figure(
            title=gettext("%(status)s today") % {"status": titled(status)},
            value=counts[status.value],
            link=_link(Person, f"standing={status.value}"),
            tone=tone,
        )
        for status, tone in ((Status.SUSPENDED, "suspended"), (Status.TERMINATED, "terminated"))
    ] + [
        Figure(
            title=_("Term over, not restored"),
            value=counts["over"],
            link=_link(StandingInterval, "when=today&term_over__exact=1"),
        )
    ]


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
    return columns.draw(
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


def _month_before(month: datetime.date, back: int) -> datetime.date:
    months = month.year * 12 + month.month - 1 - back
    return datetime.date(months // 12, months % 12 + 1, 1)


def _recent(decisions: QuerySet[Decision]) -> list[tuple[Any, ...]]:
    latest = decisions.select_related("statement").order_by("-statement")[:RECENT]
    return [
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
