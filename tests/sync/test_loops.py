"""Push and follow as they run in the worker: woken at once, ended within seconds, never twice, nothing lost."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from provinces import tasks
from sync import loops, outbox, witness
from sync.client import NationalClient
from sync.models import Checkpoint, Cosignature, Cursor, Node, OutboxItem, SecurityEvent, Statement
from sync.wire import checkpoint
from tests.sync.conftest import GUIZHOU, Federation
from tests.sync.mini_national import MiniNational
from tests.sync.test_follower import follow
from tests.sync.test_outbox import note, notes

PATIENCE = 90.0
"""Seconds that a busy machine may take for what happens at once on an idle one."""


@pytest.fixture
def national(committed_federation: Federation, settings: Any) -> Iterator[MiniNational]:
    """National behind a real socket."""
    found = MiniNational(committed_federation)
    settings.NATIONAL_URL = found.url
    with found.serving():
        yield found


@pytest.fixture
def stop() -> Iterator[loops.Stop]:
    """Ends the loops of a test, whatever becomes of it."""
    found = loops.Stop()
    yield found
    found.set()


class Running:
    """A loop in a thread of its own."""

    def __init__(self, loop: Callable[[loops.Stop], bool], stop: loops.Stop) -> None:
        self.result: bool | None = None
        self._thread = threading.Thread(target=self._run, args=[loop, stop])
        self._thread.start()

    def _run(self, loop: Callable[[loops.Stop], bool], stop: loops.Stop) -> None:
        try:
            self.result = loop(stop)
        finally:
            connection.close()

    def ends(self, within: float = PATIENCE) -> bool:
        self._thread.join(within)
        return not self._thread.is_alive()


def until(condition: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def runs(name: str) -> bool:
    """Whether this loop holds its lock."""
    key = loops._LOCKS[name]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = %s AND objid = %s"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [key >> 32, key & 0xFFFFFFFF],
        )
        return cursor.fetchone() == (1,)


def position() -> int:
    return Cursor.objects.get().position


def state(text: str) -> None:
    outbox.author([note(text)], now=outbox_now())


def outbox_now() -> Any:
    from django.utils import timezone

    return timezone.now()


def all_finished() -> bool:
    return set(OutboxItem.objects.values_list("state", flat=True)) == {"finished"}


def test_a_statement_goes_out_comes_back_and_is_finished(
    national: MiniNational, stop: loops.Stop, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nobody looks again by themselves while the test is patient: what happens, a kick or the end made happen.
    monkeypatch.setattr(loops, "LOOK_SECONDS", 10 * PATIENCE)
    monkeypatch.setattr(loops, "POLL_SECONDS", int(10 * PATIENCE))
    push, follow_loop = Running(loops.push, stop), Running(loops.follow, stop)
    until(lambda: position() == 5)
    until(lambda: len(national.heartbeats) == 1)
    until(lambda: national.asked.count("GET /sync/v1/log") > 1)  # both loops now wait
    state("mine")
    until(all_finished)
    national.federation.note("theirs")
    until(lambda: notes() == ["mine", "theirs"])
    stop.set()
    assert push.ends()
    assert follow_loop.ends()
    assert (push.result, follow_loop.result) == (True, True)


@pytest.mark.parametrize("name", ["push", "follow"])
def test_a_loop_runs_once(national: MiniNational, stop: loops.Stop, name: str) -> None:
    loop = getattr(loops, name)
    first = Running(loop, stop)
    until(lambda: runs(name))
    assert loop(stop) is False
    stop.set()
    assert first.ends()
    assert loop(stop) is True  # free again; ends at once, as it is told to


@pytest.mark.parametrize("name", ["push", "follow"])
def test_a_loop_of_another_process_is_noticed(national: MiniNational, stop: loops.Stop, name: str) -> None:
    with loops.connect() as other:
        other.execute("SELECT pg_advisory_lock(%s)", [loops._LOCKS[name]])
        assert getattr(loops, name)(stop) is False


def test_a_loop_that_lost_its_lock_ends(national: MiniNational, stop: loops.Stop) -> None:
    running = Running(loops.push, stop)
    until(lambda: runs("push"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
    assert running.ends()
    again = Running(loops.push, stop)
    state("a")
    until(lambda: len(national.federation.entries) == 6)
    stop.set()
    assert again.ends()


def test_a_lost_answer_loses_and_doubles_nothing(national: MiniNational, stop: loops.Stop) -> None:
    follow(national.federation)
    national.lose_answers = 3  # the heartbeat's, and those of two batches
    state("mine")
    push = Running(loops.push, stop)
    until(lambda: set(OutboxItem.objects.values_list("state", flat=True)) == {"receipted"})
    assert national.asked.count("POST /sync/v1/statements") == 3
    assert len(national.federation.entries) == 6
    stop.set()
    assert push.ends()
    follow(national.federation)
    assert all_finished()


def test_an_outage_is_shown_and_survived(national: MiniNational, stop: loops.Stop, settings: Any) -> None:
    good, settings.NATIONAL_URL = settings.NATIONAL_URL, "http://127.0.0.1:9"
    running = Running(loops.follow, stop)
    until(lambda: Cursor.objects.get().last_error.startswith("national_unreachable"))
    stop.set()
    assert running.ends()
    assert not SecurityEvent.objects.exists()
    settings.NATIONAL_URL = good
    again = loops.Stop()
    running = Running(loops.follow, again)
    until(lambda: position() == 5)
    assert Cursor.objects.get().last_error == ""
    again.set()
    assert running.ends()


def test_a_lying_national_stops_the_follower(national: MiniNational, stop: loops.Stop) -> None:
    follow(national.federation)
    national.federation.forget_after(3)
    running = Running(loops.follow, stop)
    until(lambda: SecurityEvent.objects.filter(code="log_shrunk").exists())
    asked = national.asked.count("GET /sync/v1/log")
    until(lambda: national.asked.count("GET /sync/v1/log") > asked + 2)  # it asks on, and hears the same
    stop.set()
    assert running.ends()
    assert Cursor.objects.get().last_error.startswith("log_shrunk: ")
    assert position() == 5
    assert SecurityEvent.objects.count() == 1


def test_a_heartbeat_says_how_far_the_node_is_and_signs_for_it(national: MiniNational) -> None:
    federation = national.federation
    follow(federation)
    state("waits")
    tasks.heartbeat()
    assert [(beat["position"], beat["outbox"]) for beat in national.heartbeats] == [(5, 1)]
    (given,) = national.cosignatures
    note = checkpoint.with_signatures(Checkpoint.objects.get().note, [checkpoint.parse_signature_line(given["line"])])
    key = federation.own.key
    assert checkpoint.verify_cosignature(note, name=GUIZHOU, suite=key.suite, public_key=key.public)
    tasks.heartbeat()
    assert Cosignature.objects.count() == 1


def test_a_restored_node_goes_on_from_nationals_memory_of_its_chain(national: MiniNational) -> None:
    follow(national.federation)
    national.chain = (7, "7" * 64)
    client = NationalClient()
    witness.heartbeat(client)
    client.close()
    node = Node.objects.get(pk=GUIZHOU)
    assert (node.chain_seq, node.chain_digest) == (7, "7" * 64)
    assert SecurityEvent.objects.get().code == "own_chain_behind"
    state("eighth")
    assert Statement.objects.get(author=GUIZHOU).seq == 8


def test_a_heartbeat_that_fails_is_no_fault(committed_federation: Federation, settings: Any) -> None:
    settings.NATIONAL_URL = "http://127.0.0.1:9"
    tasks.heartbeat()


def test_pauses_grow_and_are_random(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []
    monkeypatch.setattr(loops, "uniform", lambda low, high: asked.append(high) or high)
    pause = loops.Pause()
    for _ in range(9):
        pause.next()
    assert asked == [0.5, 1, 2, 4, 8, 16, 32, 60, 60]
    pause.over()
    assert pause.next() == 0.5


def test_receipts_and_feed_about_the_same_statements_do_not_deadlock(national: MiniNational, stop: loops.Stop) -> None:
    push, follow_loop = Running(loops.push, stop), Running(loops.follow, stop)
    until(lambda: position() == 5)
    for batch in range(10):
        outbox.author([note(f"{batch}/{at}") for at in range(40)], now=outbox_now())
    until(lambda: OutboxItem.objects.filter(state="finished").count() == 400)
    stop.set()
    assert push.ends()
    assert follow_loop.ends()
    assert not SecurityEvent.objects.exists()
    assert len(notes()) == 400
