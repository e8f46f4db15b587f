"""Losses that an institution bears: `loss.borne` (art. 46).

An institution bears what was paid for services of somebody whose status it did not act on. So on every day from the
first to the last of the services the person must have been suspended or terminated by the standing known: who was
merged, under one of the IDs, since before the merge each has its own.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from registry.codes.statuses import Status
from registry.models import BorneLoss
from registry.rules.standing import Timeline
from registry.selectors.merging import spoken_of
from registry.selectors.standings import timelines
from registry.services import persons, rows
from registry.services.handling import (
    FactHandler,
    People,
    known_people,
    must_be_own,
    must_be_person,
    provinces_of,
    today,
)
from registry.services.refusals import refused
from registry.services.shapes import Day, LifelongId, Shape, Text, Whole
from sync.models import StatementStatus
from sync.topics import Item

MOST_FEN = 10**13
"""A hundred thousand million yuan: more is a slip of the pen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LossBorne:
    """Body of `loss.borne`: claims paid for somebody who was suspended or terminated, borne by the institution."""

    institution: Annotated[str, Text(longest=40)]
    person: Annotated[str, LifelongId()]
    reference: Annotated[str, Text(longest=120)]
    service_from: Annotated[date, Day()]
    service_to: Annotated[date, Day()]
    amount_fen: Annotated[int, Whole(low=1, high=MOST_FEN)]
    decided_on: Annotated[date, Day()]
    document: Annotated[str, Text(longest=160, blank=True)] = ""


@dataclass(slots=True, kw_only=True)
class Around:
    """What a batch of losses is judged against."""

    today: date
    people: People
    provinces: dict[str, str]
    timelines: Mapping[str, Sequence[Timeline]]
    """Of each person, those of all IDs."""
    used: set[tuple[str, str]]
    """Author and reference: used once."""


class LossHandler(FactHandler[Around]):
    """`loss.borne`."""

    shape = Shape(LossBorne)

    def prefetch(self, items: Sequence[Item], now: datetime) -> Around:
        """Read people, their standing, institutions, and the references in use."""
        values: list[LossBorne] = [item.value for item in items]
        people = {value.person for value in values}
        used = (
            BorneLoss.objects.filter(reference__any_of={value.reference for value in values})
            .exclude(statement__status=StatementStatus.REFUSED)
            .exclude(pk__any_of={item.id for item in items})
        )
        return Around(
            today=today(now),
            people=known_people(people),
            provinces=provinces_of({value.institution for value in values}),
            timelines=_timelines(people),
            used=set(used.order_by().values_list("author", "reference")),
        )

    def admit(self, item: Item, known: Around) -> None:
        """Refuse another's institution, days out of order, days without a status, and a reference used before."""
        value: LossBorne = item.value
        must_be_person(value.person, known.people)
        must_be_own(value.institution, item.author, known.provinces)
        for earlier, later in (("service_from", "service_to"), ("service_to", "decided_on")):
            if getattr(value, later) < getattr(value, earlier):
                raise refused("dates_out_of_order", later, earlier=earlier, later=later)
        if value.decided_on > known.today:
            raise refused("date_implausible", "decided_on", earliest=value.service_to, latest=known.today)
        standings = known.timelines[value.person]
        if not any(_without_payment(each, value.service_from, value.service_to) for each in standings):
            raise refused("loss_without_status", "service_from")
        reference = (item.author, value.reference)
        if reference in known.used:
            raise refused("loss_reference_used", "reference")
        known.used.add(reference)

    def apply(self, items: Sequence[Item], *, now: datetime) -> Collection[str]:
        """Store the losses."""
        persons.ensure(items)
        rows.insert(BorneLoss, [_row(item) for item in items])
        return {item.value.person for item in items}


def _timelines(people: Collection[str]) -> dict[str, list[Timeline]]:
    ids = spoken_of(people)
    found: dict[str, list[Timeline]] = {person: [] for person in people}
    for one, timeline in timelines(ids).items():
        found.setdefault(ids[one], []).append(timeline)
    return found


def _without_payment(timeline: Timeline, first: date, last: date) -> bool:
    """Return whether a person was suspended or terminated on every day from the first to the last."""
    holding = [
        interval
        for interval in timeline.intervals
        if (interval.from_on is None or interval.from_on <= last) and (interval.to_on is None or first < interval.to_on)
    ]
    return all(interval.status in (Status.SUSPENDED, Status.TERMINATED) for interval in holding)


def _row(item: Item) -> dict[str, object]:
    value: LossBorne = item.value
    return {
        "statement_id": item.id,
        "author": item.author,
        "institution": value.institution,
        "person_id": value.person,
        "reference": value.reference,
        "service_from": value.service_from,
        "service_to": value.service_to,
        "amount_fen": value.amount_fen,
        "decided_on": value.decided_on,
        "document": value.document,
    }
