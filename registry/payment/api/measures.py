"""`GET /api/v1/measures`: who is suspended or terminated, told to institutions within their range (art. 37)."""

from datetime import UTC, datetime

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from registry.doors.api import schema
from registry.doors.api.door_view import DoorView, asked_day, asked_limit
from registry.doors.read_only import read_only
from registry.institutions.api.keys import InstitutionKeyAuthentication
from registry.institutions.models import Institution
from registry.payment.api import schema as payment_schema
from registry.payment.selectors import publicity
from registry.payment.selectors.publicity import Shown
from registry.qualification.api import schema_foresight
from registry.statements.days import today
from registry.words import lifelong_id


class MeasuresView(DoorView):
    """Who of those filed in the institution's range is suspended or terminated on a day. It only reads."""

    authentication_classes = [InstitutionKeyAuthentication]
    permission_classes = []
    parameters = frozenset({"on", "after", "limit"})

    @extend_schema(
        operation_id="measures",
        parameters=[schema.ON, schema_foresight.AFTER_PERSON, schema_foresight.LIMIT_PEOPLE],
        responses={200: payment_schema.Measures, **schema.problems(400, 401, 405)},
        description=(
            "Who is suspended or terminated on the day, of those filed on it at the asking institution, or at any "
            "institution of its province where the rule pack says `publicity` = `institutions_of_division` or `public` "
            "(art. 37): `public` lets the institution publish it, and shows no more. "
            "No points, grounds, cases or names. In the order of lifelong IDs."
        ),
    )
    def get(self, request: Request) -> Response:
        """Return the people shown on `on` (today in China), some at a time."""
        now = datetime.now(UTC)
        institution: Institution = request.auth  # type: ignore[assignment]
        asked = request.query_params
        on = asked_day(asked.get("on"), "on") or today(now)
        after = asked.get("after")
        with read_only():
            page = publicity.page(
                institution,
                on,
                after=lifelong_id.normalise(after, field="after") if after else "",
                limit=asked_limit(asked.get("limit"), usual=publicity.MOST, most=publicity.MOST),
                now=now,
            )
        return Response(
            {
                "on": on.isoformat(),
                "publicity": page.publicity.value,
                "measures": [_document(each) for each in page.people],
                "after": page.after,
                "position": page.position,
                "age_seconds": page.age_seconds,
            }
        )


def _document(shown: Shown) -> dict[str, object]:
    return {
        "person": shown.person,
        "category": shown.category,
        "status": shown.status.value,
        "from_on": shown.from_on.isoformat(),
        "ends_on": shown.ends_on.isoformat() if shown.ends_on else None,
        "term_over": shown.term_over,
        "objection_pending": shown.objection_pending,
        "pending": shown.pending,
    }
