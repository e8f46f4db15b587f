"""In which divisions people are filed, or were last: who may assess them, and repair their terms (O32, O40)."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from django.db.models import Q, QuerySet

from registry.qualification.models import FilingPeriod
from registry.words.persons import Category

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


def holding_on(on: Date) -> QuerySet[FilingPeriod]:
    """Return the filings that hold on a day, or begin later and are not cancelled by then."""
    return FilingPeriod.objects.filter(Q(cancelled_on=None) | Q(cancelled_on__gt=on))


def institutions_of(person: str, division: str, on: Date) -> list[str]:
    """Return the institutions at which a division has a person filed on a day, in order."""
    own = holding_on(on).filter(person_id=person, filing__author=division, opened_on__lte=on)
    return list(own.order_by("institution").values_list("institution", flat=True).distinct())


def is_filed_at(person: str, institution: str, on: Date | None) -> bool:
    """Return whether a person is filed at an institution on a day; None: whether they are, were or will be."""
    periods = FilingPeriod.objects.filter(person_id=person, institution=institution)
    return (periods if on is None else periods & holding_on(on).filter(opened_on__lte=on)).exists()


def audits_fees(person: str, on: Date) -> bool:
    """Return whether a person is filed anywhere as an auditor of fees, from a day on (医保发〔2024〕23号 §3)."""
    return holding_on(on).filter(person_id=person, filing__category=Category.FEE_AUDIT).exists()
