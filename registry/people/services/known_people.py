"""People whom statements name: who they are, and under which ID one speaks of them."""

from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

from django.db.models import OuterRef, Subquery

from registry.people.models import Person, PersonMerge
from registry.people.selectors.kin import survivors
from registry.people.services import persons
from registry.statements import ways
from registry.statements.facts import IN_FORCE
from registry.statements.handling import FactHandler
from registry.words.lifelong_id import shown
from sync.topics import Item
from sync.wire.refusals import Refused

type People = Mapping[str, str]
"""People who exist, each with the ID under which one speaks of them: another one where they were merged (O23)."""


class PersonFactHandler[Known](FactHandler[Known]):
    """A handler of facts that name the people they concern; `person`, unless the handler says another member."""

    about: ClassVar[tuple[str, ...]] = ("person",)

    def make_way(self, items: Sequence[Item]) -> None:
        """Make sure that everybody whom the facts name has a row."""
        persons.ensure(items, ways.direct(self.about))


def known_people(people: Collection[str]) -> People:
    """Return which of these lifelong IDs are people, and under which ID one speaks of them.

    That is one query, unless somebody was merged.
    """
    away = PersonMerge.objects.in_force().filter(absorbed=OuterRef("pk")).order_by()
    found = dict(
        Person.objects.filter(pk__any_of=people)
        .order_by()
        .annotate(into=Subquery(away.exclude(splits__statement__status__in=IN_FORCE).values("into_id")[:1]))
        .values_list("pk", "into")
    )
    absorbed = [person for person, into in found.items() if into is not None]
    return {person: person for person in found} | (survivors(absorbed) if absorbed else {})


def must_be_person(person: str, people: People) -> None:
    """Refuse a lifelong ID that nobody has (O20), and one that goes on as another (O23)."""
    goes_on = people.get(person)
    if goes_on is None:
        raise Refused.because("unknown_person", "person")
    if goes_on != person:
        raise Refused.because("person_merged", "person", into=shown(goes_on))
