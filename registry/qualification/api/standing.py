"""`GET /api/v1/persons/{id}/standing`: a person's standing on a day, why, and how it came to be."""

import re
from datetime import UTC, date, datetime

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from registry.doors.api import schema as doors_schema
from registry.doors.api.door_view import DoorView, asked_day
from registry.people.selectors.access import may_ask_standings, may_see_standing
from registry.qualification.api import schema
from registry.qualification.rules.facts import Facts, NoticeServed, Objection, Settlement
from registry.qualification.selectors.kinship import kinship
from registry.qualification.selectors.points import points_by_year
from registry.statements.days import today
from registry.vault.codes.looks import LookDoor
from registry.vault.services.looks import record_look
from registry.words import lifelong_id
from sync import merkle_store
from sync.wire.refusals import ProtocolRefused

_POSITION = re.compile(r"0|[1-9][0-9]{0,17}")


class StandingView(DoorView):
    """A person's standing. Every look is recorded."""

    parameters = frozenset({"on", "known_at"})

    @extend_schema(
        operation_id="person_standing",
        parameters=[doors_schema.ON, doors_schema.KNOWN_AT],
        responses={200: schema.Standing, **doors_schema.problems(400, 401, 403, 404, 405)},
    )
    def get(self, request: Request, person: str) -> Response:
        """Return the standing on `on` (today in China), as the log had it at `known_at` (all that is known)."""
        now = datetime.now(UTC)
        if not may_ask_standings(request.user):
            raise ProtocolRefused.because("forbidden")
        person = lifelong_id.normalise(person)
        on = asked_day(request.query_params.get("on"), "on") or today(now)
        size = merkle_store.head().size
        known_at = asked_position(request.query_params.get("known_at"), size)
        if not may_see_standing(request.user, person):
            raise ProtocolRefused.because("unknown_person", "person")
        record_look(request.user, person, door=LookDoor.STANDING, now=now)
        return Response(_document(person, on, known_at, size))


def _document(person: str, on: date, known_at: int | None, size: int) -> dict[str, object]:
    whole = kinship([person], known_at=known_at)
    timeline, facts = whole.timeline(person), whole.united(person)
    interval = timeline.on(on)
    goes_on = whole.survivor(person)
    return {
        "person": person,
        "merged_into": goes_on if goes_on != person else None,
        "on": on.isoformat(),
        "known_at": known_at,
        "position": size,
        **interval.as_json(),
        **timeline.stretch_on(on).as_json(),
        "points": {str(year): points for year, points in points_by_year(whole, person, on).items()},
        "timeline": [each.as_json() for each in timeline.intervals],
        "measures": [each.as_json() for each in timeline.measures],
        "notices": [_notice(each) for each in sorted(facts.notices, key=lambda each: (each.served_on, each.id))],
        "objections": _objections(facts),
    }


def _notice(notice: NoticeServed) -> dict[str, object]:
    return {
        "notice": notice.id,
        "decision": notice.decision,
        "number": notice.number,
        "corrects": notice.corrects,
        "issued_on": notice.issued_on.isoformat(),
        "served_on": notice.served_on.isoformat(),
    }


def _objections(facts: Facts) -> list[dict[str, object]]:
    """Return every objection with its state; of several settlements the last one counts."""
    decisions = {decision.id for decision in facts.decisions}
    settled = {each.objection: each for each in sorted(facts.settlements, key=lambda each: (each.settled_on, each.id))}
    return [
        _objection(each, "decision" if each.target in decisions else "cascade", settled.get(each.id))
        for each in sorted(facts.objections, key=lambda each: (each.lodged_on, each.id))
    ]


def _objection(objection: Objection, against: str, settlement: Settlement | None) -> dict[str, object]:
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


def asked_position(text: str | None, size: int) -> int | None:
    """Return the log position of a question. Raises ProtocolRefused `position_unreadable` or `position_unknown`."""
    if text is None:
        return None
    if not _POSITION.fullmatch(text):
        raise ProtocolRefused.because("position_unreadable", "known_at")
    if int(text) > size:
        raise ProtocolRefused.because("position_unknown", "known_at")
    return int(text)
