"""Pages of what is computed from facts: standings and measures."""

import datetime

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from registry.doors.admin.further import FurtherMixin
from registry.doors.admin.titles import DivisionFilter, rule_text, titled
from registry.doors.admin.titles import last_day as shown_last_day
from registry.people.admin.of_person import MEASURE_COLOURS, STATUS_COLOURS, OfPersonAdmin
from registry.people.selectors import visibility as people_visibility
from registry.qualification.models import Decision, Measure, StandingInterval
from registry.statements import selectors as statements_selectors
from registry.words.measures import Mode
from sync.admin.base import Menu, badge, link_to, pretty, tick
from sync.admin.titles import Words
from sync.scope import Scope, title_of


def holding_on(day: datetime.date, prefix: str = "") -> Q:
    """Return the condition that an interval holds on a day."""
    after = Q(**{f"{prefix}to_on": None}) | Q(**{f"{prefix}to_on__gt": day})
    return Q(**{f"{prefix}from_on__lte": day}) & after


class WhenFilter(SimpleListFilter):
    """Intervals that hold today."""

    title = _("when")
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, Words]]:
        return [("today", _("today"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[StandingInterval]) -> QuerySet[StandingInterval]:
        return queryset.filter(holding_on(localdate())) if self.value() == "today" else queryset


@admin.register(StandingInterval)
class StandingIntervalAdmin(OfPersonAdmin):
    """Stretches of days that are not plainly normal. Thrown away and rebuilt at will."""

    menu = Menu("standings", 10, "timeline")
    list_display = (
        "person_link",
        "status_label",
        "since_on",
        "last_day",
        "term_is_over",
        "term_ends_on",
        "bar_ends_on",
        "is_pending",
        "is_objected_to",
    )
    list_display_links = ("status_label",)
    list_filter = (WhenFilter, "status", "term_over", "pending", "objection_pending")
    ordering = ("-from_on", "-id")
    fields = (
        "person_link",
        "status_label",
        "since_on",
        "last_day",
        "from_on",
        "to_on",
        "term_is_over",
        "term_ends_on",
        "bar_ends_on",
        "is_pending",
        "is_objected_to",
        "rule_cited",
        "reasons_text",
    )
    readonly_fields = fields

    def visible(self, rows: QuerySet[StandingInterval], scope: Scope) -> QuerySet[StandingInterval]:
        return people_visibility.of_people(rows, scope)

    @display(description=_("status"), ordering="status")
    def status_label(self, interval: StandingInterval) -> SafeString:
        return badge(STATUS_COLOURS.get(interval.status), interval.get_status_display())

    @display(description=_("last day"), ordering="until_on")
    def last_day(self, interval: StandingInterval) -> str:
        return shown_last_day(interval.until_on) if interval.until_on else gettext("not ended")

    @display(description=_("term over"), ordering="term_over")
    def term_is_over(self, interval: StandingInterval) -> str:
        return tick(interval.term_over)

    @display(description=_("pending"), ordering="pending")
    def is_pending(self, interval: StandingInterval) -> str:
        return tick(interval.pending)

    @display(description=_("objection pending"), ordering="objection_pending")
    def is_objected_to(self, interval: StandingInterval) -> str:
        return tick(interval.objection_pending)

    @display(description=_("rule"), ordering="rule")
    def rule_cited(self, interval: StandingInterval) -> str:
        return rule_text(interval.rule)

    @display(description=_("reasons"))
    def reasons_text(self, interval: StandingInterval) -> SafeString:
        return pretty(interval.reasons)


@admin.register(Measure)
class MeasureAdmin(FurtherMixin, OfPersonAdmin):
    """What followed from points."""

    menu = Menu("measures", 30, "pause_circle")
    list_display = (
        "person_link",
        "kind_label",
        "year",
        "points_total",
        "starts_on",
        "ends_on",
        "months",
        "bar_years",
        "author_title",
    )
    list_display_links = ("kind_label",)
    list_filter = (DivisionFilter, "kind", "year")
    ordering = ("-starts_on", "-id")
    fields = (
        "person_link",
        "kind_label",
        "year",
        "points_total",
        "starts_on",
        "ends_on",
        "months",
        "bar_years",
        "mode_title",
        "rule_cited",
        "decision_link",
        "author_title",
    )
    readonly_fields = fields

    def visible(self, rows: QuerySet[Measure], scope: Scope) -> QuerySet[Measure]:
        return statements_selectors.authored(rows, scope)

    @display(description=_("measure"), ordering="kind")
    def kind_label(self, measure: Measure) -> SafeString:
        return badge(MEASURE_COLOURS.get(measure.kind), measure.get_kind_display())

    @display(description=_("rule"), ordering="rule")
    def rule_cited(self, measure: Measure) -> str:
        return rule_text(measure.rule)

    @display(description=_("mode"), ordering="mode")
    def mode_title(self, measure: Measure) -> str:
        return titled(Mode(measure.mode)) if measure.mode in set(Mode) else measure.mode

    @display(description=_("decision"))
    def decision_link(self, measure: Measure) -> str:
        return link_to(Decision.objects.filter(pk=measure.decision_id).first())

    @display(description=_("author"), ordering="author")
    def author_title(self, measure: Measure) -> str:
        return title_of(measure.author)
