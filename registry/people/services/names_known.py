"""Names that this node's vault knows of people, opened to be compared and for nothing else: nobody is shown them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date

from registry.people.models import Identity
from registry.people.selectors.kin import kin
from registry.vault.services import seals
from registry.words.written.names import alike, normalise_name
from sync.wire.refusals import FormatRefused

type Named = tuple[str, date | None]
"""A compared name, and the birth date where it is known."""


def names_of(people: Collection[str]) -> dict[str, list[Named]]:
    """Return under which names, and born when, people are known; a name that cannot be opened or read is left out."""
    found: dict[str, list[Named]] = defaultdict(list)
    rows = Identity.objects.filter(person_id__in=people).order_by("id")
    for person, name, born in rows.values_list("person_id", "name_sealed", "born_sealed"):
        with suppress(seals.VaultSealBroken, FormatRefused, ValueError):
            born_on = date.fromisoformat(seals.open_sealed(bytes(born))) if born else None
            found[person].append((normalise_name(seals.open_sealed(bytes(name))), born_on))
    return found


def fits(said: Mapping[str, Sequence[str]]) -> dict[tuple[str, str], bool | None]:
    """Return for each person and name whether the person is known under it, by any ID; None where no name is known."""
    ids = kin(set(said))
    known = names_of({one for group in ids.values() for one in group})
    answers: dict[tuple[str, str], bool | None] = {}
    for person, names in said.items():
        borne = [name for one in ids[person] for name, _ in known.get(one, ())]
        for name in names:
            answers[person, name] = any(alike(name, each) for each in borne) if borne else None
    return answers
