"""Repair 修复 of points and terms: `repair.granted` (procedure art. 38)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from registry.models import Repair
from registry.rules import admission
from registry.rules import facts as rules
from registry.rules.facts import Facts
from registry.selectors.merging import Kinship, kinship
from registry.services import persons, rows
from registry.services.handling import (
    FactHandler,
    People,
    filed_in,
    known_people,
    must_be_concerned,
    must_be_person,
    today,
)
from registry.services.refusals import refused
from registry.services.shapes import Day, LifelongId, Shape, Text, Whole
from sync.topics import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairGranted:
    """Body of `repair.granted`: points of a year lowered, or terms of that year shortened by months."""

    person: Annotated[str, LifelongId()]
    year: Annotated[int, Whole(low=2020, high=2199)]
    points: Annotated[int, Whole(low=0, high=12, outside="points_out_of_range")] = 0
    months: Annotated[int, Whole(low=0, high=36)] = 0
    act: Annotated[str, Text(longest=60)]
    applied_on: Annotated[date | None, Day()] = None
    granted_on: Annotated[date, Day()]
    consent: Annotated[str, Text(longest=160, blank=True)] = ""
    document: Annotated[str, Text(longest=160, blank=True)] = ""


@dataclass(slots=True, kw_only=True)
class Around:
    """What a batch of repairs is judged against."""

    today: date
    people: People
    kin: Kinship
    filed_in: dict[str, set[str]]


class RepairHandler(FactHandler[Around]):
    """`repair.granted`."""

    shape = Shape(RepairGranted)

    def prefetch(self, items: Sequence[Item], now: datetime) -> Around:
        """Read people, their facts, and in which provinces they are filed."""
        ids = {item.value.person for item in items}
        return Around(
            today=today(now),
            people=known_people(ids),
            kin=kinship(ids),
            filed_in=filed_in(ids),
        )

    def admit(self, item: Item, known: Around) -> None:
        """Refuse what the author's pack does not allow, what was granted before, and who is not concerned."""
        value: RepairGranted = item.value
        must_be_person(value.person, known.people)
        before = known.kin.united(value.person)
        must_be_concerned(item.author, before, known.filed_in.get(value.person, ()), refusal="repair_out_of_scope")
        if value.applied_on is not None and value.granted_on < value.applied_on:
            raise refused("dates_out_of_order", "granted_on", earlier="applied_on", later="granted_on")
        fact = as_fact(item)
        if any(_same_grant(each, fact) for each in before.repairs):
            raise refused("repair_granted_before", "granted_on")
        admission.check_repair(fact, before, known.kin.packs, today=known.today)
        known.kin.add(value.person, Facts(repairs=(fact,)))

    def apply(self, items: Sequence[Item], *, now: datetime) -> Collection[str]:
        """Store the repairs."""
        persons.ensure(items)
        rows.insert(
            Repair,
            [
                {
                    "statement_id": item.id,
                    "author": item.author,
                    "person_id": item.value.person,
                    "year": item.value.year,
                    "points": item.value.points,
                    "months": item.value.months,
                    "act": item.value.act,
                    "applied_on": item.value.applied_on,
                    "granted_on": item.value.granted_on,
                    "consent": item.value.consent,
                    "document": item.value.document,
                }
                for item in items
            ],
        )
        return {item.value.person for item in items}


def as_fact(item: Item) -> rules.Repair:
    """Return a statement's repair as the rules read it."""
    value: RepairGranted = item.value
    return rules.Repair(
        id=str(item.id),
        author=item.author,
        year=value.year,
        points=value.points,
        months=value.months,
        granted_on=value.granted_on,
        act=value.act,
        position=item.position,
    )


def _same_grant(one: rules.Repair, other: rules.Repair) -> bool:
    return one.id != other.id and (one.author, one.year, one.act, one.granted_on) == (
        other.author,
        other.year,
        other.act,
        other.granted_on,
    )
