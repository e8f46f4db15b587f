"""What every topic of the registry does alike: read the shape, check one by one against what one query per
kind found.

A topic's module fills in three things: `prefetch` (everything a batch needs to be judged, read at once),
`admit` (judge one item, and remember what it adds for those after it) and `apply` (store).
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from django.db.models import OuterRef, Subquery

from registry.codes.errors import CodeRefused
from registry.codes.lifelong_id import shown
from registry.models import Institution, Person, PersonMerge
from registry.models.facts import IN_FORCE
from registry.rules.dates import law_day
from registry.rules.errors import Refused
from registry.selectors.merging import survivors
from registry.services.refusals import from_rules, refused
from registry.services.shapes import Shape
from sync.topics import Item, Rejected, Verdict

EARLIEST = date(1990, 1, 1)
"""Before it nothing of anybody's career is recorded."""

type People = Mapping[str, str]
"""People who exist, each with the ID under which one speaks of them: another one where they were merged (O23)."""


def today(now: datetime) -> date:
    """Return the date of the law at an instant."""
    return law_day(now)


class FactHandler[Known](ABC):
    """A topic's three parts over a batch; see `sync.topics.Handler`."""

    shape: ClassVar[Shape[Any]]

    def parse(self, body: Mapping[str, Any]) -> Any:
        """Return the typed value of a body. Raises Rejected."""
        return self.shape.read(body)

    def subjects(self, items: Sequence[Item]) -> Collection[str]:
        """Return the lifelong IDs that a batch is about."""
        return {item.value.person for item in items}

    def check(self, items: Sequence[Item], *, now: datetime) -> list[Verdict]:
        """Return a verdict per item, each seeing the ones before it."""
        known = self.prefetch(items, now)
        return [self._verdict(item, known) for item in items]

    @abstractmethod
    def prefetch(self, items: Sequence[Item], now: datetime) -> Known:
        """Read, with one query per kind, what `admit` will look at."""

    @abstractmethod
    def admit(self, item: Item, known: Known) -> None:
        """Judge one item; add it to `known`. Raises Rejected, Refused or CodeRefused."""

    @abstractmethod
    def apply(self, items: Sequence[Item], *, now: datetime) -> Collection[str]:
        """Store the facts; return the touched subjects."""

    def _verdict(self, item: Item, known: Known) -> Verdict:
        try:
            self.admit(item, known)
        except Rejected as rejected:
            return rejected
        except (Refused, CodeRefused) as refusal:
            return from_rules(refusal)
        return None


def known_people(people: Collection[str]) -> People:
    """Return which of these lifelong IDs are people, and under which ID one speaks of them: by one query, unless
    somebody was merged.
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


def provinces_of(institutions: Collection[str]) -> dict[str, str]:
    """Return the province of each of these institutions that is recorded here."""
    rows = Institution.objects.filter(pk__any_of=institutions).order_by().values_list("code", "province")
    return dict(rows)


def must_be_person(person: str, people: People) -> None:
    """Refuse a lifelong ID nobody has, and one that goes on as another."""
    goes_on = people.get(person)
    if goes_on is None:
        raise refused("unknown_person", "person")
    if goes_on != person:
        raise refused("person_merged", "person", into=shown(goes_on))


def must_be_own(institution: str, author: str, provinces: Mapping[str, str]) -> None:
    """Refuse an institution that is not recorded, or lies in another division than the author's."""
    province = provinces.get(institution)
    if province is None:
        raise refused("institution_unknown", "institution")
    if province != author:
        raise refused("institution_out_of_scope", "institution")
