"""Every test runs on a real PostgreSQL: the one of ``DATABASE_URL``, else our own, which ends with the tests."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

_node_folder = tempfile.mkdtemp(prefix="payqual-tests-")
os.environ.setdefault("PAYQUAL_DIR", _node_folder)
os.environ.setdefault("PAYQUAL_INSECURE_HTTP", "1")


if not os.environ.get("DATABASE_URL"):
    from registry.conf.postgres import Cluster

    _lease = Cluster(Path(__file__).resolve().parents[1] / "var" / "tests" / "postgres").acquire()
    _lease.__enter__()
    _lease.ensure_database("payqual_tests")
    os.environ["DATABASE_URL"] = _lease.url("payqual_tests")


@pytest.fixture(scope="session", autouse=True)
def _flush_may_truncate() -> Iterator[None]:
    """Let pytest-django empty append-only tables after a transactional test: triggers are off while it does."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    flush = DatabaseOperations.execute_sql_flush

    def without_triggers(self: DatabaseOperations, sql_list: list[str]) -> None:
        off, on = "SET session_replication_role = replica", "SET session_replication_role = DEFAULT"
        flush(self, [off, *sql_list, on])

    DatabaseOperations.execute_sql_flush = without_triggers  # type: ignore[method-assign]
    yield
    DatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]
