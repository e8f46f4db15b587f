"""What notifications are about: acts by name and position, and who was or is to be told of them.

Which topics are acts, which are of one, and under whose ID the others are told, the topics say themselves.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import reduce
from itertools import groupby
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, Subquery

from registry.qualification.models import FilingPeriod
from registry.regulators.models import Notification
from registry.statements import ways
from registry.statements.days import today
from registry.statements.telling import Act, TellingContext, Tells
from registry.statements.topics import Topic, declared, find
from sync import admission
from sync.models import LogEntry
from sync.topics import Item

type Told = tuple[Topic, Tells]
"""A topic of which something is told, and what."""


def reached() -> tuple[int, int]:
    """Return the log's last position, and the last of which regulators were told."""
    told = Notification.objects.order_by("-position").values("position")[:1]
    last = LogEntry.objects.order_by("-position").annotate(told=Subquery(told)).values_list("position", "told").first()
    return (last[0], last[1] or 0) if last else (0, 0)


def waiting(items: Sequence[Item]) -> list[Item]:
    """Return what was logged after these statements and speaks of them: applied before them, it could not be told."""
    said: dict[type[Model], set[UUID]] = {}
    for (topic, _), of_topic in _by_topic(items):
        said[topic.handler.model] = {item.id for item in of_topic}
    found: set[UUID] = set()
    for model, columns in _speaking():
        of_them = [Q(**{f"{column}__any_of": said[target]}) for column, target in columns if target in said]
        if of_them:
            logged = model._default_manager.filter(reduce(or_, of_them), statement__entry__isnull=False)
            found.update(logged.order_by().values_list("pk", flat=True))
    found -= {item.id for item in items}
    return [candidate.item for candidate in admission.stored(found)] if found else []


def _speaking() -> Iterator[tuple[type[Model], list[tuple[str, type[Model]]]]]:
    """Yield the models whose facts refer to others that are told of: by which columns, and to what."""
    for topic, tells in _telling():
        model = topic.handler.model
        columns = [each for way in (*tells.of, *_under(topic, tells)) for each in ways.passed(model, way)]
        if columns:
            yield model, columns


def context(items: Sequence[Item], changed: Collection[str], now: datetime) -> TellingContext:
    """Return what is needed to tell of these statements, and of the decisions whose consequences they changed.

    A statement whose act, objection or merge is not here yet is about nobody: `waiting` finds it then.
    """
    found = TellingContext()
    acts = {topic.handler.model: tells for topic, tells in _telling() if tells.number}
    wanted: dict[type[Model], set[UUID]] = {
        model: set() if tells.is_status else {UUID(decision) for decision in changed} for model, tells in acts.items()
    }
    about: dict[UUID, str] = {}
    of: dict[UUID, UUID] = {}
    for (topic, tells), said in _by_topic(items):
        if tells.number:
            for item in said:
                found.acts[str(item.id)] = _act(item, tells)
                about[item.id] = getattr(item.value, topic.handler.about[0])
        elif tells.of:
            for way in tells.of:
                model = ways.end(topic.handler.model, way)
                for statement, act in _led(topic, way, said):
                    of[statement] = act
                    wanted[model].add(act)
        else:
            for way in _under(topic, tells):
                found.people |= dict(_led(topic, way, said))
    for model, ids in wanted.items():
        about |= _read_acts(model, acts[model], ids - about.keys(), found.acts)
    found.targets = {statement: str(act) for statement, act in of.items() if act in about}
    found.people |= {statement: about[act] for statement, act in of.items() if act in about}
    found.people |= {item.id: about[item.id] for item in items if item.id in about}
    found.sites = _sites(found.people.values(), now)
    return found


def _telling() -> list[Told]:
    return [(topic, topic.tells) for topic in declared() if topic.tells is not None]


def _by_topic(items: Iterable[Item]) -> list[tuple[Told, list[Item]]]:
    """Return the statements that are told of, topic by topic."""
    found: dict[str, tuple[Told, list[Item]]] = {}
    for item in items:
        if item.topic in found:
            found[item.topic][1].append(item)
        elif (topic := find(item.topic)) is not None and topic.tells is not None:
            found[item.topic] = (topic, topic.tells), [item]
    return list(found.values())


def _under(topic: Topic, tells: Tells) -> tuple[str, ...]:
    """Return the way to the person of a topic whose statements are no act and refer to none."""
    return () if tells.number or tells.of else (tells.under or topic.handler.about[0],)


def _led(topic: Topic, way: str, items: Sequence[Item]) -> Iterator[tuple[UUID, Any]]:
    """Yield for each statement the row to which a way leads from it, where it leads to one."""
    first, rest = ways.steps(way)
    named = {item.id: member for item in items if (member := getattr(item.value, first)) is not None}
    if rest and named:
        rows = ways.target(topic.handler.model, first)._default_manager.filter(pk__any_of=set(named.values()))
        ends = dict(rows.order_by().values_list("pk", rest))
        named = {statement: ends.get(member) for statement, member in named.items()}
    yield from ((statement, end) for statement, end in named.items() if end is not None)


def heard(people: Collection[str]) -> dict[tuple[str, str], list[str]]:
    """Return which institutions were told of which act (person and number) of these people."""
    if not people:
        return {}
    told = Notification.objects.filter(person_id__any_of=people).exclude(institution="").order_by()
    found: dict[tuple[str, str], list[str]] = {}
    for person, number, institution in told.values_list("person_id", "case_number", "institution").distinct():
        found.setdefault((person, number), []).append(institution)
    return found


def _act(item: Item, tells: Tells) -> Act:
    return Act(
        author=item.author,
        institution=item.value.institution,
        number=getattr(item.value, tells.number),
        position=item.position,
        is_status=tells.is_status,
    )


def _read_acts(model: type[Model], tells: Tells, ids: Collection[UUID], acts: dict[str, Act]) -> Mapping[UUID, str]:
    """Read acts of a kind into `acts`; return whom they are about."""
    if not ids:
        return {}
    about: dict[UUID, str] = {}
    columns = ("pk", "person_id", "author", "institution", tells.number, "statement__entry__position")
    found = model._default_manager.filter(pk__any_of=ids).order_by()
    for pk, person, author, institution, number, position in found.values_list(*columns):
        about[pk] = person
        acts[str(pk)] = Act(
            author=author, institution=institution, number=number, position=position, is_status=tells.is_status
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
