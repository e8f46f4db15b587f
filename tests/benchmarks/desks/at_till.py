"""What the payment check is measured on, made at a province's desk: filings and keys of institutions."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import batched

from django.db import connection
from uuid_utils.compat import uuid7

from registry.institutions.models import InstitutionKey
from registry.qualification.models import Filing
from registry.qualification.services import standings
from sync import outbox
from sync.authoring import STATEMENT_COLUMNS
from sync.bulk import copy_in
from sync.models import Statement, StatementStatus
from tests.benchmarks.desks.people import institution_of, person

_EMPTY = tuple(
    column.attname
    for column in Filing._meta.concrete_fields
    if column.get_internal_type() == "CharField" and column.blank
)
_FILING_COLUMNS = ("statement_id", "author", "person_id", "institution", "opened_on", "refiling", *_EMPTY)
_OPENED_ON = date(2025, 1, 2)


def file_everybody(count: int, institutions: int) -> int:
    """File persons 0 … count - 1, evenly over the institutions, and compute what follows.

    The check reads filings, never the statements behind them: these are empty stand-ins, which saves the minutes that
    signing them would take. Their sequence numbers are negative, so that the node's own chain is not touched.
    """
    division, now = outbox.this_division(), datetime.now(UTC)
    for numbers in batched(range(count), 20_000):
        ids = [uuid7() for _ in numbers]
        copy_in(
            Statement,
            STATEMENT_COLUMNS,
            [
                (id_, division, -1 - n, "filing.opened", b"", b"", now, now, StatementStatus.LOGGED, None)
                for id_, n in zip(ids, numbers, strict=True)
            ],
        )
        copy_in(
            Filing,
            _FILING_COLUMNS,
            [
                (
                    id_,
                    division,
                    person(n),
                    institution_of(division, n, institutions),
                    _OPENED_ON,
                    False,
                    *[""] * len(_EMPTY),
                )
                for id_, n in zip(ids, numbers, strict=True)
            ],
        )
    for numbers in batched(range(count), standings.AT_ONCE):
        standings.recompute([person(n) for n in numbers])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return count


def make_keys(codes: Sequence[str]) -> dict[str, str]:
    """Give each of these institutions a key; return the keys."""
    made = {}
    for code in codes:
        _, made[code] = InstitutionKey.objects.create_key(name=f"bench {code}", institution_id=code)
    return made
