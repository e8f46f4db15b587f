"""What the payment check reads: whose key it is, who is filed there, who is not in normal standing.

The till asks about a thousand lines at a time and waits. So one statement answers a whole batch, in arrays, over a
server-side prepared plan; whatever is special about a line is looked at in Python. A key is looked up in that same
statement, every time: a revoked one is refused at once.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from weakref import WeakSet

import orjson
import psycopg
from django.db import connection

from registry.codes.payability import Reason, Verdict
from registry.codes.statuses import Status

NATIONAL = "000000"

PAYMENT_RULE = "医保办发〔2024〕34号 arts. 45, 48"
FILING_RULE = "医保办发〔2024〕34号 art. 13"
STATUS_RULE = "医保办发〔2024〕34号 art. 16"

# A generic plan is enough for arrays of any length, and saves planning, which costs five times the execution.
_GENERIC = "SET plan_cache_mode = force_generic_plan"

_BATCH = """
SELECT k.institution_id, c.position, (extract(epoch FROM %(now)s::timestamptz - c.verified_at))::bigint,
       (SELECT string_agg(f.person_id, ',') FROM registry_filingperiod f
         WHERE f.institution = k.institution_id AND f.person_id = ANY(%(people)s::text[])
           AND f.opened_on <= %(first)s::date AND (f.cancelled_on IS NULL OR f.cancelled_on > %(last)s::date)),
       (SELECT json_agg(json_build_array(
                 s.person_id, s.from_on, s.to_on, s.status, s.term_over, s.pending, s.rule))::text
          FROM registry_standinginterval s WHERE s.person_id = ANY(%(people)s::text[]))
  FROM registry_institutionkey k LEFT JOIN sync_cursor c ON c.source = '000000'
 WHERE k.prefix = %(prefix)s AND k.hashed_key = %(hashed)s AND NOT k.revoked
   AND (k.expiry_date IS NULL OR k.expiry_date > %(now)s::timestamptz)
"""

_KEY = """
SELECT FROM registry_institutionkey k
 WHERE k.prefix = %(prefix)s AND k.hashed_key = %(hashed)s AND NOT k.revoked
   AND (k.expiry_date IS NULL OR k.expiry_date > %(now)s::timestamptz)
"""

_REST = """
SELECT p.lifelong_id, (SELECT json_agg(json_build_array(f.opened_on, f.cancelled_on))::text FROM registry_filingperiod f
                        WHERE f.institution = %(institution)s AND f.person_id = p.lifelong_id)
  FROM registry_person p WHERE p.lifelong_id = ANY(%(people)s::text[])
"""

_USES = """
INSERT INTO registry_emergencyuse (person_id, institution, service_on, at)
SELECT u.person, %(institution)s, u.day, %(now)s::timestamptz
  FROM unnest(%(people)s::text[], %(days)s::date[]) AS u (person, day)
"""

_CODES = "SELECT system, code, person_id FROM registry_personcode WHERE code = ANY(%(codes)s)"


class Presented(NamedTuple):
    """An institution's key as it came: its public prefix and the hash of the whole."""

    prefix: str
    hashed: str


class Stretch(NamedTuple):
    """A stretch of days that is not plainly normal; dates as ISO text, which compare as dates do."""

    from_on: str
    to_on: str | None
    status: str
    term_over: bool
    pending: bool
    rule: str


class Standing(NamedTuple):
    """The standing on a day, with the days between which it holds; None is open."""

    status: str
    from_on: str | None
    to_on: str | None
    term_over: bool
    pending: bool
    rule: str


NORMAL = Standing(Status.NORMAL.value, None, None, False, False, STATUS_RULE)


@dataclass(slots=True, kw_only=True)
class Counter:
    """What is known at one institution about one batch."""

    institution: str
    position: int
    age_seconds: int | None
    filed: frozenset[str]
    """Filed there on every day asked about."""
    stretches: Mapping[str, list[Stretch]]

    def standing(self, person: str, day: str) -> Standing:
        """Return a person's standing on a day."""
        stretches = self.stretches.get(person)
        if stretches is None:
            return NORMAL
        after: str | None = None
        before: str | None = None
        for stretch in stretches:
            if stretch.from_on > day:
                after = stretch.from_on
                break
            if stretch.to_on is None or day < stretch.to_on:
                return Standing(
                    stretch.status,
                    stretch.from_on,
                    stretch.to_on,
                    stretch.term_over,
                    stretch.pending,
                    stretch.rule or STATUS_RULE,
                )
            before = stretch.to_on
        return Standing(Status.NORMAL.value, before, after, False, False, STATUS_RULE)


