"""`POST /api/v1/decisions/foresight`: the dry run of a decision, before a province signs it."""

from datetime import UTC, datetime

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from registry.doors.api import schema
from registry.doors.api.bodies import raw_body
from registry.doors.api.door_view import DoorView
from registry.people.selectors.access import may_decide_here
from registry.qualification.api import schema_foresight
from registry.qualification.rules.foresight import crosses, led_to_before
from registry.qualification.rules.measures import iso
from registry.qualification.services import foresight
from registry.qualification.services.foresight import Foreseen
from registry.vault.codes.looks import LookDoor
from registry.vault.services.looks import record_look
from sync.wire import strict_json
from sync.wire.refusals import ProtocolRefused


class ForesightView(DoorView):
    """The dry run of a decision, for officers of the province whose node this is. Every look is recorded."""

    http_method_names = ["post"]

    @extend_schema(
        operation_id="decision_foresight",
        request=schema_foresight.DecisionToBe,
        responses={200: schema_foresight.Foresight, **schema.problems(400, 401, 403, 405, 411, 413, 415)},
        examples=[schema_foresight.FORESIGHT_EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        """Return sum, measure and months that a `decision.issued` with this body would lead to; nothing is stored."""
        now = datetime.now(UTC)
        if not may_decide_here(request.user):
            raise ProtocolRefused.because("forbidden")
        raw = raw_body(request.META, lambda: request.body, max_bytes=strict_json.MAX_BYTES)
        body = strict_json.loads(raw)
        if type(body) is not dict:
            raise ProtocolRefused.because("body_object_expected")
        found = foresight.of_decision(body, author=settings.DIVISION, now=now)
        record_look(request.user, found.person, door=LookDoor.FORESIGHT, now=now)
        return Response(_document(found))


def _document(found: Foreseen) -> dict[str, object]:
    would, held = found.foresight, found.held
    measure, before = would.measure, led_to_before(would.without, found.person, would.year)
    return {
        "person": found.person,
        "year": would.year,
        "points_before": would.before,
        "points_after": would.total,
        "measure_before": before.value if before else None,
        "measure": measure.kind.value,
        "crosses": crosses(before, measure.kind),
        "by": None if would.carried else measure.decision,
        "starts_on": measure.starts_on.isoformat(),
        "months": measure.months,
        "term_ends_on": iso(measure.term_ends_on),
        "bar_years": measure.bar_years,
        "bar_ends_on": iso(measure.bar_ends_on),
        "other_provinces": list(would.other_provinces),
        "joint": {"lead": would.joint.lead, "authors": list(would.joint.authors)} if would.joint else None,
        "held": held and {"code": held.code, "sentence": held.sentence, "sentence_zh": held.sentence_zh},
    }
