"""The two loops of a province's node, push and follow: rows are the truth, a kick only makes them look sooner.

Each runs at most once per node, whoever starts it: a session-level advisory lock on a connection of its own says so and
falls with the process that held it. What goes wrong is logged, waited out with full jitter, and tried again.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from random import uniform

import psycopg
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import timezone

from sync import follower, outbox, witness
from sync.client import NationalClient
from sync.listen import OUTBOX_CHANNEL, connect
from sync.reading import ReadingAhead
from sync.wire.refusals import NotAccepted

log = logging.getLogger(__name__)

BATCH = 500
LOOK_SECONDS = 5.0
"""How often the outbox is looked at without a kick: for what is due by time, and for a kick that was lost."""

POLL_SECONDS = 25
"""How long national is asked to wait for an entry."""

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0
_LOCKS = {"push": 0x70617971_01, "follow": 0x70617971_02}


class Stop:
    """Ends loops: a flag they look at, and calls that end what they are waiting for."""

    def __init__(self) -> None:
        self._flag = threading.Event()
        self._calls: list[Callable[[], None]] = []

    def __bool__(self) -> bool:
        return self._flag.is_set()

    def set(self) -> None:
        """End every loop that looks here."""
        self._flag.set()
        for call in list(self._calls):
            call()

    def wait(self, seconds: float) -> None:
        """Sleep, but no longer than until the end."""
        self._flag.wait(seconds)

    @contextmanager
    def calling(self, call: Callable[[], None]) -> Iterator[None]:
        """Have this called at the end, too."""
        self._calls.append(call)
        try:
            yield
        finally:
            self._calls.remove(call)


class Pause:
    """How long a loop waits after failures, with full jitter.

    After n failures in a row it is a random time up to twice that after n - 1.
    """

    def __init__(self) -> None:
        self._failures = 0

    def over(self) -> None:
        """Start again from the shortest."""
        self._failures = 0

    def next(self) -> float:
        """Return how many seconds to wait now."""
        longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(self._failures, 10))
        self._failures += 1
        return uniform(0.0, longest)


_here = {name: threading.Lock() for name in _LOCKS}


@contextmanager
def alone(name: str) -> Iterator[psycopg.Connection | None]:
    """Hold the right to run this loop; give None when it runs already, here or in another process."""
    if not _here[name].acquire(blocking=False):
        yield None
        return
    try:
        with connect() as own:
            row = own.execute("SELECT pg_try_advisory_lock(%s)", [_LOCKS[name]]).fetchone()
            yield own if row and row[0] else None
    finally:
        _here[name].release()


def push(stop: Stop) -> bool:
    """Send what is due until told to stop. Return False when the loop runs elsewhere."""
    return _run("push", _push, stop)


def follow(stop: Stop) -> bool:
    """Read and apply national's log until told to stop. Return False when the loop runs elsewhere."""
    return _run("follow", _follow, stop)


def _run(name: str, loop: Callable[[psycopg.Connection, NationalClient, Stop], None], stop: Stop) -> bool:
    client = NationalClient()
    try:
        with alone(name) as own, stop.calling(client.interrupt):
            if own is None:
                return False
            loop(own, client, stop)
    except psycopg.Error as error:
        # Without its connection the loop has lost the right to run: whoever starts it next takes it anew.
        log.warning("%s: lost its own connection: %s", name, type(error).__name__)
    finally:
        client.close()
    return True


def _push(own: psycopg.Connection, client: NationalClient, stop: Stop) -> None:
    own.execute(f"LISTEN {OUTBOX_CHANNEL}")
    # Before anything is sent: a node that was restored must not send what it then signed under used numbers.
    with suppress(NotAccepted):
        witness.heartbeat(client)
    pause = Pause()
    while not stop:
        try:
            sent, stored = push_once(client)
        except (NotAccepted, DatabaseError, InterfaceError) as error:
            _failed("push", error, stop)
            stop.wait(pause.next())
            continue
        if sent and not stored:
            stop.wait(pause.next())
            continue
        pause.over()
        if not sent:
            _kick(own, stop)


def push_once(client: NationalClient, *, limit: int = BATCH) -> tuple[int, int]:
    """Send one batch and note the receipts; return how many were sent, and how many of them national has stored.

    Raises NotAccepted.
    """
    items = outbox.due(limit, timezone.now())
    if not items:
        return 0, 0
    receipts = client.post_statements([item.raw for item in items])
    return len(items), outbox.record_receipts(items, receipts, now=timezone.now())


def _kick(own: psycopg.Connection, stop: Stop) -> None:
    """Wait for something new in the outbox, or until it is time to look anyway."""
    waited = 0.0
    while not stop and waited < LOOK_SECONDS:
        if any(own.notifies(timeout=0.5, stop_after=1)):
            return
        waited += 0.5


def _follow(own: psycopg.Connection, client: NationalClient, stop: Stop) -> None:
    pause = Pause()
    with ReadingAhead(client) as reader:
        while not stop:
            own.execute("SELECT 1")  # a lost lock ends the loop
            try:
                follower.follow_once(POLL_SECONDS, client=client, reader=reader)
                pause.over()
            except (NotAccepted, DatabaseError, InterfaceError) as error:
                _failed("follow", error, stop)
                stop.wait(pause.next())


def _failed(name: str, error: Exception, stop: Stop) -> None:
    if not stop:
        log.warning("%s: %s", name, error if isinstance(error, NotAccepted) else type(error).__name__)
    with suppress(DatabaseError, InterfaceError):
        if not connection.in_atomic_block:
            close_old_connections()
