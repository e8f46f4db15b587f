"""What notifications are about: decisions and cascades by name and position, and who was or is to be told of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from itertools import groupby
from operator import or_
from uuid import UUID

from django.db.models import Q, Subquery

from registry.codes.remedies import ObjectionOutcome
from registry.models import (
    Annulment,
    Cascade,
    CascadeLift,
    Decision,
    FilingPeriod,
    Notification,
    Objection,
    ObjectionSettlement,
    PersonSplit,
    StatedMeasure,
)
from registry.services.merges import people_of
from registry.statements.days import today
from sync import admission
from sync.models import LogEntry
from sync.topics import Item

_SPOKEN_OF = frozenset({"decision.issued", "cascade.applied", "objection.lodged", "person.merged"})
"""What later statements refer to."""
_SPEAKING = (
    (Annulment, ("decision_id",)),
    (CascadeLift, ("cascade_id",)),
    (StatedMeasure, ("decision_id",)),
    (Objection, ("decision_id", "cascade_id")),
    (ObjectionSettlement, ("objection_id", "objection__decision_id", "objection__cascade_id")),
    (PersonSplit, ("merge_id",)),
)
"""What refers to them, and by which columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A decision or cascade as a notification names it."""

    author: str
    institution: str
    number: str
    position: int | None
    is_status: bool = False
    """Whether it is a cascade, a status without points."""


@dataclass(slots=True, kw_only=True)
class Around:
    """What is needed to put names to what changed; each kind read by one query for the whole batch."""

    acts: dict[str, Act]
    people: dict[UUID, str]
    """Person of each statement."""
    outcomes: dict[UUID, tuple[str, ObjectionOutcome]] = field(default_factory=dict)
    """What each settlement made of which decision or cascade."""
    sites: dict[str, list[str]] = field(default_factory=dict)
    """Institutions where a person is filed today."""
    heard: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """Institutions that were told before of a person's act with this number."""


def reached() -> tuple[int, int]:
    """Return the log's last position, and the last of which regulators were told."""
    told = Notification.objects.order_by("-position").values("position")[:1]
    last = LogEntry.objects.order_by("-position").annotate(told=Subquery(told)).values_list("position", "told").first()
    return (last[0], last[1] or 0) if last else (0, 0)


def waiting(items: Sequence[Item]) -> list[Item]:
    """Return what was logged after these statements and speaks of them: applied before them, it could not be told."""
    spoken_of = {item.id for item in items if item.topic in _SPOKEN_OF}
    if not spoken_of:
        return []
    found: set[UUID] = set()
    for model, columns in _SPEAKING:
        of_them = reduce(or_, (Q(**{f"{column}__any_of": spoken_of}) for column in columns))
        logged = model.objects.filter(of_them, statement__entry__isnull=False)
        found.update(logged.order_by().values_list("pk", flat=True))
    found -= {item.id for item in items}
    return [candidate.item for candidate in admission.stored(found)] if found else []


