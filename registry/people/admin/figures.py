"""Figures of people on the first page: how many are known, and how many requests wait for a human."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from registry.doors.admin.first_page import Figure, add_figures, list_of, may_read
from registry.people.models import HeldIdentity, Person
from registry.people.selectors import visibility
from sync.scope import Scope


@add_figures
def figures(request: HttpRequest, scope: Scope) -> Iterator[Figure]:
    """Yield the people of the scope, and the requests for an identity that are held."""
    if may_read(request, Person):
        people = visibility.people(Person.objects.all(), scope).count()
        yield Figure(title=_("People"), value=people, link=list_of(Person), place=10)
    if may_read(request, HeldIdentity):
        held = visibility.held_identities(HeldIdentity.objects.filter(verdict="open"), scope).count()
        yield Figure(
            title=_("Held identities, open"),
            value=held,
            link=list_of(HeldIdentity, "verdict__exact=open"),
            tone="warning" if held else "",
            place=30,
        )
