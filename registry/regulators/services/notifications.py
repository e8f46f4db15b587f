"""What regulators are told (art. 52): one row per thing that changed, institution by institution.

Of every decision the institution's regulator hears `score`; of every measure that is new, the regulators of
the institution and of all others where the person is filed, since a suspension decided anywhere holds
everywhere (art. 34). A correction (of an objection that changed or annulled, a repair that moved an end, an
annulment) names the position of what it corrects, and goes to every institution that heard of it before.
Nothing is told of what is not in the log.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial

from registry.institutions.models import Institution
from registry.qualification.rules.standing import Timeline
from registry.qualification.services.standings import Consequences, Led
from registry.regulators.models import Notification
from registry.regulators.services import acts
from registry.statements import rows
from registry.statements.telling import Change, Telling, TellingContext, Told
from registry.statements.topics import tells_of
from registry.words.institutions import InstitutionGroup, InstitutionKind
from registry.words.measures import MeasureKind
from sync.topics import Item

_OF_MEASURE = {MeasureKind.SUSPENSION: Change.SUSPENSION, MeasureKind.TERMINATION: Change.TERMINATION}


def tell(
    items: Sequence[Item],
    *,
    before: Consequences,
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
    context = acts.context(items, changed, now)
    context.ended = partial(_ended, timelines)
    context.heard = acts.heard(_corrected(items, before, after, context))
    last = {context.people[item.id]: item.id for item in items if item.id in context.people}
    told: list[tuple[int, Told]] = []
    for item in items:
        person = context.people.get(item.id)
        if person is None or item.position is None:
            continue
        telling = Telling(item=item, person=person, context=context)
        tells = tells_of(item.topic)
        mine = list(tells.says(telling)) if tells else []
        if last[person] == item.id:
            mine += _followed(telling, before.get(person, {}), after.get(person, {}))
        told += [(item.position, each) for each in dict.fromkeys(mine)]
    _write(told)


def _measures(timeline: Timeline) -> dict[str, Led]:
    return {
        measure.decision: Led(measure.kind.value, measure.term_ends_on or measure.bar_ends_on)
        for measure in timeline.measures
        if measure.kind is not MeasureKind.NOTICE
    }


def _corrected(items: Sequence[Item], before: Consequences, after: Consequences, context: TellingContext) -> set[str]:
    """Return the people of whom something that was told before is told otherwise."""
    people = {
        person
        for person, led in before.items()
        if any(after.get(person, {}).get(decision) != what for decision, what in led.items())
    }
    correcting = [item for item in items if (tells := tells_of(item.topic)) and tells.corrects(item)]
    return people | {context.people[item.id] for item in correcting if item.id in context.people}


def _ended(timelines: Mapping[str, Timeline], person: str, kind: str, on: date) -> list[str]:
    timeline = timelines.get(person)
    measures = timeline.measures if timeline else ()
    return [measure.decision for measure in measures if measure.kind == kind and measure.ended_on == on]


def _followed(telling: Telling, before: Mapping[str, Led], after: Mapping[str, Led]) -> Iterator[Told]:
    """Yield what follows from the batch: measures that are new or end on another day, and measures that are gone."""
    known = telling.context.acts
    for decision, what in after.items():
        if before.get(decision) != what and decision in known:
            act = known[decision]
            corrects = act.position if decision in before else None
            yield from telling.everywhere(_OF_MEASURE[MeasureKind(what.kind)], act, corrects=corrects)
    for decision in before.keys() - after.keys():
        if decision in known:
            act = known[decision]
            yield from telling.everywhere(Change.ANNULMENT, act, corrects=act.position)


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
                "kind": each.change,
                "person_id": each.person,
                "institution": each.institution,
                "group": group,
                "province": province,
                "case_number": each.number,
                "corrects": each.corrects,
            }
        )
    rows.insert(Notification, written)
