"""Asking a topic and a form the same question."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from provinces.office.services.stepping import stated
from sync import topics
from sync.topics import Item
from sync.wire.refusals import NotAccepted
from tests.provinces.node import GUIZHOU

NEVER = UUID("ffffffff-ffff-7fff-bfff-fffffffffffe")


def topic_says(topic: str, body: Mapping[str, Any], now: datetime) -> NotAccepted | None:
    """Return why this province's statement would be refused, or held; None where it would be accepted."""
    found = topics.find(topic)
    assert found is not None
    said = stated(body)
    try:
        value = found.handler.parse(said)
    except NotAccepted as rejected:
        return rejected
    item = Item(id=NEVER, author=GUIZHOU, topic=topic, seq=0, issued_at=now, body=said, value=value)
    return found.handler.check([item], now=now)[0]


def refusal_of(step: Callable[[], Any]) -> NotAccepted:
    """Return why a step is refused."""
    try:
        with transaction.atomic():
            step()
    except NotAccepted as rejected:
        return rejected
    raise AssertionError("accepted")
