"""A ledger on the test's database."""

import pytest

from tests.registry.ledger import Ledger


@pytest.fixture
def ledger(db: None) -> Ledger:
    """Return an empty ledger."""
    return Ledger()


@pytest.fixture
def national(db: None) -> None:
    """Play national's database."""
