"""Reads what the payment check needs: institution, agreements, filings and standings of a whole batch.

The till asks about a thousand lines at a time and waits. So one statement answers a whole batch, in arrays; whatever is
special about a line is looked at in Python. A key is looked up in that same statement, every time: a revoked one is
refused at once.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import orjson

from registry.institutions.selectors.keys import Presented
from registry.payment.selectors.prepared import Prepared, array
from registry.words.institutions import InstitutionGroup, InstitutionKind
from registry.words.statuses import Status

AGREEMENT_RULE = "医保办发〔2024〕34号 art. 8"
PAYMENT_RULE = "医保办发〔2024〕34号 arts. 45, 48"
FILING_RULE = "医保办发〔2024〕34号 art. 13"
STATUS_RULE = "医保办发〔2024〕34号 art. 16"

_PHARMACIES = frozenset(kind.value for kind in InstitutionKind if kind.group is InstitutionGroup.PHARMACY)

_COLUMNS = b"""
SELECT k.institution_id, c.position, (extract(epoch FROM $1::timestamptz - c.verified_at))::bigint,
       (SELECT string_agg(f.person_id, ',') FROM registry_filingperiod f
         WHERE f.institution = k.institution_id AND f.person_id = ANY($2::text[])
           AND f.opened_on <= $3::date AND (f.cancelled_on IS NULL OR f.cancelled_on > $4::date)),
       array_to_json(ARRAY(SELECT json_build_array(
                 s.person_id, s.from_on, s.to_on, s.status, s.term_over, s.pending, s.objection_pending, s.rule)
          FROM registry_standinginterval s WHERE s.person_id = ANY($2::text[])))::text,
       array_to_json(ARRAY(SELECT json_build_array(a.valid_from, a.valid_to, ARRAY(
                 SELECT e.ended_on FROM registry_agreementend e
                  WHERE e.agreement_id = a.statement_id
                    AND (SELECT t.status FROM sync_statement t WHERE t.id = e.statement_id) IN ('logged', 'pending')))
          FROM registry_agreement a
         WHERE a.institution = k.institution_id
           AND (SELECT t.status FROM sync_statement t WHERE t.id = a.statement_id) IN ('logged', 'pending')))::text
"""
"""Arrays where few rows are found, which need no aggregate. The statuses as subqueries: a join might be planned as a
walk through all statements there are.
"""
_AT_PHARMACY = b"""
     , (SELECT i.kind FROM registry_institution i WHERE i.code = k.institution_id)
     , (SELECT json_agg(json_build_array(p.person_id, p.opened_on, p.cancelled_on, f.role, f.category))::text
          FROM registry_filingperiod p JOIN registry_filing f ON f.statement_id = p.filing_id
         WHERE p.institution = k.institution_id AND p.person_id = ANY($2::text[]))
     , (SELECT string_agg(p.lifelong_id, ',') FROM registry_person p WHERE p.lifelong_id = ANY($2::text[]))
"""
_FROM_KEY = b"""
  FROM registry_institutionkey k LEFT JOIN sync_cursor c ON c.source = '000000'
 WHERE k.prefix = $5 AND k.hashed_key = $6 AND NOT k.revoked
   AND (k.expiry_date IS NULL OR k.expiry_date > $1::timestamptz)
"""

_BATCH = Prepared(b"payability_batch", _COLUMNS + _FROM_KEY)
_PHARMACY_BATCH = Prepared(b"payability_pharmacy_batch", _COLUMNS + _AT_PHARMACY + _FROM_KEY)

_KEY = Prepared(
    b"payability_key",
    b"""
SELECT 1 FROM registry_institutionkey k
 WHERE k.prefix = $1 AND k.hashed_key = $2 AND NOT k.revoked
   AND (k.expiry_date IS NULL OR k.expiry_date > $3::timestamptz)
""",
)

_FILINGS = Prepared(
    b"payability_filings",
    b"""
SELECT p.lifelong_id, (SELECT json_agg(json_build_array(f.opened_on, f.cancelled_on))::text FROM registry_filingperiod f
                        WHERE f.institution = $1 AND f.person_id = p.lifelong_id)
  FROM registry_person p WHERE p.lifelong_id = ANY($2::text[])
""",
)

_USES = Prepared(
    b"payability_uses",
    b"""
INSERT INTO registry_emergencyuse (person_id, institution, service_on, emergency_code, at)
SELECT u.person, $1, u.day, u.code, $2::timestamptz
  FROM unnest($3::text[], $4::date[], $5::text[]) AS u (person, day, code)
