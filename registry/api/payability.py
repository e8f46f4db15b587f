"""`POST /api/v1/payability`: may these services be paid from the fund? Asked by institutions, thousands at a time.

The hottest door of a node, and so a plain view: no session, no locale, no serialiser. It answers line by line; a line
that cannot be read is refused alone, and lines in = answered + refused.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from registry.api import problems
from registry.api.bodies import checked_object, raw_body
from registry.api.express import HEADERS, Meta
from registry.api.institution_keys import presented, refused_key
from registry.api.payability_lines import Line, Lines, Refusal, read_lines
from registry.api.problems import Problem
from registry.codes.lifelong_id import is_valid
from registry.codes.payability import ClaimRole, Reason, Verdict
from registry.selectors import payability as till
from registry.selectors.payment_exceptions import Claimed, PaymentExceptions
from sync.wire import strict_json
from sync.wire.errors import WireError

MAX_LINES = 10_000
MAX_BYTES = 8 * 1024 * 1024
_SMALL = 32 * 1024
"""Bytes up to which the key is checked together with the lines; above, before anything is read."""

_FIELDS = frozenset({"lines"})
_EVER = "2000-01-01"
_RULES = {
    Reason.NOT_FILED: till.FILING_RULE,
    Reason.SUSPENDED: till.PAYMENT_RULE,
    Reason.SUSPENDED_TERM_OVER: till.PAYMENT_RULE,
    Reason.TERMINATED: till.PAYMENT_RULE,
    Reason.TERMINATED_BAR_OVER: till.PAYMENT_RULE,
}
_PARAMETERS = {
    Reason.ADMITTED_BEFORE_TERM: "straddle by_admission_date",
    Reason.EMERGENCY_CODE_NOT_LISTED: "emergency.codes",
}
"""What of a province's pack an answer follows from."""


@csrf_exempt
def payability(request: HttpRequest) -> HttpResponse:
    """Answer a batch of lines, or say as a problem document why not."""
    try:
        body = answer(request.META, lambda: request.body)
    except Exception as error:
        found = problems.answer_to(error)
        if found is None:
            raise
        return found
    return HttpResponse(body, headers=HEADERS)


def answer(meta: Meta, read: Callable[[], bytes]) -> bytes:
    """Return the answer to a batch. Raises Problem, WireError; psycopg.OperationalError without a database."""
    if meta["REQUEST_METHOD"] != "POST":
        raise Problem("method_not_allowed", headers={"Allow": "POST"})
    now = datetime.now(UTC)
    key = presented(meta.get("HTTP_AUTHORIZATION", ""))
    raw = raw_body(meta, read, max_bytes=MAX_BYTES)
    if len(raw) > _SMALL and not till.is_key(key, now=now):
        raise refused_key()
    lines = read_lines(_json_lines(raw))
    _find_codes(lines)
    days = {line.day for line in lines.asked} or {_EVER}
    people = list({line.person for line in lines.asked if line.person})
    counter = till.read(key, people, first=min(days), last=max(days), now=now)
    if counter is None:
        raise refused_key()
    return _answers(lines, counter, now)


def _json_lines(raw: bytes) -> list[Any]:
    """Return the lines of a body. Raises Problem or WireError.

    The fast reader takes the last of two members of one name. Each member has one colon: when there are as many colons
    as members, no member came twice; else (twice, or a colon inside a text) the strict reader decides.
    """
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError:
        strict_json.loads(raw, max_bytes=MAX_BYTES, floats=True)  # says what is wrong with it
        raise WireError("json_malformed") from None
    lines = checked_object(body, _FIELDS).get("lines")
    if lines is None:
        raise Problem("field_missing", "lines")
    if type(lines) is not list:
        raise Problem("list_expected", "lines")
    if len(lines) > MAX_LINES:
        raise Problem("batch_too_large", "lines", longest=MAX_LINES)
    if raw.count(b":") != 1 + sum([len(line) for line in lines if type(line) is dict]):
        strict_json.loads(raw, max_bytes=MAX_BYTES, floats=True)
    return lines


def _find_codes(lines: Lines) -> None:
    """Say who is meant where a line has a code instead of a lifelong ID."""
    if not lines.coded:
        return
    holders = till.holders({code for _, _, code in lines.coded})
    for place, system, code in lines.coded:
        people = holders.get((system, code), ())
        if len(people) == 1:
            (person,) = people
            lines.asked[place] = lines.asked[place]._replace(person=person)
        else:
            lines.unknown[lines.asked[place].number] = Reason.AMBIGUOUS_CODE if people else Reason.UNKNOWN_CODE


