"""Facts of people under all their IDs, as the rules want them (O23)."""

from collections.abc import Collection

from registry.packs.selectors import pack_book
from registry.people.selectors.kin import merges_touching
from registry.qualification.rules.kinship import Kinship
from registry.qualification.selectors.facts import facts_of


def kinship(people: Collection[str], *, known_at: int | None = None) -> Kinship:
    """Return people with everybody who was merged with them; with `known_at` as the log had it at that position."""
    merges = merges_touching(people, known_at=known_at)
    ids = {*people, *(one for merge in merges for one in (merge.absorbed, merge.into))}
    return Kinship(packs=pack_book(known_at=known_at), merges=merges, facts=facts_of(ids, known_at=known_at))
