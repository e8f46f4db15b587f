"""Finds the facts that lie in a scope."""

from django.db.models import Model, QuerySet

from sync.scope import Scope


def authored[M: Model](rows: QuerySet[M], scope: Scope) -> QuerySet[M]:
    """Return the facts that the scope's provinces have signed."""
    return scope.limit(rows, "author")
