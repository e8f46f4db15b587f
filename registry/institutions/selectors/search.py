"""Finding institutions by code or name."""

from django.db.models import Q, QuerySet

from registry.institutions.models import Institution


def institutions(rows: QuerySet[Institution], text: str) -> QuerySet[Institution]:
    """Return institutions by the beginning of their code, or by any part of their name."""
    return rows.filter(Q(code__istartswith=text) | Q(name__icontains=text))
