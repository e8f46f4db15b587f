"""`GET /api/v1/persons/{id}/standing`: a person's standing on a day, why, and how it came to be."""

import re
from datetime import UTC, date, datetime
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from registry.api import schema
from registry.api.door_view import DoorView
from registry.api.problems import Problem
from registry.codes import lifelong_id
from registry.rules import points
from registry.rules.facts import Facts, NoticeServed, Objection, Settlement
from registry.rules.timeline import timeline as compute
from registry.selectors.access import may_ask_standings, may_see_standing
from registry.selectors.facts import facts_of
from registry.selectors.packs import pack_book
from registry.services.handling import today
from registry.services.looks import record_look
from sync import merkle_store

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_POSITION = re.compile(r"0|[1-9][0-9]{0,17}")


class StandingView(DoorView):
    """A person's standing. Every look is recorded."""

    parameters = frozenset({"on", "known_at"})

    @extend_schema(
        operation_id="person_standing",
        parameters=[schema.ON, schema.KNOWN_AT],
        responses={200: schema.Standing, **schema.problems(400, 401, 403, 404, 405)},
    )
    def get(self, request: Request, person: str) -> Response:
        """Return the standing on `on` (today in China), as the log had it at `known_at` (all that is known)."""
        now = datetime.now(UTC)
        if not may_ask_standings(request.user):
            raise Problem("forbidden")
        person = lifelong_id.normalise(person)
        on = _day(request.query_params.get("on")) or today(now)
        size = merkle_store.head().size
        known_at = _position(request.query_params.get("known_at"), size)
        if not may_see_standing(request.user, person):
            raise Problem("unknown_person", "person")
        record_look(request.user, person, door="standing", now=now)
        return Response(_document(person, on, known_at, size))


def _document(person: str, on: date, known_at: int | None, size: int) -> dict[str, Any]:
    facts, packs = facts_of([person], known_at=known_at)[person], pack_book(known_at=known_at)
    timeline = compute(facts, packs)
    interval = timeline.on(on)
    years = sorted({decision.decided_on.year for decision in facts.decisions})
    return {
        "person": person,
        "on": on.isoformat(),
        "known_at": known_at,
        "position": size,
        **interval.as_json(),
        "points": {str(year): points.points_of_year(facts, year, packs=packs, on=on) for year in years},
        "timeline": [each.as_json() for each in timeline.intervals],
        "measures": [each.as_json() for each in timeline.measures],
        "notices": [_notice(each) for each in sorted(facts.notices, key=lambda each: (each.served_on, each.id))],
        "objections": _objections(facts),
    }


def _notice(notice: NoticeServed) -> dict[str, Any]:
    return {
        "notice": notice.id,
        "decision": notice.decision,
        "issued_on": notice.issued_on.isoformat(),
        "served_on": notice.served_on.isoformat(),
    }


def _objections(facts: Facts) -> list[dict[str, Any]]:
    """Return every objection with its state; of several settlements the last one counts."""
    decisions = {decision.id for decision in facts.decisions}
    settled = {each.objection: each for each in sorted(facts.settlements, key=lambda each: (each.settled_on, each.id))}
    return [
        _objection(each, "decision" if each.target in decisions else "cascade", settled.get(each.id))
        for each in sorted(facts.objections, key=lambda each: (each.lodged_on, each.id))
    ]


def _objection(objection: Objection, against: str, settlement: Settlement | None) -> dict[str, Any]:
    return {
        "objection": objection.id,
        "against": against,
        "target": objection.target,
        "lodged_on": objection.lodged_on.isoformat(),
        "state": settlement.outcome.value if settlement else "pending",
        "settled_on": settlement.settled_on.isoformat() if settlement else None,
        "points": settlement.points if settlement else None,
        "months": settlement.suspension_months if settlement else None,
    }


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        if not _DATE.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise Problem("date_unreadable", "on") from None


def _position(text: str | None, size: int) -> int | None:
    if text is None:
        return None
    if not _POSITION.fullmatch(text):
        raise Problem("position_unreadable", "known_at")
    if int(text) > size:
        raise Problem("position_unknown", "known_at")
    return int(text)
