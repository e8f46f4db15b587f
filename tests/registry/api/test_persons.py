"""Identities over the wire: one answer each, signed; nothing readable anywhere else."""

import logging
from pathlib import Path
from typing import Any

import pytest

from registry.people.models import HeldIdentity, Person
from sync.keys import OwnKey
from sync.models import Nonce, Statement
from tests.registry.people.people import NAME, resident_id
from tests.registry.serving import without_static_files
from tests.sync.conftest import GUIZHOU, Author, enrol
from tests.sync.test_api import HOST, Caller

pytestmark = pytest.mark.django_db
PATH = "/sync/v1/persons"


@pytest.fixture
def caller(national: OwnKey, settings: Any, tmp_path: Path) -> Caller:
    """Return Guizhou's node at national's door."""
    settings.ALLOWED_HOSTS = [HOST]
    settings.ROOT_URLCONF = "registry.conf.urls_national"
    without_static_files(settings)
    guizhou = Author(GUIZHOU)
    enrol(guizhou, national.kid)
    return Caller(guizhou.key, national)


def identity(number: int = 1, **more: Any) -> dict[str, Any]:
    return {"document_kind": "resident_id", "document_number": resident_id(number), "name": NAME, **more}


def test_ids_are_issued_and_found_again(caller: Caller) -> None:
    body = {
        "mode": "issue",
        "identities": [identity(1), identity(2), {"system": "nhsa", "code": "D520100000001"}, identity(1)],
    }
    answer = caller.post(PATH, body)
    assert (answer.status, answer.signed) == (200, True)
    answers = answer.document["answers"]
    assert [each["outcome"] for each in answers] == ["issued", "issued", "issued", "known"]
    assert answers[0]["person"] == answers[3]["person"]
    assert {each["issued_for"] for each in answers} == {GUIZHOU}
    assert set(Person.objects.values_list("pk", flat=True)) == {each["person"] for each in answers}
    found = caller.post(
        PATH, {"mode": "find", "identities": [identity(2), {"system": "nhsa", "code": "D520100000002"}]}
    )
    assert [(each["outcome"], each["person"], each["code"]) for each in found.document["answers"]] == [
        ("known", answers[1]["person"], ""),
        ("unknown", "", "unknown_person"),
    ]


def test_one_that_cannot_be_read_does_not_spoil_the_others(caller: Caller) -> None:
    given = [
        identity(1),
        7,
        None,
        identity(2, patient="x"),
        identity(3, name=None),
        identity(4, name=["x"]),
        identity(5),
    ]
    answers = caller.post(PATH, {"mode": "issue", "identities": given}).document["answers"]
    assert [(each["outcome"], each["code"], each["field"]) for each in answers] == [
        ("issued", "", ""),
        ("refused", "line_malformed", ""),
        ("refused", "line_malformed", ""),
        ("refused", "unknown_field", "patient"),
        ("refused", "name_missing", "name"),
        ("refused", "text_expected", "name"),
        ("issued", "", ""),
    ]


def test_a_near_match_is_held_and_says_why_in_both_languages(caller: Caller) -> None:
    passport = {"document_kind": "passport", "document_number": "E1234567", "name": NAME, "born_on": "1980-02-29"}
    answers = caller.post(PATH, {"mode": "issue", "identities": [identity(1), passport]}).document["answers"]
    assert (answers[1]["outcome"], answers[1]["code"], answers[1]["person"]) == ("held", "near_match", "")
    assert answers[1]["sentence"]
    assert answers[1]["sentence_zh"]
    assert HeldIdentity.objects.get().asked_by == GUIZHOU


BODIES = [
    pytest.param({"mode": "issue"}, 400, "request_malformed", id="no identities"),
    pytest.param({"identities": []}, 400, "request_malformed", id="no mode"),
    pytest.param({"mode": "issue", "identities": [], "x": 1}, 400, "request_malformed", id="unknown member"),
    pytest.param({"mode": "guess", "identities": []}, 400, "mode_unknown", id="unknown mode"),
    pytest.param({"mode": ["issue"], "identities": []}, 400, "mode_unknown", id="list for a mode"),
    pytest.param({"mode": "issue", "identities": {}}, 400, "list_expected", id="object for identities"),
    pytest.param({"mode": "issue", "identities": [{}] * 1001}, 413, "batch_too_large", id="1,001"),
    pytest.param(b"[]", 400, "request_malformed", id="list"),
    pytest.param(b'{"mode":"find","identities":[{"code":"a","code":"b"}]}', 400, "duplicate_key", id="code twice"),
    pytest.param(b'{"mode":"find","identities":[{"code":"\\u0000"}]}', 400, "nul_forbidden", id="NUL"),
    pytest.param(b'{"mode":"find","identities":[{"code":"\\ud800"}]}', 400, "surrogate_forbidden", id="surrogate"),
]


@pytest.mark.parametrize(("body", "status", "code"), BODIES)
def test_a_body_that_cannot_be_read_is_a_signed_problem(caller: Caller, body: Any, status: int, code: str) -> None:
    answer = caller.post(PATH, body)
    assert (answer.status, answer.code, answer.signed) == (status, code, True)
    assert Person.objects.count() == 0


def test_unsigned_requests_get_nothing(caller: Caller) -> None:
    answer = caller.send("POST", PATH, b"{}", {})
    assert (answer.status, answer.signed) == (401, False)
    assert caller.get(PATH).status == 405


def test_national_does_not_ask_itself(caller: Caller, national: OwnKey) -> None:
    answer = Caller(national, national).post(PATH, {"mode": "find", "identities": []})
    assert (answer.status, answer.code) == (403, "forbidden")


def test_names_and_numbers_are_nowhere_but_in_the_vault(caller: Caller, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    given = [identity(1, name="秘密甲"), identity(1, name="秘密乙"), identity(2, document_number="SECRET"), {"秘密": 1}]
    answer = caller.post(PATH, {"mode": "issue", "identities": given})
    assert [each["outcome"] for each in answer.document["answers"]] == ["issued", "held", "refused", "refused"]
    heard = [caplog.text, str(answer.document), str(list(Nonce.objects.values()))]
    heard += [bytes(raw).decode() for raw in Statement.objects.values_list("raw", flat=True)]
    for secret in ("秘密", "SECRET", resident_id(1)):
        assert not any(secret in each for each in heard), secret
