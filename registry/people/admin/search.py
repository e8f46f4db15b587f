"""Reads what was typed into a search box into clues. Names and document numbers are searched by keyed hash only."""

from registry.people.selectors.search import PersonClues
from registry.vault.services import seals
from registry.words.persons import DocumentKind, check_document
from registry.words.written.names import normalise_name
from sync.wire.refusals import FormatRefused

LONGEST = 200
"""Characters; nothing that can be found is longer."""


def clues_of(text: str) -> PersonClues:
    """Return everything that a text may mean; a text that means nothing finds nobody."""
    text = text.strip()
    if len(text) > LONGEST or "\0" in text:
        return PersonClues(text="")
    return PersonClues(text=text, name_hash=_name_hash(text), document_hashes=_document_hashes(text))


def _name_hash(text: str) -> bytes | None:
    try:
        return seals.hash_name(normalise_name(text))
    except FormatRefused:
        return None


def _document_hashes(text: str) -> list[bytes]:
    hashes = []
    for kind in DocumentKind:
        try:
            number = check_document(kind, text)
        except FormatRefused:
            continue
        hashes.append(seals.hash_document(kind.value, number))
    return hashes
