"""Many rows in one statement, for the tables of this app: COPY, which is a fraction of the cost of saving objects."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from django.db import connection, models
from psycopg import sql

from sync.models import SecurityEvent

log = logging.getLogger(__name__)


def copy_in(model: type[models.Model], columns: tuple[str, ...], rows: Iterable[Sequence[object]]) -> None:
    """Insert rows, each with one value per column.

    Raises django.db.DatabaseError, when a constraint forbids one of them: then none is stored.
    """
    statement = _copy(model._meta.db_table, columns)
    # COPY is the driver's own: its errors must become Django's like those of any other statement.
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


@lru_cache(maxsize=32)
def _copy(table: str, columns: tuple[str, ...]) -> str:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names).as_string(None)


def security_event(code: str, source: str, detail: str, *, now: datetime) -> None:
    """Store one thing that a security officer should see; never personal data."""
    SecurityEvent.objects.create(at=now, code=code, source=source[:100], detail=detail[:500])
    log.warning("security event %s from %s: %s", code, source, detail)
