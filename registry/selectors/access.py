"""Which accounts may ask what, and a database that only reads."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from guardian.shortcuts import get_objects_for_user

from registry.models import Person, PersonAccount, Subscription
from registry.selectors.persons import provinces_of, visible_to
from registry.words.divisions import is_province

READ_SUBSCRIPTION = "registry.read_subscription"


def may_ask_standings(user: Any) -> bool:
    """Return whether an account may ask for standings at all."""
    provinces = provinces_of(user)
    return provinces is None or bool(provinces)


def may_decide_here(user: Any) -> bool:
    """Return whether an account may try out a decision of the province whose node this is."""
    provinces = provinces_of(user)
    return is_province(settings.DIVISION) and (provinces is None or settings.DIVISION in provinces)


def may_see_standing(user: Any, person: str) -> bool:
    """Return whether an account may see a person's standing here; nobody, for somebody who does not exist.

    A province enforces everybody's standing, so its own officers may ask for everybody's on its own node; on national
    an officer sees the people of his province.
    """
    provinces = provinces_of(user)
    if provinces is None or settings.DIVISION in provinces:
        return Person.objects.filter(pk=person).exists()
    return visible_to(user).filter(pk=person).exists()


def own_person(user: Any) -> str | None:
    """Return whose own account this is: the lifelong ID, or None for an account of an office or of nobody."""
    if not user.is_authenticated or not user.is_active or user.is_staff:
        return None
    return PersonAccount.objects.filter(user_id=user.pk, ended_at=None).values_list("person_id", flat=True).first()


def readable_subscriptions(user: Any) -> QuerySet[Subscription]:
    """Return the subscriptions whose notifications an account may read: by permission on each, and by nothing else."""
    return get_objects_for_user(
        user, READ_SUBSCRIPTION, klass=Subscription, with_superuser=False, accept_global_perms=False
    )
