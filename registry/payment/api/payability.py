"""`POST /api/v1/payability`: may these services be paid from the fund? Asked by institutions, thousands at a time.

The hottest door of a node, and so a plain view: no session, no locale, no serialiser. It answers line by line; a line
that cannot be read is refused alone, and lines in = answered + refused.
"""

from collections.abc import Callable
from datetime import UTC, datetime

import orjson
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from registry.doors.api import problems
from registry.doors.api.bodies import Meta, checked_object, raw_body
from registry.doors.api.express import HEADERS
from registry.institutions.api.keys import presented, refused_key
from registry.payment.api.payability_answers import answers
from registry.payment.api.payability_lines import Lines, read_lines
from registry.payment.codes import Reason
from registry.payment.selectors import payability as till
from registry.words.dates import law_day
from sync.wire import strict_json
from sync.wire.refusals import FormatRefused, ProtocolRefused, Refusal
from sync.wire.strict_json import Json

MAX_LINES = 10_000
MAX_BYTES = 8 * 1024 * 1024
_SMALL = 32 * 1024
"""Bytes up to which the key is checked together with the lines; above, before anything is read."""

_FIELDS = frozenset({"lines"})


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
    """Return the answer to a batch. Raises NotAccepted; psycopg.OperationalError without a database."""
    if meta["REQUEST_METHOD"] != "POST":
        raise ProtocolRefused(Refusal("method_not_allowed"), headers={"Allow": "POST"})
    now = datetime.now(UTC)
    key = presented(meta.get("HTTP_AUTHORIZATION", ""))
    raw = raw_body(meta, read, max_bytes=MAX_BYTES)
    if len(raw) > _SMALL and not till.is_key(key, now=now):
        raise refused_key()
    today = law_day(now)
    lines = read_lines(_json_lines(raw), today=today.isoformat())
    _find_codes(lines)
    people, days = lines.people(), lines.days() or {today.isoformat()}
    first, last, pharmacy = min(days), max(days), lines.at_pharmacy()
    counter = till.read(key, people, first=first, last=last, now=now, pharmacy=pharmacy)
    if counter is None:
        raise refused_key()
    return answers(lines, counter, people, days, now=now, today=today)


def _json_lines(raw: bytes) -> list[Json]:
    """Return the lines of a body. Raises ProtocolRefused or FormatRefused.

    The fast reader takes the last of two members of one name. Each member has one colon: when there are as many colons
    as members, no member came twice; else (twice, or a colon inside a text) the strict reader decides. The people whom
    lines name are looked into only where there are more colons than the lines themselves explain.
    """
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError:
        strict_json.loads(raw, max_bytes=MAX_BYTES, floats=True)  # says what is wrong with it
        raise FormatRefused.because("json_malformed") from None
    lines = checked_object(body, _FIELDS).get("lines")
    if lines is None:
        raise ProtocolRefused.because("field_missing", "lines")
    if type(lines) is not list:
        raise ProtocolRefused.because("list_expected", "lines")
    if len(lines) > MAX_LINES:
        raise ProtocolRefused.because("batch_too_large", "lines", longest=MAX_LINES)
    colons = raw.count(b":") - 1 - sum([len(line) for line in lines if type(line) is dict])
    if colons and colons != _members_of_people(lines):
        strict_json.loads(raw, max_bytes=MAX_BYTES, floats=True)
    return lines


def _members_of_people(lines: list[Json]) -> int:
    found = 0
    for line in lines:
        if type(line) is dict and type(people := line.get("persons")) is list:
            found += sum([len(each) for each in people if type(each) is dict])
    return found


def _find_codes(lines: Lines) -> None:
    """Say who is meant where a line has a code instead of a lifelong ID."""
    if not lines.coded:
        return
    holders = till.holders({each.code for each in lines.coded})
    for within, place, system, code in lines.coded:
        people = holders.get((system, code), ())
        if len(people) == 1:
            (person,) = people
            within[place] = within[place]._replace(person=person)
        else:
            unknown = Reason.AMBIGUOUS_CODE if people else Reason.UNKNOWN_CODE
            within[place] = within[place]._replace(unknown=unknown)
