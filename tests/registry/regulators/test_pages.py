"""A regulator's pages: filtered, in order, nothing missed and nothing twice."""

import pytest

from registry.regulators.models import Notification, Subscription
from registry.regulators.selectors.notifications import page
from sync.wire.refusals import FormatRefused
from tests.registry.ledger import NOW

ROWS = [
    (5, 0, "medical", "520000"), (5, 1, "medical", "520000"), (5, 2, "medical", "310000"), (5, 3, "pharmacy", "520000"),
    (6, 0, "medical", "500000"), (40, 0, "medical", "520000"), (40, 10, "medical", "520000"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _rows(db: None) -> None:
    Notification.objects.bulk_create(
        Notification(position=position, ordinal=ordinal, kind="score", person_id="0", group=group, province=province)
        for position, ordinal, group, province in ROWS
    )


def subscription(group: str, division: str) -> Subscription:
    return Subscription.objects.create(name=f"{group} {division}", group=group, division=division, created_at=NOW)


@pytest.mark.parametrize(
    ("group", "division", "expected"),
    [
        pytest.param("medical", "000000", ["5.0", "5.1", "5.2", "6.0", "40.0", "40.10"], id="health, all divisions"),
        pytest.param("medical", "520000", ["5.0", "5.1", "40.0", "40.10"], id="health, Guizhou"),
        pytest.param("pharmacy", "000000", ["5.3"], id="drugs, all divisions"),
        pytest.param("pharmacy", "310000", [], id="drugs, Shanghai"),
    ],
)
@pytest.mark.parametrize("limit", [1, 2, 100])
def test_pages_follow_one_another(group: str, division: str, expected: list[str], limit: int) -> None:
    wish, read, after = subscription(group, division), [], ""
    for _ in range(10):
        found = page(wish, after, limit)
        assert len(found.notifications) <= limit
        read += [f"{each.position}.{each.ordinal}" for each in found.notifications]
        after = found.after
    assert read == expected
    assert after == (expected[-1] if expected else "0.0")


@pytest.mark.parametrize("cursor", ["x", "5", "5.", ".1", "-5.0", "5.0.0", "05.0", "5.0 ", "٥.0", "9" * 30 + ".0"])
def test_a_cursor_that_cannot_be_read(cursor: str) -> None:
    with pytest.raises(FormatRefused, match="cursor_unreadable"):
        page(subscription("medical", "000000"), cursor)
