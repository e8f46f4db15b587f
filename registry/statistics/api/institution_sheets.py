"""`GET /api/v1/institutions/{code}/sheet`: a year of an institution for the assessment of its agreement."""

from datetime import UTC, datetime

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from registry.doors.api import schema
from registry.doors.api.door_view import DoorView
from registry.institutions.models import Institution
from registry.institutions.selectors import visibility
from registry.people.selectors.access import may_ask_standings
from registry.statements.days import today
from registry.statistics.rules.ratio_rules import Denominator
from registry.statistics.selectors.institution_sheets import Sheet, sheet
from registry.words.measures import RatioMeasure
from sync.scope import scope_of
from sync.wire.refusals import ProtocolRefused

FIRST_YEAR = 2020
YEAR = OpenApiParameter("year", OpenApiTypes.INT32, required=True, description="Calendar year, from 2020 to this one.")


class RatioShown(s.Serializer[None]):
    """Suspended and terminated person-times as a share of the people filed (art. 30)."""

    suspensions = s.IntegerField(help_text="Suspensions of people filed there that began in the year.")
    terminations = s.IntegerField(help_text="Terminations of people filed there that began in the year.")
    person_times = s.IntegerField(help_text="Both together: one person may count more than once.")
    filed = s.CharField(
        help_text="Of how many people, as the province's rule pack counts; a whole number or a fraction."
    )
    denominator = s.ChoiceField(choices=[each.value for each in Denominator])
    share_percent = s.CharField(allow_null=True, help_text="Percent, cut off after two digits; null: nobody filed.")
    settlement_percent = s.IntegerField(allow_null=True, help_text="From here settlement may be suspended.")
    agreement_percent = s.IntegerField(allow_null=True, help_text="From here the agreement is suspended.")
    measure = s.ChoiceField(choices=[each.value for each in RatioMeasure], allow_null=True, help_text="What follows.")


class SheetShown(s.Serializer[None]):
    """A year of an institution (arts. 5, 9, 10, 30, 46)."""

    institution = s.CharField(help_text="Code of the institution.")
    name = s.CharField()
    kind = s.CharField()
    province = s.CharField()
    year = s.IntegerField()
    people_filed = s.IntegerField(help_text="People filed there on any day of the year.")
    without_commitment = s.IntegerField(help_text="Filings of the year without a known commitment (arts. 13, 21).")
    decisions = s.IntegerField(help_text="Decisions in force that rest on a decision against the institution.")
    people_scored = s.IntegerField(help_text="Different people among them.")
    points = s.IntegerField(help_text="Points of these decisions, as objections left them.")
    notices_late = s.IntegerField(help_text="Notices issued or served too late (arts. 31, 33).")
    losses = s.IntegerField(help_text="Losses that the institution bears (art. 46), decided in the year.")
    loss_fen = s.IntegerField(help_text="Their sum in fen.")
    commendations = s.IntegerField(help_text="Commendations at the institution (art. 32).")
    ratio = RatioShown()


class SheetView(DoorView):
    """A yearly sheet: of the own province's institutions, or of all for national staff."""

    parameters = frozenset({"year"})

    @extend_schema(
        operation_id="institution_sheet",
        parameters=[YEAR],
        responses={200: SheetShown, **schema.problems(400, 401, 403, 404, 405)},
    )
    def get(self, request: Request, code: str) -> Response:
        """Return a year of an institution, without any person in it."""
        if not may_ask_standings(request.user):
            raise ProtocolRefused.because("forbidden")
        on = today(datetime.now(UTC))
        year = asked_year(request.query_params.get("year"), on.year)
        seen = visibility.institutions(Institution.objects.all(), scope_of(request.user))
        found = None if "\0" in code else seen.filter(pk=code).first()
        if found is None:
            raise ProtocolRefused.because("unknown_institution", "code")
        return Response(document(sheet(found, year, today=on)))


def asked_year(text: str | None, latest: int) -> int:
    """Return the year of a question. Raises ProtocolRefused `year_unreadable`."""
    readable = text is not None and text.isascii() and text.isdecimal() and len(text) == 4
    if text is None or not readable or not FIRST_YEAR <= int(text) <= latest:
        raise ProtocolRefused.because("year_unreadable", "year")
    return int(text)


def document(found: Sheet) -> dict[str, object]:
    """Return a sheet as JSON values."""
    ratio = found.ratio
    return {
        "institution": found.institution.pk,
        "name": found.institution.name,
        "kind": found.institution.kind,
        "province": found.institution.province,
        "year": found.year,
        "people_filed": found.people_filed,
        "without_commitment": found.without_commitment,
        "decisions": found.scores.decisions,
        "people_scored": found.scores.people,
        "points": found.scores.points,
        "notices_late": found.scores.notices_late,
        "losses": found.losses,
        "loss_fen": found.loss_fen,
        "commendations": found.commendations,
        "ratio": {
            "suspensions": ratio.suspensions,
            "terminations": ratio.terminations,
            "person_times": ratio.person_times,
            "filed": str(ratio.filed),
            "denominator": ratio.denominator,
            "share_percent": ratio.share_percent,
            "settlement_percent": ratio.settlement_percent,
            "agreement_percent": ratio.agreement_percent,
            "measure": ratio.measure,
        },
    }
