"""Finding decisions by their case number."""

from django.db.models import Q

from registry.words.written import writings


def by_case_number(text: str) -> Q:
    """Return the condition for decisions by the beginning of their case number, however it is written."""
    return Q(case_number__startswith=text) | Q(case_key__startswith=writings.number(text))
