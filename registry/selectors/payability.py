"""What the payment check reads: whose key it is, who is filed there, who is not in normal standing.

The till asks about a thousand lines at a time and waits. So one statement answers a whole batch, in arrays; whatever is
special about a line is looked at in Python. A key is looked up in that same statement, every time: a revoked one is
refused at once.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import orjson

from registry.codes.payability import Reason, Verdict
from registry.codes.statuses import Status
from registry.selectors.prepared import Prepared, array

NATIONAL = "000000"

PAYMENT_RULE = "医保办发〔2024〕34号 arts. 45, 48"
FILING_RULE = "医保办发〔2024〕34号 art. 13"
STATUS_RULE = "医保办发〔2024〕34号 art. 16"

_BATCH = Prepared(
    b"payability_batch",
    b"""
SELECT k.institution_id, c.position, (extract(epoch FROM $1::timestamptz - c.verified_at))::bigint,
       (SELECT string_agg(f.person_id, ',') FROM registry_filingperiod f
         WHERE f.institution = k.institution_id AND f.person_id = ANY($2::text[])
           AND f.opened_on <= $3::date AND (f.cancelled_on IS NULL OR f.cancelled_on > $4::date)),
       (SELECT json_agg(json_build_array(
                 s.person_id, s.from_on, s.to_on, s.status, s.term_over, s.pending, s.objection_pending, s.rule))::text
          FROM registry_standinginterval s WHERE s.person_id = ANY($2::text[]))
  FROM registry_institutionkey k LEFT JOIN sync_cursor c ON c.source = '000000'
 WHERE k.prefix = $5 AND k.hashed_key = $6 AND NOT k.revoked
   AND (k.expiry_date IS NULL OR k.expiry_date > $1::timestamptz)
""",
)

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


class Exceptions(NamedTuple):
    """Which exceptions a line has from what would be refused for the status (O11, O12)."""

    admitted_before_term: bool = False
    emergency: bool = False
    emergency_refused: bool = False
    """An emergency is claimed, and does not count without one of the province's codes."""
    pack: str = ""
    """Division and version of the rule pack that says so."""


NO_EXCEPTIONS = Exceptions()


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
                    stretch.objection_pending,
                    stretch.rule or STATUS_RULE,
                )
            before = stretch.to_on
        return Standing(Status.NORMAL.value, before, after, False, False, False, STATUS_RULE)


def read(key: Presented, people: Sequence[str], *, first: str, last: str, now: datetime) -> Counter | None:
    """Return what there is to know about a batch whose days run from `first` to `last`; None for a bad key."""
    rows = _BATCH.rows(now.isoformat(), array(people), first, last, key.prefix, key.hashed)
    if not rows:
        return None
    institution, position, age, filed, special = rows[0]
    stretches: dict[str, list[Stretch]] = {}
    for person, *stretch in orjson.loads(special) if special else ():
        stretches.setdefault(person, []).append(Stretch(*stretch))
    for each in stretches.values():
        each.sort()
    return Counter(
        institution=institution or "",
        position=int(position or 0),
        age_seconds=None if age is None else int(age),
        filed=frozenset(filed.split(",")) if filed else frozenset(),
        stretches=stretches,
    )


def is_key(key: Presented, *, now: datetime) -> bool:
    """Return whether a key opens, without asking anything."""
    return bool(_KEY.rows(key.prefix, key.hashed, now.isoformat()))


def filings(institution: str, people: Collection[str]) -> dict[str, list[tuple[str, str | None]]]:
    """Return for each of the people who exist the periods, from and to, of filings at the institution."""
    return {
        person: [(opened, cancelled) for opened, cancelled in orjson.loads(periods)] if periods else []
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


def judge(
    *, known: bool, filed: bool, standing: Standing, stale: bool, exceptions: Exceptions = NO_EXCEPTIONS
) -> tuple[Verdict, Reason]:
    """Return verdict and reason for one line.

    A known suspension or termination stands however old the data are; only the emergency exception, which concerns the
    status and nothing else (art. 48), and a stay that began before the term (O12) lift it. Filings are the province's
    own facts and never stale at home. Old data make `payable` indeterminate, and no answer stricter than it was
    without the stay.
    """
    if not known:
        return Verdict.INDETERMINATE, Reason.UNKNOWN_PERSON
    if not filed:
        return Verdict.NOT_PAYABLE, Reason.NOT_FILED
    status = standing.status
    if status in REFUSING:
        if exceptions.admitted_before_term and not stale:
            return Verdict.PAYABLE, Reason.ADMITTED_BEFORE_TERM
        if exceptions.emergency:
            return Verdict.PAYABLE_AS_EMERGENCY, REFUSING[status][standing.term_over]
        if exceptions.admitted_before_term:
            return Verdict.INDETERMINATE, Reason.STALE_DATA
        if exceptions.emergency_refused:
            return Verdict.NOT_PAYABLE, Reason.EMERGENCY_CODE_NOT_LISTED
        return Verdict.NOT_PAYABLE, REFUSING[status][standing.term_over]
    if stale:
        return Verdict.INDETERMINATE, Reason.STALE_DATA
    if status == Status.NOT_COVERED:
        return Verdict.INDETERMINATE, Reason.NOT_COVERED
    return Verdict.PAYABLE, Reason.NORMAL


REFUSING = {
    Status.SUSPENDED.value: (Reason.SUSPENDED, Reason.SUSPENDED_TERM_OVER),
    Status.TERMINATED.value: (Reason.TERMINATED, Reason.TERMINATED_BAR_OVER),
}
"""Statuses in which nothing is paid: the reason, and the reason once the term or bar is over."""
