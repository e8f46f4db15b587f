"""What all tests share; the database is provided by ``tests.database``."""

import os
from collections.abc import Iterator

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the long tests, too, as CI does")


LONG_SECONDS = 1800
"""Limit of a long test: it is there to end what hangs, however busy the machine."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("long") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(LONG_SECONDS))
        # Two federations, or two browsers, at once make two cores useless: those tests stay with one worker.
        for alone in ("federation", "browser"):
            if item.get_closest_marker(alone):
                item.add_marker(pytest.mark.xdist_group(alone))
    if config.getoption("--long") or os.environ.get("CI"):
        return
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason="long: run with --long, or with CI set"))


@pytest.fixture(scope="session", autouse=True)
def _force_login_proves_everything() -> None:
    from tests.signed_in import force_login_proves_everything

    force_login_proves_everything()


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
