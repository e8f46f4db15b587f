"""The page of joint cases: who has a measure from points of several provinces, and which one leads (arts. 26, 34)."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from registry.doors.admin.further import FurtherPage, add_page
from registry.doors.admin.titles import titled
from registry.people.admin.of_person import MEASURE_COLOURS, person_link
from registry.qualification.models import Decision, Measure
from registry.statistics.admin.institution_sheets import year_of, years
from registry.statistics.selectors import joint_cases
from registry.statistics.selectors.joint_cases import Concerned
from registry.vault.codes.looks import LookDoor
from registry.vault.services.looks import record_look
from registry.words import lifelong_id
from registry.words.divisions import is_province
from sync.admin.base import Menu, ScopedAdmin, badge, link_to, scope_for, table
from sync.scope import Scope, title_of
from sync.wire.refusals import FormatRefused

HEADERS = (_("person"), _("measure"), _("year's points"), _("lead province"), _("points by province"), _("decisions"))


def joint_cases_view(page: ScopedAdmin, request: HttpRequest) -> HttpResponse:
    """Show the joint cases of a year that concern the account; every person shown is kept as looked at."""
    if not page.has_view_permission(request):
        raise PermissionDenied
    year = year_of(request)
    found = joint_cases.page(year, _whose(scope_for(request)), after=_after(request))
    for person in dict.fromkeys(each.person for each in found.cases):
        record_look(request.user, person, door=LookDoor.ADMIN_JOINT_CASES, now=now())
    context = page.admin_site.each_context(request) | {
        "title": _("Joint cases"),
        "opts": page.opts,
        "year": year,
        "years": years(),
        "table": table(HEADERS, [_row(each) for each in found.cases]) if found.cases else "",
        "after": found.after,
    }
    return TemplateResponse(request, "registry/admin/joint_cases.html", context)


def _whose(scope: Scope) -> frozenset[str] | None:
    """Return of which provinces points must be among them; None for all. A province's own node asks for its own."""
    if is_province(settings.DIVISION):
        return frozenset({settings.DIVISION})
    return None if scope.everything else scope.provinces


def _after(request: HttpRequest) -> str:
    try:
        return lifelong_id.normalise(request.GET.get("after", ""), field="after")
    except FormatRefused:
        return ""


def _row(found: Concerned) -> tuple[object, ...]:
    case = found.case
    said = {str(each.pk): each for each in Decision.objects.filter(pk__in=[each.id for each in found.decisions])}
    points = {author: sum(each.points for each in found.decisions if each.author == author) for author in case.authors}
    return (
        person_link(found.person),
        badge(MEASURE_COLOURS[case.kind.value], titled(case.kind)),
        case.points_total,
        title_of(case.lead),
        "、".join(f"{title_of(author)} {count}" for author, count in points.items()),
        format_html_join(
            mark_safe("<br>"), "{}", ((link_to(said[each.id]) if each.id in said else "–",) for each in found.decisions)
        ),
    )


add_page(
    Measure,
    FurtherPage(address="joint-cases/", view=joint_cases_view, name="registry_measure_joint_cases"),
    menu=Menu("measures", 100, "join_inner"),
    title=_("Joint cases"),
)
