"""Who goes with whom after merges (O23), and under which ID one is spoken of."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

Date = datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A merge in force: from `merged_on` on, and not before it was said, `absorbed` and `into` are one person (O25)."""

    id: str
    absorbed: str
    into: str
    merged_on: Date


def survivor(person: str, merges: Iterable[Merge]) -> str:
    """Return the ID under which a person goes on; it is the same one where the person was not absorbed."""
    into = {merge.absorbed: merge.into for merge in merges}
    passed = {person}
    while person in into and into[person] not in passed:
        person = into[person]
        passed.add(person)
    return person


def groups(merges: Iterable[Merge]) -> list[frozenset[str]]:
    """Return who is one person by these merges: sets of two and more IDs."""
    of: dict[str, frozenset[str]] = {}
    for merge in merges:
        both = of.get(merge.absorbed, frozenset([merge.absorbed])) | of.get(merge.into, frozenset([merge.into]))
        of |= dict.fromkeys(both, both)
    return list(dict.fromkeys(of.values()))
