"""Repair 修复 of points and terms: `repair.granted` (procedure art. 38)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from registry.people.services.known_people import People, PersonFactHandler, known_people, must_be_person
from registry.qualification.models import Repair
from registry.qualification.rules import admission, points, remedies
from registry.qualification.rules import facts as rules
from registry.qualification.rules.facts import Facts
from registry.qualification.rules.kinship import Kinship
from registry.qualification.rules.standing import Timeline
from registry.qualification.selectors.filed import Filed, divisions, filings_of
from registry.qualification.selectors.kinship import kinship
from registry.qualification.selectors.readings import REPAIR
from registry.statements.days import today
from registry.statements.in_file import InFile
from registry.statements.readers import LifelongId, Whole
from registry.statements.shapes import Shape
from registry.statements.telling import Tells
from registry.statements.topics import Topic
from sync.topics import Item
from sync.wire.refusals import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairGranted:
    """Body of `repair.granted`: points of a year lowered, or terms of that year shortened by months."""

    person: Annotated[str, LifelongId()]
    year: Annotated[int, Whole(low=2020, high=2199)]
    points: Annotated[int, Whole(low=0, high=12, outside="points_out_of_range")] = 0
    months: Annotated[int, Whole(low=0, high=36)] = 0
    act: str
    applied_on: date | None = None
    granted_on: date
    consent: str = ""
    document: str = ""


@dataclass(slots=True, kw_only=True)
class BatchContext:
    """What a batch of repairs is judged against."""

    today: date
    people: People
    kin: Kinship
    filings: Mapping[str, Sequence[Filed]]


def context_of(people: Collection[str], now: datetime) -> BatchContext:
    """Return people, their facts, and in which provinces they are filed."""
    return BatchContext(today=today(now), people=known_people(people), kin=kinship(people), filings=filings_of(people))


def check(person: str, fact: rules.Repair, consent: str | None, known: BatchContext) -> None:
    """Refuse a repair that may not be granted. Raises Refused.

    The author's pack does not allow it, it was granted before, it is not the author's to repair, or it shortens what
    others decided without their consent. `consent` is None while it is only applied for: then nobody is asked for it
    yet.
    """
    before = known.kin.united(person)
    if any(_same_grant(each, fact) for each in before.repairs):
        raise Refused.because("repair_granted_before", "granted_on")
    admission.check_repair(fact, before, known.kin.packs, today=known.today)
    remedies.check_points(fact, before, known.kin.packs)
    if not fact.months:
        return
    authors = authors_of(known.kin.timeline(person), fact)
    filing = divisions(known.filings.get(person, ()), fact.granted_on)
    remedies.check_scope(fact.author, authors, filing, refusal="repair_out_of_scope")
    if consent is not None:
        remedies.check_consent(fact.author, authors, consent)


def authors_of(timeline: Timeline, fact: rules.Repair) -> set[str]:
    """Return whose measures a repair of months is about."""
    return {measure.author for measure in remedies.shortened_by(timeline, fact.year, fact.granted_on)}


def concerned(person: str, fact: rules.Repair, known: BatchContext) -> set[str]:
    """Return whose measures or points of the year a repair is about."""
    scored = points.in_force(known.kin.united(person))
    of_year = {each.author for each in scored if each.decided_on.year == fact.year}
    return authors_of(known.kin.timeline(person), fact) | of_year


class RepairHandler(PersonFactHandler[BatchContext]):
    """Checks and stores `repair.granted`."""

    shape = Shape(RepairGranted, Repair)

    def prefetch(self, items: Sequence[Item], now: datetime) -> BatchContext:
        """Read people, their facts, and in which provinces they are filed."""
        return context_of({item.value.person for item in items}, now)

    def admit(self, item: Item, known: BatchContext) -> None:
        """Refuse as `check` says, and a grant before its application; a later one in the batch sees it."""
        value: RepairGranted = item.value
        must_be_person(value.person, known.people)
        if value.applied_on is not None and value.granted_on < value.applied_on:
            raise Refused.because("dates_out_of_order", "granted_on", earlier="applied_on", later="granted_on")
        fact = REPAIR.of_item(item)
        check(value.person, fact, value.consent, known)
        known.kin.add(value.person, Facts(repairs=(fact,)))


def _same_grant(one: rules.Repair, other: rules.Repair) -> bool:
    return one.id != other.id and (one.author, one.year, one.act, one.granted_on) == (
        other.author,
        other.year,
        other.act,
        other.granted_on,
    )


TOPICS = (
    Topic(
        name="repair.granted",
        binds=True,
        title_en="repair granted",
        title_zh="准予修复",
        handler=RepairHandler(),
        tells=Tells(),
        file=InFile(section="repairs", place=70, order=("granted_on",)),
    ),
)
