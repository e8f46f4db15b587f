"""Many rows in one statement.

Rows travel as one JSON document and PostgreSQL spreads it over the table's own columns: one round trip, and
less work in Python than COPY or parameter lists. Unlike COPY it can pass over rows that are there already,
which makes every replay harmless.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import orjson
from django.db import connection, models
from psycopg import sql


def insert(model: type[models.Model], rows: Sequence[Mapping[str, object]]) -> int:
    """Insert rows, pass over those there already, and return how many are new.

    A row maps columns to values; each has the same columns.
    """
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_insert(model._meta.db_table, tuple(rows[0])), [document(rows)])
        return cursor.rowcount


def replace(model: type[models.Model], column: str, keys: Sequence[str], rows: Sequence[Mapping[str, object]]) -> None:
    """Replace every row with one of these keys in a column: for projections only, facts refuse it."""
    with connection.cursor() as cursor:
        cursor.execute(_delete(model._meta.db_table, column), [list(keys)])
        if rows:
            # What was there is gone: without ON CONFLICT the indexes are read once, not twice.
            cursor.execute(_insert(model._meta.db_table, tuple(rows[0]), repeated=False), [document(rows)])


def document(rows: Sequence[Mapping[str, object]]) -> str:
    """Return rows as the JSON that `json_populate_recordset` reads."""
    return orjson.dumps(rows).decode()


@lru_cache(maxsize=64)
def _insert(table: str, columns: tuple[str, ...], *, repeated: bool = True) -> str:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL(
        "INSERT INTO {table} ({names}) SELECT {names} FROM json_populate_recordset(NULL::{table}, %s::json)"
    ).format(table=sql.Identifier(table), names=names)
    return statement.as_string(None) + (" ON CONFLICT DO NOTHING" if repeated else "")


@lru_cache(maxsize=8)
def _delete(table: str, column: str) -> str:
    statement = sql.SQL("DELETE FROM {table} WHERE {column} = ANY(%s)")
    return statement.format(table=sql.Identifier(table), column=sql.Identifier(column)).as_string(None)
