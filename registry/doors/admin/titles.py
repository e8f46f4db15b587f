"""Codes, divisions, days and amounts in the reader's language, and filters by province."""

import datetime
import re

from django.contrib.admin import SimpleListFilter
from django.http import HttpRequest
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from registry.words.divisions import NATIONAL, PROVINCES
from registry.words.wording import Titled
from sync.admin.base import Rows, scope_for


def titled(code: Titled) -> str:
    """Return the title of a code of `registry.codes` in the reader's language."""
    return code.title_zh if (get_language() or "en").startswith("zh") else code.title_en


def rule_text(rule: str) -> str:
    """Return an article as it is cited in the reader's language: `art. 29`, or 第29条."""
    if not (get_language() or "en").startswith("zh"):
        return rule
    return re.sub(r" arts?\. ([0-9]+(?:, [0-9]+)*)", lambda cited: f"第{cited[1].replace(', ', '、')}条", rule)


def division_title(division: str) -> str:
    """Return a division's name in the reader's language, or its code where it is not one of the provinces."""
    if division == NATIONAL:
        return str(_("National"))
    province = PROVINCES.get(division)
    return titled(province) if province else division


class DivisionFilter(SimpleListFilter):
    """Provinces, of those the account may read."""

    title = _("province")
    parameter_name = "province"
    path = "author"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        scope = scope_for(request)
        return [(code, division_title(code)) for code in PROVINCES if scope.sees(code)]

    def queryset(self, request: HttpRequest, queryset: Rows) -> Rows:
        value = self.value()
        return queryset.filter(**{self.path: value}) if value in PROVINCES else queryset


class IssuedForFilter(DivisionFilter):
    """People, by the province for which their ID was issued."""

    path = "issued_for"


class ProvinceFilter(DivisionFilter):
    """Rows by the province that they name."""

    path = "province"


class AskedByFilter(DivisionFilter):
    """Requests by the province that asked."""

    path = "asked_by"


class OfDivisionFilter(DivisionFilter):
    """Rows by the division that they belong to."""

    path = "division"


Date = datetime.date


def yuan(fen: int) -> str:
    """Return an amount of fen in yuan."""
    return number_format(fen / 100, decimal_pos=2, force_grouping=True)


def last_day(ends_on: Date | None) -> str:
    """Return the last day of what ends on a day, as people read terms: the day before the first one after it."""
    return day(ends_on and ends_on - datetime.timedelta(days=1))


def day(on: Date | None) -> str:
    """Return a date in the reader's form."""
    return date_format(on) if on else "–"
