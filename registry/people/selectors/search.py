"""Finding people, and rows about them, by clues that an officer has at hand."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet

from registry.people.models import Person
from registry.people.selectors.persons import find


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonClues:
    """A search text, with the keyed hashes under which it may be found as a name or a document number."""

    text: str
    name_hash: bytes | None = None
    document_hashes: Sequence[bytes] = ()


def people(rows: QuerySet[Person], clues: PersonClues) -> QuerySet[Person]:
    """Return the people whom any of the clues fits; nobody where there is no clue."""
    if not clues.text:
        return rows.none()
    return find(rows, clues.text, name_hash=clues.name_hash, document_hashes=clues.document_hashes)


def about_people[M: Model](rows: QuerySet[M], clues: PersonClues, also: Q | None = None) -> QuerySet[M]:
    """Return the rows about people whom a clue fits, or that fulfil another condition."""
    condition = Q(person_id__in=list(people(Person.objects.all(), clues).values_list("pk", flat=True)))
    return rows.filter(condition | also if also is not None else condition)
