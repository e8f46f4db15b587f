"""Restorations: `restoration.assessed`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from registry.models import Restoration
from registry.rules import admission, facts
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
from registry.services.shapes import Day, Flag, LifelongId, Shape, Text
from sync.topics import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class RestorationAssessed:
    """Body of `restoration.assessed`: what the agency's assessment found (art. 39)."""

    person: Annotated[str, LifelongId()]
    applied_on: Annotated[date | None, Day()] = None
    assessed_on: Annotated[date, Day()]
    effective_on: Annotated[date, Day()]
    passed: Annotated[bool, Flag()]
    consent: Annotated[str, Text(longest=160, blank=True)] = ""
    document: Annotated[str, Text(longest=160, blank=True)] = ""


@dataclass(slots=True, kw_only=True)
class Around:
    """What a batch of restorations is judged against."""

    today: date
    people: People
    kin: Kinship
    filed_in: dict[str, set[str]]


class RestorationHandler(FactHandler[Around]):
    """`restoration.assessed`."""

    shape = Shape(RestorationAssessed)

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
        """Refuse what there is nothing to restore by, what comes too early, or who has nothing to do with the
        person.
        """
        value: RestorationAssessed = item.value
        must_be_person(value.person, known.people)
        before = known.kin.united(value.person)
        must_be_concerned(item.author, before, known.filed_in.get(value.person, ()), refusal="restoration_out_of_scope")
        fact = facts.Restoration(
            id=str(item.id),
            author=item.author,
            assessed_on=value.assessed_on,
            effective_on=value.effective_on,
            passed=value.passed,
            position=item.position,
        )
        if any(each.effective_on == fact.effective_on and each.passed == fact.passed for each in before.restorations):
            raise refused("assessed_before", "effective_on")
        admission.check_restoration(known.kin.timeline(value.person), fact, today=known.today)
        known.kin.add(value.person, Facts(restorations=(fact,)))

    def apply(self, items: Sequence[Item], *, now: datetime) -> Collection[str]:
        """Store the restorations."""
        persons.ensure(items)
        rows.insert(
            Restoration,
            [
                {
                    "statement_id": item.id,
                    "author": item.author,
                    "person_id": item.value.person,
                    "applied_on": item.value.applied_on,
                    "assessed_on": item.value.assessed_on,
                    "effective_on": item.value.effective_on,
                    "passed": item.value.passed,
                    "consent": item.value.consent,
                    "document": item.value.document,
                }
                for item in items
            ],
        )
        return {item.value.person for item in items}
