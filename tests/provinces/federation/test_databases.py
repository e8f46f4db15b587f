"""Databases of nodes on a server that somebody else runs."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from provinces.federation.databases import GivenServer, open_databases
from provinces.federation.errors import FederationError


@pytest.fixture
def server(tmp_path: Path) -> Iterator[GivenServer]:
    given = open_databases(tmp_path, os.environ["DATABASE_URL"])
    assert isinstance(given, GivenServer)
    yield given
    for name in ("template", "310000"):
        given.drop(name)


def test_a_given_server_gets_a_database_per_node_under_names_of_its_own(server: GivenServer, tmp_path: Path) -> None:
    assert server.ensure("template") is True
    with psycopg.connect(server.url("template")) as connection:
        connection.execute("CREATE TABLE made AS SELECT 1 AS once")
    assert server.ensure("310000", template="template") is True
    assert server.ensure("310000", template="template") is False
    left_open = psycopg.connect(server.url("310000"), autocommit=True)
    assert left_open.execute("SELECT once FROM made").fetchall() == [(1,)]
    server.drop("310000")
    server.drop("310000")
    left_open.close()
    other = GivenServer(tmp_path / "other", os.environ["DATABASE_URL"])
    assert other.url("310000") != server.url("310000"), "another federation on the same server"


def test_a_server_that_does_not_answer_is_said(tmp_path: Path) -> None:
    with pytest.raises(FederationError, match="does not answer"):
        open_databases(tmp_path, "postgresql://payqual@127.0.0.1:1/none")