def read(key: Presented, people: Sequence[str], *, first: str, last: str, now: Any) -> Counter | None:
    """Return what there is to know about a batch whose days run from `first` to `last`; None for a bad key.

    `people` are plain digits: they travel as the text of an array.
    """
    row = _fetch(
        _BATCH,
        {
            "people": "{" + ",".join(people) + "}",
            "first": first,
            "last": last,
            "prefix": key.prefix,
            "hashed": key.hashed,
            "now": now,
        },
    ).fetchone()
    if row is None:
        return None
    institution, position, age, filed, special = row
    stretches: dict[str, list[Stretch]] = {}
    for person, *stretch in orjson.loads(special) if special else ():
        stretches.setdefault(person, []).append(Stretch(*stretch))
    for each in stretches.values():
        each.sort()
    return Counter(
        institution=institution,
        position=position or 0,
        age_seconds=age,
        filed=frozenset(filed.split(",")) if filed else frozenset(),
        stretches=stretches,
    )


def is_key(key: Presented, *, now: Any) -> bool:
    """Return whether a key opens, without asking anything."""
    return _fetch(_KEY, {"prefix": key.prefix, "hashed": key.hashed, "now": now}).fetchone() is not None


def filings(institution: str, people: Collection[str]) -> dict[str, list[tuple[str, str | None]]]:
    """Return for each of the people who exist the periods, from and to, of filings at the institution."""
    rows = _fetch(_REST, {"institution": institution, "people": "{" + ",".join(people) + "}"}).fetchall()
    return {
        person: [(opened, cancelled) for opened, cancelled in orjson.loads(periods)] if periods else []
        for person, periods in rows
    }


def holders(codes: Collection[str]) -> dict[tuple[str, str], set[str]]:
    """Return who has these codes, by (system, code), and by ("", code) across all systems."""
    found: dict[tuple[str, str], set[str]] = {}
    for system, code, person in _fetch(_CODES, {"codes": list(codes)}).fetchall():
        found.setdefault((system, code), set()).add(person)
        found.setdefault(("", code), set()).add(person)
    return found


def keep_uses(institution: str, uses: Sequence[tuple[str, str]], *, now: Any) -> None:
    """Keep one row for each (person, day) that was answered `payable_as_emergency`."""
    params = {
        "institution": institution,
        "people": [person for person, _ in uses],
        "days": [day for _, day in uses],
        "now": now,
    }
    _fetch(_USES, params)


def judge(*, known: bool, filed: bool, standing: Standing, emergency: bool, stale: bool) -> tuple[Verdict, Reason]:
    """Return verdict and reason for one line.

    A known suspension or termination stands however old the data are; only the emergency exception, which concerns the
    status and nothing else (art. 48), lifts it. Filings are the province's own facts and never stale at home.
    """
    if not known:
        return Verdict.INDETERMINATE, Reason.UNKNOWN_PERSON
    if not filed:
        return Verdict.NOT_PAYABLE, Reason.NOT_FILED
    status = standing.status
    if status in _REFUSING:
        verdict = Verdict.PAYABLE_AS_EMERGENCY if emergency else Verdict.NOT_PAYABLE
        return verdict, _REFUSING[status][standing.term_over]
    if stale:
        return Verdict.INDETERMINATE, Reason.STALE_DATA
    if status == Status.NOT_COVERED:
        return Verdict.INDETERMINATE, Reason.NOT_COVERED
    return Verdict.PAYABLE, Reason.NORMAL


_REFUSING = {
    Status.SUSPENDED.value: (Reason.SUSPENDED, Reason.SUSPENDED_TERM_OVER),
    Status.TERMINATED.value: (Reason.TERMINATED, Reason.TERMINATED_BAR_OVER),
}

_NEVER_BY_ITSELF = 2**31
"""Django switches prepared statements off; on, they are for those who ask, and nobody else on this connection."""

_tuned: WeakSet[psycopg.Connection[Any]] = WeakSet()


def _fetch(statement: str, params: dict[str, Any]) -> psycopg.Cursor[Any]:
    """Run a prepared statement on this thread's connection, anew if that turns out to be dead.

    Django's own cursor would ask for the health of the connection first, a round trip as long as the answer itself.
    """
    raw = connection.connection
    if raw is None or raw.closed:
        connection.connect()
        return _execute(connection.connection, statement, params)
    try:
        return _execute(raw, statement, params)
    except psycopg.OperationalError:
        if connection.in_atomic_block or not raw.closed:
            raise
        connection.close()
        connection.connect()
        return _execute(connection.connection, statement, params)


def _execute(raw: psycopg.Connection[Any], statement: str, params: dict[str, Any]) -> psycopg.Cursor[Any]:
    cursor = psycopg.Cursor(raw)
    if raw not in _tuned:
        cursor.execute(_GENERIC)
        raw.prepare_threshold = _NEVER_BY_ITSELF
        _tuned.add(raw)
    return cursor.execute(statement, params, prepare=True)
