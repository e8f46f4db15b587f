"""An account of staff with a password, a browser of its own, and a clock that stands still."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from registry.accounts.services import factors
from tests.registry.builders import PASSWORD

type Traveller = Any
"""The clock, to be moved on."""

NOW = datetime(2026, 4, 1, 1, 0, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _hash_quickly(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def clock() -> Iterator[Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def root(db: None, clock: Traveller) -> User:
    return User.objects.create_superuser("root", password=PASSWORD)


@pytest.fixture
def plain(db: None, clock: Traveller) -> User:
    """Staff that may only look: it need not have a second factor."""
    return User.objects.create_user("plain", password=PASSWORD, is_staff=True)


@pytest.fixture
def browser() -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    return client


def give_password(client: Client, name: str, password: str = PASSWORD, **extra: str):  # type: ignore[no-untyped-def]
    return client.post("/admin/login/", {"username": name, "password": password}, **extra)


def with_app(account: User, now: datetime = NOW) -> User:
    factors.add_totp(account, SECRET, "app", acting=None, now=now)
    return account


def code(now: datetime = NOW) -> str:
    return factors.code_at(SECRET, now)
