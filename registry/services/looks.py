"""Who looked at whom: kept for every look at a person, and never changed."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser, User

from registry.models import LookRecord


def record_look(user: User | AnonymousUser, person: str, *, door: str, now: datetime) -> None:
    """Keep that an account looked at a person through a page or call."""
    LookRecord.objects.create(user_id=user.pk, user_name=user.get_username(), person_id=person, door=door, at=now)
