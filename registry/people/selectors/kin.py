"""People who were merged (O23): who goes with whom, and under which ID one is spoken of."""

from collections.abc import Collection, Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet

from registry.people.models import PersonMerge, PersonSplit
from registry.people.rules.kin import Merge, groups, survivor
from registry.words.dates import law_day


def merges_touching(people: Collection[str], *, known_at: int | None = None) -> tuple[Merge, ...]:
    """Return the merges in force that join these people with anybody, and those with others, by day and statement."""
    found: dict[str, Merge] = {}
    seen: set[str] = set()
    new = set(people)
    while new:
        seen |= new
        rows = _in_force(known_at).filter(Q(absorbed_id__any_of=new) | Q(into_id__any_of=new)).order_by()
        found |= {merge.id: merge for merge in _read(rows)}
        new = {person for merge in found.values() for person in (merge.absorbed, merge.into)} - seen
    return tuple(sorted(found.values(), key=lambda merge: (merge.merged_on, merge.id)))


def all_merges() -> tuple[Merge, ...]:
    """Return every merge in force, by day and statement: few beside the people there are."""
    return tuple(sorted(_read(_in_force(None)), key=lambda merge: (merge.merged_on, merge.id)))


def _read(rows: QuerySet[PersonMerge]) -> Iterator[Merge]:
    columns = rows.order_by().values_list("pk", "absorbed_id", "into_id", "merged_on", "statement__issued_at")
    for pk, absorbed, into, merged_on, said_at in columns:
        yield Merge(id=str(pk), absorbed=absorbed, into=into, merged_on=max(merged_on, law_day(said_at)))


def _in_force(known_at: int | None) -> QuerySet[PersonMerge]:
    splits = PersonSplit.objects.in_force().filter(merge=OuterRef("pk"))
    merges = PersonMerge.objects.in_force()
    if known_at is not None:
        splits = splits.filter(statement__entry__position__lte=known_at)
        merges = merges.filter(statement__entry__position__lte=known_at)
    return merges.filter(~Exists(splits))


def survivors(people: Collection[str], *, known_at: int | None = None) -> dict[str, str]:
    """Return for each of these people who was absorbed the ID that goes on; the others are left out."""
    merges = merges_touching(people, known_at=known_at)
    return {person: end for person in people if (end := survivor(person, merges)) != person}


def spoken_of(people: Collection[str]) -> dict[str, str]:
    """Return every ID of each of these people, with the one that goes on: what was said of one was said of all."""
    merges = merges_touching(people)
    ids = {*people, *(one for merge in merges for one in (merge.absorbed, merge.into))}
    return {one: survivor(one, merges) for one in ids}


def kin(people: Collection[str], *, known_at: int | None = None) -> dict[str, frozenset[str]]:
    """Return for each of these people all IDs of the person, the own one among them."""
    found = {person: group for group in groups(merges_touching(people, known_at=known_at)) for person in group}
    return {person: found.get(person, frozenset([person])) for person in people}
