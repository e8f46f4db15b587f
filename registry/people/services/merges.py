"""People found to be one, and found to be two after all: `person.merged`, `person.split` (O23).

Nothing is moved and nothing rewritten: facts stay under the ID they were said of, and standings are computed over both.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from registry.people.models import Person, PersonMerge, PersonSplit
from registry.people.rules.kin import Merge, survivor
from registry.people.selectors.kin import merges_touching
from registry.people.services.known_people import PersonFactHandler
from registry.statements.days import today
from registry.statements.handling import FactHandler
from registry.statements.in_file import InFile, Later
from registry.statements.readers import LifelongId
from registry.statements.shapes import Shape
from registry.statements.telling import Tells
from registry.statements.topics import Topic
from registry.words.lifelong_id import shown
from sync.models import StatementStatus
from sync.topics import Authors, Item
from sync.wire.refusals import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMerged:
    """Body of `person.merged`: from a day on, two IDs are one person, spoken of under the second."""

    absorbed: Annotated[str, LifelongId()]
    into: Annotated[str, LifelongId()]
    merged_on: date
    case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSplitUp:
    """Body of `person.split`: a merge undone from the start."""

    merge: UUID
    split_on: date
    case: str


@dataclass(slots=True, kw_only=True)
class BatchContext:
    """What a batch of merges is judged against."""

    today: date
    people: frozenset[str]
    merges: list[Merge]


class MergeHandler(PersonFactHandler[BatchContext]):
    """Checks and stores `person.merged`."""

    about = ("absorbed", "into")
    shape = Shape(PersonMerged, PersonMerge)

    def prefetch(self, items: Sequence[Item], now: datetime) -> BatchContext:
        """Read the people, and who is merged with whom."""
        people = self.subjects(items)
        own = {str(item.id) for item in items}
        found = Person.objects.filter(pk__any_of=people).order_by().values_list("pk", flat=True)
        merges = [merge for merge in merges_touching(people) if merge.id not in own]
        return BatchContext(today=today(now), people=frozenset(found), merges=merges)

    def admit(self, item: Item, known: BatchContext) -> None:
        """Refuse a merge of unknown people, of an ID with itself, in a circle, or of an ID that was absorbed before."""
        value: PersonMerged = item.value
        for member in ("absorbed", "into"):
            if getattr(value, member) not in known.people:
                raise Refused.because("unknown_person", member)
        if value.absorbed == value.into:
            raise Refused.because("merge_with_itself", "into")
        if value.merged_on > known.today:
            raise Refused.because("date_implausible", "merged_on", earliest=date(2024, 1, 1), latest=known.today)
        if survivor(value.into, known.merges) == value.absorbed:
            raise Refused.because("merge_in_circle", "into")
        for member in ("absorbed", "into"):
            goes_on = survivor(getattr(value, member), known.merges)
            if goes_on != getattr(value, member):
                raise Refused.because("person_merged", member, into=shown(goes_on))
        known.merges.append(Merge(id=str(item.id), absorbed=value.absorbed, into=value.into, merged_on=value.merged_on))


@dataclass(slots=True, kw_only=True)
class SplitContext:
    """What a batch of splits is judged against."""

    today: date
    merges: dict[UUID, tuple[date, str]]
    """Day and statement's status of each merge."""
    split: set[UUID] = field(default_factory=set)


class SplitHandler(FactHandler[SplitContext]):
    """Checks and stores `person.split`."""

    about = ("merge__absorbed", "merge__into")
    shape = Shape(PersonSplitUp, PersonSplit)

    def prefetch(self, items: Sequence[Item], now: datetime) -> SplitContext:
        """Read the merges, and which of them are undone already."""
        ids = {item.value.merge for item in items}
        found = PersonMerge.objects.filter(pk__any_of=ids).order_by()
        split = PersonSplit.objects.in_force().filter(merge_id__any_of=ids)
        return SplitContext(
            today=today(now),
            merges={pk: (on, status) for pk, on, status in found.values_list("pk", "merged_on", "statement__status")},
            split=set(
                split.exclude(pk__any_of={item.id for item in items}).order_by().values_list("merge_id", flat=True)
            ),
        )

    def admit(self, item: Item, known: SplitContext) -> None:
        """Refuse to undo a merge that is not there, was undone before, or is later than that day."""
        value: PersonSplitUp = item.value
        if value.merge not in known.merges:
            raise Refused.because("unknown_merge", "merge")
        merged_on, status = known.merges[value.merge]
        if status not in (StatementStatus.LOGGED, StatementStatus.PENDING):
            raise Refused.because("not_in_force", "merge")
        if value.merge in known.split:
            raise Refused.because("already_split", "merge")
        if value.split_on < merged_on:
            raise Refused.because("dates_out_of_order", "split_on", earlier="merged_on", later="split_on")
        if value.split_on > known.today:
            raise Refused.because("date_implausible", "split_on", earliest=merged_on, latest=known.today)
        known.split.add(value.merge)


TOPICS = (
    Topic(
        name="person.merged",
        binds=True,
        title_en="lifelong IDs merged",
        title_zh="终身编号合并",
        authors=Authors.NATIONAL,
        handler=MergeHandler(),
        moves_filings=True,
        tells=Tells(under="into"),  # the ID that goes on
        file=InFile(section="merges", place=120, order=("merged_on",)),
    ),
    Topic(
        name="person.split",
        binds=True,
        title_en="lifelong IDs split",
        title_zh="终身编号拆分",
        authors=Authors.NATIONAL,
        handler=SplitHandler(),
        moves_filings=True,
        tells=Tells(under="merge__into"),
        file=Later(section="merges", link="merge", columns={"split_on": "split_on"}, by="split_on"),
    ),
)
