"""Finding decisions by their case number."""

from django.db.models import Q


def by_case_number(text: str) -> Q:
    """Return the condition for decisions by the beginning of their case number."""
    return Q(case_number__startswith=text)
