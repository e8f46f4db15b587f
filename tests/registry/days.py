"""Saying something on a day, and storing it here on another: what was known when."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from sync import topics
from sync.topics import Item
from tests.registry.ledger import Ledger


def noon(day: str) -> datetime:
    """Return noon in China."""
    return datetime.fromisoformat(day).replace(hour=4, tzinfo=UTC)


def say(
    ledger: Ledger,
    topic: str,
    author: str,
    body: Mapping[str, Any],
    *,
    signed: str,
    stored: str = "",
    status: str = "logged",
) -> Item:
    """Check, store and apply one statement that was signed on a day, and stored here on that day or on a later one.

    The log's clock shows the day of the signature, whatever the test has said before. Raises NotAccepted.
    """
    before, ledger.now, ledger.clock = ledger.now, noon(stored or signed), None
    ledger.arrives = ledger.now
    try:
        item = ledger.item(topic, author, body)
        item.issued_at = noon(signed)
        with transaction.atomic():
            topics.hooks().lock(topics.find(topic).handler.subjects([item]))
            verdict = ledger.check(item)[0]
            if verdict is not None:
                raise verdict
            ledger.store(item, status=status)
            ledger.apply(item)
    finally:
        ledger.now, ledger.arrives = before, None
    return item
