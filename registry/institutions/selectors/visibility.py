"""Finds the institutions and keys that lie in a scope."""

from django.db.models import QuerySet

from registry.institutions.models import Institution, InstitutionKey
from sync.scope import Scope


def institutions(rows: QuerySet[Institution], scope: Scope) -> QuerySet[Institution]:
    """Return the institutions that the scope's provinces record."""
    return scope.limit(rows, "province")


def institution_keys(rows: QuerySet[InstitutionKey], scope: Scope) -> QuerySet[InstitutionKey]:
    """Return the keys of the scope's institutions."""
    return scope.limit(rows, "institution__province")
