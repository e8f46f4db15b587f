"""A registry in which everything that a page can show has happened: built once, left as it was by every test."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from registry.packs import book
from tests.national_text import with_months
from tests.registry.builders import Scene, superuser, whole_scene


@pytest.fixture(scope="package")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """Return the whole scene, inside a transaction around all tests of this folder."""
    with django_db_blocker.unblock(), transaction.atomic():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(book, "NATIONAL_DEFAULT", with_months())
            found = whole_scene()
        yield found
        transaction.set_rollback(True)


@pytest.fixture
def scene(built: Scene, db: None) -> Scene:
    """Return the whole scene; what a test does to it is taken back."""
    return built


@pytest.fixture
def root(scene: Scene, client: Client) -> Client:
    """Return the browser of a superuser."""
    client.force_login(superuser())
    return client
