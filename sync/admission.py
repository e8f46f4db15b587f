"""What inbox, outbox and follower do alike with the statements of a batch: read, lock, check, apply, settle.

Statements keep their order. Neighbours of one topic form a run, which is checked, stored and applied together; a later
run sees what an earlier one stored.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Protocol, runtime_checkable
from uuid import UUID

from django.db import DataError, IntegrityError, connection, transaction

from sync import topics
from sync.models import Node, Statement
from sync.topics import NATIONAL, Authors, Finding, Item, Topic
from sync.wire import statement as wire
from sync.wire.refusals import Refused

SPOILT = (IntegrityError, DataError)
"""What one item's content can bring upon a bulk insert."""


@runtime_checkable
class NamesNodes(Protocol):
    """A handler whose statements are about nodes: their rows are locked too."""

    def divisions(self, items: Sequence[Item]) -> Collection[str]:
        """Return the divisions whose node rows must be locked before checking."""


@dataclass(slots=True, kw_only=True)
class Candidate:
    """One statement on its way in. ``finding`` None lets it through."""

    item: Item
    topic: Topic
    finding: Finding = None

    @property
    def accepted(self) -> bool:
        return self.finding is None


def read(item: Item) -> Topic:
    """Find the item's topic and read its body into ``item.value``. Raises NotAccepted."""
    topic = topics.find(item.topic)
    if topic is None:
        raise Refused.because("topic_unknown", "topic")
    if (topic.authors is Authors.NATIONAL) != (item.author == NATIONAL):
        raise Refused.because("topic_not_allowed", "topic")
    item.value = topic.handler.parse(item.body)
    return topic


def runs(candidates: Sequence[Candidate]) -> Iterator[tuple[Topic, list[Candidate]]]:
    """Yield neighbours of one topic together, in order."""
    for _, run in groupby(candidates, key=lambda candidate: candidate.topic.name):
        found = list(run)
        yield found[0].topic, found


def lock(candidates: Sequence[Candidate], *, author: str = "") -> None:
    """Lock rows of nodes (the author's first of all), then those of all subjects."""
    by_topic: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_topic.setdefault(candidate.topic.name, []).append(candidate)
    divisions: set[str] = set()
    subjects: set[str] = set()
    for found in by_topic.values():
        handler = found[0].topic.handler
        items = [candidate.item for candidate in found]
        subjects.update(handler.subjects(items))
        if isinstance(handler, NamesNodes):
            divisions.update(handler.divisions(items))
    if divisions - {author}:
        lock_nodes(divisions - {author})
    topics.hooks().lock(subjects)


def lock_nodes(divisions: Collection[str]) -> dict[str, Node]:
    """Lock rows of nodes in one order; return those that exist."""
    rows = Node.objects.select_for_update(no_key=True).filter(pk__in=divisions).order_by("division")
    return {node.division: node for node in rows}


class Store[Mark](Protocol):
    """Where a run goes: its author's outbox, or national's inbox."""

    rehearsed: bool
    """Whether nothing of it will stay."""

    def mark(self) -> Mark:
        """Return a mark to come back to."""

    def back_to(self, mark: Mark) -> None:
        """Forget what was stored in memory since the mark: the savepoint was rolled back."""

    def store(self, run: Sequence[Candidate]) -> None:
        """Write the statements of a run with their findings; give positions to accepted ones where they are given."""


def admit[Mark](candidates: Sequence[Candidate], store: Store[Mark], *, now: datetime) -> None:
    """Check, store, apply and settle candidates in order, run by run.

    A run that a database constraint forbids is taken item by item, so that one bad item does not spoil the others; the
    bad one is refused as `not_storable`.
    """
    for topic, run in runs(candidates):
        _check(topic, run, now)
        mark = store.mark()
        try:
            _store_run(topic, run, store, now)
        except SPOILT:
            store.back_to(mark)
            _one_by_one(topic, run, store, now)


def _check(topic: Topic, run: Sequence[Candidate], now: datetime) -> None:
    findings = topic.handler.check([candidate.item for candidate in run], now=now)
    for candidate, finding in zip(run, findings, strict=True):
        candidate.finding = finding


def _store_run[Mark](topic: Topic, run: Sequence[Candidate], store: Store[Mark], now: datetime) -> None:
    with transaction.atomic():
        store.store(run)
        accepted = [candidate.item for candidate in run if candidate.accepted]
        if accepted:
            apply(topic, accepted, now=now)
            if not store.rehearsed:  # what is asked at the commit need not hold: none will come
                _constraints_hold()


def _one_by_one[Mark](topic: Topic, run: Sequence[Candidate], store: Store[Mark], now: datetime) -> None:
    for candidate in run:
        _check(topic, [candidate], now)
        mark = store.mark()
        try:
            _store_run(topic, [candidate], store, now)
        except SPOILT:
            store.back_to(mark)
            candidate.finding = Refused.because("not_storable")
            candidate.item.position = None
            store.store([candidate])


def _constraints_hold() -> None:
    """Have deferred constraints checked now: at the commit nobody could say any more which item was at fault."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def apply(topic: Topic, items: Sequence[Item], *, now: datetime) -> None:
    """Store the facts of a run and recompute what follows from them."""
    touched = topic.handler.apply(items, now=now)
    topics.hooks().settle(touched, items, now=now)


# --- statements that are stored already


def stored(ids: Collection[UUID]) -> list[Candidate]:
    """Return stored statements as candidates, in the order of authors and their sequence, with their positions."""
    rows = (
        Statement.objects.filter(pk__in=ids)
        .order_by("author", "seq")
        .values_list("id", "raw", "issued_at", "entry__position")
    )
    found = []
    for statement_id, raw, issued_at, position in rows:
        parsed = wire.parse(bytes(raw))
        item = Item(
            id=statement_id,
            author=parsed.author,
            topic=parsed.topic,
            seq=parsed.seq,
            issued_at=issued_at,
            body=parsed.body,
            position=position,
        )
        found.append(Candidate(item=item, topic=read(item)))
    return found


def restate(candidates: Sequence[Candidate], *, in_force: Callable[[Candidate], bool], now: datetime) -> None:
    """Recompute what follows after the status of stored statements changed; apply those that came into force."""
    for topic, run in runs(candidates):
        items = [candidate.item for candidate in run]
        coming = [candidate.item for candidate in run if in_force(candidate)]
        touched = set(topic.handler.subjects(items))
        if coming:
            touched.update(topic.handler.apply(coming, now=now))
        topics.hooks().settle(touched, items, now=now)
