"""The page of the yearly return: totals, a picture for each dimension, and the table to take away."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registry.doors import tables
from registry.doors.admin import columns
from registry.doors.admin.further import FurtherPage, add_page
from registry.doors.admin.titles import titled
from registry.institutions.models import Institution
from registry.statistics.admin.institution_sheets import year_of, years
from registry.statistics.selectors.returns import DIMENSIONS, Cell, Event, YearlyReturn, yearly_return
from registry.words.institutions import InstitutionKind
from registry.words.persons import Category
from sync.admin.base import Menu, ScopedAdmin, scope_for
from sync.admin.titles import Words
from sync.scope import title_of

EVENTS = {
    Event.SCORE: _("scores"),
    Event.SUSPENSION: _("suspensions"),
    Event.TERMINATION: _("terminations"),
    Event.REPAIR: _("repairs"),
    Event.OBJECTION: _("objections"),
}
TITLES = {
    "province": _("by province"),
    "institution_kind": _("by kind of institution"),
    "category": _("by category of personnel"),
    "band": _("by band"),
    "month": _("by month"),
}
CSS = {Event.SUSPENSION: "pq-column-suspended", Event.TERMINATION: "pq-column-terminated"}


def returns_view(page: ScopedAdmin, request: HttpRequest) -> HttpResponse:
    """Show the counts of a year, or give them away as a table."""
    if not page.has_view_permission(request):
        raise PermissionDenied
    year, scope = year_of(request), scope_for(request)
    found = yearly_return(year, provinces=None if scope.everything else scope.provinces)
    if request.GET.get("as") == "csv":
        rows = ([year, *cell, count] for cell, count in found.cells.items())
        return HttpResponse(
            tables.table(("year", *Cell._fields, "count"), rows),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="return-{year}.csv"', "Cache-Control": "no-store"},
        )
    context = page.admin_site.each_context(request) | {
        "title": gettext("Yearly return for %(year)s") % {"year": year},
        "opts": page.opts,
        "year": year,
        "years": years(),
        "totals": [(EVENTS[event], found.totals[event.value]) for event in Event],
        "limited_to": "" if scope.everything else "、".join(title_of(code) for code in sorted(scope.provinces)),
        "parts": [_part(found, dimension) for dimension in DIMENSIONS],
    }
    return TemplateResponse(request, "registry/admin/returns.html", context)


def _part(found: YearlyReturn, dimension: str) -> dict[str, object]:
    counts = found.by(dimension)
    values = range(1, 13) if dimension == "month" else counts
    none = dict.fromkeys((event.value for event in Event), 0)
    rows = [(_value(dimension, value), counts.get(value, none)) for value in values]
    return {
        "anchor": dimension,
        "title": TITLES[dimension],
        "pictures": [_picture(event, rows) for event in Event if found.totals[event.value]],
        "headers": (TITLES[dimension], *(EVENTS[event] for event in Event)),
        "rows": [
            *((name, *(count[event.value] for event in Event)) for name, count in rows),
            (gettext("together"), *(found.totals[event.value] for event in Event)),
        ],
    }


def _picture(event: Event, rows: list[tuple[str, dict[str, int]]]) -> tuple[Words, SafeString]:
    title = EVENTS[event]
    # Names stand under the columns only where they are short; each column says its own in full.
    wide = max((sum(2 if ord(each) > 0x2E7F else 1 for each in name) for name, _counts in rows), default=0)
    bars = [
        columns.Column(
            name=name,
            value=counts[event.value],
            sentence=f"{name}: {counts[event.value]}.",
            css=CSS.get(event, "pq-column-plain"),
        )
        for name, counts in rows
    ]
    return title, columns.draw(bars, title=str(title), pitch=max(56, 8 * wide))


def _value(dimension: str, value: int | str) -> str:
    if dimension == "month" or not isinstance(value, str):
        return str(value)
    if not value:
        return gettext("none known")
    if dimension == "province":
        return title_of(value)
    if dimension == "institution_kind":
        return titled(InstitutionKind(value)) if value in set(InstitutionKind) else value
    if dimension == "category":
        return titled(Category(value))
    return gettext("%(band)s points") % {"band": value.replace("-", "–")}


add_page(
    Institution,
    FurtherPage(address="returns/", view=returns_view, name="registry_institution_returns"),
    menu=Menu("institutions", 40, "bar_chart"),
    title=_("Yearly return"),
)
