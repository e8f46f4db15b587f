"""Finds the person to whom an account belongs."""

from registry.people.models import PersonAccount
from sync.scope import Account


def own_person(user: Account) -> str | None:
    """Return whose own account this is: the lifelong ID, or None for an account of an office or of nobody."""
    if not user.is_authenticated or not user.is_active or user.is_staff:
        return None
    return PersonAccount.objects.filter(user_id=user.pk, ended_at=None).values_list("person_id", flat=True).first()
