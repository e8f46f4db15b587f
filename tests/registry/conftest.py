"""A ledger on the test's database; a database that plays national, with its key."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sync import identity, keys
from sync.keys import OwnKey
from tests.national_text import national_months
from tests.registry.ledger import Ledger

__all__ = ["national_months"]

INITIALISED_AT = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _months(national_months: None) -> None:
    """Let no test of this room depend on what the national text leaves open."""


@pytest.fixture
def ledger(db: None) -> Ledger:
    """Return an empty ledger."""
    return Ledger()


@pytest.fixture
def national(db: None, settings: Any, tmp_path: Path) -> OwnKey:
    """Make the test's database national's."""
    settings.NODE_KEY = str(tmp_path / "node.key")
    key = keys.create(Path(settings.NODE_KEY))
    identity.init_national(key, "https://national.example", now=INITIALISED_AT)
    return key
