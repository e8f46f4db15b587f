"""The rule packs a node knows, as the rules read them."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from registry.packs.book import PackBook
from registry.packs.installed import installed
from registry.packs.models import RulePack
from registry.packs.pack import Pack
from registry.words.divisions import NATIONAL
from sync.scope import Scope

_known: tuple[frozenset[UUID], PackBook] = (frozenset(), PackBook())


def pack_book(*, known_at: int | None = None) -> PackBook:
    """Return every pack in force, or those that the log held at a position.

    The former is kept per process, under the statements it was read from: one small query sees what another
    process has published, and what a transaction took back.
    """
    global _known
    published = RulePack.objects.in_force().order_by()
    if known_at is not None:
        return PackBook(map(as_pack, published.filter(statement__entry__position__lte=known_at)))
    statements = frozenset(published.values_list("statement_id", flat=True))
    known, book = _known
    if statements != known:
        book = PackBook(map(as_pack, RulePack.objects.filter(statement_id__any_of=statements)))
        _known = (statements, book)  # one assignment: another thread sees the old pair or the new one
    return book


def pack_of(division: str, on: date) -> Pack:
    """Return the rule pack of a division on a day."""
    return pack_book().for_(division, on)


def as_pack(row: RulePack) -> Pack:
    """Return the pack of a published row."""
    return installed().read(document_of(row.division, row.version, row.valid_from.isoformat(), row.document))


def document_of(division: str, version: str, valid_from: str, document: dict[str, object]) -> dict[str, object]:
    """Return a published pack as the rules read it: its document, with division, version and first day of its row."""
    return {**document, "division": division, "version": version, "valid_from": valid_from}


def visible_packs(rows: QuerySet[RulePack], scope: Scope) -> QuerySet[RulePack]:
    """Return the scope's rule packs, and the national default, which is everybody's."""
    if scope.everything:
        return rows
    return rows.filter(division__in=[*scope.provinces, NATIONAL])
