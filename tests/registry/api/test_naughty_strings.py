"""The big list of naughty strings at every text a door reads: an answer for each, never a fault."""

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from registry.accounts import services
from registry.people.models import Person
from registry.regulators.services import accounts as regulators_accounts
from sync.keys import OwnKey
from tests.registry.ledger import NOW, Ledger, person
from tests.registry.people.people import NAME, resident_id
from tests.registry.serving import without_static_files
from tests.registry.till import Till
from tests.sync.conftest import GUIZHOU, Author, enrol
from tests.sync.test_api import HOST, Caller

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def naughty() -> list[str]:
    """Return the strings; skip where they are not there, as in a user's clone."""
    vectors = Path(os.environ.get("PAYQUAL_VECTORS") or ROOT.parent / "shared" / "data" / "vectors")
    path = vectors / "blns" / "blns.json"
    if path.is_file():
        return list(json.loads(path.read_text(encoding="utf-8")))
    sentence = f"The list is not at {path}: set PAYQUAL_VECTORS to check against it."
    if os.environ.get("CI"):
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest.mark.parametrize("field", ["person", "code", "system", "institution", "service_on", "emergency", "role", "key"])
def test_payment_check(till: Till, naughty: list[str], field: str) -> None:
    def line(text: str) -> dict[str, Any]:
        if field == "key":
            return {"person": person(1), text: text}
        return {"code": "D1", field: text} if field == "system" else {"person": person(1), field: text}

    lines = [line(text) for text in naughty]
    if field == "code":
        lines = [{"code": text} for text in naughty]
    answers = till.ask(*lines)
    assert not any(answer.get("verdict") == "payable" for answer in answers)


def test_payment_check_keys(till: Till, naughty: list[str]) -> None:
    for text in naughty:
        plain = text.encode("utf-8").decode("latin-1").replace("\n", " ").replace("\r", " ")
        for header in (plain, f"Api-Key {plain}", f"Api-Key abc.{plain}"):
            assert till.post({"lines": []}, Authorization=header).status_code == 401


FIELDS = ["document_kind", "document_number", "name", "born_on", "system", "code", "category", "key"]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("mode", ["issue", "find"])
def test_identities(national: OwnKey, settings: Any, naughty: list[str], tmp_path: Path, field: str, mode: str) -> None:
    settings.ALLOWED_HOSTS = [HOST]
    without_static_files(settings)
    guizhou = Author(GUIZHOU)
    enrol(guizhou, national.kid)
    given = {"document_kind": "resident_id", "document_number": resident_id(), "name": NAME, "born_on": "1980-02-29"}
    if field in ("system", "code"):
        given = {"system": "s", "code": "D1"}
    asked = [{**given, (text if field == "key" else field): text} for text in naughty]
    answer = Caller(guizhou.key, national).post("/sync/v1/persons", {"mode": mode, "identities": asked})
    assert answer.status == 200, answer.document
    answers = answer.document["answers"]
    assert len(answers) == len(naughty)
    for text, each in zip(naughty, answers, strict=True):
        assert each["outcome"] in ("issued", "known", "held", "refused", "unknown"), text
        assert each["outcome"] != "refused" or each["sentence"], text
    assert Person.objects.count() == sum(each["outcome"] == "issued" for each in answers)


@pytest.mark.long
def test_standings_and_notifications(ledger: Ledger, settings: Any, naughty: list[str]) -> None:
    without_static_files(settings)
    admin, regulator = (
        services.create_admin("admin"),
        regulators_accounts.create_regulator("r", "medical", "000000", now=NOW),
    )
    ledger.open(1)
    client = Client()
    for text in naughty:
        told = quote(text, safe="")
        for path, token in (
            (f"/api/v1/persons/{told}/standing", admin.token),
            (f"/api/v1/persons/{person(1)}/standing?on={told}", admin.token),
            (f"/api/v1/persons/{person(1)}/standing?known_at={told}", admin.token),
            (f"/api/v1/persons/{person(1)}/standing?{told}=1", admin.token),
            (f"/api/v1/notifications?after={told}", regulator.token),
            (f"/api/v1/notifications?limit={told}", regulator.token),
            (f"/api/v1/notifications?subscription={told}", regulator.token),
        ):
            answer = client.get(path, headers={"Authorization": f"Token {token}"})
            assert answer.status_code in (200, 301, 400, 403, 404), (path, answer.content)
