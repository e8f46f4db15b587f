"""The databases of a federation's nodes: one server, one database each."""

import hashlib
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql

from provinces.federation.errors import FederationError
from registry.conf.postgres import Cluster, Lease, PostgresError


class Databases(Protocol):
    """A server on which nodes' databases are made."""

    role: str | None
    """Role of the nodes' processes, which owns nothing; None where the given account does everything."""

    def url(self, name: str, *, owner: bool = False) -> str:
        """Return the address of the database of a division, or of `template`, for its processes or for its owner."""

    def ensure(self, name: str, template: str | None = None) -> bool:
        """Make a database unless it exists; say whether it was made."""

    def drop(self, name: str) -> None:
        """Remove a database, if there is one."""

    def tend(self) -> None:
        """See that the server still runs."""

    def release(self) -> None:
        """Give the server up."""


class OwnServer:
    """A PostgreSQL of our own in the federation's folder; it ends with its last user."""

    def __init__(self, directory: Path) -> None:
        self._lease: Lease = Cluster(directory / "postgres").acquire()
        self._processes = self._lease.ensure_application_role()
        self.role: str | None = self._processes

    def url(self, name: str, *, owner: bool = False) -> str:
        database = f"payqual_{name}"
        return self._lease.url(database) if owner else self._lease.url(database, role=self._processes)

    def ensure(self, name: str, template: str | None = None) -> bool:
        return self._lease.ensure_database(f"payqual_{name}", template and f"payqual_{template}")

    def drop(self, name: str) -> None:
        self._lease.drop_database(f"payqual_{name}")

    def tend(self) -> None:
        self._lease.ensure_running(timeout=10)

    def release(self) -> None:
        self._lease.release()


class GivenServer:
    """The server of `DATABASE_URL`; names carry a digest of the folder, as others may use it too.

    Its account need not be one that makes roles: the nodes run under it, too.
    """

    role: str | None = None

    def __init__(self, directory: Path, url: str) -> None:
        self._given = url
        self._prefix = f"payqual_{hashlib.sha256(str(directory).encode()).hexdigest()[:8]}"
        try:
            psycopg.connect(url, connect_timeout=10).close()
        except psycopg.Error as error:
            raise FederationError(f"The server of DATABASE_URL does not answer: {error}") from error

    def url(self, name: str, *, owner: bool = False) -> str:
        return urlsplit(self._given)._replace(path="/" + quote(f"{self._prefix}_{name}")).geturl()

    def ensure(self, name: str, template: str | None = None) -> bool:
        make = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(f"{self._prefix}_{name}"),
            sql.Identifier(f"{self._prefix}_{template}" if template else "template1"),
        )
        with psycopg.connect(self._given, autocommit=True) as connection:
            try:
                connection.execute(make)
            except psycopg.errors.DuplicateDatabase:
                return False
        return True

    def drop(self, name: str) -> None:
        remove = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(f"{self._prefix}_{name}"))
        with psycopg.connect(self._given, autocommit=True) as connection:
            connection.execute(remove)

    def tend(self) -> None:
        """Do nothing: somebody else keeps this server running."""

    def release(self) -> None:
        """Do nothing: this server is not ours to stop."""


def open_databases(directory: Path, given_url: str) -> Databases:
    """Return the server to use: the one of `DATABASE_URL` if that is set, else our own.

    Raises `FederationError`.
    """
    if given_url:
        return GivenServer(directory, given_url)
    try:
        return OwnServer(directory)
    except PostgresError as error:
        raise FederationError(str(error)) from error
