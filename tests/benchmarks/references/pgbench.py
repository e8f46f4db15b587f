"""The reference for reading: single-row prepared selects per second, by PostgreSQL's own pgbench on the same server."""

import re
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from registry.conf.postgres.binaries import find_binaries
from registry.conf.postgres.errors import PostgresError

_ROWS = 200_000
_TPS = re.compile(r"^tps = ([0-9.]+)", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class SelectOnly:
    """Select-only load on one database, which holds a table of 200,000 rows for it.

    The table is pgbench's own: scale 2. Where pgbench is missing, a loop over psycopg stands in, and `name` says so.
    """

    url: str
    clients: int = 8
    pgbench: Path | None = None

    @classmethod
    def prepare(cls, url: str) -> "SelectOnly":
        """Make the table."""
        found = cls(url=url, pgbench=find_pgbench())
        if found.pgbench is not None:
            command = [found.pgbench, "--initialize", "--scale", "2", "--quiet", url]
            subprocess.run(command, check=True, capture_output=True)
            return found
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE pgbench_accounts (aid int PRIMARY KEY, abalance int)")
            connection.execute(f"INSERT INTO pgbench_accounts SELECT g, 0 FROM generate_series(1, {_ROWS}) g")
        return found

    @property
    def name(self) -> str:
        """What is measured, in words."""
        by = "pgbench" if self.pgbench else "a psycopg loop (pgbench is not installed)"
        return f"{by}: select-only, prepared, {self.clients} clients"

    def measure(self, seconds: float) -> float:
        """Return selects per second."""
        if self.pgbench is None:
            return self._loop(seconds)
        command = [
            str(self.pgbench), "--select-only", "--protocol", "prepared", "--no-vacuum",
            "--client", str(self.clients), "--jobs", "2", "--time", str(max(1, round(seconds))), self.url,
        ]  # fmt: skip
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        found = _TPS.search(done.stdout)
        assert found is not None, done.stdout
        return float(found.group(1))

    def _loop(self, seconds: float) -> float:
        done: list[int] = []
        threads = [threading.Thread(target=lambda at=at: done.append(self._select(at, seconds))) for at in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(done) / seconds

    def _select(self, first: int, seconds: float) -> int:
        count, ends = 0, time.monotonic() + seconds
        question = "SELECT abalance FROM pgbench_accounts WHERE aid = %s"
        with psycopg.connect(self.url, prepare_threshold=0) as connection:
            while time.monotonic() < ends:
                connection.execute(question, [1 + (first + count * 7919) % _ROWS]).fetchone()
                count += 1
        return count


def find_pgbench() -> Path | None:
    """Return pgbench of the PostgreSQL that nodes run on, if it came with it."""
    try:
        path = find_binaries().pgbench
    except PostgresError:
        return None
    return path if path.exists() else None
