"""People under all their IDs (O23): who goes with whom, and what standing the IDs of one person share.

Facts stay under the ID they were said of. A group is formed merge by merge, in the order of their days; a merge that
was split was never there. Usually nobody of those asked about was merged.
"""

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from registry.packs.book import PackBook
from registry.people.rules.kin import Merge, groups, survivor
from registry.qualification.rules.facts import Facts, Join
from registry.qualification.rules.merging import merged
from registry.qualification.rules.standing import Timeline
from registry.qualification.rules.timeline import timeline as compute

Date = datetime.date


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
        for one in self.kin(person):
            self._timelines.pop(one, None)

    def having(self, person: str, facts: Facts) -> "Kinship":
        """Return the same people with further facts about one of them; these stay as they are."""
        return self._with({**self.facts, person: self.facts[person].merge(facts)})

    def says(self, decision: str) -> bool:
        """Return whether a decision is among the facts, in force or not."""
        return any(each.id == decision for facts in self.facts.values() for each in facts.decisions)

    def without(self, decision: str) -> "Kinship":
        """Return the same people as though a decision had never been made; these stay as they are."""
        return self._with({one: _without(facts, decision) for one, facts in self.facts.items()})

    def says_the_same(self, other: "Kinship") -> bool:
        """Return whether the same follows from both for everybody: facts, merges and packs are the same."""
        return (
            self.packs is other.packs
            and self.merges == other.merges
            and self.facts.keys() == other.facts.keys()
            and all(_said(self.facts[one]) == _said(other.facts[one]) for one in self.facts)
        )

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

    def _with(self, facts: Mapping[str, Facts]) -> "Kinship":
        return Kinship(packs=self.packs, merges=self.merges, facts=dict(facts))

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


def _said(facts: Facts) -> list[frozenset[object]]:
    """Return what is said of an ID, without the order in which it was read, which means nothing."""
    return [frozenset(getattr(facts, each.name)) for each in fields(facts)]


def _without(facts: Facts, decision: str) -> Facts:
    return replace(facts, decisions=tuple(each for each in facts.decisions if each.id != decision))
