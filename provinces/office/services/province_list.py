"""The 32 provinces as rows, on which officers' permissions hang."""

from django.db import connections

from provinces.office.models import Province
from registry.words.divisions import PROVINCES


def ensure_provinces(*, using: str = "default", **_signal: object) -> None:
    """Write down every province that is missing; called after each migration, changes nothing that is there."""
    if Province._meta.db_table not in connections[using].introspection.table_names():
        return  # migrated back to before there were provinces
    provinces = Province.objects.using(using)
    known = set(provinces.values_list("division", flat=True))
    provinces.bulk_create(
        Province(division=one.code, name_zh=one.name_zh, name_en=one.name_en)
        for one in PROVINCES.values()
        if one.code not in known
    )
