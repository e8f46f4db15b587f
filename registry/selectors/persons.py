"""People: who may be seen by whom, and how somebody is found."""

from contextlib import suppress
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from guardian.shortcuts import get_objects_for_user

from registry.codes import lifelong_id
from registry.codes.errors import CodeRefused
from registry.models import Cascade, Decision, Filing, Identity, Person, PersonCode, Restoration

SEE_PROVINCE = "provinces.see_province"
"""The permission on a province; who holds it for the whole table sees everybody."""

BEARING: tuple[type[Model], ...] = (Filing, Decision, Cascade, Restoration)
"""Facts that make a person the concern of the province that signed them."""


def provinces_of(user: Any) -> frozenset[str] | None:
    """Return the divisions an account may look into; None for all of them."""
    if user is None or isinstance(user, AnonymousUser) or not user.is_active:
        return frozenset()
    if user.is_superuser or user.has_perm(SEE_PROVINCE):
        return None
    province = apps.get_model("provinces", "Province")
    seen = get_objects_for_user(user, SEE_PROVINCE, klass=province, accept_global_perms=False)
    return frozenset(seen.values_list("pk", flat=True))


def visible_to(user: Any) -> QuerySet[Person]:
    """Return the people an account may see.

    National staff see everybody; a provincial officer those of whom his province has a fact in force, or for whom it
    asked the ID.
    """
    provinces = provinces_of(user)
    if provinces is None:
        return Person.objects.all()
    if not provinces:
        return Person.objects.none()
    seen = Q(issued_for__in=provinces)
    for model in BEARING:
        facts = model._default_manager.filter(author__in=provinces, person_id=OuterRef("pk"))
        seen |= Q(Exists(facts.in_force()))  # type: ignore[attr-defined]
    return Person.objects.filter(seen)


def find(people: QuerySet[Person], text: str, *, name_hash: bytes | None = None) -> QuerySet[Person]:
    """Return those of the people whose lifelong ID or one of whose codes is this text, or who bear the name.

    A name is sealed: the caller gives the keyed hash of its normalised form.
    """
    found = Q(pk__in=PersonCode.objects.filter(code=text.strip()).values("person_id"))
    with suppress(CodeRefused):
        found |= Q(pk=lifelong_id.normalise(text))
    if name_hash is not None:
        found |= Q(pk__in=Identity.objects.filter(name_hash=name_hash).values("person_id"))
    return people.filter(found)
