"""The rule packs a node knows, as the rules read them."""

import threading
from uuid import UUID

from registry.models import RulePack
from registry.rules.packs import Pack, PackBook, parse_pack

_lock = threading.Lock()
_known: tuple[frozenset[UUID], PackBook] = (frozenset(), PackBook())


def pack_book() -> PackBook:
    """Return every pack in force.

    Kept per process, under the statements it was read from: one small query sees what another process has published,
    and what a transaction took back.
    """
    global _known
    published = frozenset(RulePack.objects.in_force().order_by().values_list("statement_id", flat=True))
    known, book = _known
    if published != known:
        book = PackBook(map(as_pack, RulePack.objects.filter(statement_id__in=published)))
        with _lock:
            _known = (published, book)
    return book


def as_pack(row: RulePack) -> Pack:
    """Return the pack of a published row."""
    return parse_pack(
        {
            **row.document,
            "division": row.division,
            "version": row.version,
            "valid_from": row.valid_from.isoformat(),
        }
    )
