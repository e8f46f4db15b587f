"""Pages of institutions' years: one sheet each, to be printed, and who reached a threshold of art. 30."""

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.formats import number_format
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registry.doors.admin.further import FurtherPage, add_page
from registry.doors.admin.titles import yuan
from registry.institutions.models import Institution
from registry.institutions.selectors import visibility
from registry.packs.selectors import pack_book
from registry.statistics.rules.ratio_rules import Denominator, RatioRules
from registry.statistics.selectors import institution_sheets
from registry.statistics.selectors.institution_sheets import InstitutionRatio, Sheet
from registry.words.divisions import PROVINCES
from registry.words.measures import RatioMeasure
from sync.admin.base import Menu, ScopedAdmin, link_to, scope_for
from sync.admin.titles import Words
from sync.scope import Scope, title_of

FIRST_YEAR = 2020

WHAT_FOLLOWS = {
    RatioMeasure.SETTLEMENT: _("settlement and payment may be suspended"),
    RatioMeasure.AGREEMENT: _("the agreement is suspended"),
}
DENOMINATORS = {
    Denominator.FILED_ON_LAST_DAY: _("filed on the last day of the year"),
    Denominator.FILED_EVER_IN_YEAR: _("filed on any day of the year"),
    Denominator.AVERAGE: _("filed on the average of the year's days"),
}


def years() -> list[int]:
    """Return the years that can be asked about, this one first."""
    return list(range(localdate().year, FIRST_YEAR - 1, -1))


def year_of(request: HttpRequest) -> int:
    """Return the year in an address; this one where it names none that can be asked about."""
    asked = request.GET.get("year", "")
    known = {str(year): year for year in years()}
    return known.get(asked, localdate().year)


def sheet_view(page: ScopedAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Show a year of an institution of the own scope."""
    institution = page.get_object(request, unquote(object_id))
    if institution is None:
        missing: HttpResponse = page._get_obj_does_not_exist_redirect(request, page.opts, object_id)
        return missing
    if not page.has_view_permission(request, institution):
        raise PermissionDenied
    year = year_of(request)
    found = institution_sheets.sheet(institution, year, today=localdate())
    context = page.admin_site.each_context(request) | {
        "title": gettext("%(institution)s: sheet for %(year)s") % {"institution": institution.name, "year": year},
        "opts": page.opts,
        "institution": institution,
        "province": title_of(institution.province),
        "year": year,
        "years": years(),
        "rows": _rows(found),
        "measure": WHAT_FOLLOWS.get(found.ratio.measure) if found.ratio.measure else None,
        "made_on": localdate(),
    }
    return TemplateResponse(request, "registry/admin/institution_sheet.html", context)


def _rows(found: Sheet) -> list[tuple[Words, object, str]]:
    """Return what is said, the figure, and the article."""
    ratio = found.ratio
    return [
        (_("People filed on any day of the year"), found.people_filed, "13"),
        (_("Filings without a known commitment"), found.without_commitment, "13, 21"),
        (_("Decisions that rest on one against the institution"), found.scores.decisions, "24"),
        (_("People scored"), found.scores.people, "24"),
        (_("Points"), found.scores.points, "25–28"),
        (_("Notices issued or served late"), found.scores.notices_late, "31, 33"),
        (_("Suspensions of people filed here"), ratio.suspensions, "29, 34"),
        (_("Terminations of people filed here"), ratio.terminations, "29, 34"),
        (_("Share of person-times"), share(ratio), "30"),
        (_("Losses borne"), found.losses, "46"),
        (_("Losses borne, in yuan"), yuan(found.loss_fen), "46"),
        (_("Commendations"), found.commendations, "32"),
    ]


def share(ratio: InstitutionRatio) -> str:
    """Return a share with what it is a share of."""
    if ratio.share_percent is None:
        return gettext("nobody filed")
    values = {
        "percent": ratio.share_percent,
        "times": ratio.person_times,
        "filed": number_format(float(ratio.filed), decimal_pos=0 if ratio.filed.denominator == 1 else 2),
        "of": DENOMINATORS[Denominator(ratio.denominator)],
    }
    return gettext("%(percent)s %% (%(times)s of %(filed)s, %(of)s)") % values


def met_view(page: ScopedAdmin, request: HttpRequest) -> HttpResponse:
    """Show the institutions that reached a threshold of their province's pack, and what follows."""
    if not page.has_view_permission(request):
        raise PermissionDenied
    year, scope = year_of(request), scope_for(request)
    seen = visibility.institutions(Institution.objects.filter(pk__in=institution_sheets.concerned(year)), scope)
    found = institution_sheets.met(list(seen), year)
    context = page.admin_site.each_context(request) | {
        "title": gettext("Institutions that reached a threshold in %(year)s") % {"year": year},
        "opts": page.opts,
        "year": year,
        "years": years(),
        "headers": (
            _("institution"), _("province"), _("suspensions"), _("terminations"), _("share"), _("thresholds"),
            _("what follows"),
        ),
        "rows": [
            (
                link_to(ratio.institution, ratio.institution.name),
                title_of(ratio.institution.province),
                ratio.suspensions,
                ratio.terminations,
                share(ratio),
                _thresholds(ratio),
                WHAT_FOLLOWS[ratio.measure] if ratio.measure else "",
            )
            for ratio in found
        ],
        "without": _without_thresholds(year, scope),
    }  # fmt: skip
    return TemplateResponse(request, "registry/admin/institutions_met.html", context)


def _without_thresholds(year: int, scope: Scope) -> str:
    """Return the provinces in sight whose pack sets no threshold: nothing follows there, however large a share."""
    book = pack_book()
    last = localdate().replace(year=year, month=12, day=31)
    rules = {code: book.for_(code, last)[RatioRules] for code in PROVINCES if scope.sees(code)}
    lacking = [code for code, each in rules.items() if not (each.settlement_percent or each.agreement_percent)]
    return "、".join(title_of(code) for code in lacking)


def _thresholds(ratio: InstitutionRatio) -> str:
    both = (ratio.settlement_percent, ratio.agreement_percent)
    return " / ".join(f"{each} %" if each else "–" for each in both)


add_page(
    Institution,
    FurtherPage(address="met/", view=met_view, name="registry_institution_met"),
    menu=Menu("institutions", 30, "percent"),
    title=_("Thresholds reached"),
)
add_page(
    Institution, FurtherPage(address="<path:object_id>/sheet/", view=sheet_view, name="registry_institution_sheet")
)
