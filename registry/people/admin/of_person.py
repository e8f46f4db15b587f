"""What pages of rows about a person share: finding them by the person, and the way to their page."""

from typing import Protocol

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from registry.doors.admin.facts import FactAdmin
from registry.people.admin.search import clues_of
from registry.people.models import Person
from registry.people.selectors import search
from registry.words.lifelong_id import shown
from sync.admin.base import Rows, ViewOnlyAdmin, link_to

STATUS_COLOURS = {"normal": "success", "suspended": "warning", "terminated": "danger", "not_covered": "info"}
MEASURE_COLOURS = {"suspension": "warning", "termination": "danger"}


def person_link(person_id: str) -> str:
    """Return a link to a person's page, under the ID as people read it."""
    return link_to(Person(pk=person_id), shown(person_id), css="pq-id-link")


class OfPerson(Protocol):
    """A row about a person."""

    @property
    def person_id(self) -> str: ...


class OfPersonAdmin(ViewOnlyAdmin):
    """Rows that belong to a person and are found by whatever finds the person."""

    list_per_page = 50
    search_fields = ("person__lifelong_id",)
    search_help_text = _("Lifelong ID, code, name, or document number")

    def also_found_by(self, text: str) -> Q | None:
        """Return a further condition under which a row is found."""
        return None

    def get_search_results(self, request: HttpRequest, queryset: Rows, search_term: str) -> tuple[Rows, bool]:
        text = search_term.strip()
        if not text:
            return queryset, False
        return search.about_people(queryset, clues_of(text), self.also_found_by(text)), False

    @display(description=_("person"), ordering="person")
    def person_link(self, row: OfPerson) -> str:
        return person_link(row.person_id)


class FactOfPersonAdmin(OfPersonAdmin, FactAdmin):
    """Signed facts about a person."""
