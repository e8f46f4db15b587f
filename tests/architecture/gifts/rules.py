"""What counts of gifts: pure, as every rule."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

LIMIT_YUAN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A gift as the rule reads it."""

    id: str
    author: str
    worth_yuan: int
    received_on: datetime.date
    position: int | None = None


def above(gifts: Iterable[Received]) -> list[Received]:
    """Return the gifts that nobody may keep."""
    return [gift for gift in gifts if gift.worth_yuan > LIMIT_YUAN]


def back_until(received_on: datetime.date) -> datetime.date:
    """Return the last day on which a gift that nobody may keep is given back."""
    return received_on + datetime.timedelta(days=30)
