"""Restorations: `restoration.assessed`, the assessment after a suspension's term or a termination's bar (art. 39)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from registry.models import Restoration
from registry.rules import admission, facts, remedies
from registry.rules.facts import Facts
from registry.rules.kinship import Kinship
from registry.rules.standing import Timeline
from registry.selectors.filed import Filed, divisions, filings_of
from registry.selectors.merging import kinship
from registry.services import persons, rows
from registry.services.handling import FactHandler, People, known_people, must_be_person, today
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
    filings: Mapping[str, Sequence[Filed]]


def around(people: Collection[str], now: datetime) -> Around:
    """Return people, their facts, and in which provinces they are filed."""
    return Around(today=today(now), people=known_people(people), kin=kinship(people), filings=filings_of(people))


def check(person: str, fact: facts.Restoration, consent: str, known: Around) -> None:
    """Refuse what there is nothing to restore by, what comes too early, who has nothing to do with the person, and what
    others decided without their consent. Raises Rejected or Refused.
    """
    timeline = known.kin.timeline(person)
    if any(
        each.effective_on == fact.effective_on and each.passed == fact.passed
        for each in known.kin.united(person).restorations
    ):
        raise refused("assessed_before", "effective_on")
    authors = authors_of(timeline, fact.effective_on)
    if authors:  # else there is nothing to restore, whoever asks
        filing = divisions(known.filings.get(person, ()), fact.assessed_on)
        remedies.check_scope(fact.author, authors, filing, refusal="restoration_out_of_scope")
    admission.check_restoration(timeline, fact, today=known.today)
    if fact.passed:  # what was not passed ends nothing of theirs
        remedies.check_consent(fact.author, authors, consent)


def authors_of(timeline: Timeline, effective_on: date) -> set[str]:
    """Return whose measures an assessment that is effective on a day is about."""
    return {reason.author for reason in remedies.assessed_by(timeline, effective_on)}


def authors_awaiting(timeline: Timeline, on: date) -> set[str]:
    """Return whose measures an assessment that is applied for on a day would be about."""
    return {reason.author for reason in remedies.awaiting(timeline.on(on))}


def with_fact(known: Kinship, person: str, fact: facts.Restoration) -> Timeline:
    """Return the standing of a person as it would be with a restoration; nothing is stored."""
    return known.having(person, Facts(restorations=(fact,))).timeline(person)


class RestorationHandler(FactHandler[Around]):
    """`restoration.assessed`."""

    shape = Shape(RestorationAssessed)

    def prefetch(self, items: Sequence[Item], now: datetime) -> Around:
        """Read people, their facts, and in which provinces they are filed."""
        return around({item.value.person for item in items}, now)

    def admit(self, item: Item, known: Around) -> None:
        """Refuse as `check` says; a later one in the batch sees it."""
        value: RestorationAssessed = item.value
        must_be_person(value.person, known.people)
        fact = facts.Restoration(
            id=str(item.id),
            author=item.author,
            assessed_on=value.assessed_on,
            effective_on=value.effective_on,
            passed=value.passed,
            position=item.position,
        )
        check(value.person, fact, value.consent, known)
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
