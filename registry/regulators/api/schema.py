"""What regulators are told, for the OpenAPI document."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers as s

from registry.regulators.models import Notification as NotificationRow

SUBSCRIPTION = OpenApiParameter(
    "subscription", OpenApiTypes.INT64, description="Needed by accounts that may read several."
)


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
