"""How the OpenAPI document sees the payment check: a plain view, described by classes that are never run."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.views import APIView

from registry.doors.api import schema as doors_schema
from registry.institutions.api.keys import InstitutionKeyAuthentication
from registry.payment.api import payability
from registry.payment.api.payability_lines import MOST_PEOPLE
from registry.payment.codes import ClaimRole, DecidesAs, Prescription, Reason, Verdict
from registry.qualification.api import schema

_NUMBER = "1000000000000053"


class PersonOfLine(s.Serializer[None]):
    """A person of a service, and what they did for it. `person`, or `code`."""

    person = s.CharField(required=False, help_text="Lifelong ID: 16 digits, or in groups of four.")
    code = s.CharField(required=False, help_text="External code of the person, instead of the ID.")
    system = s.CharField(required=False, help_text="System of the code; any if left out.")
    role = s.ChoiceField(
        choices=ClaimRole.choices(),
        help_text="What the person did for the service. `ordering` is who ordered or prescribed it; the head of a "
        "pharmacy who did nothing else for a sale is `heading`.",
    )


class PayabilityLine(s.Serializer[None]):
    """One service: who, where, when.

    The person is named by `person` or `code`, or all people of the service by `persons`.
    """

    person = s.CharField(required=False, help_text="Lifelong ID: 16 digits, or in groups of four.")
    code = s.CharField(required=False, help_text="External code of the person, instead of the ID.")
    system = s.CharField(required=False, help_text="System of the code; any if left out.")
    role = s.ChoiceField(
        choices=ClaimRole.choices(),
        required=False,
        default="ordering",
        help_text="What the person did. Only `ordering` decides, others are reported.",
    )
    persons = PersonOfLine(
        many=True,
        required=False,
        help_text=f"All people of the service, 1 to {MOST_PEOPLE}, instead of `person`, `code`, `system` and `role`. "
        "Just one is `ordering`, and none where `prescription` = `none`.",
    )
    prescription = s.ChoiceField(
        choices=Prescription.choices(),
        required=False,
        default="own",
        help_text="Where the prescription comes from (O13). `own`: ordered at the asking institution, by somebody who "
        "is filed there; they decide. At retail pharmacies also: `outside`, written elsewhere; who wrote it "
        "(`ordering`) decides, wherever they are filed. `none`, sold without prescription; those people of the line "
        "decide whom the province's rule pack manages at the pharmacy: its head, or also pharmacists and others "
        "(`pharmacy_roles`).",
    )
    institution = s.CharField(help_text="The asking institution's own code.")
    service_on = s.DateField(help_text="Date of the service in China: today or before, not before 2020.")
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


class PayabilityRequest(s.Serializer[None]):
    """Up to 10,000 lines."""

    lines = PayabilityLine(many=True)


class PersonAnswered(s.Serializer[None]):
    """The answer about one person of a line that names its people."""

    number = s.IntegerField(help_text="Place of the person in `persons` of the line, from 1.")
    role = s.ChoiceField(choices=ClaimRole.choices(), help_text="As the line says it.")
    verdict = s.ChoiceField(choices=Verdict.choices())
    reason = s.ChoiceField(choices=Reason.choices())
    decides = s.BooleanField(help_text="Whether the person decides about the line; else reported only.")
    standing = schema.StandingAnswered(allow_null=True)
    rule = s.CharField(help_text="Article that the answer follows from.")
    decides_as = s.ChoiceField(choices=DecidesAs.choices(), allow_null=True, help_text="Why the person decides.")


class PayabilityAnswer(s.Serializer[None]):
    """The answer to one line: answered (with a verdict), or refused (with a reason and without a verdict)."""

    line = s.IntegerField(help_text="Number of the line, from 1.")
    outcome = s.ChoiceField(choices=["answered", "refused"])
    verdict = s.ChoiceField(choices=Verdict.choices(), required=False)
    reason = s.ChoiceField(choices=Reason.choices(), required=False)
    decides = s.BooleanField(
        required=False, help_text="Whether the person of the line decides about payment; of several, whether any does."
    )
    standing = schema.StandingAnswered(required=False, allow_null=True)
    rule = s.CharField(required=False, help_text="Article that the answer follows from.")
    decides_as = s.ChoiceField(
        choices=DecidesAs.choices(),
        required=False,
        allow_null=True,
        help_text="Why the person decides whose answer is the line's. Only of lines with `persons`, or with a "
        "`prescription` other than `own`; so are the next two.",
    )
    decided_by = s.IntegerField(
        required=False,
        allow_null=True,
        help_text="Number of the person whose verdict, reason, standing and rule are the line's: of several who "
        "decide, the one with the strictest answer. Null: nobody of the line decides (`nobody_managed`).",
    )
    persons = PersonAnswered(many=True, required=False, help_text="Everybody whom the line names, in its order.")
    position = s.IntegerField(required=False, help_text="Log position up to which facts were known.")
    age_seconds = s.IntegerField(
        required=False, allow_null=True, help_text="Seconds since the log was last verified; null: never."
    )
    code = s.CharField(required=False, help_text="Why the line was refused.")
    field = s.CharField(required=False, help_text="What was refused; of a person as `persons.2.role`.")
    sentence = s.CharField(required=False)
    sentence_zh = s.CharField(required=False)


class PayabilityResponse(s.Serializer[None]):
    """One answer per line, in order; answered + refused = lines."""

    lines = PayabilityAnswer(many=True)
    answered = s.IntegerField()
    refused = s.IntegerField()
    position = s.IntegerField()
    age_seconds = s.IntegerField(allow_null=True)


def _example(name: str, institution: str, **line: object) -> OpenApiExample:
    lines = [{"institution": institution, "service_on": "2025-09-15", **line}]
    return OpenApiExample(name, value={"lines": lines}, request_only=True)


EXAMPLES = [
    _example("one person", "H31000000001", person=_NUMBER, emergency=False, role="ordering"),
    _example(
        "all people of a service",
        "H31000000001",
        persons=[
            {"person": _NUMBER, "role": "ordering"},
            {"code": "D310104000917", "system": "national_staff_code", "role": "nursing"},
        ],
    ),
    _example(
        "an outside prescription, dispensed at a pharmacy",
        "P31010000001",
        prescription="outside",
        persons=[
            {"person": _NUMBER, "role": "ordering"},
            {"code": "HY310101000002", "system": "national_staff_code", "role": "dispensing"},
        ],
    ),
    _example(
        "a sale without prescription",
        "P31010000001",
        prescription="none",
        persons=[
            {"code": "HY310101000002", "system": "national_staff_code", "role": "dispensing"},
            {"person": _NUMBER, "role": "heading"},
        ],
    ),
]


class PayabilityView(APIView):
    """The payment check, as far as its description goes."""

    authentication_classes = [InstitutionKeyAuthentication]

    @extend_schema(
        operation_id="payability",
        request=PayabilityRequest,
        responses={200: PayabilityResponse, **doors_schema.problems(400, 401, 403, 405, 411, 413, 415, 503)},
        examples=EXAMPLES,
        description=(
            "May these services be paid from the fund? Up to 10,000 lines, answered one by one: a line that cannot be "
            "read is refused alone. One person decides about a line, and the answer says who and why: the one who "
            "ordered the service; of a sale without prescription whom the province manages at the pharmacy. Others "
            "whom the line names are reported, each with the own verdict and reason."
        ),
    )
    def post(self, request: Request) -> HttpResponse:
        """Never called: the plain view answers."""
        raise NotImplementedError


def described() -> Callable[[HttpRequest], HttpResponse]:
    """Return the plain view in a form in which the schema generator recognises it."""

    def view(request: HttpRequest) -> HttpResponse:
        return payability.payability(request)

    view.csrf_exempt = True  # type: ignore[attr-defined]
    view.cls = PayabilityView  # type: ignore[attr-defined]
    view.initkwargs = {}  # type: ignore[attr-defined]
    return view
