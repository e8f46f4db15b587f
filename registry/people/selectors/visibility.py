"""Finds the people who lie in a scope, and the rows about them."""

from django.db.models import Model, QuerySet

from registry.people.models import HeldIdentity, Person
from registry.people.selectors.persons import known_to
from sync.scope import Scope


def people(rows: QuerySet[Person], scope: Scope) -> QuerySet[Person]:
    """Return the people of whom the scope's provinces know a fact in force, or for whom they asked the ID."""
    return rows if scope.everything else known_to(rows, scope.provinces)


def of_people[M: Model](rows: QuerySet[M], scope: Scope) -> QuerySet[M]:
    """Return the rows about people of the scope: what goes with the person, whoever decided it."""
    if scope.everything:
        return rows
    return rows.filter(person__in=people(Person.objects.all(), scope).values("pk"))


def held_identities(rows: QuerySet[HeldIdentity], scope: Scope) -> QuerySet[HeldIdentity]:
    """Return the held requests that the scope's provinces have made."""
    return scope.limit(rows, "asked_by")
