"""What the doors take and give, for the OpenAPI document. Nothing is read or written through these classes."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers as s

from registry.codes.measures import MeasureKind, Mode, ReasonKind
from registry.codes.payability import ClaimRole, Reason, Verdict
from registry.codes.remedies import ObjectionOutcome
from registry.codes.statuses import Status
from registry.models import Notification as NotificationRow

ON = OpenApiParameter("on", OpenApiTypes.DATE, description="Day asked about; today in China if left out.")
KNOWN_AT = OpenApiParameter(
    "known_at", OpenApiTypes.INT64, description="Log position: answer by what the log held then. All facts if left out."
)
AFTER = OpenApiParameter(
    "after", OpenApiTypes.STR, description="Cursor of the last answer, opaque; from the beginning if left out."
)
LIMIT = OpenApiParameter("limit", OpenApiTypes.INT32, description="Notifications at most, 1 to 1,000; 100 if left out.")
SUBSCRIPTION = OpenApiParameter(
    "subscription", OpenApiTypes.INT64, description="Needed by accounts that may read several."
)


class Problem(s.Serializer[None]):
    """A problem document (RFC 9457)."""

    type = s.CharField(help_text="urn:payqual:problem:<code>")
    title = s.CharField()
    status = s.IntegerField()
    detail = s.CharField(help_text="A sentence in English.")
    detail_zh = s.CharField(help_text="The same in Chinese.")
    code = s.CharField(help_text="Stable code.")
    field = s.CharField(help_text="What it is about; empty when it is the whole.")


def problems(*statuses: int) -> dict[tuple[int, str], OpenApiResponse]:
    """Return the responses of a door for these statuses."""
    return {(status, "application/problem+json"): OpenApiResponse(Problem) for status in statuses}


class PayabilityLine(s.Serializer[None]):
    """One service: who, where, when. `person`, or `code`."""

    person = s.CharField(required=False, help_text="Lifelong ID: 16 digits, or in groups of four.")
    code = s.CharField(required=False, help_text="External code of the person, instead of the ID.")
    system = s.CharField(required=False, help_text="System of the code; any if left out.")
    institution = s.CharField(help_text="The asking institution's own code.")
    service_on = s.DateField(help_text="Date of the service in China.")
    admitted_on = s.DateField(
        required=False,
        help_text="First day of the hospital stay that the service belongs to, not after `service_on`. Where the rule "
        "pack says `straddle` = `by_admission_date`, a stay that began before the term is paid on (O12).",
    )
    emergency = s.BooleanField(required=False, default=False, help_text="Emergency or rescue (art. 48).")
    emergency_code = s.CharField(
        required=False,
        max_length=40,
        help_text="Code of the emergency. Where the rule pack lists codes (`emergency.codes`), `emergency` lifts a "
        "status with one of them only (O11).",
    )
    role = s.ChoiceField(
        choices=ClaimRole.choices(), required=False, default="ordering", help_text="Only `ordering` decides."
    )


class PayabilityRequest(s.Serializer[None]):
    """Up to 10,000 lines."""

    lines = PayabilityLine(many=True)


class StandingBrief(s.Serializer[None]):
    """The standing on a day and the days between which it holds."""

    status = s.ChoiceField(choices=Status.choices())
    from_on = s.DateField(allow_null=True, help_text="First day; null: ever.")
    to_on = s.DateField(allow_null=True, help_text="First day after; null: nothing known ends it.")
    term_over = s.BooleanField(help_text="The term or bar is over; only the restoration or new filing is missing.")
    pending = s.BooleanField(help_text="Rests on a fact of this province that is not in the national log yet.")
    objection_pending = s.BooleanField(
        help_text="An objection to points or to the status is not settled on these days (art. 41); it stays nothing "
        "unless the province's rule pack says so."
    )


class PayabilityAnswer(s.Serializer[None]):
    """The answer to one line: answered (with a verdict), or refused (with a reason and without a verdict)."""

    line = s.IntegerField(help_text="Number of the line, from 1.")
    outcome = s.ChoiceField(choices=["answered", "refused"])
    verdict = s.ChoiceField(choices=Verdict.choices(), required=False)
    reason = s.ChoiceField(choices=Reason.choices(), required=False)
    decides = s.BooleanField(required=False, help_text="Whether the role of this line decides about payment.")
    standing = StandingBrief(required=False, allow_null=True)
    rule = s.CharField(required=False, help_text="Article that the answer follows from.")
    position = s.IntegerField(required=False, help_text="Log position up to which facts were known.")
    age_seconds = s.IntegerField(
        required=False, allow_null=True, help_text="Seconds since the log was last verified; null: never."
    )
    code = s.CharField(required=False, help_text="Why the line was refused.")
    field = s.CharField(required=False)
    sentence = s.CharField(required=False)
    sentence_zh = s.CharField(required=False)


class PayabilityResponse(s.Serializer[None]):
    """One answer per line, in order; answered + refused = lines."""

    lines = PayabilityAnswer(many=True)
    answered = s.IntegerField()
    refused = s.IntegerField()
    position = s.IntegerField()
    age_seconds = s.IntegerField(allow_null=True)


class StandingReason(s.Serializer[None]):
    """Why a status holds."""

    kind = s.ChoiceField(choices=ReasonKind.choices())
    fact = s.UUIDField(help_text="Statement that says it.")
    author = s.CharField(help_text="Division that signed it.")
    status = s.ChoiceField(choices=Status.choices())
    rule = s.CharField()
    starts_on = s.DateField()
    ends_on = s.DateField(allow_null=True)
    year = s.IntegerField(allow_null=True)
    points_total = s.IntegerField(allow_null=True)
    months = s.IntegerField(allow_null=True)
    bar_years = s.IntegerField(allow_null=True)
    remark = s.CharField(allow_null=True)


class StandingInterval(StandingBrief):
    """A stretch of days with one standing, and its reasons, the strictest first."""

    term_ends_on = s.DateField(allow_null=True)
    bar_ends_on = s.DateField(allow_null=True)
    objection_pending = s.BooleanField(help_text="An objection is not settled on these days (art. 41).")
    reasons = StandingReason(many=True)


class MeasureDone(s.Serializer[None]):
    """What one decision led to."""

    kind = s.ChoiceField(choices=MeasureKind.choices())
    decision = s.UUIDField()
    author = s.CharField()
    year = s.IntegerField()
    points_total = s.IntegerField()
    starts_on = s.DateField()
    months = s.IntegerField(allow_null=True)
    term_ends_on = s.DateField(allow_null=True)
    bar_years = s.IntegerField(allow_null=True)
    bar_ends_on = s.DateField(allow_null=True)
    mode = s.ChoiceField(choices=Mode.choices())
    rule = s.CharField()
    ended_on = s.DateField(allow_null=True)


class NoticeTold(s.Serializer[None]):
    """The notice of a decision, as it was served."""

    notice = s.UUIDField(help_text="Statement that says it.")
    decision = s.UUIDField()
    issued_on = s.DateField()
    served_on = s.DateField()


class ObjectionTold(s.Serializer[None]):
    """An objection to a decision or to a cascade, and what became of it."""

    objection = s.UUIDField(help_text="Statement that says it.")
    against = s.ChoiceField(choices=["decision", "cascade"])
    target = s.UUIDField(help_text="The decision or cascade.")
    lodged_on = s.DateField()
    state = s.ChoiceField(choices=["pending", *ObjectionOutcome.choices()], help_text="As far as it is known.")
    settled_on = s.DateField(allow_null=True)
    points = s.IntegerField(allow_null=True, help_text="Points after a change.")
    months = s.IntegerField(allow_null=True, help_text="Months after a change, where they were fixed.")


class Standing(StandingInterval):
    """The standing on the day asked about, and the whole timeline."""

    person = s.CharField(help_text="Lifelong ID.")
    merged_into = s.CharField(
        allow_null=True, help_text="ID under which the person goes on after a merge; null: this one."
    )
    on = s.DateField()
    known_at = s.IntegerField(allow_null=True)
    position = s.IntegerField(help_text="Size of the log on this node.")
    points = s.DictField(child=s.IntegerField(), help_text="Points per calendar year, as they stood on the day.")
    timeline = StandingInterval(many=True)
    measures = MeasureDone(many=True)
    notices = NoticeTold(many=True)
    objections = ObjectionTold(many=True)


class Told(s.Serializer[None]):
    """One thing that changed."""

    kind = s.ChoiceField(choices=NotificationRow.Kind.choices)
    person = s.CharField(help_text="Lifelong ID.")
    institution = s.CharField(allow_blank=True)
    position = s.IntegerField(help_text="Log position of the statement that caused it.")
    case_number = s.CharField(allow_blank=True)
    corrects = s.IntegerField(allow_null=True, help_text="Position of what it corrects.")
    at = s.DateTimeField(help_text="When national took the statement in.")


class Notifications(s.Serializer[None]):
    """Notifications in the order of the log."""

    notifications = Told(many=True)
    after = s.CharField(help_text="Come back with this.")


PAYABILITY_EXAMPLE = OpenApiExample(
    "one line",
    value={
        "lines": [
            {
                "person": "1000000000000053",
                "institution": "H31000000001",
                "service_on": "2025-09-15",
                "emergency": False,
                "role": "ordering",
            }
        ]
    },
    request_only=True,
)


class InstitutionKeyScheme(OpenApiAuthenticationExtension):
    """`Authorization: Api-Key …` of institutions."""

    target_class = "registry.api.institution_keys.InstitutionKeyAuthentication"
    name = "institutionKey"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        """Return the scheme."""
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Api-Key <key>"}
