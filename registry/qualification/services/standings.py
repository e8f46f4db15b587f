"""What follows from facts: the projection of standings, measures and filing periods.

The hooks of `sync.topics` around every batch end here. The projection is thrown away and rebuilt per person,
in the transaction that stored the facts; `rebuild_standings` does it for everybody.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import batched
from typing import NamedTuple, Protocol
from uuid import UUID

import orjson
from django.conf import settings
from django.db import connection
from django.db.models import Min, Q

from registry.people.models import Person
from registry.people.selectors.kin import kin
from registry.qualification.models import Filing, FilingPeriod, Measure, StandingInterval
from registry.qualification.rules.standing import Interval, Stretch, Timeline
from registry.qualification.selectors.standings import timelines
from registry.statements import rows, topics
from registry.statements.facts import IN_FORCE
from registry.words.measures import MeasureKind
from registry.words.statuses import Status
from sync.topics import Item

AT_ONCE = 1000
"""People whose projection is rebuilt in one go."""

type Row = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """The rows that follow for some people, and the timelines they were read from."""

    timelines: dict[str, Timeline]
    intervals: list[Row]
    measures: list[Row]
    periods: list[Row] | None
    """None where filings were not looked at."""


class Led(NamedTuple):
    """What a decision led to, and the first day after its term or bar; None while that is open."""

    kind: str
    ends_on: date | None


type Consequences = dict[str, dict[str, Led]]
"""Person -> decision -> what it led to."""


class Tell(Protocol):
    """A function that tells regulators what statements of the log have moved.

    It is given what decisions had led to before, and the standings now.
    """

    def __call__(
        self, items: Sequence[Item], *, before: Consequences, timelines: Mapping[str, Timeline], now: datetime
    ) -> None: ...


type Listener = Callable[[Collection[str], datetime], None]
"""Called with the people whose standing was computed anew, in the transaction that stored the facts."""

_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Have somebody told whose standing was computed anew: who keeps papers that may not say any more what stands."""
    if listener not in _listeners:
        _listeners.append(listener)


class StandingHooks:
    """What the registry does around a batch; see `sync.topics.Hooks`."""

    def __init__(self, tell: Tell | None = None) -> None:
        """Take what tells regulators, who are further up than this room; without it nobody is told."""
        self._tell = tell

    def lock(self, subjects: Collection[str]) -> None:
        """Lock the rows of the people and of all who were ever merged with them, in the order of their IDs."""
        if subjects:
            _lock(subjects)

    def settle(self, subjects: Collection[str], items: Sequence[Item], *, now: datetime) -> None:
        """Rebuild the projection of the subjects and of all who were ever merged with them.

        On national, regulators are told what changed; on a province's node, its notices are looked at again.
        """
        if not subjects:
            return
        # Once more: while waiting for the rows, somebody may have been merged.
        subjects = _lock(subjects)
        self._rebuild(subjects, items, now=now)
        for listener in _listeners:
            listener(subjects, now)

    def _rebuild(self, subjects: Collection[str], items: Sequence[Item], *, now: datetime) -> None:
        filings = not items or any(_moves_filings(item) for item in items)
        logged = [item for item in items if item.position is not None and topics.tells_of(item.topic) is not None]
        if self._tell is None or not (settings.NOTIFY_REGULATORS and logged):
            for people in batched(subjects, AT_ONCE):  # a rule pack may touch very many
                recompute(people, filings=filings)
            return
        before = _measures_of(subjects)
        projection = recompute(subjects, filings=filings)
        self._tell(logged, before=before, timelines=projection.timelines, now=now)


def _moves_filings(item: Item) -> bool:
    topic = topics.find(item.topic)
    return topic is not None and topic.moves_filings


_LOCK = """
WITH RECURSIVE kin(person) AS (
  SELECT unnest(%s::text[])
   UNION
  SELECT CASE WHEN m.absorbed_id = kin.person THEN m.into_id ELSE m.absorbed_id END
    FROM kin JOIN registry_personmerge m ON m.absorbed_id = kin.person OR m.into_id = kin.person
)
SELECT lifelong_id FROM registry_person WHERE lifelong_id IN (SELECT person FROM kin)
 ORDER BY lifelong_id FOR NO KEY UPDATE
"""


