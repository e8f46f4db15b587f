"""`GET /api/v1/joint-cases`: measures that rest on decisions of several provinces, and which of them leads."""

from datetime import UTC, datetime

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from registry.doors.api import schema
from registry.doors.api.door_view import DoorView, asked_limit
from registry.people.selectors.access import may_ask_standings
from registry.qualification.api import schema_foresight
from registry.statements.days import today
from registry.statistics.api import schema as statistics_schema
from registry.statistics.selectors import joint_cases
from registry.statistics.selectors.joint_cases import Concerned
from registry.vault.codes.looks import LookDoor
from registry.vault.services.looks import record_look
from registry.words import lifelong_id
from sync.scope import provinces_of
from sync.wire.refusals import ProtocolRefused

_FIRST_YEAR = 2020


class JointCasesView(DoorView):
    """Joint cases of a year: all for national staff, for officers those of their provinces. Every look is recorded."""

    parameters = frozenset({"year", "after", "limit"})

    @extend_schema(
        operation_id="joint_cases",
        parameters=[schema_foresight.YEAR, schema_foresight.AFTER_PERSON, schema_foresight.LIMIT_PEOPLE],
        responses={200: statistics_schema.JointCases, **schema.problems(400, 401, 403, 405)},
    )
    def get(self, request: Request) -> Response:
        """Return the joint cases of `year` (this one in China) in the order of lifelong IDs, some people at a time."""
        now = datetime.now(UTC)
        if not may_ask_standings(request.user):
            raise ProtocolRefused.because("forbidden")
        asked = request.query_params
        year = _year(asked.get("year"), today(now).year)
        after = asked.get("after")
        page = joint_cases.page(
            year,
            provinces_of(request.user),
            after=lifelong_id.normalise(after, field="after") if after else "",
            limit=asked_limit(asked.get("limit"), usual=joint_cases.MOST, most=joint_cases.MOST),
        )
        for person in dict.fromkeys(each.person for each in page.cases):
            record_look(request.user, person, door=LookDoor.JOINT_CASES, now=now)
        return Response({"year": year, "joint_cases": [_document(each) for each in page.cases], "after": page.after})


def _document(found: Concerned) -> dict[str, object]:
    case = found.case
    return {
        "person": found.person,
        "kind": case.kind.value,
        "points_total": case.points_total,
        "lead": case.lead,
        "authors": list(case.authors),
        "decision": case.decision,
        "crossed_by": case.crossed_by,
        "decisions": [
            {
                "decision": decision.id,
                "author": decision.author,
                "institution": decision.institution,
                "decided_on": decision.decided_on.isoformat(),
                "points": decision.points,
            }
            for decision in found.decisions
        ],
    }


def _year(text: str | None, this_year: int) -> int:
    if text is None:
        return this_year
    if not (text.isascii() and text.isdecimal() and len(text) == 4 and _FIRST_YEAR <= int(text) <= this_year):
        raise ProtocolRefused.because("year_unreadable", "year")
    return int(text)
