"""People as the log knows them: `person.issued`. Who is behind an ID is in the vault, see `identities`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from django.db import connection

from registry.people.models import Person
from registry.statements import rows
from registry.statements.handling import FactHandler
from registry.statements.readers import InProvince, LifelongIds
from registry.statements.shapes import Shape
from registry.statements.topics import Topic
from sync.topics import Authors, Item
from sync.wire.refusals import Refused

MOST = 400
"""Lifelong IDs in one statement: what fits its 16 KiB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonIssued:
    """Body of `person.issued`: IDs that national issued, and for whom."""

    issued_for: Annotated[str, InProvince(whole=True)]
    persons: Annotated[tuple[str, ...], LifelongIds(longest=MOST)]


class PersonHandler(FactHandler[set[str]]):
    """Checks and stores `person.issued`."""

    shape = Shape(PersonIssued, Person)

    def subjects(self, items: Sequence[Item]) -> Collection[str]:
        """Return nobody: a new person has no row to lock, and nothing follows from being issued an ID."""
        return ()

    def prefetch(self, items: Sequence[Item], now: datetime) -> set[str]:
        """Read which of the IDs a statement has issued already."""
        ids = {person for item in items for person in item.value.persons}
        issued = Person.objects.filter(pk__any_of=ids, statement__isnull=False).exclude(
            statement_id__any_of=[item.id for item in items]
        )
        return set(issued.order_by().values_list("pk", flat=True))

    def admit(self, item: Item, known: set[str]) -> None:
        """Refuse to issue an ID twice."""
        if not known.isdisjoint(item.value.persons):
            raise Refused.because("person_already_issued", "persons")
        known.update(item.value.persons)

    def apply(self, items: Sequence[Item], *, now: datetime) -> Collection[str]:
        """Store the people; one who was known before gets their statement now."""
        _insert(
            {
                person: {
                    "lifelong_id": person,
                    "issued_for": item.value.issued_for,
                    "issued_at": item.issued_at,
                    "statement_id": item.id,
                }
                for item in items
                for person in item.value.persons
            }
        )
        return ()


def _insert(people: Mapping[str, Mapping[str, object]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO registry_person (lifelong_id, issued_for, issued_at, statement_id)"
            " SELECT lifelong_id, issued_for, issued_at, statement_id"
            " FROM json_populate_recordset(NULL::registry_person, %s::json) ORDER BY lifelong_id"
            " ON CONFLICT (lifelong_id) DO UPDATE SET statement_id = EXCLUDED.statement_id"
            " WHERE registry_person.statement_id IS NULL",
            [rows.document(list(people.values()))],
        )


def ensure(items: Sequence[Item], members: Sequence[str] = ("person",)) -> None:
    """Make sure that everybody whom these facts name has a row, so that storing a fact never depends on order.

    A row made here says for whom the fact's author asks; the statement that issued the ID fills itself in when it
    comes.
    """
    people = {getattr(item.value, member): item for member in members for item in items}
    # In the order in which everybody inserts people: two of them must not wait for each other.
    rows.insert(
        Person,
        [
            {
                "lifelong_id": person,
                "issued_for": people[person].author,
                "issued_at": people[person].issued_at,
                "statement_id": None,
            }
            for person in sorted(people)
        ],
    )


TOPICS = (
    Topic(
        name="person.issued",
        title_en="lifelong IDs issued",
        title_zh="终身编号签发",
        authors=Authors.NATIONAL,
        handler=PersonHandler(),
    ),
)
