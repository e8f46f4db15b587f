"""In which divisions people are filed, or were last: who may assess them, and repair their terms (O32, O40)."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from registry.models import FilingPeriod

Date = datetime.date


class Filed(NamedTuple):
    """A filing as far as it says who may act: the division that filed, from when, until when."""

    division: str
    opened_on: Date
    cancelled_on: Date | None


def filings_of(people: Collection[str]) -> Mapping[str, Sequence[Filed]]:
    """Return the filings of each of these people, as far as this node knows them."""
    periods = FilingPeriod.objects.filter(person_id__any_of=people).order_by()
    found: dict[str, list[Filed]] = {}
    for person, division, opened_on, cancelled_on in periods.values_list(
        "person_id", "filing__author", "opened_on", "cancelled_on"
    ):
        found.setdefault(person, []).append(Filed(division, opened_on, cancelled_on))
    return found


def divisions(filings: Collection[Filed], on: Date) -> frozenset[str]:
    """Return the divisions in which somebody is filed on a day; filed nowhere, those in which they were last (O40)."""
    begun = [each for each in filings if each.opened_on <= on]
    holding = frozenset(each.division for each in begun if each.cancelled_on is None or on < each.cancelled_on)
    if holding:
        return holding
    last = max((each.cancelled_on for each in begun if each.cancelled_on is not None), default=None)
    return frozenset(each.division for each in begun if each.cancelled_on == last)
