"""A ledger on the test's database; a database that plays national."""

import pytest

from tests.registry.ledger import Ledger


@pytest.fixture
def ledger(db: None) -> Ledger:
    """Return an empty ledger."""
    return Ledger()


@pytest.fixture
def national(db: None) -> None:
    """Make the test's database national's."""
