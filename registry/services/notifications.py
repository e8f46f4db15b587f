"""What regulators are told (art. 52): one row per thing that changed, institution by institution.

Of every decision the institution's regulator hears `score`; of every measure that is new, the regulators of
the institution and of all others where the person is filed, since a suspension decided anywhere holds
everywhere (art. 34). A correction names the position of what it corrects. Nothing is told of what is not in
the log.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Q

from registry.codes.institutions import InstitutionGroup, InstitutionKind
from registry.codes.measures import MeasureKind
from registry.codes.statuses import Status
from registry.models import Cascade, Decision, FilingPeriod, Institution, Notification
from registry.rules.standing import Timeline
from registry.services import rows
from registry.services.handling import today
from sync.topics import Item

Kind = Notification.Kind

TOPICS = frozenset(
    {
        "decision.issued",
        "decision.annulled",
        "restoration.assessed",
        "cascade.applied",
        "cascade.lifted",
        "filing.opened",
    }
)
"""What may be worth telling."""

_OF_MEASURE = {MeasureKind.SUSPENSION: Kind.SUSPENSION, MeasureKind.TERMINATION: Kind.TERMINATION}
_OF_STATUS = {Status.SUSPENDED: Kind.SUSPENSION, Status.TERMINATED: Kind.TERMINATION}


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A decision or cascade as a notification names it."""

    author: str
    institution: str
    number: str
    position: int | None
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing to tell, before the institution is looked up."""

    kind: Kind
    person: str
    institution: str
    author: str
    number: str = ""
    corrects: int | None = None


@dataclass(slots=True, kw_only=True)
class Around:
    """What is needed to put names to what changed; each kind read by one query for the whole batch."""

    acts: dict[str, Act]
    people: dict[UUID, str]
    """Person of each statement."""
    sites: dict[str, list[str]] = field(default_factory=dict)
    """Institutions where a person is filed today."""


def tell(
    items: Sequence[Item],
    *,
    before: Mapping[str, Mapping[str, str]],
    timelines: Mapping[str, Timeline],
    now: datetime,
) -> None:
    """Write the notifications of logged statements that were just applied.

    `before`: per person, decision -> kind of measure, as it was; `timelines`: as it is. A second call with the same
    statements writes nothing, and nothing is ever written behind what readers may have read.
    """
    told_until = Notification.objects.order_by("-position").values_list("position", flat=True).first() or 0
    items = [item for item in items if item.position is not None and item.position > told_until]
    if not items:
        return
    after = {person: _measures(timeline) for person, timeline in timelines.items()}
    changed = {decision for person in after for decision in before.get(person, {}).keys() | after[person].keys()}
    around = _around(items, changed, timelines, now)
    last = {around.people[item.id]: item.id for item in items if item.id in around.people}
    told: list[tuple[int, Told]] = []
    for item in items:
        person = around.people.get(item.id)
        if person is None or item.position is None:
            continue
        mine = list(_said(item, person, timelines.get(person), around))
        if last[person] == item.id:
            mine += _followed(item, person, before.get(person, {}), after.get(person, {}), around)
        told += [(item.position, each) for each in dict.fromkeys(mine)]
    _write(told)


def _measures(timeline: Timeline) -> dict[str, str]:
    return {
        measure.decision: measure.kind.value for measure in timeline.measures if measure.kind is not MeasureKind.NOTICE
    }


def _said(item: Item, person: str, timeline: Timeline | None, around: Around) -> Iterator[Told]:
    """Yield what the statement itself says."""
    match item.topic:
        case "decision.issued":
            yield _of(Kind.SCORE, person, around.acts[str(item.id)])
        case "decision.annulled":
            act = around.acts[str(item.value.decision)]
            yield _of(Kind.ANNULMENT, person, act, corrects=act.position)
        case "cascade.applied":
            act = around.acts[str(item.id)]
            yield from _everywhere(_of(_OF_STATUS[item.value.status], person, act), around)
        case "cascade.lifted":
            act = around.acts[str(item.value.cascade)]
            yield from _everywhere(_of(Kind.RESTORATION, person, act), around)
        case "restoration.assessed" if item.value.passed:
            yield from _restored(person, _ended(timeline, item.value.effective_on, MeasureKind.SUSPENSION), around)
        case "filing.opened" if item.value.refiling:
            yield from _restored(person, _ended(timeline, item.value.opened_on, MeasureKind.TERMINATION), around)


def _ended(timeline: Timeline | None, on: object, kind: MeasureKind) -> list[str]:
    measures = timeline.measures if timeline else ()
    return [measure.decision for measure in measures if measure.kind is kind and measure.ended_on == on]


def _restored(person: str, decisions: Iterable[str], around: Around) -> Iterator[Told]:
    for decision in decisions:
        if decision in around.acts:
            yield from _everywhere(_of(Kind.RESTORATION, person, around.acts[decision]), around)


def _followed(
    item: Item, person: str, before: Mapping[str, str], after: Mapping[str, str], around: Around
) -> Iterator[Told]:
    """Yield what follows from the batch: measures that are new, and measures that are gone."""
    for decision, kind in after.items():
        if before.get(decision) != kind and decision in around.acts:
            act = around.acts[decision]
            corrects = act.position if decision in before else None
            yield from _everywhere(_of(_OF_MEASURE[MeasureKind(kind)], person, act, corrects=corrects), around)
    for decision in before.keys() - after.keys():
        if decision in around.acts:
            act = around.acts[decision]
            yield from _everywhere(_of(Kind.ANNULMENT, person, act, corrects=act.position), around)


def _of(kind: Kind, person: str, act: Act, *, corrects: int | None = None) -> Told:
    return Told(
        kind=kind,
        person=person,
        institution=act.institution,
        author=act.author,
        number=act.number,
        corrects=corrects,
    )


def _everywhere(told: Told, around: Around) -> Iterator[Told]:
    """Yield it for its own institution and for every other at which the person is filed."""
    sites = around.sites.get(told.person, [])
    if told.institution or not sites:
        yield told
    for institution in sites:
        if institution != told.institution:
            yield Told(
                kind=told.kind,
                person=told.person,
                institution=institution,
                author=told.author,
                number=told.number,
                corrects=told.corrects,
            )


def _around(
    items: Sequence[Item], changed: Collection[str], timelines: Mapping[str, Timeline], now: datetime
) -> Around:
    decisions: set[UUID] = {UUID(decision) for decision in changed}
    cascades: set[UUID] = set()
    people: dict[UUID, str] = {}
    targets: dict[UUID, UUID] = {}
    acts: dict[str, Act] = {}
    for item in items:
        match item.topic:
            case "decision.annulled":
                decisions.add(item.value.decision)
                targets[item.id] = item.value.decision
            case "cascade.lifted":
                cascades.add(item.value.cascade)
                targets[item.id] = item.value.cascade
            case "decision.issued":
                people[item.id] = item.value.person
                acts[str(item.id)] = _act(item, item.value.case_number)
                decisions.discard(item.id)
            case "cascade.applied":
                people[item.id] = item.value.person
                acts[str(item.id)] = _act(item, item.value.reference)
            case "restoration.assessed" | "filing.opened":
                people[item.id] = item.value.person
    about = _read_acts(decisions, cascades, acts)
    people |= {statement: about[target] for statement, target in targets.items() if target in about}
    return Around(acts=acts, people=people, sites=_sites(people.values(), now))


def _act(item: Item, number: str) -> Act:
    return Act(author=item.author, institution=item.value.institution, number=number, position=item.position)


def _read_acts(decisions: Collection[UUID], cascades: Collection[UUID], acts: dict[str, Act]) -> dict[UUID, str]:
    """Read decisions and cascades into `acts`; return whom they are about."""
    about: dict[UUID, str] = {}
    for model, ids, number in ((Decision, decisions, "case_number"), (Cascade, cascades, "reference")):
        found = model.objects.filter(pk__any_of=ids).order_by() if ids else model.objects.none()
        for pk, person, author, institution, named, position in found.values_list(
            "pk", "person_id", "author", "institution", number, "statement__entry__position"
        ):
            about[pk] = person
            acts[str(pk)] = Act(author=author, institution=institution, number=named, position=position)
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


def _write(told: Sequence[tuple[int, Told]]) -> None:
    institutions = Institution.objects.filter(pk__any_of={each.institution for _, each in told}).order_by()
    where = {
        code: (InstitutionKind(kind).group, province)
        for code, kind, province in institutions.values_list("code", "kind", "province")
    }
    ordinals: dict[int, int] = {}
    written = []
    for position, each in told:
        ordinal = ordinals.get(position, 0)
        ordinals[position] = ordinal + 1
        group, province = where.get(each.institution, (InstitutionGroup.MEDICAL, each.author))
        written.append(
            {
                "position": position,
                "ordinal": ordinal,
                "kind": each.kind,
                "person_id": each.person,
                "institution": each.institution,
                "group": group,
                "province": province,
                "case_number": each.number,
                "corrects": each.corrects,
            }
        )
    rows.insert(Notification, written)
