"""Who is behind an ID, read from the vault: for the one who may know it, or for the person."""

from collections.abc import Collection
from dataclasses import dataclass

from registry.people.models import Document, Identity
from registry.vault.services import seals


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Paper:
    """A document: its kind, and its number, or None where it cannot be opened with this node's key."""

    kind: str
    number: str | None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class IdentityCard:
    """Name, birth date, class of personnel and documents as last recorded."""

    name: str | None
    born_on: str | None
    category: str
    papers: tuple[Paper, ...]

    def as_json(self) -> dict[str, object]:
        """Return the card as JSON values."""
        return {
            "name": self.name,
            "born_on": self.born_on,
            "category": self.category,
            "documents": [{"kind": paper.kind, "number": paper.number} for paper in self.papers],
        }


def open_card(people: Collection[str]) -> IdentityCard | None:
    """Return who is behind these IDs of one person; None where this node does not know. The caller records the look."""
    latest = Identity.objects.filter(person__in=people).order_by("-recorded_at", "-id").first()
    papers = Document.objects.filter(person__in=people).order_by("kind", "id")
    if latest is None:
        return None
    return IdentityCard(
        name=_open(latest.name_sealed),
        born_on=_open(latest.born_sealed) if latest.born_sealed else None,
        category=latest.category,
        papers=tuple(Paper(kind=paper.kind, number=_open(paper.number_sealed)) for paper in papers),
    )


def _open(sealed: bytes | memoryview) -> str | None:
    try:
        return seals.open_sealed(bytes(sealed))
    except seals.VaultSealBroken:
        return None
