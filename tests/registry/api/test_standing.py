"""A person's standing over HTTP: who may ask, what is told, that it is recorded."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from knox.models import AuthToken

from registry.accounts import services
from registry.regulators.services import accounts as regulators_accounts
from registry.vault.models import LookRecord
from tests.registry.ledger import CHONGQING, GUIZHOU, NOW, SHANGHAI, Ledger, person
from tests.registry.serving import without_static_files

pytestmark = pytest.mark.django_db
SUSPENDED, STRANGER, NOBODY = 1, 2, 99


@pytest.fixture(autouse=True)
def _people(ledger: Ledger, settings: Any) -> None:
    """One who is filed in Shanghai and has points of Guizhou and Chongqing; one of whom nothing is known."""
    without_static_files(settings)
    settings.DIVISION = "000000"
    ledger.open(SUSPENDED, STRANGER)
    ledger.say("filing.opened", SHANGHAI, {"person": person(SUSPENDED)})
    ledger.say("decision.issued", GUIZHOU, {"person": person(SUSPENDED), "points": 5, "decided_on": "2025-03-01"})
    ledger.say("decision.issued", CHONGQING, {"person": person(SUSPENDED), "points": 5, "decided_on": "2025-06-20"})


def get(token: str, number: int | str = SUSPENDED, query: str = "?on=2025-07-01", method: str = "get") -> Any:
    who = person(number) if isinstance(number, int) else number
    headers = {"Authorization": f"Token {token}"} if token else {}
    return getattr(Client(), method)(f"/api/v1/persons/{who}/standing{query}", headers=headers)


@pytest.fixture
def admin() -> str:
    return services.create_admin("admin").token


def test_what_is_told(admin: str) -> None:
    told = get(admin).json()
    assert (told["person"], told["on"], told["known_at"]) == (person(SUSPENDED), "2025-07-01", None)
    assert (told["status"], told["from_on"], told["to_on"]) == (
        "suspended",
        "2025-06-20",
        None,  # the term ends, the status does not
    )
    assert told["then"] is None
    assert (told["term_over"], told["pending"], told["term_ends_on"]) == (False, False, "2025-09-20")
    assert told["points"] == {"2025": 10}
    assert [each["status"] for each in told["timeline"]] == ["normal", "suspended", "suspended"]
    assert [(each["kind"], each["author"], each["points_total"]) for each in told["reasons"]] == [
        ("points", CHONGQING, 10)
    ]
    assert [(each["kind"], each["year"], each["months"]) for each in told["measures"]] == [
        ("notice", 2025, None),
        ("suspension", 2025, 3),
    ]


def test_notices_and_objections_are_told_with_their_state(admin: str, ledger: Ledger) -> None:
    decision = next(item for item in ledger.said if item.topic == "decision.issued" and item.author == CHONGQING)
    notice = ledger.say("notice.served", CHONGQING, {"decision": str(decision.id)})
    objection = ledger.say("objection.lodged", CHONGQING, {"decision": str(decision.id)})
    told = get(admin).json()
    assert told["notices"] == [
        {
            "notice": str(notice.id), "decision": str(decision.id), "number": "处理通知〔2025〕1号", "corrects": "",
            "issued_on": "2025-06-24", "served_on": "2025-06-26",
        },
    ]  # fmt: skip
    pending = {
        "objection": str(objection.id), "against": "decision", "target": str(decision.id), "lodged_on": "2025-07-01",
        "state": "pending", "settled_on": None, "points": None, "months": None,
    }  # fmt: skip
    assert told["objections"] == [pending]
    assert told["objection_pending"]
    assert [each["objection_pending"] for each in told["timeline"]] == [False, False, True, True]
    assert not get(admin, query="?on=2025-06-30").json()["objection_pending"]
    changed = {"objection": str(objection.id), "outcome": "changed", "points": 4}
    ledger.say("objection.settled", CHONGQING, changed)
    told = get(admin).json()
    assert told["objections"] == [{**pending, "state": "changed", "settled_on": "2025-07-20", "points": 4}]
    assert (told["status"], told["points"]) == ("suspended", {"2025": 9})


DAYS = [
    pytest.param("?on=2025-06-19", "normal", {"2025": 5}, id="the day before"),
    pytest.param("?on=2025-06-20", "suspended", {"2025": 10}, id="the first day"),
    pytest.param("?on=2025-07-01&known_at=0", "normal", {}, id="nothing was known"),
    pytest.param("?on=2025-07-01&known_at={last}", "normal", {"2025": 5}, id="before the last decision was known"),
    pytest.param("", "suspended", {"2025": 10}, id="today"),
]


@pytest.mark.parametrize(("query", "status", "points"), DAYS)
def test_on_which_day_and_known_when(
    admin: str, ledger: Ledger, monkeypatch: pytest.MonkeyPatch, query: str, status: str, points: dict[str, int]
) -> None:
    from registry.qualification.api import standing

    size = ledger.said[-1].position
    assert size is not None
    monkeypatch.setattr(standing.merkle_store, "head", lambda: type("Head", (), {"size": size})())
    told = get(admin, query=query.format(last=size - 1)).json()
    assert (told["status"], told["points"], told["position"]) == (status, points, size)


def test_every_look_is_recorded(admin: str) -> None:
    get(admin)
    get(admin, STRANGER)
    get(admin, NOBODY)
    get("wrong")
    looks = LookRecord.objects.order_by("id").values_list("user_name", "person_id", "door")
    assert list(looks) == [("admin", person(number), "standing") for number in (SUSPENDED, STRANGER)]


RIGHTS = [
    pytest.param("000000", SHANGHAI, [200, 404], id="national: files the person"),
    pytest.param("000000", GUIZHOU, [200, 200], id="national: decided, and asked for both IDs"),
    pytest.param("000000", "110000", [404, 404], id="national: another province"),
    pytest.param("110000", "110000", [200, 200], id="at home everybody's standing is enforced"),
    pytest.param("110000", SHANGHAI, [200, 404], id="another province's officer at a province"),
]


@pytest.mark.parametrize(("node", "division", "expected"), RIGHTS)
def test_an_officer_sees_what_is_his_provinces_concern(
    settings: Any, node: str, division: str, expected: list[int]
) -> None:
    settings.DIVISION = node
    token = services.create_officer("officer", division).token
    assert [get(token, number).status_code for number in (SUSPENDED, STRANGER)] == expected
    assert get(token, NOBODY).status_code == 404


def test_who_is_not_seen_and_who_does_not_exist_are_answered_alike() -> None:
    token = services.create_officer("officer", "110000").token
    assert get(token, SUSPENDED).json() == get(token, NOBODY).json()


def test_others_are_turned_away() -> None:
    regulator = regulators_accounts.create_regulator("regulator", "medical", "000000", now=NOW).token
    nobody = AuthToken.objects.create(User.objects.create_user("nobody"))[1]
    for token in (regulator, nobody):
        answer = get(token)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    for token in ("", "wrong", nobody + "x"):
        answer = get(token)
        assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
        assert answer["WWW-Authenticate"] == "Token"
    User.objects.filter(username="nobody").update(is_active=False)
    assert get(nobody).status_code == 401
    assert LookRecord.objects.count() == 0


BAD = [
    pytest.param(SUSPENDED, "?on=2025-02-29", 400, "date_unreadable", "on", id="no such day"),
    pytest.param(SUSPENDED, "?on=20250201", 400, "date_unreadable", "on", id="no hyphens"),
    pytest.param(SUSPENDED, "?on=", 400, "date_unreadable", "on", id="empty day"),
    pytest.param(SUSPENDED, "?on=%00", 400, "date_unreadable", "on", id="NUL for a day"),
    pytest.param(SUSPENDED, "?on=2025-01-01&on=2025-01-02", 400, "parameter_repeated", "on", id="two days"),
    pytest.param(SUSPENDED, "?known_at=-1", 400, "position_unreadable", "known_at", id="negative position"),
    pytest.param(SUSPENDED, "?known_at=01", 400, "position_unreadable", "known_at", id="leading zero"),
    pytest.param(SUSPENDED, "?known_at=" + "9" * 30, 400, "position_unreadable", "known_at", id="30 digits"),
    pytest.param(SUSPENDED, "?known_at=999999", 400, "position_unknown", "known_at", id="beyond the log"),
    pytest.param(SUSPENDED, "?at=2025-01-01", 400, "unknown_field", "at", id="unknown parameter"),
    pytest.param("123", "", 400, "malformed_id", "person", id="short ID"),
    pytest.param(person(1)[:-1] + "x", "", 400, "malformed_id", "person", id="letter in the ID"),
    pytest.param("1" * 16, "", 400, "bad_check_digits", "person", id="wrong check digits"),
    pytest.param("%00", "", 400, "malformed_id", "person", id="NUL"),
    pytest.param("a/b", "", 404, "not_found", "", id="slash"),
]


@pytest.mark.parametrize(("number", "query", "status", "code", "field"), BAD)
def test_a_question_that_cannot_be_read(
    admin: str, number: int | str, query: str, status: int, code: str, field: str
) -> None:
    answer = get(admin, number, query)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert (answer.json()["code"], answer.json()["field"]) == (code, field)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "head", "options"])
def test_it_only_reads(admin: str, method: str) -> None:
    answer = get(admin, method=method)
    assert (answer.status_code, answer["Allow"]) == (405, "GET")


def test_the_answer_is_not_kept(admin: str) -> None:
    assert get(admin)["Cache-Control"] == "no-store"
