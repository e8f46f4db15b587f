"""Finds the looks that lie in a scope."""

from django.db.models import QuerySet

from registry.vault.models import LookRecord
from sync.scope import Scope


def visible_looks(rows: QuerySet[LookRecord], scope: Scope, user_id: int) -> QuerySet[LookRecord]:
    """Return who looked at whom: everything, or the account's own looks."""
    return rows if scope.everything else rows.filter(user_id=user_id)
