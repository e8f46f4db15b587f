"""Restorations: `restoration.assessed`, the assessment after a suspension's term or a termination's bar (art. 39)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from registry.people.services.known_people import People, PersonFactHandler, known_people, must_be_person
from registry.qualification.models import Restoration
from registry.qualification.rules import admission, facts, remedies
from registry.qualification.rules.facts import Facts
from registry.qualification.rules.kinship import Kinship
from registry.qualification.rules.standing import Timeline
from registry.qualification.selectors.filed import Filed, divisions, filings_of
from registry.qualification.selectors.kinship import kinship
from registry.qualification.selectors.readings import RESTORATION
from registry.statements.days import today
from registry.statements.in_file import InFile
from registry.statements.readers import LifelongId
from registry.statements.shapes import Shape
from registry.statements.telling import Change, Telling, Tells, Told
from registry.statements.topics import Topic
from registry.words.measures import MeasureKind
from sync.topics import Item
from sync.wire.refusals import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class RestorationAssessed:
    """Body of `restoration.assessed`: what the agency's assessment found (art. 39)."""

    person: Annotated[str, LifelongId()]
    applied_on: date | None = None
    assessed_on: date
    effective_on: date
    passed: bool
    consent: str = ""
    document: str = ""


@dataclass(slots=True, kw_only=True)
class BatchContext:
    """What a batch of restorations is judged against."""

    today: date
    people: People
    kin: Kinship
    filings: Mapping[str, Sequence[Filed]]


def context_of(people: Collection[str], now: datetime) -> BatchContext:
    """Return people, their facts, and in which provinces they are filed."""
    return BatchContext(today=today(now), people=known_people(people), kin=kinship(people), filings=filings_of(people))


def check(person: str, fact: facts.Restoration, consent: str, known: BatchContext) -> None:
    """Refuse an assessment that may not be made. Raises Refused.

    There is nothing to restore, it comes too early, its author has nothing to do with the person, or it ends what
    others decided without their consent.
    """
    timeline = known.kin.timeline(person)
    if any(
        each.effective_on == fact.effective_on and each.passed == fact.passed
        for each in known.kin.united(person).restorations
    ):
        raise Refused.because("assessed_before", "effective_on")
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


class RestorationHandler(PersonFactHandler[BatchContext]):
    """Checks and stores `restoration.assessed`."""

    shape = Shape(RestorationAssessed, Restoration)

    def prefetch(self, items: Sequence[Item], now: datetime) -> BatchContext:
        """Read people, their facts, and in which provinces they are filed."""
        return context_of({item.value.person for item in items}, now)

    def admit(self, item: Item, known: BatchContext) -> None:
        """Refuse as `check` says; a later one in the batch sees it."""
        value: RestorationAssessed = item.value
        must_be_person(value.person, known.people)
        fact = RESTORATION.of_item(item)
        check(value.person, fact, value.consent, known)
        known.kin.add(value.person, Facts(restorations=(fact,)))


def _told(telling: Telling) -> Iterator[Told]:
    """Yield the end of the suspensions that a passed assessment ends."""
    value: RestorationAssessed = telling.item.value
    if value.passed:
        for act in telling.ended(MeasureKind.SUSPENSION, value.effective_on):
            yield from telling.everywhere(Change.RESTORATION, act)


TOPICS = (
    Topic(
        name="restoration.assessed",
        binds=True,
        title_en="restoration assessed",
        title_zh="恢复评估",
        handler=RestorationHandler(),
        tells=Tells(says=_told),
        file=InFile(section="restorations", place=80, order=("effective_on",)),
    ),
)
