"""Statements prepared once per connection: text in, text out, one round trip and little else.

For the one door whose caller waits at a till. psycopg's cursor costs there twice what PostgreSQL needs for the answer,
Django's asks for the health of the connection first, and planning anew costs five times the execution: a generic plan
serves arrays of any length.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import psycopg
from django.db import connection
from psycopg import pq
from psycopg.errors import error_from_result

_DONE = (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK)
_GENERIC = b"SET plan_cache_mode = force_generic_plan"

_prepared: WeakKeyDictionary[psycopg.Connection[object], set[bytes]] = WeakKeyDictionary()

type Row = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement with parameters $1, $2 …; each is sent as text."""

    name: bytes
    sql: bytes

    def rows(self, *values: str) -> list[Row]:
        """Run it on this thread's connection, anew if that turns out to be dead. Raises psycopg.Error."""
        raw = connection.connection
        if raw is not None and not raw.closed:
            try:
                return self._run(raw, values)
            except psycopg.OperationalError:
                if connection.in_atomic_block or raw.pgconn.status == pq.ConnStatus.OK:
                    raise
        connection.close()
        connection.connect()
        return self._run(connection.connection, values)

    def _run(self, raw: psycopg.Connection[object], values: Sequence[str]) -> list[Row]:
        connected = raw.pgconn
        known = _prepared.get(raw)
        if known is None:
            _checked(connected, connected.exec_(_GENERIC))
            known = _prepared[raw] = set()
        if self.name not in known:
            _checked(connected, connected.prepare(self.name, self.sql))
            known.add(self.name)
        result = _checked(connected, connected.exec_prepared(self.name, [value.encode() for value in values]))
        columns = range(result.nfields)
        return [tuple([_text(result.get_value(row, column)) for column in columns]) for row in range(result.ntuples)]


def array(values: Sequence[str]) -> str:
    """Return the text of an array of texts."""
    if all(map(str.isdecimal, values)):
        return "{" + ",".join(values) + "}"  # digits need no quotes; anything else does, be it only the word null
    quoted = [value.replace("\\", "\\\\").replace('"', '\\"') for value in values]
    return "{" + ",".join([f'"{value}"' for value in quoted]) + "}"


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode()


def _checked(connected: pq.abc.PGconn, result: pq.abc.PGresult) -> pq.abc.PGresult:
    if result.status in _DONE:
        return result
    if connected.status != pq.ConnStatus.OK:
        raise psycopg.OperationalError("the connection to the database is gone")
    raise error_from_result(result)
