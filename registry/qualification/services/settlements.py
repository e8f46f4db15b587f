"""How objections end: `objection.settled`, upheld, changed or annulled from the start (procedure arts. 42-44)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from registry.packs.book import PackBook
from registry.packs.selectors import pack_book
from registry.qualification.models import Objection, ObjectionSettlement
from registry.qualification.rules import procedure
from registry.qualification.rules.facts import Facts
from registry.qualification.selectors.facts import facts_of
from registry.qualification.selectors.readings import SETTLEMENT
from registry.qualification.services.targets import Target
from registry.statements.days import today
from registry.statements.handling import FactHandler
from registry.statements.in_file import Later
from registry.statements.readers import Whole
from registry.statements.shapes import Shape
from registry.statements.telling import Change, Telling, Tells, Told
from registry.statements.topics import Topic
from registry.words.remedies import ObjectionOutcome
from sync.topics import Item
from sync.wire.refusals import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionSettled:
    """Body of `objection.settled`: what the verification found, with the points after a change."""

    objection: UUID
    outcome: ObjectionOutcome
    settled_on: date
    points: Annotated[int | None, Whole(low=1, high=12, outside="points_out_of_range")] = None
    suspension_months: Annotated[int | None, Whole(low=1, high=6, outside="suspension_months_out_of_range")] = None
    document: str
    reason: str = ""


@dataclass(slots=True, kw_only=True)
class BatchContext:
    """What a batch of settlements is judged against."""

    today: date
    objections: dict[UUID, Target]
    facts: dict[str, Facts]
    packs: PackBook


class SettlementHandler(FactHandler[BatchContext]):
    """Checks and stores `objection.settled`."""

    about = ("objection__decision__person", "objection__cascade__person")
    shape = Shape(ObjectionSettled, ObjectionSettlement)

    def prefetch(self, items: Sequence[Item], now: datetime) -> BatchContext:
        """Read the objections, and the facts of those they are about."""
        found = _objections({item.value.objection for item in items})
        return BatchContext(
            today=today(now),
            objections=found,
            facts=facts_of({target.person for target in found.values()}),
            packs=pack_book(),
        )

    def admit(self, item: Item, known: BatchContext) -> None:
        """Refuse to settle an objection that is not there, is another's or settled, and what makes it worse."""
        value: ObjectionSettled = item.value
        if value.objection not in known.objections:
            raise Refused.because("unknown_objection", "objection")
        author, person = known.objections[value.objection]
        if author != item.author:
            raise Refused.because("not_the_author", "objection")
        before = known.facts[person]
        fact = SETTLEMENT.of_item(item)
        if all(objection.id != fact.objection for objection in before.objections):
            raise Refused.because("not_in_force", "objection")
        procedure.check_settlement(fact, before, known.packs, reason=value.reason, today=known.today)
        known.facts[person] = before.merge(Facts(settlements=(fact,)))


def _objections(ids: Collection[UUID]) -> dict[UUID, Target]:
    found = Objection.objects.filter(pk__any_of=ids).order_by()
    about = found.values_list("pk", "author", "decision__person_id", "cascade__person_id")
    return {
        pk: Target(author, person) for pk, author, by_points, by_status in about if (person := by_points or by_status)
    }


def _changes(item: Item) -> bool:
    """Return whether a settlement leaves anything but what was told."""
    return item.value.outcome is not ObjectionOutcome.UPHELD


def _told(telling: Telling) -> Iterator[Told]:
    """Yield what an objection corrected: the score where it was told, a status wherever it was told."""
    act, outcome = telling.act, telling.item.value.outcome
    if act.is_status and _changes(telling.item):
        yield from telling.everywhere(Change.ANNULMENT, act, corrects=act.position)
    elif outcome is ObjectionOutcome.ANNULLED:
        yield telling.here(Change.ANNULMENT, act, corrects=act.position)
    elif outcome is ObjectionOutcome.CHANGED:
        yield telling.here(Change.SCORE, act, corrects=act.position)


TOPICS = (
    Topic(
        name="objection.settled",
        binds=True,
        title_en="objection settled",
        title_zh="异议申诉办结",
        handler=SettlementHandler(),
        tells=Tells(says=_told, of=("objection__decision", "objection__cascade"), corrects=_changes),
        file=Later(
            section="objections",
            link="objection",
            columns={
                "outcome": "outcome",
                "settled_on": "settled_on",
                "points": "points",
                "suspension_months": "suspension_months",
                "settlement_document": "document",
                "settlement_reason": "reason",
            },
            by="settled_on",
            last=True,
        ),
    ),
)
