"""What regulators are told (art. 52): one row per thing that changed, institution by institution.

Of every decision the institution's regulator hears `score`; of every measure that is new, the regulators of
the institution and of all others where the person is filed, since a suspension decided anywhere holds
everywhere (art. 34). A correction (of an objection that changed or annulled, a repair that moved an end, an
annulment) names the position of what it corrects, and goes to every institution that heard of it before.
Nothing is told of what is not in the log.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from registry.codes.institutions import InstitutionGroup, InstitutionKind
from registry.codes.measures import MeasureKind
from registry.codes.remedies import ObjectionOutcome
from registry.codes.statuses import Status
from registry.models import Institution, Notification
from registry.rules.standing import Timeline
from registry.services import acts
from registry.services.acts import Act, Around
from registry.statements import rows
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
        "measure.stated",
        "objection.lodged",
        "objection.settled",
        "repair.granted",
        "person.merged",
        "person.split",
    }
)
"""What may be worth telling."""

_OF_MEASURE = {MeasureKind.SUSPENSION: Kind.SUSPENSION, MeasureKind.TERMINATION: Kind.TERMINATION}
_OF_STATUS = {Status.SUSPENDED: Kind.SUSPENSION, Status.TERMINATED: Kind.TERMINATION}


class Consequence(NamedTuple):
    """What a decision led to, and the first day after its term or bar; None while that is open."""

    kind: str
    ends_on: date | None


type Led = dict[str, dict[str, Consequence]]
"""Person -> decision -> what it led to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing to tell, before the institution is looked up."""

    kind: Kind
    person: str
    institution: str
    author: str
    number: str = ""
    corrects: int | None = None


def tell(
    items: Sequence[Item],
    *,
    before: Led,
    timelines: Mapping[str, Timeline],
    now: datetime,
) -> None:
    """Write the notifications of logged statements that were just applied.

    `before`: what decisions had led to; `timelines`: what they lead to now. A second call with the same statements
    writes nothing, and nothing is ever written behind what readers may have read. Of a statement that was applied
    before what it speaks of, is told when that comes.
    """
    end, told_until = acts.reached()
    by_position = {item.position: item for item in items if item.position is not None}
    if end > max(by_position, default=end):
        by_position |= {item.position: item for item in acts.waiting(items) if item.position is not None}
    items = [by_position[position] for position in sorted(by_position) if position > told_until]
    if not items:
        return
    after = {person: _measures(timeline) for person, timeline in timelines.items()}
    changed = {decision for person in after for decision in before.get(person, {}).keys() | after[person].keys()}
    around = acts.around(items, changed, now)
    around.heard = acts.heard(_corrected(items, before, after, around))
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


def _measures(timeline: Timeline) -> dict[str, Consequence]:
    return {
        measure.decision: Consequence(measure.kind.value, measure.term_ends_on or measure.bar_ends_on)
        for measure in timeline.measures
        if measure.kind is not MeasureKind.NOTICE
    }


def _corrected(items: Sequence[Item], before: Led, after: Led, around: Around) -> set[str]:
    """Return the people of whom something that was told before is told otherwise."""
    people = {
        person
        for person, led in before.items()
        if any(after.get(person, {}).get(decision) != what for decision, what in led.items())
    }
    return people | {around.people[item.id] for item in items if item.id in around.outcomes}


def _said(item: Item, person: str, timeline: Timeline | None, around: Around) -> Iterator[Told]:
    """Yield what the statement itself says."""
    match item.topic:
        case "decision.issued":
            yield _of(Kind.SCORE, person, around.acts[str(item.id)])
        case "decision.annulled":
            act = around.acts[str(item.value.decision)]
            yield _of(Kind.ANNULMENT, person, act, corrects=act.position)
        case "objection.settled" if item.id in around.outcomes:
            yield from _settled(person, *around.outcomes[item.id], around)
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


def _settled(person: str, target: str, outcome: ObjectionOutcome, around: Around) -> Iterator[Told]:
    """Yield what an objection corrected: the score where it was told, a status wherever it was told."""
    act = around.acts[target]
    told = _of(Kind.ANNULMENT, person, act, corrects=act.position)
    if act.is_status:
        yield from _everywhere(told, around)
    elif outcome is ObjectionOutcome.ANNULLED:
        yield told
    else:
        yield replace(told, kind=Kind.SCORE)


def _ended(timeline: Timeline | None, on: object, kind: MeasureKind) -> list[str]:
    measures = timeline.measures if timeline else ()
    return [measure.decision for measure in measures if measure.kind is kind and measure.ended_on == on]


def _restored(person: str, decisions: Iterable[str], around: Around) -> Iterator[Told]:
    for decision in decisions:
        if decision in around.acts:
            yield from _everywhere(_of(Kind.RESTORATION, person, around.acts[decision]), around)


def _followed(
    item: Item, person: str, before: Mapping[str, Consequence], after: Mapping[str, Consequence], around: Around
) -> Iterator[Told]:
    """Yield what follows from the batch: measures that are new or end on another day, and measures that are gone."""
    for decision, what in after.items():
        if before.get(decision) != what and decision in around.acts:
            act = around.acts[decision]
            corrects = act.position if decision in before else None
            yield from _everywhere(_of(_OF_MEASURE[MeasureKind(what.kind)], person, act, corrects=corrects), around)
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
    """Yield it for its own institution, for every other at which the person is filed, and a correction also for those
    that were told before.
    """
    sites = around.sites.get(told.person, [])
    if told.corrects is not None:
        sites = sorted({*sites, *around.heard.get((told.person, told.number), ())})
    if told.institution or not sites:
        yield told
    for institution in sites:
        if institution != told.institution:
            yield replace(told, institution=institution)


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