def _lock(people: Collection[str]) -> list[str]:
    """Lock people with all who were ever merged with them, whether that holds or not; return their IDs."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [list(people)])
        return [person for (person,) in cursor.fetchall()]


def recompute(people: Collection[str], *, filings: bool = True) -> Projection:
    """Replace the projection of these people by what follows from their facts in force."""
    found = project(people, filings=filings)
    ids = list(people)
    rows.replace(StandingInterval, "person_id", ids, found.intervals)
    rows.replace(Measure, "person_id", ids, found.measures)
    if found.periods is not None:
        rows.replace(FilingPeriod, "person_id", ids, found.periods)
    return found


def project(people: Collection[str], *, filings: bool = True) -> Projection:
    """Return what the projection of these people must be, and write nothing."""
    found = timelines(people)
    return Projection(
        timelines=found,
        intervals=[row for person, timeline in found.items() for row in map(_interval_row, _stored(person, timeline))],
        measures=[row for person, timeline in found.items() for row in _measure_rows(person, timeline)],
        periods=_periods(people) if filings else None,
    )


def differing(people: Collection[str]) -> list[str]:
    """Return those whose stored projection is not what their facts say, in the order of their IDs."""
    wanted = project(people)
    found = set()
    for model, expected in (
        (StandingInterval, wanted.intervals),
        (Measure, wanted.measures),
        (FilingPeriod, wanted.periods or []),
    ):
        stored = model._default_manager.filter(person_id__any_of=people).order_by()
        columns = [field.attname for field in model._meta.concrete_fields if field.name != "id"]
        found |= _differing(columns, expected, stored.values(*columns))
    return sorted(found)


def everybody() -> Iterator[tuple[str, ...]]:
    """Yield the IDs of all people, some at a time."""
    ids = Person.objects.order_by("pk").values_list("pk", flat=True)
    return batched(ids.iterator(chunk_size=AT_ONCE), AT_ONCE)


def _measures_of(people: Collection[str]) -> Consequences:
    """Return for each person which decision has led to what so far, and until when."""
    found: Consequences = {}
    stored = Measure.objects.filter(person_id__any_of=people).order_by()
    for person, decision, kind, ends_on in stored.values_list("person_id", "decision_id", "kind", "ends_on"):
        found.setdefault(person, {})[str(decision)] = Led(kind, ends_on)
    return found


def _stored(person: str, timeline: Timeline) -> Iterator[tuple[str, Interval, Stretch]]:
    """Yield what gets a row: where there is none, the standing is normal by what the log says."""
    for interval, stretch in timeline.stretched():
        if interval.status is not Status.NORMAL or interval.pending or interval.objection_pending:
            yield person, interval, stretch


def _interval_row(stored: tuple[str, Interval, Stretch]) -> Row:
    person, interval, stretch = stored
    return {
        "person_id": person,
        "from_on": interval.from_on,
        "to_on": interval.to_on,
        "since_on": stretch.from_on,
        "until_on": stretch.to_on,
        "status": interval.status,
        "term_over": interval.term_over,
        "term_ends_on": interval.term_ends_on,
        "bar_ends_on": interval.bar_ends_on,
        "assessed": interval.assessed,
        "pending": interval.pending,
        "objection_pending": interval.objection_pending,
        "rule": interval.reasons[0].rule if interval.reasons else "",
        "reasons": interval.reasons,  # written as JSON with the row: the same as its `as_json`
    }


def _measure_rows(person: str, timeline: Timeline) -> Iterator[Row]:
    for measure in timeline.measures:
        if measure.kind is not MeasureKind.NOTICE:
            yield {
                "person_id": person,
                "decision_id": UUID(measure.decision),
                "author": measure.author,
                "kind": measure.kind,
                "year": measure.year,
                "points_total": measure.points_total,
                "starts_on": measure.starts_on,
                "months": measure.months,
                "ends_on": measure.term_ends_on or measure.bar_ends_on,
                "bar_years": measure.bar_years,
                "mode": measure.mode,
                "rule": measure.rule,
                "unforeseen": measure.unforeseen,
            }


def _periods(people: Collection[str]) -> list[Row]:
    """Return the filings in force, each until its earliest cancellation in force, under every ID of the person."""
    ids = kin(people)
    holders: dict[str, list[str]] = {}
    for person, group in ids.items():
        for one in group:
            holders.setdefault(one, []).append(person)
    filings = Filing.objects.in_force().filter(person_id__any_of=holders.keys()).order_by()
    ends = Min("cancellations__cancelled_on", filter=Q(cancellations__statement__status__in=IN_FORCE))
    found = filings.annotate(ends_on=ends).values_list(
        "statement_id", "person_id", "institution", "opened_on", "ends_on"
    )
    return [
        {
            "filing_id": filing,
            "person_id": person,
            "institution": institution,
            "opened_on": opened_on,
            "cancelled_on": ends_on,
        }
        for filing, filed, institution, opened_on, ends_on in found
        for person in holders[filed]
    ]


def _differing(columns: Sequence[str], expected: Sequence[Row], stored: Collection[Row]) -> set[str]:
    def whole(row: Row) -> tuple[str, bytes]:
        values = orjson.loads(orjson.dumps([row[column] for column in columns]))
        return str(row["person_id"]), orjson.dumps(values, option=orjson.OPT_SORT_KEYS)

    return {person for person, _ in set(map(whole, expected)) ^ set(map(whole, stored))}
