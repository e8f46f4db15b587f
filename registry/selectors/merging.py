"""People who were merged (O23): who goes with whom, under which ID one is spoken of, and what standing they share.

Facts stay under the ID they were said of. A group is formed merge by merge, in the order of their days; a merge that
was split was never there. Usually nobody of those asked about was merged, and one query says so.
"""

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Exists, OuterRef, Q, QuerySet

from registry.models import PersonMerge, PersonSplit
from registry.packs.book import PackBook
from registry.rules.dates import law_day
from registry.rules.facts import Facts, Join
from registry.rules.merging import merged
from registry.rules.standing import Timeline
from registry.rules.timeline import timeline as compute
from registry.selectors.facts import facts_of
from registry.selectors.packs import pack_book

Date = datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A merge in force: from `merged_on` on, and not before it was said, `absorbed` and `into` are one person (O25)."""

    id: str
    absorbed: str
    into: str
    merged_on: Date


def merges_around(people: Collection[str], *, known_at: int | None = None) -> tuple[Merge, ...]:
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
    merges = merges_around(people, known_at=known_at)
    return {person: end for person in people if (end := survivor(person, merges)) != person}


def survivor(person: str, merges: Iterable[Merge]) -> str:
    """Return the ID under which a person goes on; it is the same one where the person was not absorbed."""
    into = {merge.absorbed: merge.into for merge in merges}
    passed = {person}
    while person in into and into[person] not in passed:
        person = into[person]
        passed.add(person)
    return person


def spoken_of(people: Collection[str]) -> dict[str, str]:
    """Return every ID of each of these people, with the one that goes on: what was said of one was said of all."""
    merges = merges_around(people)
    ids = {*people, *(one for merge in merges for one in (merge.absorbed, merge.into))}
    return {one: survivor(one, merges) for one in ids}


def groups(merges: Iterable[Merge]) -> list[frozenset[str]]:
    """Return who is one person by these merges: sets of two and more IDs."""
    of: dict[str, frozenset[str]] = {}
    for merge in merges:
        both = of.get(merge.absorbed, frozenset([merge.absorbed])) | of.get(merge.into, frozenset([merge.into]))
        of |= dict.fromkeys(both, both)
    return list(dict.fromkeys(of.values()))


def kin(people: Collection[str], *, known_at: int | None = None) -> dict[str, frozenset[str]]:
    """Return for each of these people all IDs of the person, the own one among them."""
    found = {person: group for group in groups(merges_around(people, known_at=known_at)) for person in group}
    return {person: found.get(person, frozenset([person])) for person in people}


@dataclass(slots=True, kw_only=True)
class Kinship:
    """Facts of some people and of all who were merged with them, and what follows for each."""

    packs: PackBook
    merges: tuple[Merge, ...]
    facts: dict[str, Facts]
    _timelines: dict[str, Timeline] = field(default_factory=dict)

    def add(self, person: str, facts: Facts) -> None:
        """Take further facts about a person into account."""
        self.facts[person] = self.facts[person].merge(facts)
        self._timelines.clear()

    def kin(self, person: str, on: Date | None = None) -> frozenset[str]:
        """Return all IDs of a person, as they were joined on a day or are by now."""
        merges = [merge for merge in self.merges if on is None or merge.merged_on <= on]
        return next((group for group in groups(merges) if person in group), frozenset([person]))

    def survivor(self, person: str) -> str:
        """Return the ID under which a person goes on."""
        return survivor(person, self.merges)

    def united(self, person: str, on: Date | None = None) -> Facts:
        """Return the facts said of any ID of a person."""
        return self._union(self.kin(person, on))

    def timeline(self, person: str) -> Timeline:
        """Return the standing of a person on every day."""
        if person not in self._timelines:
            alone = not any(person in (merge.absorbed, merge.into) for merge in self.merges)
            self._timelines |= {person: compute(self.facts[person], self.packs)} if alone else self._computed(person)
        return self._timelines[person]

    def _union(self, people: Collection[str]) -> Facts:
        ids = sorted(people)
        facts = self.facts[ids[0]]
        for other in ids[1:]:
            facts = facts.merge(self.facts[other])
        return replace(facts, joins=tuple(self._joins(people))) if len(ids) > 1 else facts

    def _joins(self, people: Collection[str]) -> Iterator[Join]:
        """Yield since when the decisions of some IDs of a person count together, merge by merge."""
        group = {one: frozenset([one]) for one in people}
        for merge in self.merges:
            one, other = group.get(merge.absorbed), group.get(merge.into)
            if one is None or other is None or one == other:
                continue
            yield Join(one=self._decided(one), other=self._decided(other), joined_on=merge.merged_on)
            group |= dict.fromkeys(one | other, one | other)

    def _decided(self, people: Collection[str]) -> frozenset[str]:
        return frozenset(decision.id for one in people for decision in self.facts[one].decisions)

    def _computed(self, person: str) -> dict[str, Timeline]:
        """Return the timelines of everybody in a person's group, merge by merge."""
        whole = self.kin(person)
        joined = _joined(whole, self.merges)
        found = {one: compute(self._relieved({one}, joined), self.packs) for one in whole}
        group = {one: frozenset([one]) for one in whole}
        for merge in self.merges:
            if merge.absorbed not in whole:
                continue
            one, other = group[merge.absorbed], group[merge.into]
            if one == other:
                continue
            both = one | other
            united = compute(self._relieved(both, joined), self.packs)
            before = (found[merge.absorbed], found[merge.into])
            for member in both:
                theirs = before[1] if member in one else before[0]
                found[member] = merged(found[member], theirs, united, merge.merged_on)
            group |= dict.fromkeys(both, both)
        return found

    def _relieved(self, ids: Collection[str], joined: dict[tuple[str, str], Date]) -> Facts:
        """Return the facts of some IDs of a person, with what relieves the person under the others once joined.

        A restoration, a new filing and a repair are granted to the person, not to an ID: without them somebody who was
        suspended under an absorbed ID, of which nothing can be said any more, would stay so for ever.
        """
        facts = self._union(ids)
        one = min(ids)
        for other in self.kin(one) - frozenset(ids):
            facts = facts.merge(_relief(self.facts[other], joined[one, other]))
        return facts


def kinship(people: Collection[str], *, known_at: int | None = None) -> Kinship:
    """Return people with everybody who was merged with them; with `known_at` as the log had it at that position."""
    merges = merges_around(people, known_at=known_at)
    ids = {*people, *(one for merge in merges for one in (merge.absorbed, merge.into))}
    return Kinship(packs=pack_book(known_at=known_at), merges=merges, facts=facts_of(ids, known_at=known_at))


def _joined(whole: frozenset[str], merges: Sequence[Merge]) -> dict[tuple[str, str], Date]:
    """Return for every two IDs of a group the day from which they are one person."""
    joined: dict[tuple[str, str], Date] = {}
    group = {one: frozenset([one]) for one in whole}
    for merge in merges:
        if merge.absorbed not in whole:
            continue
        one, other = group[merge.absorbed], group[merge.into]
        if one != other:
            for mine in one:
                for theirs in other:
                    joined[mine, theirs] = joined[theirs, mine] = merge.merged_on
            group |= dict.fromkeys(one | other, one | other)
    return joined


def _relief(facts: Facts, since: Date) -> Facts:
    return Facts(
        restorations=tuple(each for each in facts.restorations if each.effective_on >= since),
        refilings=tuple(each for each in facts.refilings if each.opened_on >= since),
        repairs=tuple(each for each in facts.repairs if each.granted_on >= since),
    )
