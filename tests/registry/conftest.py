"""A ledger on the test's database, a till on a province's node; a database that plays national, with its key."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from registry.institutions.models import InstitutionKey
from sync import identity, keys
from sync.keys import OwnKey
from tests.national_text import national_months
from tests.registry.ledger import SHANGHAI, Ledger, hospital
from tests.registry.serving import without_static_files
from tests.registry.till import Till, verified

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


@pytest.fixture
def on_province(settings: Any) -> Iterator[None]:
    """Serve a province's addresses."""
    settings.ROOT_URLCONF = "registry.conf.urls_province"
    without_static_files(settings)
    settings.EXPRESS_DOORS = {"/api/v1/payability": "registry.payment.api.payability.answer"}
    return


@pytest.fixture
def till(ledger: Ledger, on_province: None) -> Till:
    """Return the till of Shanghai's hospital, on a node that has just verified position 77."""
    ledger.open()
    _, key = InstitutionKey.objects.create_key(name="till", institution_id=hospital(SHANGHAI))
    verified(0)
    return Till(key=key, institution=hospital(SHANGHAI), client=Client())
