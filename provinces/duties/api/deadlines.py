"""`GET /api/v1/deadlines`: what is due and what is late on a province's node, by office."""

from collections import Counter
from datetime import UTC, datetime
from enum import StrEnum

from django.conf import settings
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from provinces.office import clocks, kinds
from provinces.office.clocks import Clock
from provinces.office.codes import Office
from registry.doors.api import schema
from registry.doors.api.door_view import DoorView
from registry.statements.days import today
from registry.words.deadlines import DeadlineState
from sync.scope import provinces_of
from sync.wire.refusals import ProtocolRefused

STATE = OpenApiParameter(
    "state", OpenApiTypes.STR, enum=list(DeadlineState), description="One state; all that is not done if left out."
)
OFFICE = OpenApiParameter("office", OpenApiTypes.STR, enum=list(Office), description="One office; all if left out.")


class Work(s.Serializer[None]):
    """The piece of work that a deadline belongs to."""

    kind = s.CharField(
        help_text="case, caseitem, notice, objectionhandling, application, unforeseenmeasure or correctionorder; or "
        "what it is owed upon: decision, cascade, restoration or institution."
    )
    key = s.CharField()
    title = s.CharField()


class OneDeadline(s.Serializer[None]):
    """Something to be done in time."""

    name = s.ChoiceField(choices=[(each.value, each.title_en) for each in kinds.deadline_names()])
    title = s.CharField(help_text="In English.")
    title_zh = s.CharField(help_text="In Chinese.")
    state = s.ChoiceField(choices=DeadlineState.choices())
    office = s.ChoiceField(choices=Office.choices(), help_text="Who must act.")
    division = s.CharField(help_text="Where the institution lies.")
    institution = s.CharField()
    person = s.CharField(help_text="Lifelong ID; empty where it is about nobody yet.")
    starts_on = s.DateField()
    due_on = s.DateField(allow_null=True, help_text="Null beyond the published calendar, and where nobody set a time.")
    done_on = s.DateField(allow_null=True)
    article = s.CharField()
    work = Work()


class Deadlines(s.Serializer[None]):
    """Deadlines, the late ones first, then by the day on which they are due."""

    on = s.DateField()
    counts = s.DictField(child=s.IntegerField(), help_text="How many are in each state.")
    deadlines = OneDeadline(many=True)


class DeadlinesView(DoorView):
    """The office's deadlines, for accounts that look into this province."""

    parameters = frozenset({"state", "office"})

    @extend_schema(
        operation_id="deadlines",
        parameters=[STATE, OFFICE],
        responses={200: Deadlines, **schema.problems(400, 401, 403, 405)},
    )
    def get(self, request: Request) -> Response:
        """Return what is due today in China."""
        provinces = provinces_of(request.user)
        if provinces is not None and settings.DIVISION not in provinces:
            raise ProtocolRefused.because("forbidden")
        state = _named(DeadlineState, request, "state")
        office = _named(Office, request, "office")
        on = today(datetime.now(UTC))
        found = kinds.due(on, states=clocks.OPEN if state is None else (state,), office=office)
        counts = Counter(clock.state.value for clock in found)
        return Response({"on": on, "counts": counts, "deadlines": [_document(clock) for clock in found]})


def _named[Codes: StrEnum](codes: type[Codes], request: Request, name: str) -> Codes | None:
    given = request.query_params.get(name)
    if given is None:
        return None
    try:
        return codes(given)
    except ValueError:
        raise ProtocolRefused.because("code_unknown", name) from None


def _document(clock: Clock) -> dict[str, object]:
    deadline, work = clock.deadline, clock.work
    return {
        "name": deadline.name.value,
        "title": deadline.name.title_en,
        "title_zh": deadline.name.title_zh,
        "state": clock.state.value,
        "office": clock.office.value,
        "division": clock.division,
        "institution": clock.institution,
        "person": clock.person,
        "starts_on": deadline.starts_on,
        "due_on": deadline.due_on,
        "done_on": deadline.done_on,
        "article": deadline.article,
        "work": {"kind": work._meta.model_name, "key": str(work.pk), "title": str(work)},
    }
