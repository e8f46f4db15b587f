"""Which rows of the registry lie in a scope: provincial officers see their own province on the national site.

A province may only speak of institutions in its division, so whose a fact is can be read from its author. A
person belongs to every province that asked for the ID, files the person, or has decided something about
them; the standing is the person's, and goes with the person.
"""

from django.db.models import QuerySet

from registry.models import Notification, Subscription
from sync.scope import Scope

NATIONAL = "000000"


def notifications(rows: QuerySet[Notification], scope: Scope) -> QuerySet[Notification]:
    """Return the notifications about the scope's provinces."""
    return scope.limit(rows, "province")


def subscriptions(rows: QuerySet[Subscription], scope: Scope) -> QuerySet[Subscription]:
    """Return the subscriptions of the scope's provinces."""
    return scope.limit(rows, "division")
