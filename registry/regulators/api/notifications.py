"""`GET /api/v1/notifications`: what regulators are told, a filtered cursor on the log that only reads."""

from collections.abc import Sequence
from datetime import datetime

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from registry.doors.api import schema as doors_schema
from registry.doors.api.door_view import DoorView, asked_limit
from registry.doors.read_only import read_only
from registry.regulators.api import schema
from registry.regulators.models import Notification, Subscription
from registry.regulators.selectors import notifications
from registry.regulators.selectors.subscriptions import readable_subscriptions
from sync.models import LogEntry
from sync.scope import Account
from sync.wire.refusals import ProtocolRefused

USUAL = 100


class NotificationsView(DoorView):
    """The notifications of one subscription, in the order of the log."""

    parameters = frozenset({"after", "limit", "subscription"})

    @extend_schema(
        operation_id="notifications",
        parameters=[doors_schema.AFTER, doors_schema.LIMIT, schema.SUBSCRIPTION],
        responses={200: schema.Notifications, **doors_schema.problems(400, 401, 403, 405)},
    )
    def get(self, request: Request) -> Response:
        """Return the next notifications after a cursor, and the cursor to come back with."""
        asked = request.query_params
        with read_only():
            subscription = _subscription(request.user, asked.get("subscription"))
            limit = asked_limit(asked.get("limit"), usual=USUAL, most=notifications.MOST)
            page = notifications.page(subscription, asked.get("after", ""), limit)
            times = _times([each.position for each in page.notifications])
            told = [_document(each, times[each.position]) for each in page.notifications]
        return Response({"notifications": told, "after": page.after})


def _subscription(user: Account, asked: str | None) -> Subscription:
    readable = list(readable_subscriptions(user))
    if asked is not None:
        readable = [each for each in readable if str(each.pk) == asked]
    if not readable:
        raise ProtocolRefused.because("forbidden", "" if asked is None else "subscription")
    if len(readable) > 1:
        raise ProtocolRefused.because("subscription_required", "subscription")
    return readable[0]


def _times(positions: Sequence[int]) -> dict[int, datetime]:
    """Return when the entries at these positions were taken in."""
    entries = LogEntry.objects.filter(pk__in=set(positions)).order_by()
    return dict(entries.values_list("position", "statement__stored_at"))


def _document(told: Notification, at: datetime) -> dict[str, object]:
    return {
        "kind": told.kind,
        "person": told.person_id,
        "institution": told.institution,
        "position": told.position,
        "case_number": told.case_number,
        "corrects": told.corrects,
        "at": at.isoformat(),
    }
