"""The log's clock: moved on by published statements only, the same at everybody who reads the log."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.db import connection

from sync import inbox
from sync.models import Cursor, LogEntry, Outcome
from sync.receipts import ReceiptValue
from tests.accounts import rule
from tests.sync.conftest import LIAONING, NOW, Author, Federation, enrol
from tests.sync.test_commands import tamper
from tests.sync.test_follower import follow
from tests.sync.test_outbox import notes

MINUTES = [
    # said, hidden, issued so many minutes after the enrolments, and what the clock shows then
    ("first", False, 1, 1),
    ("withheld", True, 9, 1),
    ("lags", False, -60, 1),
    ("level", False, 1, 1),
    ("on", False, 4, 4),
    ("withheld and lags", True, 2, 4),
    ("not as far", False, 3, 4),
    ("further", False, 6, 6),
]
SHOWN = [shown for *_, shown in MINUTES]


def after(minutes: int) -> str:
    return f"{NOW + timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%SZ}"


def said(author: Author, text: str, minutes: int, *, hidden: bool = False) -> bytes:
    """Sign a note issued so many minutes after now."""
    body = {"subject": "s", "text": text} | ({"hidden": True} if hidden else {})
    return author.state(body=body, issued_at=after(minutes)).raw


def receive(author: Author, *raws: bytes) -> list[ReceiptValue]:
    return inbox.receive(author.division, raws, now=NOW + timedelta(minutes=10))


def clock(since: int = 0) -> list[float]:
    """Return what the clock shows at each entry after a position, in minutes after now."""
    rows = LogEntry.objects.filter(position__gt=since).order_by("position").values_list("reached_at", flat=True)
    return [(at - NOW) / timedelta(minutes=1) for at in rows]


@pytest.fixture
def liaoning(guizhou: Author, national: object) -> Author:
    """Liaoning's node, enrolled at national beside Guizhou's."""
    author = Author(LIAONING)
    enrol(author, national.kid)  # type: ignore[attr-defined]
    return author


@pytest.mark.parametrize("at_once", [1, 3, len(MINUTES)])
def test_at_national_in_batches_of_any_size(liaoning: Author, at_once: int) -> None:
    size = LogEntry.objects.count()
    raws = [said(liaoning, text, minutes, hidden=hidden) for text, hidden, minutes, _ in MINUTES]
    for first in range(0, len(raws), at_once):
        receive(liaoning, *raws[first : first + at_once])
    assert clock() == [0] * size + SHOWN


@pytest.mark.parametrize("limit", [1, 3, 1_000])
def test_at_a_follower_in_pages_of_any_size(federation: Federation, limit: int) -> None:
    size = len(federation.entries)
    for text, hidden, minutes, _ in MINUTES:
        body = {"subject": "s", "text": text} | ({"hidden": True} if hidden else {})
        federation.log(federation.liaoning.state(body=body, issued_at=after(minutes)), published=not hidden)
    while Cursor.objects.get().position < len(federation.entries):
        follow(federation, limit)
    assert clock() == [0] * size + SHOWN


def test_an_authors_own_withheld_statement_does_not_move_its_clock(federation: Federation) -> None:
    body = {"subject": "s", "hidden": True}
    federation.log(federation.own.state(body=body, issued_at=after(9)), published=False)
    follow(federation)
    assert LogEntry.objects.get(position=6).statement is not None
    assert clock(5) == [0]


def test_a_batch_that_was_rolled_back_is_forgotten(guizhou: Author) -> None:
    size = LogEntry.objects.count()
    receipts = receive(guizhou, said(guizhou, "good", 1), said(guizhou, "longer than its column", 9))
    assert [receipt.outcome for receipt in receipts] == ["accepted", "refused"]
    receive(guizhou, said(guizhou, "next", 2))
    assert clock(size) == [1, 2]


def test_a_held_statement_moves_it_when_it_is_logged_and_never_back(guizhou: Author) -> None:
    size = LogEntry.objects.count()
    (held,) = receive(guizhou, said(guizhou, "hold me", 1))
    receive(guizhou, said(guizhou, "later", 5))
    assert clock(size) == [5]
    assert held.id is not None
    now = NOW + timedelta(minutes=3)
    rule(held.id, Outcome.ACCEPTED, "Two.", now=now)
    assert notes() == ["hold me", "later"]
    assert clock(size) == [5, 5, 5]


def rows() -> Iterator[tuple[int, datetime | None]]:
    return LogEntry.objects.order_by("position").values_list("position", "reached_at").iterator()


def test_a_log_of_before_gets_the_clock_that_it_would_have_had(liaoning: Author) -> None:
    receive(liaoning, *(said(liaoning, text, minutes, hidden=hidden) for text, hidden, minutes, _ in MINUTES))
    before = list(rows())
    tamper("UPDATE sync_logentry SET reached_at = NULL")
    with connection.cursor() as cursor:
        cursor.execute(import_module("sync.migrations.0003_log_clock").BACKFILL)
    assert list(rows()) == before
