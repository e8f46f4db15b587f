"""Statuses that follow from the institution's own: `cascade.applied`, `cascade.lifted` (art. 34)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from registry.institutions.services.own_institutions import must_be_own, provinces_of
from registry.people.selectors.kin import spoken_of
from registry.people.services.known_people import People, PersonFactHandler, known_people, must_be_person
from registry.qualification.models import Cascade, CascadeLift
from registry.qualification.rules import admission, facts
from registry.qualification.rules.facts import Facts
from registry.qualification.selectors.readings import CASCADE, CASCADE_LIFT
from registry.statements.days import today
from registry.statements.handling import FactHandler
from registry.statements.in_file import InFile, Later
from registry.statements.readers import LifelongId
from registry.statements.shapes import Shape
from registry.statements.telling import Change, Telling, Tells, Told
from registry.statements.topics import Topic
from registry.words.statuses import Status
from registry.words.written import writings
from sync.models import StatementStatus
from sync.topics import Item
from sync.wire.refusals import Refused

type Reference = tuple[str, str, str]
"""Author, reference, folded, and person: used once, however written, whichever ID the person is spoken of under."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CascadeApplied:
    """Body of `cascade.applied`: a status without points, as a consequence or taken over from before."""

    reference: str
    person: Annotated[str, LifelongId()]
    institution: str = ""
    status: Status
    reason: str = ""
    basis_authority: str = ""
    basis_document: str = ""
    applied_on: date
    notice_served_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CascadeLifted:
    """Body of `cascade.lifted`: a cascade ends."""

    cascade: UUID
    lifted_on: date


@dataclass(slots=True, kw_only=True)
class BatchContext:
    """What a batch of cascades is judged against."""

    today: date
    people: People
    provinces: dict[str, str]
    used: dict[Reference, set[str]]
    """With how it is written."""


class CascadeHandler(PersonFactHandler[BatchContext]):
    """Checks and stores `cascade.applied`."""

    shape = Shape(CascadeApplied, Cascade)

    def prefetch(self, items: Sequence[Item], now: datetime) -> BatchContext:
        """Read people, institutions, and the references in use."""
        values: list[CascadeApplied] = [item.value for item in items]
        people = {value.person for value in values}
        ids = spoken_of(people)
        used = (
            Cascade.objects.filter(
                reference_key__any_of={writings.number(value.reference) for value in values}, person_id__any_of=ids
            )
            .exclude(statement__status=StatementStatus.REFUSED)
            .exclude(pk__any_of={item.id for item in items})
        )
        return BatchContext(
            today=today(now),
            people=known_people(people),
            provinces=provinces_of({value.institution for value in values if value.institution}),
            used=writings.by_key(
                (author, key, ids[person], reference)
                for author, key, person, reference in used.order_by().values_list(
                    "author", "reference_key", "person_id", "reference"
                )
            ),
        )

    def admit(self, item: Item, known: BatchContext) -> None:
        """Refuse implausible dates, another's institution, and a reference used before; hold another writing of one."""
        value: CascadeApplied = item.value
        must_be_person(value.person, known.people)
        if value.institution:
            must_be_own(value.institution, item.author, known.provinces)
        admission.check_cascade(CASCADE.of_item(item), today=known.today)
        written = known.used.setdefault((item.author, writings.number(value.reference), value.person), set())
        writings.must_be_new("reference", value.reference, written, used="reference_used")


@dataclass(slots=True, kw_only=True)
class LiftContext:
    """What a batch of liftings is judged against."""

    today: date
    cascades: dict[UUID, tuple[facts.Cascade, str]]
    """Each cascade with its statement's status."""
    lifted: set[UUID] = field(default_factory=set)


class LiftHandler(FactHandler[LiftContext]):
    """Checks and stores `cascade.lifted`."""

    about = ("cascade__person",)
    shape = Shape(CascadeLifted, CascadeLift)

    def prefetch(self, items: Sequence[Item], now: datetime) -> LiftContext:
        """Read the cascades, and which of them are lifted already."""
        ids = {item.value.cascade for item in items}
        lifts = (
            CascadeLift.objects.in_force()
            .filter(cascade_id__any_of=ids)
            .exclude(pk__any_of={item.id for item in items})
        )
        found = Cascade.objects.filter(pk__any_of=ids).order_by()
        return LiftContext(
            today=today(now),
            cascades={
                pk: (CASCADE.of_row(row), status)
                for pk, status, *row in found.values_list("pk", "statement__status", *CASCADE.columns)
            },
            lifted=set(lifts.order_by().values_list("cascade_id", flat=True)),
        )

    def admit(self, item: Item, known: LiftContext) -> None:
        """Refuse to lift a cascade that is not there, is another's, was lifted before, or had not begun."""
        value: CascadeLifted = item.value
        if value.cascade not in known.cascades:
            raise Refused.because("unknown_cascade", "cascade")
        cascade, status = known.cascades[value.cascade]
        if cascade.author != item.author:
            raise Refused.because("not_the_author", "cascade")
        if status not in (StatementStatus.LOGGED, StatementStatus.PENDING):
            raise Refused.because("not_in_force", "cascade")
        if value.cascade in known.lifted:
            raise Refused.because("already_lifted", "cascade")
        lift = CASCADE_LIFT.of_item(item)
        admission.check_cascade_lift(lift, Facts(cascades=(cascade,)), today=known.today)
        known.lifted.add(value.cascade)


_CHANGES = {Status.SUSPENDED: Change.SUSPENSION, Status.TERMINATED: Change.TERMINATION}


def _told(telling: Telling) -> Iterator[Told]:
    """Yield what is told of a cascade: the status."""
    yield from telling.everywhere(_CHANGES[telling.item.value.status], telling.act)


def _lift_told(telling: Telling) -> Iterator[Told]:
    """Yield what is told of a lift: the end of the status."""
    yield from telling.everywhere(Change.RESTORATION, telling.act)


TOPICS = (
    Topic(
        name="cascade.applied",
        binds=True,
        title_en="cascade applied",
        title_zh="联动状态适用",
        handler=CascadeHandler(),
        tells=Tells(says=_told, number="reference", is_status=True),
        file=InFile(section="cascades", place=60, order=("applied_on",)),
    ),
    Topic(
        name="cascade.lifted",
        binds=True,
        title_en="cascade lifted",
        title_zh="联动状态解除",
        handler=LiftHandler(),
        tells=Tells(says=_lift_told, of=("cascade",)),
        file=Later(section="cascades", link="cascade", columns={"lifted_on": "lifted_on"}, by="lifted_on"),
    ),
)
