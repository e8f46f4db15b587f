"""Waiting for the log to grow: one thread and one connection per process, however many requests wait.

The thread LISTENs on the log's channel and keeps the size it heard last; waiting requests sleep on a condition. A lost
connection loses nothing: the thread comes back and reads the size, and until then waits end with their time.
"""

import logging
import threading
from functools import lru_cache

import psycopg
from django.db import connections

log = logging.getLogger(__name__)

LOG_CHANNEL = "payqual_log"
OUTBOX_CHANNEL = "payqual_outbox"
CHECK_SECONDS = 15.0
RECONNECT_SECONDS = 1.0


def connect() -> psycopg.Connection:
    """Return a connection of our own to the node's database, outside Django's bookkeeping; autocommit."""
    parameters = connections["default"].get_connection_params()
    parameters.pop("cursor_factory", None)
    parameters.pop("context", None)
    return psycopg.connect(**parameters | {"autocommit": True})


class Listener:
    """Knows the size of the log shortly after it changed."""

    def __init__(self) -> None:
        self._grown = threading.Condition()
        self._size = 0
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()

    def wait_for(self, after: int, seconds: float) -> bool:
        """Wait until the log is longer than `after`, at most so many seconds; return whether it is."""
        self._start()
        with self._grown:
            return self._grown.wait_for(lambda: self._size > after, timeout=seconds)

    def stop(self) -> None:
        """End the thread; the next wait starts another. For tests and orderly ends."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(timeout=5)
        self._size = 0

    def _start(self) -> None:
        with self._grown:
            if self._thread is None or not self._thread.is_alive():
                self._stopped.clear()
                self._thread = threading.Thread(target=self._run, name="payqual-listen", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                with connect() as connection:
                    self._listen(connection)
            except psycopg.Error as error:
                log.warning("listening for the log was interrupted: %s", type(error).__name__)
                self._stopped.wait(RECONNECT_SECONDS)

    def _listen(self, connection: psycopg.Connection) -> None:
        connection.execute(f"LISTEN {LOG_CHANNEL}")
        checked = 0.0
        while not self._stopped.is_set():
            # The size is read as well as heard: a notification sent before LISTEN took hold is not repeated.
            if checked <= 0:
                row = connection.execute("SELECT size FROM sync_loghead").fetchone()
                self._tell(int(row[0]) if row else 0)
                checked = CHECK_SECONDS
            for notification in connection.notifies(timeout=1.0):
                self._tell(int(notification.payload or 0))
            checked -= 1.0

    def _tell(self, size: int) -> None:
        with self._grown:
            self._size = size
            self._grown.notify_all()


@lru_cache(maxsize=1)
def listener() -> Listener:
    """Return this process's listener."""
    return Listener()
