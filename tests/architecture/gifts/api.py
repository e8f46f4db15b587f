"""`GET /api/v1/gifts`: the gifts that nobody may keep."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from registry.doors.api.door_view import DoorView
from registry.statements.selectors import authored
from sync.scope import scope_of
from tests.architecture.gifts.models import Gift
from tests.architecture.gifts.rules import above
from tests.architecture.gifts.services import RECEIVED


class OneGift(s.Serializer[None]):
    """A gift."""

    person = s.CharField()
    worth_yuan = s.IntegerField()


class GiftsView(DoorView):
    """The gifts of the provinces into which the account looks."""

    @extend_schema(operation_id="gifts", responses=OneGift(many=True))
    def get(self, request: Request) -> Response:
        """Return them."""
        found = RECEIVED.of_rows(authored(Gift.objects.all(), scope_of(request.user)))
        return Response([{"person": person, "worth_yuan": gift.worth_yuan} for person, gift in found if above([gift])])
