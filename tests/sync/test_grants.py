"""The rights of the role under which a node works: real roles, real refusals."""

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from registry.conf.checks import evidence_is_not_owned
from sync import grants

pytestmark = pytest.mark.django_db

FORBIDDEN = "42501"
"""SQLSTATE insufficient_privilege."""

EVIDENCE = sorted(table for table, privileges in grants.tables().items() if privileges == grants.ADD)


@pytest.fixture
def role() -> Iterator[str]:
    """A role of its own, with its rights; gone with the test's transaction."""
    name = f"payqual_test_{uuid4().hex[:8]}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {name}")
        call_command("grants", role=name, verbosity=0)
        yield name
        cursor.execute("RESET ROLE")


def refused(statement: str) -> str:
    """Return the code with which PostgreSQL refuses a statement, or nothing."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except ProgrammingError as error:
        return error.__cause__.sqlstate if isinstance(error.__cause__, psycopg.Error) else str(error)
    return ""


def test_facts_and_evidence_are_what_the_rights_speak_of() -> None:
    assert {"registry_decision", "registry_annulment", "registry_cascade", "sync_logentry", "sync_receipt"} <= set(
        EVIDENCE
    )
    assert grants.tables()["sync_statement"] == grants.ADD_AND_CHANGE
    assert grants.tables()["registry_standinginterval"] == grants.EVERYTHING


@pytest.mark.parametrize("table", EVIDENCE)
def test_a_node_adds_to_evidence_and_does_nothing_else_to_it(role: str, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s LIMIT 1", [table])
        column = cursor.fetchone()[0]
        cursor.execute(f"SET LOCAL ROLE {role}")
    assert refused(f"SELECT 1 FROM {table}") == ""
    assert refused(f"INSERT INTO {table} SELECT * FROM {table} WHERE false") == ""
    for statement in (
        f"UPDATE {table} SET {column} = {column}",
        f"DELETE FROM {table}",
        f"TRUNCATE {table} CASCADE",
        f"ALTER TABLE {table} DISABLE TRIGGER ALL",
        f"DROP TABLE {table} CASCADE",
    ):
        assert refused(statement) == FORBIDDEN, statement


def test_projections_are_thrown_away_and_queues_are_made_under_it(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
    assert refused("DELETE FROM registry_standinginterval") == ""
    assert refused("SELECT pgmq.create('payqual_grants')") == ""
    assert refused("SELECT pgmq.send('payqual_grants', '{}')") == ""
    assert refused("CREATE TABLE of_its_own (a int)") == FORBIDDEN
    assert refused("UPDATE django_migrations SET name = name") == FORBIDDEN


def test_rights_that_were_given_too_far_are_taken_back(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT ALL ON registry_decision TO {role}")
        call_command("grants", role=role, verbosity=0)
        cursor.execute(f"SET LOCAL ROLE {role}")
    assert refused("DELETE FROM registry_decision") == FORBIDDEN


def test_a_role_that_does_not_exist_is_said() -> None:
    with pytest.raises(CommandError, match="nobody_of_that_name"):
        call_command("grants", role="nobody_of_that_name")


def test_a_node_that_owns_its_evidence_is_warned(role: str) -> None:
    assert [found.id for found in evidence_is_not_owned(None)] == ["payqual.W001"]
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
    assert evidence_is_not_owned(None) == []
