"""Reads what the payment check needs: institution, agreements, filings and standings of a whole batch.

The till asks about a thousand lines at a time and waits. So one statement answers a whole batch, in arrays; whatever is
special about a line is looked at in Python. A key is looked up in that same statement, every time: a revoked one is
refused at once.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
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
                 s.person_id, s.from_on, s.to_on, s.status, s.term_over, s.pending, s.objection_pending, s.rule,
                 s.since_on, s.until_on, CASE s.status WHEN 'terminated' THEN s.bar_ends_on
                                                       WHEN 'suspended' THEN s.term_ends_on END)
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


class Days(NamedTuple):
    """Days that are not plainly normal; dates as ISO text, which compare as dates do.

    `since_on` and `until_on` are those of the whole stretch of the status, `ends_on` is the first day after its term or
    bar.
    """

    from_on: str
    to_on: str | None
    status: str
    term_over: bool
    pending: bool
    objection_pending: bool
    rule: str
    since_on: str | None
    until_on: str | None
    ends_on: str | None


class Standing(NamedTuple):
    """The standing on a day: since when and until when the whole stretch of it holds, None where that is open.

    `ends_on` is the first day after the term or bar, after which a status lasts until somebody ends it; `then` the
    status that is certain to follow.
    """

    status: str
    from_on: str | None
    to_on: str | None
    ends_on: str | None
    then: str | None
    term_over: bool
    pending: bool
    objection_pending: bool
    rule: str


_NORMAL = Status.NORMAL.value
NORMAL = Standing(_NORMAL, None, None, None, None, False, False, False, STATUS_RULE)


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
    days: Mapping[str, list[Days]]
    """By person, in order."""
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
        days = self.days.get(person)
        if days is None:
            return NORMAL
        found = next((each for each in days if each.from_on <= day and (each.to_on is None or day < each.to_on)), None)
        if found is None or found.status == _NORMAL:
            return _normal(days, day, found)
        then = None
        if found.until_on is not None:
            then = next((each.status for each in days if each.from_on == found.until_on), _NORMAL)
        return Standing(
            found.status,
            found.since_on,
            found.until_on,
            found.ends_on,
            then,
            found.term_over,
            found.pending,
            found.objection_pending,
            found.rule or STATUS_RULE,
        )


def _normal(days: Sequence[Days], day: str, flagged: Days | None) -> Standing:
    """Return what somebody is between the days on which they are something else."""
    others = [each for each in days if each.status != _NORMAL]
    before = max((each.to_on for each in others if each.to_on is not None and each.to_on <= day), default=None)
    after = next((each for each in others if each.from_on > day), None)
    return Standing(
        _NORMAL,
        before,
        None if after is None else after.from_on,
        None,
        None if after is None else after.status,
        False,
        flagged is not None and flagged.pending,
        flagged is not None and flagged.objection_pending,
        STATUS_RULE,
    )


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
    days: dict[str, list[Days]] = {}
    for person, *row in orjson.loads(special or "[]"):
        days.setdefault(person, []).append(Days(*row))
    for each in days.values():
        each.sort(key=itemgetter(0))
    return Counter(
        institution=institution or "",
        position=int(position or 0),
        age_seconds=None if age is None else int(age),
        filed=frozenset(filed.split(",")) if filed else frozenset(),
        days=days,
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