""",
)

_CODES = Prepared(
    b"payability_codes", b"SELECT system, code, person_id FROM registry_personcode WHERE code = ANY($1::text[])"
)


class Stretch(NamedTuple):
    """A stretch of days that is not plainly normal; dates as ISO text, which compare as dates do."""

    from_on: str
    to_on: str | None
    status: str
    term_over: bool
    pending: bool
    objection_pending: bool
    rule: str


class Standing(NamedTuple):
    """The standing on a day, with the days between which it holds; None is open."""

    status: str
    from_on: str | None
    to_on: str | None
    term_over: bool
    pending: bool
    objection_pending: bool
    rule: str


NORMAL = Standing(Status.NORMAL.value, None, None, False, False, False, STATUS_RULE)


class Period(NamedTuple):
    """From when until when somebody is filed at the asking institution, and in which role and class of personnel."""

    opened_on: str
    cancelled_on: str | None
    role: str = ""
    category: str = ""

    def holds(self, day: str) -> bool:
        """Return whether a day lies in it."""
        return self.opened_on <= day and (self.cancelled_on is None or day < self.cancelled_on)


type Periods = Mapping[str, Sequence[Period]]
"""Periods of people who exist; without any where somebody was never filed there."""


@dataclass(slots=True, kw_only=True)
class Counter:
    """What is known at one institution about one batch."""

    institution: str
    position: int
    age_seconds: int | None
    filed: frozenset[str]
    """Filed there on every day asked about."""
    stretches: Mapping[str, list[Stretch]]
    terms: Sequence[tuple[str, str]] | None
    """From when until when the institution's agreements hold; None where none is recorded."""
    at_pharmacy: Periods | None
    """Where it was asked for, and the institution is a pharmacy: of everybody asked about who exists."""

    def without_agreement(self, days: Iterable[str]) -> frozenset[str]:
        """Return on which of these days no agreement is in force, although some are recorded (art. 8)."""
        terms = self.terms
        if terms is None:
            return frozenset()
        return frozenset([day for day in days if not any(first <= day < end for first, end in terms)])

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
                    stretch.objection_pending,
                    stretch.rule or STATUS_RULE,
                )
            before = stretch.to_on
        return Standing(Status.NORMAL.value, before, after, False, False, False, STATUS_RULE)


def read(
    key: Presented, people: Sequence[str], *, first: str, last: str, now: datetime, pharmacy: bool = False
) -> Counter | None:
    """Return what there is to know about a batch whose days run from `first` to `last`; None for a bad key.

    `pharmacy`: also what only sales at retail pharmacies ask for.
    """
    batch = _PHARMACY_BATCH if pharmacy else _BATCH
    rows = batch.rows(now.isoformat(), array(people), first, last, key.prefix, key.hashed)
    if not rows:
        return None
    institution, position, age, filed, special, terms, *more = rows[0]
    stretches: dict[str, list[Stretch]] = {}
    for person, *stretch in orjson.loads(special or "[]"):
        stretches.setdefault(person, []).append(Stretch(*stretch))
    for each in stretches.values():
        each.sort()
    return Counter(
        institution=institution or "",
        position=int(position or 0),
        age_seconds=None if age is None else int(age),
        filed=frozenset(filed.split(",")) if filed else frozenset(),
        stretches=stretches,
        terms=[(start, min([end, *early])) for start, end, early in orjson.loads(terms or "[]")] or None,
        at_pharmacy=_at_pharmacy(*more) if more else None,
    )


def _at_pharmacy(kind: str | None, filed: str | None, known: str | None) -> Periods | None:
    if kind not in _PHARMACIES:
        return None
    found: dict[str, list[Period]] = {person: [] for person in known.split(",")} if known else {}
    for person, *period in orjson.loads(filed) if filed else ():
        found[person].append(Period(*period))
    return found


def is_key(key: Presented, *, now: datetime) -> bool:
    """Return whether a key opens, without asking anything."""
    return bool(_KEY.rows(key.prefix, key.hashed, now.isoformat()))


def filings(institution: str, people: Collection[str]) -> Periods:
    """Return for each of the people who exist the periods of filings at the institution."""
    return {
        person: [Period(*period) for period in orjson.loads(periods)] if periods else []
        for person, periods in _FILINGS.rows(institution, array(list(people)))
        if person
    }


def holders(codes: Collection[str]) -> dict[tuple[str, str], set[str]]:
    """Return who has these codes, by (system, code), and by ("", code) across all systems."""
    found: dict[tuple[str, str], set[str]] = {}
    for system, code, person in _CODES.rows(array(list(codes))):
        found.setdefault((system or "", code or ""), set()).add(person or "")
        found.setdefault(("", code or ""), set()).add(person or "")
    return found


def keep_uses(institution: str, uses: Sequence[tuple[str, str, str]], *, now: datetime) -> None:
    """Keep one row for each (person, day, code of the emergency) that was answered `payable_as_emergency`."""
    people, days, codes = zip(*uses, strict=True)
    _USES.rows(institution, now.isoformat(), array(people), "{" + ",".join(days) + "}", array(codes))