def _answers(lines: Lines, counter: till.Counter, now: datetime) -> bytes:
    writer = _Writer(counter, now)
    mine, filed, special = counter.institution, counter.filed, counter.stretches
    rest = {line.person for line in lines.asked if line.person and line.person not in filed}
    periods = till.filings(mine, rest) if rest else {}
    parts: list[tuple[int, bytes]] = []
    usual = reported = b""
    refused = lines.refused
    for line in lines.asked:
        number, person, _, _, role, institution, _, _ = line
        if institution != mine:
            refused.append(Refusal(number, "institution_not_yours", "institution"))
        elif person in filed and person not in special:
            if role == "ordering":
                usual = usual or writer.usual(decides=True)
                parts.append((number, usual))
            else:
                reported = reported or writer.usual(decides=False)
                parts.append((number, reported))
        elif number in lines.unknown:
            parts.append((number, writer.unknown(lines.unknown[number], line)))
        elif person not in filed and person not in periods and not is_valid(person):
            refused.append(Refusal(number, "bad_check_digits", "person"))
        else:
            parts.append((number, writer.special(line, person in filed or periods.get(person))))
    writer.keep_uses()
    return writer.whole(parts, refused)


class _Writer:
    """Writes answers as JSON: all that is the same for many lines is written once."""

    def __init__(self, counter: till.Counter, now: datetime) -> None:
        self._counter, self._now = counter, now
        age = counter.age_seconds
        self._stale = age is None or age > settings.STALE_AFTER
        self._uses: list[Line] = []
        self._exceptions = PaymentExceptions(counter.institution)

    def usual(self, *, decides: bool) -> bytes:
        """Return the answer for somebody who is filed on every day asked about and was never anything but normal."""
        verdict, reason = till.judge(known=True, filed=True, standing=till.NORMAL, stale=self._stale)
        return self._tail(verdict, reason, till.NORMAL, decides)

    def unknown(self, reason: Reason, line: Line) -> bytes:
        """Return the answer for a code that names nobody, or several."""
        return self._tail(Verdict.INDETERMINATE, reason, None, line.role == ClaimRole.ORDERING)

    def special(self, line: Line, filed: bool | list[tuple[str, str | None]] | None) -> bytes:
        """Return the answer for one line; `filed` is true, or the periods to look into, or None for nobody."""
        known = filed is not None
        if isinstance(filed, list):
            filed = any(opened <= line.day and (end is None or line.day < end) for opened, end in filed)
        standing = self._counter.standing(line.person, line.day)
        found = self._excepted(line, standing) if filed else till.NO_EXCEPTIONS
        verdict, reason = till.judge(
            known=known,
            filed=bool(filed),
            standing=standing,
            stale=self._stale,
            exceptions=found,
        )
        decides = line.role == ClaimRole.ORDERING
        if decides and verdict is Verdict.PAYABLE_AS_EMERGENCY:
            self._uses.append(line)
        parameter = _PARAMETERS.get(reason)
        rule = parameter and f"{till.PAYMENT_RULE}; {found.pack}: {parameter}"
        return self._tail(verdict, reason, standing if known else None, decides, rule)

    def _excepted(self, line: Line, standing: till.Standing) -> till.Exceptions:
        """Return which exceptions a line has. Packs are looked at where one would make a difference, and only there."""
        if standing.status not in till.REFUSING or not (line.emergency or line.admitted_on):
            return till.NO_EXCEPTIONS
        claimed = Claimed(line.admitted_on, line.emergency, line.emergency_code)
        return self._exceptions.of(claimed, self._counter.stretches[line.person], service_on=line.day)

    def keep_uses(self) -> None:
        """Count every use of the emergency exception (art. 48)."""
        if self._uses:
            uses = [(use.person, use.day, use.emergency_code) for use in self._uses]
            till.keep_uses(self._counter.institution, uses, now=self._now)

    def whole(self, parts: list[tuple[int, bytes]], refused: list[Refusal]) -> bytes:
        """Return the whole answer, lines in their order, whose counts add up."""
        for number, code, field in refused:
            parts.append((number, _refusal(code, field)))
        if refused:
            parts.sort()
        counts = {
            "answered": len(parts) - len(refused),
            "refused": len(refused),
            "position": self._counter.position,
            "age_seconds": self._counter.age_seconds,
        }
        answers = b",".join([b'{"line":%d,%b' % part for part in parts])
        return b'{"lines":[' + answers + b"]," + orjson.dumps(counts)[1:]

    def _tail(
        self,
        verdict: Verdict,
        reason: Reason,
        standing: till.Standing | None,
        decides: bool,
        rule: str | None = None,
    ) -> bytes:
        shown = standing and {
            "status": standing.status,
            "from_on": standing.from_on,
            "to_on": standing.to_on,
            "term_over": standing.term_over,
            "pending": standing.pending,
            "objection_pending": standing.objection_pending,
        }
        answer = {
            "outcome": "answered",
            "verdict": verdict,
            "reason": reason,
            "decides": decides,
            "standing": shown,
            "rule": rule or _RULES.get(reason) or (standing.rule if standing else till.STATUS_RULE),
            "position": self._counter.position,
            "age_seconds": self._counter.age_seconds,
        }
        return orjson.dumps(answer)[1:]


def _refusal(code: str, field: str) -> bytes:
    reason = problems.reason_of(code, field)
    answer = {
        "outcome": "refused",
        "code": reason.code,
        "field": reason.field,
        "sentence": reason.sentence,
        "sentence_zh": reason.sentence_zh,
    }
    return orjson.dumps(answer)[1:]
