"""Which accounts may ask for whose standing."""

from django.conf import settings

from registry.people.models import Person
from registry.people.selectors.persons import visible_to
from registry.words.divisions import is_province
from sync.scope import Account, provinces_of


def may_ask_standings(user: Account) -> bool:
    """Return whether an account may ask for standings at all."""
    provinces = provinces_of(user)
    return provinces is None or bool(provinces)


def may_decide_here(user: Account) -> bool:
    """Return whether an account may try out a decision of the province whose node this is."""
    provinces = provinces_of(user)
    return is_province(settings.DIVISION) and (provinces is None or settings.DIVISION in provinces)


def may_see_standing(user: Account, person: str) -> bool:
    """Return whether an account may see a person's standing here; nobody, for somebody who does not exist.

    A province enforces everybody's standing, so its own officers may ask for everybody's on its own node; on national
    officers see the people of their province.
    """
    provinces = provinces_of(user)
    if provinces is None or settings.DIVISION in provinces:
        return Person.objects.filter(pk=person).exists()
    return visible_to(user).filter(pk=person).exists()