def around(items: Sequence[Item], changed: Collection[str], now: datetime) -> Around:
    """Return what is needed to tell of these statements, and of the decisions whose consequences they changed.

    A statement whose decision, cascade, objection or merge is not here yet is about nobody: `waiting` finds it then.
    """
    found = Around(acts={}, people={})
    decisions, cascades = {UUID(decision) for decision in changed}, set[UUID]()
    targets: dict[UUID, UUID] = {}
    objected = _objected(items)
    splits = {item.value.merge for item in items if item.topic == "person.split"}
    merged = people_of(splits) if splits else {}
    for item in items:
        if item.topic in ("decision.issued", "cascade.applied"):
            number = item.value.case_number if item.topic == "decision.issued" else item.value.reference
            found.acts[str(item.id)] = Act(
                author=item.author, institution=item.value.institution, number=number, position=item.position
            )
            found.people[item.id] = item.value.person
            continue
        if item.topic == "person.merged":
            found.people[item.id] = item.value.into  # told under the ID that goes on
            continue
        if item.topic == "person.split":
            if item.value.merge in merged:
                found.people[item.id] = merged[item.value.merge][1]
            continue
        decision, cascade = _about(item, objected)
        if decision is not None:
            decisions.add(decision)
            targets[item.id] = decision
        elif cascade is not None:
            cascades.add(cascade)
            targets[item.id] = cascade
        elif hasattr(item.value, "person"):
            found.people[item.id] = item.value.person
    about = {item.id: found.people[item.id] for item in items if str(item.id) in found.acts}
    about |= _read_acts(decisions - about.keys(), cascades - about.keys(), found.acts)
    targets = {statement: target for statement, target in targets.items() if target in about}
    found.people |= {statement: about[target] for statement, target in targets.items()}
    found.outcomes = {
        item.id: (str(targets[item.id]), item.value.outcome)
        for item in items
        if item.topic == "objection.settled"
        and item.id in targets
        and item.value.outcome is not ObjectionOutcome.UPHELD
    }
    found.sites = _sites(found.people.values(), now)
    return found


def _about(item: Item, objected: Mapping[UUID, tuple[UUID | None, UUID | None]]) -> tuple[UUID | None, UUID | None]:
    """Return the decision, or the cascade, that a statement refers to."""
    match item.topic:
        case "decision.annulled" | "measure.stated":
            return item.value.decision, None
        case "cascade.lifted":
            return None, item.value.cascade
        case "objection.lodged":
            return item.value.decision, item.value.cascade
        case "objection.settled":
            return objected.get(item.value.objection, (None, None))
    return None, None


def _objected(items: Sequence[Item]) -> dict[UUID, tuple[UUID | None, UUID | None]]:
    """Return to which decision, or which cascade, the objections were that these items settle."""
    settled = {item.value.objection for item in items if item.topic == "objection.settled"}
    found = Objection.objects.filter(pk__any_of=settled).order_by() if settled else Objection.objects.none()
    return {pk: (decision, cascade) for pk, decision, cascade in found.values_list("pk", "decision_id", "cascade_id")}


def heard(people: Collection[str]) -> dict[tuple[str, str], list[str]]:
    """Return which institutions were told of which act (person and number) of these people."""
    if not people:
        return {}
    told = Notification.objects.filter(person_id__any_of=people).exclude(institution="").order_by()
    found: dict[tuple[str, str], list[str]] = {}
    for person, number, institution in told.values_list("person_id", "case_number", "institution").distinct():
        found.setdefault((person, number), []).append(institution)
    return found


def _read_acts(decisions: Collection[UUID], cascades: Collection[UUID], acts: dict[str, Act]) -> dict[UUID, str]:
    """Read decisions and cascades into `acts`; return whom they are about."""
    about: dict[UUID, str] = {}
    for model, ids, number in ((Decision, decisions, "case_number"), (Cascade, cascades, "reference")):
        found = model.objects.filter(pk__any_of=ids).order_by() if ids else model.objects.none()
        for pk, person, author, institution, named, position in found.values_list(
            "pk", "person_id", "author", "institution", number, "statement__entry__position"
        ):
            about[pk] = person
            acts[str(pk)] = Act(
                author=author,
                institution=institution,
                number=named,
                position=position,
                is_status=model is Cascade,
            )
    return about


def _sites(people: Iterable[str], now: datetime) -> dict[str, list[str]]:
    on = today(now)
    open_today = FilingPeriod.objects.filter(
        Q(cancelled_on__isnull=True) | Q(cancelled_on__gt=on), person_id__any_of=set(people), opened_on__lte=on
    )
    found = open_today.order_by("person_id", "institution").distinct().values_list("person_id", "institution")
    return {
        person: [institution for _, institution in sites] for person, sites in groupby(found, key=lambda row: row[0])
    }
