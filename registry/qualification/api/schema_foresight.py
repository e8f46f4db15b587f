"""What the dry run of a decision takes and answers, for the OpenAPI document; and how answers are paged."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework import serializers as s

from registry.doors.api.body_schema import body_serializer
from registry.qualification.services.decisions import DecisionHandler

YEAR = OpenApiParameter("year", OpenApiTypes.INT32, description="Calendar year of the points; this year if left out.")
AFTER_PERSON = OpenApiParameter(
    "after", OpenApiTypes.STR, description="`after` of the last answer; from the beginning if left out."
)
LIMIT_PEOPLE = OpenApiParameter("limit", OpenApiTypes.INT32, description="People at most, 1 to 200; 200 if left out.")


DecisionToBe = body_serializer(
    "DecisionToBe",
    DecisionHandler.shape,
    "The body of a `decision.issued` (registry/README.md) that has not been signed.",
)


class JointToBe(s.Serializer[None]):
    """The joint case that would come about."""

    lead = s.CharField()
    authors = s.ListField(child=s.CharField())


class HeldToBe(s.Serializer[None]):
    """Why a human would look first."""

    code = s.CharField()
    sentence = s.CharField()
    sentence_zh = s.CharField()


class Foresight(s.Serializer[None]):
    """What a decision would lead to by all that this node knows."""

    person = s.CharField(help_text="Lifelong ID.")
    year = s.IntegerField()
    points_before = s.IntegerField()
    points_after = s.IntegerField()
    measure_before = s.CharField(allow_null=True, help_text="`notice`, `suspension` or `termination`; null: none.")
    measure = s.CharField(help_text="The year's strictest with this decision: `notice`, `suspension`, `termination`.")
    crosses = s.BooleanField(help_text="Whether it is stricter than without this decision.")
    by = s.UUIDField(allow_null=True, help_text="The decision it would follow from; null: this one.")
    starts_on = s.DateField()
    months = s.IntegerField(allow_null=True)
    term_ends_on = s.DateField(allow_null=True)
    bar_years = s.IntegerField(allow_null=True)
    bar_ends_on = s.DateField(allow_null=True)
    other_provinces = s.ListField(
        child=s.CharField(), help_text="Others whose points count in the year, or that are known to file the person."
    )
    joint = JointToBe(allow_null=True)
    held = HeldToBe(allow_null=True)


FORESIGHT_EXAMPLE = OpenApiExample(
    "a decision to be",
    value={
        "person": "1000000000000053",
        "institution": "H31000000001",
        "case_number": "沪医保罚〔2025〕7号",
        "item": "1",
        "basis_kind": "penalty",
        "basis_authority": "某市医疗保障局",
        "basis_document": "沪医保罚〔2025〕7号",
        "legal_basis": "regulation_38",
        "decided_on": "2025-06-20",
        "degree": "general",
        "points": 5,
    },
    request_only=True,
)
