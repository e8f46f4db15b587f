"""What every call takes and refuses, for the OpenAPI document."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers as s

ON = OpenApiParameter("on", OpenApiTypes.DATE, description="Day asked about; today in China if left out.")


KNOWN_AT = OpenApiParameter(
    "known_at", OpenApiTypes.INT64, description="Log position: answer by what the log held then. All facts if left out."
)


AFTER = OpenApiParameter(
    "after", OpenApiTypes.STR, description="Cursor of the last answer, opaque; from the beginning if left out."
)


LIMIT = OpenApiParameter("limit", OpenApiTypes.INT32, description="Notifications at most, 1 to 1,000; 100 if left out.")


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
    """Return the responses of a call for these statuses."""
    return {(status, "application/problem+json"): OpenApiResponse(Problem) for status in statuses}
