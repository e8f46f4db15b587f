"""Objections 异议申诉 to points or to a status: `objection.lodged` (procedure art. 41)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from registry.qualification.models import Objection
from registry.qualification.rules import procedure
from registry.qualification.rules.facts import Facts
from registry.qualification.selectors.calendar import working_calendar
from registry.qualification.selectors.facts import facts_of
from registry.qualification.selectors.readings import OBJECTION
from registry.qualification.services import targets
from registry.qualification.services.targets import Target
from registry.statements.days import today
from registry.statements.handling import FactHandler
from registry.statements.in_file import InFile
from registry.statements.shapes import Shape
from registry.statements.telling import Tells
from registry.statements.topics import Topic
from registry.words.remedies import ObjectionBy
from registry.words.workdays import Calendar
from sync.topics import Item
from sync.wire.refusals import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionLodged:
    """Body of `objection.lodged`: what the agency received, against a decision or against a cascade."""

    decision: UUID | None = None
    cascade: UUID | None = None
    lodged_on: date
    lodged_by: ObjectionBy
    signed: bool
    sealed: bool
    document: str = ""

    @property
    def target(self) -> UUID | None:
        """What is objected to."""
        return self.decision or self.cascade


@dataclass(slots=True, kw_only=True)
class BatchContext:
    """What a batch of objections is judged against."""

    today: date
    calendar: Calendar
    decisions: dict[UUID, Target]
    cascades: dict[UUID, Target]
    facts: dict[str, Facts]
    lodged: dict[tuple[str, str], date]
    """Decision or cascade, and who objected to it: when last."""


class ObjectionHandler(FactHandler[BatchContext]):
    """Checks and stores `objection.lodged`."""

    about = ("decision__person", "cascade__person")
    shape = Shape(ObjectionLodged, Objection)
    unstored = frozenset({"signed", "sealed"})  # without them there is no objection

    def prefetch(self, items: Sequence[Item], now: datetime) -> BatchContext:
        """Read the decisions and cascades, the facts of those they are about, and who has objected to what."""
        objected = {"decision": _named(items, "decision"), "cascade": _named(items, "cascade")}
        about_points = targets.decisions(objected["decision"])
        about_status = targets.cascades(objected["cascade"])
        people = {target.person for target in (*about_points.values(), *about_status.values())}
        return BatchContext(
            today=today(now),
            calendar=working_calendar(),
            decisions=about_points,
            cascades=about_status,
            facts=facts_of(people),
            lodged=_lodged(objected, {item.id for item in items}),
        )

    def admit(self, item: Item, known: BatchContext) -> None:
        """Refuse an objection that is not whole, is to another's decision, comes too late, or was said before."""
        value: ObjectionLodged = item.value
        if (value.decision is None) is (value.cascade is None):
            raise Refused.because("objection_to_one_thing", "decision")
        person = self._checked_target(item, known)
        before = known.facts[person]
        fact = OBJECTION.of_item(item)
        procedure.check_objection(
            fact,
            before,
            known.calendar,
            by=value.lodged_by,
            signed=value.signed,
            sealed=value.sealed,
            today=known.today,
            field="decision" if value.decision else "cascade",
        )
        last = known.lodged.get((fact.target, value.lodged_by))
        if last is not None and not procedure.may_object_again(fact.target, last, before):
            raise Refused.because("objection_lodged_before", "lodged_by")
        known.lodged[fact.target, value.lodged_by] = value.lodged_on
        known.facts[person] = before.merge(Facts(objections=(fact,)))

    def _checked_target(self, item: Item, known: BatchContext) -> str:
        """Return whom the objection is about; refuse what is not there, not the author's, or not in force."""
        value: ObjectionLodged = item.value
        if value.decision is not None:
            target = _target(known.decisions, value.decision, "decision", item.author)
            targets.must_hold_decision(value.decision, known.facts[target.person])
        else:
            assert value.cascade is not None
            target = _target(known.cascades, value.cascade, "cascade", item.author)
            targets.must_hold_cascade(value.cascade, known.facts[target.person])
        return target.person


def _named(items: Sequence[Item], member: str) -> set[UUID]:
    return {named for item in items if (named := getattr(item.value, member)) is not None}


def _target(known: Mapping[UUID, Target], named: UUID, field: str, author: str) -> Target:
    if named not in known:
        raise Refused.because(f"unknown_{field}", field)
    target = known[named]
    if target.author != author:
        raise Refused.because("not_the_author", field)
    return target


def _lodged(objected: Mapping[str, Collection[UUID]], own: Collection[UUID]) -> dict[tuple[str, str], date]:
    found: dict[tuple[str, str], date] = {}
    for field, ids in objected.items():
        earlier = Objection.objects.in_force().filter(**{f"{field}_id__any_of": ids}) if ids else None
        if earlier is not None:
            before = earlier.exclude(pk__any_of=own).order_by("lodged_on")
            columns = before.values_list(f"{field}_id", "lodged_by", "lodged_on")
            found |= {(str(target), by): lodged_on for target, by, lodged_on in columns}
    return found


TOPICS = (
    Topic(
        name="objection.lodged",
        title_en="objection lodged",
        title_zh="异议申诉提出",
        handler=ObjectionHandler(),
        tells=Tells(of=("decision", "cascade")),
        file=InFile(section="objections", place=50, order=("lodged_on",)),
    ),
)
