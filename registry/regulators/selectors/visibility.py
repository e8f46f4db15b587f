"""Finds the subscriptions and notifications that lie in a scope."""

from django.db.models import QuerySet

from registry.regulators.models import Notification, Subscription
from sync.scope import Scope


def notifications(rows: QuerySet[Notification], scope: Scope) -> QuerySet[Notification]:
    """Return the notifications about the scope's provinces."""
    return scope.limit(rows, "province")


def subscriptions(rows: QuerySet[Subscription], scope: Scope) -> QuerySet[Subscription]:
    """Return the subscriptions of the scope's provinces."""
    return scope.limit(rows, "division")
