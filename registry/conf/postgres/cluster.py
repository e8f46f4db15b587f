"""The users' side: lease a cluster, get addresses, make and drop databases."""

import contextlib
import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import quote

from registry.conf.postgres.errors import BY_CODE, CannotStartError, NotReadyError, PostgresError
from registry.conf.postgres.layout import APPLICATION, SUPERUSER, Endpoint, Layout, process_lives, try_lock

if TYPE_CHECKING:
    import psycopg

_SOURCE = Path(__file__).resolve().parents[3]


class Cluster:
    """A PostgreSQL server with its data in `directory`, made at first use."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory.absolute()

    def acquire(self, timeout: float = 180.0) -> "Lease":
        """Start the server unless it runs, and hold it until the lease is released or this process ends.

        Raises a `PostgresError`, of whatever kind stands in `errors`.
        """
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            lease = Lease(Layout(self.directory.resolve()))
            try:
                lease.hold(timeout)
            except BaseException:
                lease.release()
                raise
        except OSError as error:
            raise PostgresError(f"{self.directory} cannot be used for PostgreSQL: {error}") from error
        return lease


class Lease:
    """One user's hold on a running server; a context manager.

    The hold is a lock on an open file: it ends with `release`, or with the process however that ends, but not
    when the object is forgotten. It does not pass to programs this process starts.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._lock: int | None = layout.lock("users")
        self._endpoint: Endpoint | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def release(self) -> None:
        """Give the server up; the keeper stops it when nobody else uses it. May be called twice."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def hold(self, timeout: float) -> None:
        """Take the lock, and see that a server answers."""
        deadline = time.monotonic() + timeout
        assert self._lock is not None
        # Waits while a keeper that saw nobody left is stopping its server.
        while not try_lock(self._lock, fcntl.LOCK_SH):
            self._pause(deadline)
        self.ensure_running(timeout)

    def ensure_running(self, timeout: float = 180.0) -> None:
        """Return when the server answers; start a keeper if somebody killed it. Cheap when all is well."""
        deadline = time.monotonic() + timeout
        started = time.time()
        while True:
            lives = self._layout.keeper_lives()
            endpoint = self._layout.endpoint() if lives else None
            known = endpoint is not None and endpoint == self._endpoint and process_lives(endpoint.pid)
            if endpoint and (known or self._answers(endpoint)):
                self._endpoint = endpoint
                return
            if not lives:
                self._raise_failure(since=started)
                self._start_keeper()
            self._pause(deadline)

    def _pause(self, deadline: float) -> None:
        if time.monotonic() > deadline:
            raise NotReadyError(f"PostgreSQL in {self._layout.directory} did not answer in time; see its logs there.")
        time.sleep(0.02)

    def _raise_failure(self, since: float) -> None:
        try:
            written = (self._layout.directory / "failure.json").stat().st_mtime
        except FileNotFoundError:
            return
        failure = self._layout.read_json("failure.json")
        if failure and written >= since:
            raise BY_CODE.get(str(failure["code"]), PostgresError)(str(failure["message"]))

    def _start_keeper(self) -> None:
        """Start a keeper; of several started at once, all but one end by themselves."""
        path = os.pathsep.join(filter(None, [str(_SOURCE), os.environ.get("PYTHONPATH")]))
        with (self._layout.directory / "keeper.log").open("ab") as output:
            # Returns at once: the keeper forks, so that it is nobody's child and no zombie later.
            done = subprocess.run(
                [sys.executable, "-m", "registry.conf.postgres", "keep", str(self._layout.directory)],
                env={**os.environ, "PYTHONPATH": path}, cwd="/", stdin=subprocess.DEVNULL,
                stdout=output, stderr=output, check=False,
            )  # fmt: skip
        if done.returncode != 0:
            raise CannotStartError(f"The keeper did not start; see {self._layout.directory / 'keeper.log'}.")

    def _answers(self, endpoint: Endpoint) -> bool:
        import psycopg

        try:
            with psycopg.connect(self._url("postgres", endpoint), connect_timeout=5):
                return True
        except psycopg.OperationalError:
            return False

    def _url(self, database: str, endpoint: Endpoint, *, tcp: bool = False, role: str = SUPERUSER) -> str:
        if endpoint.socket_folder and not tcp:
            where = f"{role}@{quote(endpoint.socket_folder, safe='')}"
        else:
            where = f"{role}:{quote(self._layout.password(), safe='')}@127.0.0.1"
        return f"postgresql://{where}:{endpoint.port}/{quote(database, safe='')}"

    def url(self, database: str, *, tcp: bool = False, role: str = SUPERUSER) -> str:
        """Return the address of a database: over the unix socket, or over loopback TCP with its password.

        libpq, dj-database-url and kombu read the same thing in it.
        """
        assert self._endpoint is not None
        return self._url(database, self._endpoint, tcp=tcp, role=role)

    @property
    def server_pid(self) -> int:
        """The server's process id, for those who want to watch or to kill it."""
        endpoint = self._layout.endpoint() or self._endpoint
        assert endpoint is not None
        return endpoint.pid

    def connect(self, database: str = "postgres") -> "psycopg.Connection":
        """Open a connection with autocommit, as statements about databases need it."""
        import psycopg

        return psycopg.connect(self.url(database), autocommit=True)

    def ensure_application_role(self) -> str:
        """Make the role under which web servers and workers run, unless it exists; return its name."""
        import psycopg
        from psycopg import sql

        make = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(
            sql.Identifier(APPLICATION), sql.Literal(self._layout.password())
        )
        with self.connect() as connection, contextlib.suppress(psycopg.errors.DuplicateObject):
            connection.execute(make)
        return APPLICATION

    def ensure_database(self, name: str, template: str | None = None) -> bool:
        """Make a database, empty or as a copy of `template`, unless it exists; say whether it was made."""
        import psycopg
        from psycopg import sql

        with self.connect() as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                return False
            make = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template or "template1")
            )
            try:
                connection.execute(make)
            except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                return False  # another process was quicker
        return True

    def drop_database(self, name: str) -> None:
        """Drop a database with everything in it, ending its connections; nothing happens if there is none."""
        from psycopg import sql

        with self.connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
