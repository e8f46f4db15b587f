"""A province's node on the test's database."""

from pathlib import Path

import pytest

from sync import identity, keys
from tests.accounts import account
from tests.national_text import national_months
from tests.provinces.node import CLERK, GUIZHOU, NOW, Desk, row

__all__ = ["national_months"]


@pytest.fixture(autouse=True)
def _months(national_months: None) -> None:
    """Let no test of this room depend on what the national text leaves open."""


@pytest.fixture
def node(db: None, settings: object, tmp_path: Path) -> None:
    """Make the test's database Guizhou's."""
    national = keys.create(tmp_path / "national.key")
    settings.NODE_KEY = str(tmp_path / "node.key")  # type: ignore[attr-defined]
    own = keys.create(tmp_path / "node.key")
    identity.init_province(GUIZHOU, own, "http://127.0.0.1:1", national.public, now=NOW)
    for name in ("anna", "ben", "cora", "dan", "eve"):
        account(name, all_rights=False)
    account(CLERK)


@pytest.fixture
def desk(node: None) -> Desk:
    """Return a desk with one hospital and three people."""
    found = Desk()
    found.people(1, 2, 3)
    assert found.outcomes("institutions", row("institutions")) == ["accepted"]
    return found
