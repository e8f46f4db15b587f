"""Finds the uses of the emergency exception that lie in a scope."""

from django.db.models import QuerySet

from registry.institutions.models import Institution
from registry.institutions.selectors.visibility import institutions
from registry.payment.models import EmergencyUse
from sync.scope import Scope


def emergency_uses(rows: QuerySet[EmergencyUse], scope: Scope) -> QuerySet[EmergencyUse]:
    """Return the uses at the scope's institutions."""
    if scope.everything:
        return rows
    return rows.filter(institution__in=institutions(Institution.objects.all(), scope).values("pk"))
