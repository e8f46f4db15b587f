"""A held statement on national's page: shown with its reason, settled once, by who may."""

from typing import Any
from uuid import UUID

import pytest
from django.contrib.admin.models import LogEntry as AdminLogEntry
from django.contrib.auth.models import User
from django.test import Client

from sync import inbox
from sync.models import LogEntry, Proposal, Statement
from tests.accounts import approve
from tests.registry.builders import superuser, viewer
from tests.sync.conftest import NOW, Author

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(guizhou: Author) -> UUID:
    (receipt,) = inbox.receive(guizhou.division, [guizhou.note("hold me")], now=NOW)
    assert receipt.id is not None
    return receipt.id


@pytest.fixture
def root(client: Client) -> Client:
    client.force_login(superuser())
    return client


def page(statement: UUID, end: str = "step/settle") -> str:
    return f"/admin/sync/statement/{statement}/{end}/"


def status(statement: UUID) -> str:
    return Statement.objects.get(pk=statement).status


def test_the_reason_stands_beside_the_verdict(root: Client, held: UUID) -> None:
    assert page(held) in root.get(page(held, "change")).content.decode()
    assert 'name="verdict"' in root.get(page(held)).content.decode()
    assert status(held) == "held"


@pytest.mark.parametrize(("verdict", "after"), [("accepted", "logged"), ("refused", "refused")])
def test_a_verdict_is_stated_in_the_log_and_final(root: Client, held: UUID, verdict: str, after: str) -> None:
    form = {"verdict": verdict, "reason": "Two different cases."}
    proposed = root.post(page(held), form)["Location"]
    assert status(held) == "held", "one hand settles nothing"
    assert (root.post(proposed.replace("change", "step/approve")).status_code) == 403, "nor its own proposal"
    approve(Proposal.objects.get(matter="held_statement"))
    assert status(held) == after
    assert LogEntry.objects.filter(statement__topic="statement.settled").count() == 1
    assert AdminLogEntry.objects.get().object_id == str(held)
    other = {"refused": "accepted", "accepted": "refused"}[verdict]
    assert root.post(page(held), form | {"verdict": other}).status_code == 302
    assert status(held) == after
    assert page(held) not in root.get(page(held, "change")).content.decode()


@pytest.mark.parametrize(
    "form",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"verdict": "held", "reason": "x"}, id="held is no verdict"),
        pytest.param({"verdict": "accepted", "reason": ""}, id="no reason"),
        pytest.param({"verdict": "accepted", "reason": "x" * 301}, id="a reason too long"),
        pytest.param({"verdict": "accepted", "reason": "a\0b"}, id="a NUL in the reason"),
    ],
)
def test_a_verdict_that_is_not_whole_settles_nothing(root: Client, held: UUID, form: dict[str, str]) -> None:
    assert root.post(page(held), form).status_code == 422
    assert status(held) == "held"
    assert not LogEntry.objects.filter(statement__topic="statement.settled").exists()


def may_look() -> User:
    return viewer("looks", permissions=("sync.view_statement", "provinces.see_province"))


def test_who_may_only_look_settles_nothing(client: Client, held: UUID) -> None:
    client.force_login(may_look())
    assert page(held) not in client.get(page(held, "change")).content.decode()
    assert client.post(page(held), {"verdict": "accepted", "reason": "x"}).status_code == 403
    assert status(held) == "held"


def test_a_province_settles_nothing(root: Client, held: UUID, settings: Any) -> None:
    settings.DIVISION = "520000"
    assert root.post(page(held), {"verdict": "accepted", "reason": "x"}).status_code == 403
    assert status(held) == "held"


def test_a_statement_that_is_not_there(root: Client, guizhou: Author) -> None:
    assert root.get(page(UUID(int=0))).status_code == 302
