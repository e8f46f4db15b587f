"""What a batch of identities leaves in the vault: rows gathered on the way, inserted at its end."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from registry.people.models import Document, HeldIdentity, Identity, PersonCode
from registry.people.services.identity_matching import Roster
from registry.people.services.identity_requests import CheckedIdentity
from registry.vault.services import seals


class Records:
    """Rows to insert. A person without an ID yet is named by a mark, replaced when the rows are stored."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._documents: list[tuple[str, CheckedIdentity]] = []
        self._codes: list[tuple[str, CheckedIdentity]] = []
        self._names: list[tuple[str, CheckedIdentity]] = []
        self._held: list[tuple[HeldIdentity, Sequence[str]]] = []

    def attach(self, person: str, request: CheckedIdentity) -> None:
        """Give a person the papers and name of a request; papers that somebody has stay with their holder."""
        if request.kind and self._roster.holder_of_document(request) is None:
            self._documents.append((person, request))
        if request.code and self._roster.holder_of_code(request) is None:
            self._codes.append((person, request))
        if request.name_hash and not self._roster.knows_name(person, request):
            self._names.append((person, request))
        self._roster.add(person, request)

    def hold(
        self, request: CheckedIdentity, *, code: str, candidates: Sequence[str], asked_by: str, now: datetime
    ) -> HeldIdentity:
        """Hold a request until a human has looked at it."""
        case = HeldIdentity(
            digest=request.digest, asked_by=asked_by, request_sealed=request.sealed(), code=code, asked_at=now
        )
        self._held.append((case, candidates))
        return case

    def store(self, ids: Mapping[str, str], *, now: datetime) -> None:
        """Insert everything; `ids` says which mark became which lifelong ID."""
        Identity.objects.bulk_create(
            Identity(
                person_id=ids.get(person, person),
                name_sealed=seals.seal(request.name),
                name_hash=request.name_hash or b"",
                born_sealed=seals.seal(request.born_on.isoformat()) if request.born_on else None,
                name_born_hash=request.name_born_hash,
                near_hashes=list(request.near_hashes),
                category=request.category,
                recorded_at=now,
            )
            for person, request in self._names
        )
        Document.objects.bulk_create(
            Document(
                person_id=ids.get(person, person),
                kind=request.kind or "",
                number_sealed=seals.seal(request.number),
                number_hash=request.document_hash or b"",
                recorded_at=now,
            )
            for person, request in self._documents
        )
        PersonCode.objects.bulk_create(
            PersonCode(person_id=ids.get(person, person), system=request.system, code=request.code, recorded_at=now)
            for person, request in self._codes
        )
        HeldIdentity.objects.bulk_create(case for case, _ in self._held)
        candidate = HeldIdentity.candidates.through
        candidate.objects.bulk_create(
            candidate(heldidentity_id=case.pk, person_id=ids.get(person, person))
            for case, candidates in self._held
            for person in candidates
        )
