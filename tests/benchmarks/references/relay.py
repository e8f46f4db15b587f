"""The reference for propagation: what PostgreSQL alone needs to wake some listeners that commit a row each."""

import threading
import time
from typing import Self

import psycopg


class Relay:
    """A table in which rows appear, and threads that hear of it and copy each row into a table of their own."""

    def __init__(self, url: str, listeners: int) -> None:
        self._url = url
        self._count = listeners
        self._done = threading.Semaphore(0)
        self._ready = threading.Semaphore(0)
        self._end = threading.Event()

    def __enter__(self) -> Self:
        self._origin = psycopg.connect(self._url, autocommit=True)
        self._origin.execute("CREATE TABLE origin (id bigint PRIMARY KEY)")
        for number in range(self._count):
            self._origin.execute(f"CREATE TABLE copy_{number} (id bigint PRIMARY KEY)")
        self._threads = [threading.Thread(target=self._listen, args=(number,)) for number in range(self._count)]
        for thread in self._threads:
            thread.start()
        for _ in self._threads:
            self._ready.acquire()
        self._next = 0
        return self

    def __exit__(self, *error: object) -> None:
        self._end.set()
        self._origin.execute("NOTIFY grown")
        for thread in self._threads:
            thread.join()
        self._origin.close()

    def once(self) -> float:
        """Insert a row; return the seconds until every listener has committed its copy."""
        started = time.perf_counter()
        self._next += 1
        with self._origin.transaction():
            self._origin.execute("INSERT INTO origin VALUES (%s)", [self._next])
            self._origin.execute("NOTIFY grown")
        for _ in range(self._count):
            self._done.acquire()
        return time.perf_counter() - started

    def _listen(self, number: int) -> None:
        copied = 0
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute("LISTEN grown")
            self._ready.release()
            while not self._end.is_set():
                # Listened to its end: until then the connection is the listener's alone.
                list(connection.notifies(stop_after=1, timeout=1.0))
                rows = connection.execute("SELECT id FROM origin WHERE id > %s", [copied]).fetchall()
                for (copied,) in rows:
                    connection.execute(f"INSERT INTO copy_{number} VALUES (%s)", [copied])
                    self._done.release()
