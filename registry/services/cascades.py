"""Statuses that follow from the institution's own: `cascade.applied`, `cascade.lifted` (art. 34)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from registry.codes.statuses import Status
from registry.models import Cascade, CascadeLift
from registry.rules import admission, facts
from registry.rules.facts import Facts
from registry.selectors.merging import spoken_of
from registry.services.known_people import People, PersonFactHandler, known_people, must_be_person
from registry.services.own_institutions import must_be_own, provinces_of
from registry.services.refusals import refused
from registry.statements.days import today
from registry.statements.handling import FactHandler
from registry.statements.shapes import LifelongId, Shape
from sync.models import StatementStatus
from sync.topics import Item

type Reference = tuple[str, str, str]
"""Author, reference, person: used once, whichever ID the person is spoken of under."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CascadeApplied:
    """Body of `cascade.applied`: a status without points, as a consequence or taken over from before."""

    reference: str
    person: Annotated[str, LifelongId()]
    status: Status
    applied_on: date
    notice_served_on: date | None = None
    institution: str = ""
    reason: str = ""
    basis_authority: str = ""
    basis_document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CascadeLifted:
    """Body of `cascade.lifted`: a cascade ends."""

    cascade: UUID
    lifted_on: date


@dataclass(slots=True, kw_only=True)
class Around:
    """What a batch of cascades is judged against."""

    today: date
    people: People
    provinces: dict[str, str]
    used: set[Reference]


class CascadeHandler(PersonFactHandler[Around]):
    """`cascade.applied`."""

    shape = Shape(CascadeApplied, Cascade)

    def prefetch(self, items: Sequence[Item], now: datetime) -> Around:
        """Read people, institutions, and the references in use."""
        values: list[CascadeApplied] = [item.value for item in items]
        people = {value.person for value in values}
        ids = spoken_of(people)
        used = (
            Cascade.objects.filter(reference__any_of={value.reference for value in values}, person_id__any_of=ids)
            .exclude(statement__status=StatementStatus.REFUSED)
            .exclude(pk__any_of={item.id for item in items})
        )
        return Around(
            today=today(now),
            people=known_people(people),
            provinces=provinces_of({value.institution for value in values if value.institution}),
            used={
                (author, reference, ids[person])
                for author, reference, person in used.order_by().values_list("author", "reference", "person_id")
            },
        )

    def admit(self, item: Item, known: Around) -> None:
        """Refuse implausible dates, another's institution, and a reference used before."""
        value: CascadeApplied = item.value
        must_be_person(value.person, known.people)
        if value.institution:
            must_be_own(value.institution, item.author, known.provinces)
        admission.check_cascade(as_fact(item), today=known.today)
        reference = (item.author, value.reference, value.person)
        if reference in known.used:
            raise refused("reference_used", "reference")
        known.used.add(reference)


def as_fact(item: Item) -> facts.Cascade:
    """Return a statement's cascade as the rules read it."""
    value: CascadeApplied = item.value
    return facts.Cascade(
        id=str(item.id),
        author=item.author,
        institution=value.institution,
        status=value.status,
        reason=value.reason,
        applied_on=value.applied_on,
        notice_served_on=value.notice_served_on,
        signed_on=today(item.issued_at),
        position=item.position,
    )


@dataclass(slots=True, kw_only=True)
class AroundLifts:
    """What a batch of liftings is judged against."""

    today: date
    cascades: dict[UUID, tuple[Cascade, str]]
    """Each cascade with its statement's status."""
    lifted: set[UUID] = field(default_factory=set)


class LiftHandler(FactHandler[AroundLifts]):
    """`cascade.lifted`."""

    about = ("cascade__person",)
    shape = Shape(CascadeLifted, CascadeLift)

    def prefetch(self, items: Sequence[Item], now: datetime) -> AroundLifts:
        """Read the cascades, and which of them are lifted already."""
        ids = {item.value.cascade for item in items}
        lifts = (
            CascadeLift.objects.in_force()
            .filter(cascade_id__any_of=ids)
            .exclude(pk__any_of={item.id for item in items})
        )
        found = Cascade.objects.filter(pk__any_of=ids).select_related("statement").defer("statement__raw").order_by()
        return AroundLifts(
            today=today(now),
            cascades={cascade.pk: (cascade, cascade.statement.status) for cascade in found},
            lifted=set(lifts.order_by().values_list("cascade_id", flat=True)),
        )

    def admit(self, item: Item, known: AroundLifts) -> None:
        """Refuse the end of nothing, of another's cascade, a second end, and one before the beginning."""
        value: CascadeLifted = item.value
        if value.cascade not in known.cascades:
            raise refused("unknown_cascade", "cascade")
        cascade, status = known.cascades[value.cascade]
        if cascade.author != item.author:
            raise refused("not_the_author", "cascade")
        if status not in (StatementStatus.LOGGED, StatementStatus.PENDING):
            raise refused("not_in_force", "cascade")
        if value.cascade in known.lifted:
            raise refused("already_lifted", "cascade")
        lift = facts.CascadeLift(id=str(item.id), cascade=str(cascade.pk), lifted_on=value.lifted_on)
        admission.check_cascade_lift(lift, Facts(cascades=(_stored(cascade),)), today=known.today)
        known.lifted.add(value.cascade)


def people_of(cascades: Iterable[UUID]) -> dict[UUID, str]:
    """Return whom these cascades are about."""
    found = Cascade.objects.filter(pk__any_of=set(cascades)).order_by()
    return dict(found.values_list("pk", "person_id"))


def _stored(cascade: Cascade) -> facts.Cascade:
    return facts.Cascade(
        id=str(cascade.pk),
        author=cascade.author,
        institution=cascade.institution,
        status=Status(cascade.status),
        reason=cascade.reason,
        applied_on=cascade.applied_on,
    )
