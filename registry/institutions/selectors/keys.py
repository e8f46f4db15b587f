"""Finds the institution to which a key belongs."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from registry.institutions.models import Institution, InstitutionKey


def institution_of(prefix: str, hashed_key: str, *, now: datetime) -> Institution | None:
    """Return whose key it is; None for one that is unknown, revoked or expired."""
    keys = InstitutionKey.objects.filter(prefix=prefix, hashed_key=hashed_key, revoked=False)
    key = keys.filter(Q(expiry_date=None) | Q(expiry_date__gt=now)).select_related("institution").first()
    return key.institution if key else None


class Presented(NamedTuple):
    """An institution's key as it came: its public prefix and the hash of the whole."""

    prefix: str
    hashed: str
