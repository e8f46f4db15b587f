"""Notifications as a regulator reads them: a filtered cursor on the log, which only goes forward."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from registry.regulators.models import Notification, Subscription
from registry.words import divisions
from sync.wire.refusals import FormatRefused

MOST = 1000
START = "0.0"
_CURSOR = re.compile(r"(0|[1-9][0-9]{0,17})\.(0|[1-9][0-9]{0,4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some notifications in order, and the cursor after the last of them."""

    notifications: Sequence[Notification]
    after: str


def page(subscription: Subscription, after: str = "", limit: int = 100) -> Page:
    """Return the next notifications for a subscription after a cursor; raise FormatRefused for none.

    Whoever comes back with `after` misses nothing and hears nothing twice: notifications are written with their
    entry in the log, and positions are given in the order of commits.
    """
    position, ordinal = _read(after)
    rows = Notification.objects.filter(
        Q(position=position, ordinal__gt=ordinal) | Q(position__gt=position), group=subscription.group
    )
    if subscription.division != divisions.NATIONAL:
        rows = rows.filter(province=subscription.division)
    found = list(rows.order_by("position", "ordinal")[: max(1, min(limit, MOST))])
    return Page(notifications=found, after=f"{found[-1].position}.{found[-1].ordinal}" if found else after or START)


def _read(cursor: str) -> tuple[int, int]:
    if not cursor:
        return 0, 0  # positions begin at 1
    match = _CURSOR.fullmatch(cursor)
    if match is None:
        raise FormatRefused.because("cursor_unreadable", "after")
    return int(match[1]), int(match[2])
