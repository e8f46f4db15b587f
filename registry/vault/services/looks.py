"""Who looked at whom, for which office and what for: kept for every look at a person, and never changed."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User

from registry.vault.codes.looks import LookDoor
from registry.vault.models import LookRecord
from sync.scope import provinces_of


def record_look(
    user: User | AnonymousUser, person: str, *, door: LookDoor, now: datetime, purpose: str = "", own: bool = False
) -> None:
    """Keep that an account looked at a person through a page or call; `own` where it is that person's."""
    LookRecord.objects.create(
        user_id=user.pk,
        user_name=user.get_username(),
        person_id=person,
        door=door,
        office="" if own else office_of(user),
        purpose=purpose,
        at=now,
    )


def office_of(user: User | AnonymousUser) -> str:
    """Return the divisions for which an account looks: this node's for its whole staff, else those handed out."""
    provinces = provinces_of(user)
    return settings.DIVISION if provinces is None else ",".join(sorted(provinces))
