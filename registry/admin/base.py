"""What pages about facts share: whose they are, whether they count, and finding them by the person."""

import re
from collections.abc import Sequence
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from registry.admin.search import clues_of
from registry.models import Person
from registry.selectors import search
from registry.statements import selectors as visibility
from registry.words.divisions import NATIONAL, PROVINCES
from registry.words.lifelong_id import shown
from sync.admin.base import ViewOnlyAdmin, badge, link_to, scope_for
from sync.admin.of_statements import STATE_COLOURS
from sync.scope import Scope, title_of

STATUS_COLOURS = {"normal": "success", "suspended": "warning", "terminated": "danger", "not_covered": "info"}
MEASURE_COLOURS = {"suspension": "warning", "termination": "danger"}


def titled(code: Any) -> str:
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


def person_link(person_id: str) -> Any:
    """Return a link to a person's page, under the ID as people read it."""
    return link_to(Person(pk=person_id), shown(person_id), css="pq-id-link")


class DivisionFilter(SimpleListFilter):
    """Provinces, of those the account may read."""

    title = _("province")
    parameter_name = "province"
    path = "author"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        scope = scope_for(request)
        return [(code, division_title(code)) for code in PROVINCES if scope.sees(code)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return queryset.filter(**{self.path: value}) if value in PROVINCES else queryset


class IssuedForFilter(DivisionFilter):
    path = "issued_for"


class ProvinceFilter(DivisionFilter):
    path = "province"


class AskedByFilter(DivisionFilter):
    path = "asked_by"


class OfDivisionFilter(DivisionFilter):
    path = "division"


class OfPersonAdmin(ViewOnlyAdmin):
    """Rows that belong to a person and are found by whatever finds the person."""

    list_per_page = 50
    search_fields = ("person__lifelong_id",)
    search_help_text = _("Lifelong ID, code, name, or document number")

    def also_found_by(self, text: str) -> Q | None:
        """Return a further condition under which a row is found."""
        return None

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        text = search_term.strip()
        if not text:
            return queryset, False
        return search.about_people(queryset, clues_of(text), self.also_found_by(text)), False

    @display(description=_("person"), ordering="person")
    def person_link(self, row: Any) -> Any:
        return person_link(row.person_id)


class FactAdmin(ViewOnlyAdmin):
    """Signed facts: their author's, and counting only while their statement does."""

    list_select_related: Sequence[str] = ("statement",)

    def visible(self, rows: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
        return visibility.authored(rows, scope)

    @display(description=_("author"), ordering="author")
    def author_title(self, fact: Any) -> str:
        return title_of(fact.author)

    @display(description=_("statement status"), ordering="statement__status")
    def state(self, fact: Any) -> Any:
        return badge(STATE_COLOURS.get(fact.statement.status), fact.statement.get_status_display())

    @display(description=_("statement"))
    def statement_link(self, fact: Any) -> Any:
        return link_to(fact.statement)


class FactOfPersonAdmin(OfPersonAdmin, FactAdmin):
    """Signed facts about a person."""
