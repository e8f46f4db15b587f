"""Thresholds that no notice foresaw: `measure.stated`, by the author of the decision that crossed (O26)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from registry.qualification.models import StatedMeasure
from registry.qualification.rules.facts import Facts
from registry.qualification.rules.kinship import Kinship
from registry.qualification.rules.stating import check_stated
from registry.qualification.selectors.kinship import kinship
from registry.qualification.selectors.readings import STATED
from registry.qualification.services import targets
from registry.qualification.services.targets import Target
from registry.statements.days import today
from registry.statements.handling import FactHandler
from registry.statements.in_file import InFile
from registry.statements.readers import Whole
from registry.statements.shapes import Shape
from registry.statements.telling import Tells
from registry.statements.topics import Topic
from registry.words.measures import MeasureKind
from sync.topics import Item
from sync.wire.refusals import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureBody:
    """Body of `measure.stated`: from when a measure that no notice foresaw is counted, and how long it lasts."""

    decision: UUID
    kind: MeasureKind
    starts_on: date
    months: Annotated[int | None, Whole(low=1, high=6, outside="suspension_months_out_of_range")] = None
    number: str
    issued_on: date


@dataclass(slots=True, kw_only=True)
class BatchContext:
    """What a batch is judged against."""

    today: date
    decisions: dict[UUID, Target]
    kin: Kinship


class MeasureHandler(FactHandler[BatchContext]):
    """Checks and stores `measure.stated`."""

    about = ("decision__person",)
    shape = Shape(MeasureBody, StatedMeasure)

    def prefetch(self, items: Sequence[Item], now: datetime) -> BatchContext:
        """Read the decisions, and what is known of those they are about under any ID."""
        found = targets.decisions({item.value.decision for item in items})
        return BatchContext(
            today=today(now),
            decisions=found,
            kin=kinship({target.person for target in found.values()}),
        )

    def admit(self, item: Item, known: BatchContext) -> None:
        """Refuse a measure that is not there to be stated, is another's or stated already, or does not fit."""
        value: MeasureBody = item.value
        if value.decision not in known.decisions:
            raise Refused.because("unknown_decision", "decision")
        author, person = known.decisions[value.decision]
        if author != item.author:
            raise Refused.because("not_the_author", "decision")
        facts = known.kin.united(person)
        targets.must_hold_decision(value.decision, facts)
        fact = STATED.of_item(item)
        decided_on = next(each.decided_on for each in facts.decisions if each.id == fact.decision)
        check_stated(
            fact,
            facts,
            known.kin.timeline(person).measures,
            known.kin.packs.for_(author, decided_on),
            issued_on=value.issued_on,
            today=known.today,
        )
        known.kin.add(person, Facts(stated=(fact,)))


TOPICS = (
    Topic(
        name="measure.stated",
        binds=True,
        title_en="measure stated",
        title_zh="通知书未载明的处理另行载明",
        handler=MeasureHandler(),
        tells=Tells(of=("decision",)),
        file=InFile(section="stated_measures", place=20, order=("issued_on",)),
    ),
)
