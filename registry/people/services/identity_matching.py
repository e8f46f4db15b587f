"""Finds whom a request means: the rules by which papers belong to one person, and when a human must look.

The rules are those of the project's brief on people and IDs. A *paper* is a document or an external code.

- A known paper under another name: held. The same document or code never moves by itself.
- Two known papers of two persons: held.
- A known paper with a new one beside it: the new one is attached, when the names agree or one side has none.
- A second resident ID for one person: held. Two different resident IDs are two people, always.
- No known paper, but somebody with this name and birth date: held, unless both hold a resident ID.
- Two people whom a human decided to be two are no near match any more.

A character that was lost in a name may be any one: `王?` agrees with every name of two characters that begins so.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from registry.people.models import Document, Identity, PersonCode
from registry.people.selectors.apart import apart
from registry.people.services.identity_requests import CheckedIdentity
from registry.people.services.names_known import names_of
from registry.words.persons import DocumentKind
from registry.words.written import person_codes
from registry.words.written.names import LOST, alike


@dataclass(slots=True, kw_only=True)
class Known:
    """What is known of one person, as far as matching needs it."""

    lifelong_id: str
    names: set[bytes] = field(default_factory=set)
    name_borns: set[bytes] = field(default_factory=set)
    has_resident_id: bool = False
    said: list[tuple[str, date | None]] = field(default_factory=list)
    """Names and birth dates that this batch has brought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The answer to one request: a person, or nobody yet, or what is in the way and whom it concerns."""

    person: Known | None = None
    held: str = ""
    candidates: tuple[str, ...] = ()


class Roster:
    """Everybody whom a batch may mean, and the `people` named; it grows as the batch is worked through."""

    def __init__(self, requests: Iterable[CheckedIdentity], *, people: Collection[str] = ()) -> None:
        asked = list(requests)
        self._people: dict[str, Known] = {}
        self._by_document: dict[bytes, str] = {}
        self._by_code: dict[tuple[str, str], str] = {}
        self._by_name_born: dict[bytes, set[str]] = {}
        self._by_near: dict[bytes, set[str]] = {}
        hashes = {request.document_hash for request in asked if request.document_hash}
        codes = {request.code for request in asked if request.code}
        name_borns = {request.name_born_hash for request in asked if request.name_born_hash}
        lost = [request.name_born_hash for request in asked if request.name_born_hash and LOST in request.bare_name]
        name_borns.update(near for request in asked for near in request.near_hashes)
        found = set(Document.objects.filter(number_hash__in=hashes).values_list("person_id", flat=True))
        # Codes from before known systems had a form stand as they were typed.
        typed = codes | {code.lower() for code in codes}
        found |= set(PersonCode.objects.filter(code__in=typed).values_list("person_id", flat=True))
        found |= set(Identity.objects.filter(name_born_hash__in=name_borns).values_list("person_id", flat=True))
        if lost:
            found |= set(Identity.objects.filter(near_hashes__overlap=lost).values_list("person_id", flat=True))
        self._load(found.union(people))

    def _load(self, people: set[str]) -> None:
        documents = Document.objects.filter(person_id__in=people).values_list("person_id", "kind", "number_hash")
        for person, kind, number_hash in documents:
            self._by_document[bytes(number_hash)] = person
            self._known(person).has_resident_id |= kind == DocumentKind.RESIDENT_ID
        codes = PersonCode.objects.filter(person_id__in=people).values_list("person_id", "system", "code")
        for person, system, code in codes:
            self._by_code[person_codes.plain(system, code)] = person
            self._known(person)
        identities = Identity.objects.filter(person_id__in=people)
        columns = ("person_id", "name_hash", "name_born_hash", "near_hashes")
        for person, name, name_born, near in identities.values_list(*columns):
            self._name(person, bytes(name), bytes(name_born) if name_born else None, [bytes(one) for one in near])

    def _known(self, lifelong_id: str) -> Known:
        return self._people.setdefault(lifelong_id, Known(lifelong_id=lifelong_id))

    def _name(self, person: str, name: bytes, name_born: bytes | None, near: Iterable[bytes]) -> None:
        known = self._known(person)
        known.names.add(name)
        if name_born:
            known.name_borns.add(name_born)
            self._by_name_born.setdefault(name_born, set()).add(person)
        for one in near:
            self._by_near.setdefault(one, set()).add(person)

    def holder_of_document(self, request: CheckedIdentity) -> Known | None:
        """Return who has the document."""
        person = self._by_document.get(request.document_hash) if request.document_hash else None
        return self._people[person] if person else None

    def holder_of_code(self, request: CheckedIdentity) -> Known | None:
        """Return who has the code."""
        person = self._by_code.get(request.key) if request.key else None
        return self._people[person] if person else None

    def knows_name(self, person: str, request: CheckedIdentity) -> bool:
        """Return whether name and birth date of the request are recorded of the person, or it brings none.

        A name of which a character was lost brings nothing beside the whole one.
        """
        known = self._known(person)
        if request.name_born_hash:
            recorded = request.name_born_hash in known.name_borns
        else:
            recorded = request.name_hash is None or request.name_hash in known.names
        return recorded or (LOST in request.bare_name and self._agrees(known, request, born=True))

    def add(self, person: str, request: CheckedIdentity) -> None:
        """Remember that what the request brings is the person's; papers that have a holder stay there."""
        known = self._known(person)
        if request.document_hash and self._by_document.setdefault(request.document_hash, person) == person:
            known.has_resident_id |= request.is_resident
        if request.key:
            self._by_code.setdefault(request.key, person)
        if request.name_hash:
            self._name(person, request.name_hash, request.name_born_hash, request.near_hashes)
            known.said.append((request.bare_name, request.born_on))

    def match(self, request: CheckedIdentity, *, finding: bool = False) -> Match:
        """Return whom a request means. `finding` only asks who has the papers, near matches aside."""
        by_document, by_code = self.holder_of_document(request), self.holder_of_code(request)
        if by_document and by_code and by_document is not by_code:
            return Match(held="identity_split", candidates=(by_document.lifelong_id, by_code.lifelong_id))
        person = by_document or by_code
        if person is None:
            return Match() if finding else self._newcomer(request, None)
        conflict = self._conflict(person, request)
        if conflict:
            return Match(held=conflict, candidates=(person.lifelong_id,))
        if finding:
            return Match(person=person)
        if request.is_resident and by_document is None and person.has_resident_id:
            return Match(held="second_resident_id", candidates=(person.lifelong_id,))
        return self._newcomer(request, person)

    def _conflict(self, person: Known, request: CheckedIdentity) -> str:
        strange = request.name_hash and person.names and request.name_hash not in person.names
        if strange and not self._agrees(person, request):
            return "name_differs"
        strange = request.name_born_hash and person.name_borns and request.name_born_hash not in person.name_borns
        if strange and not self._agrees(person, request, born=True):
            return "birth_date_differs"
        return ""

    def _agrees(self, person: Known, request: CheckedIdentity, *, born: bool = False) -> bool:
        """Return whether a name of the person may be that of the request, since characters were lost in one of them.

        `born`: and the birth date is the same, or one of them brings none.
        """
        known = [*names_of([person.lifelong_id]).get(person.lifelong_id, ()), *person.said]
        return any(
            LOST in name + request.bare_name
            and alike(name, request.bare_name)
            and not (born and born_on and request.born_on and born_on != request.born_on)
            for name, born_on in known
        )

    def _near(self, name_born: bytes, request: CheckedIdentity) -> set[str]:
        """Return those with this name and birth date, a character lost here or there being any one."""
        near = set(self._by_name_born.get(name_born, ())) | self._by_near.get(name_born, set())
        return near.union(*(self._by_name_born.get(one, ()) for one in request.near_hashes))

    def _newcomer(self, request: CheckedIdentity, person: Known | None) -> Match:
        """Let a name through that is new, or new to its person, unless somebody else was born with it."""
        name_born = request.name_born_hash
        if name_born is None or (person and name_born in person.name_borns):
            return Match(person=person)
        has_resident_id = request.is_resident or (person is not None and person.has_resident_id)
        near = sorted(
            other
            for other in self._near(name_born, request)
            if self._people[other] is not person and not (has_resident_id and self._people[other].has_resident_id)
        )
        if near and person is not None:
            two = apart([person.lifelong_id, *near])
            near = [other for other in near if frozenset((person.lifelong_id, other)) not in two]
        if near:
            return Match(held="near_match", candidates=tuple(near))
        return Match(person=person)
