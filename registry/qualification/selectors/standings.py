"""Standing, computed from the facts: on any date, and as it was known at any position of the log."""

from collections.abc import Collection
from datetime import date

from registry.qualification.rules.standing import Interval, Timeline
from registry.qualification.selectors.kinship import kinship


def timelines(people: Collection[str], *, known_at: int | None = None) -> dict[str, Timeline]:
    """Return the standing of people on every day, with what was said of those they were merged with.

    It follows from all facts in force or, with `known_at`, from what the log held at that position.
    """
    whole = kinship(people, known_at=known_at)
    return {person: whole.timeline(person) for person in people}


def timeline(person: str, *, known_at: int | None = None) -> Timeline:
    """Return one person's standing on every day. Who has no facts, or is not known at all, is normal."""
    return timelines([person], known_at=known_at)[person]


def standing(person: str, on: date, known_at: int | None = None) -> Interval:
    """Return the standing on a date; with `known_at` as the log had it at that position."""
    return timeline(person, known_at=known_at).on(on)
