"""People: who may be seen by whom, and how somebody is found."""

from collections.abc import Collection, Sequence
from contextlib import suppress

from django.db.models import Exists, OuterRef, Q, QuerySet

from registry.people.models import Document, Identity, Person, PersonCode
from registry.people.rules.kin import groups
from registry.people.selectors.kin import all_merges
from registry.statements.facts import that_concern_authors
from registry.words import lifelong_id
from registry.words.written.person_codes import KNOWN_SYSTEMS, plain
from sync.scope import PERMISSION, Account, provinces_of
from sync.wire.refusals import FormatRefused

SEE_PROVINCE = PERMISSION
"""The permission on a province; who holds it for the whole table sees everybody."""

MOST_FOUND = 1000
"""Namesakes: a common name has some hundred bearers in a province."""


def visible_to(user: Account) -> QuerySet[Person]:
    """Return the people an account may see.

    National staff see everybody; provincial officers those of whom their province has a fact in force, or for whom it
    asked the ID.
    """
    provinces = provinces_of(user)
    return Person.objects.all() if provinces is None else known_to(Person.objects.all(), provinces)


def known_to(people: QuerySet[Person], provinces: Collection[str]) -> QuerySet[Person]:
    """Return the people of whom one of these provinces has a fact in force, or for whom it asked the ID.

    Of those who were merged all IDs are there.
    """
    if not provinces:
        return people.none()
    seen = _concern(provinces)
    merged = groups(all_merges())
    if merged:
        ids = frozenset().union(*merged)
        known = set(Person.objects.filter(seen, pk__in=ids).values_list("pk", flat=True))
        seen |= Q(pk__in=[person for group in merged if group & known for person in group])
    return people.filter(seen)


def _concern(provinces: Collection[str]) -> Q:
    seen = Q(issued_for__in=provinces)
    for model in that_concern_authors():
        facts = model.objects.filter(author__in=provinces, person_id=OuterRef("pk"))  # type: ignore[misc]
        seen |= Q(Exists(facts.in_force()))
    return seen


def find(
    people: QuerySet[Person], text: str, *, name_hash: bytes | None = None, document_hashes: Sequence[bytes] = ()
) -> QuerySet[Person]:
    """Return those of the people whose lifelong ID or one of whose codes is this text, or who bear the name.

    Names and document numbers are sealed: the caller gives the keyed hash of the name in its normalised form, and of
    the number as each kind of document that it may be.
    """
    # Each clue has its index; asked in one condition, PostgreSQL would read every person.
    codes = {text.strip(), *(plain(system, text)[1] for system in KNOWN_SYSTEMS)}
    found = set(PersonCode.objects.filter(code__any_of=codes).values_list("person_id", flat=True)[:MOST_FOUND])
    with suppress(FormatRefused):
        found.add(lifelong_id.normalise(text))
    if name_hash is not None:
        named = Identity.objects.filter(name_hash=name_hash).order_by()
        found.update(named.values_list("person_id", flat=True)[:MOST_FOUND])
    if document_hashes:
        documents = Document.objects.filter(number_hash__in=list(document_hashes)).order_by()
        found.update(documents.values_list("person_id", flat=True)[:MOST_FOUND])
    return people.filter(pk__in=found)
