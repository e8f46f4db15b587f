"""What regulators read: by permission on a subscription, filtered, never written."""

from datetime import UTC
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from guardian.shortcuts import assign_perm, remove_perm
from knox.models import AuthToken

from registry.accounts import services
from registry.doors.read_only import read_only
from registry.regulators.models import Subscription
from registry.regulators.services import accounts as regulators_accounts
from tests.registry.ledger import CHONGQING, GUIZHOU, NOW, Ledger, hospital, person
from tests.registry.serving import without_static_files

pytestmark = pytest.mark.django_db
PHARMACY = "P52000000001"


@pytest.fixture(autouse=True)
def _told(ledger: Ledger, settings: Any) -> None:
    """Guizhou scores one of a hospital and one of a pharmacy, and takes the first back; Chongqing scores another."""
    without_static_files(settings)
    settings.NOTIFY_REGULATORS = True
    ledger.open(1, 2, 3)
    pharmacy = {"code": PHARMACY, "kind": "retail_pharmacy", "division": GUIZHOU}
    ledger.say("institution.recorded", GUIZHOU, pharmacy)
    first = ledger.say("decision.issued", GUIZHOU, {"person": person(1), "points": 5, "case_number": "黔1"})
    ledger.say(
        "decision.issued", GUIZHOU, {"person": person(2), "points": 5, "case_number": "黔2", "institution": PHARMACY}
    )
    ledger.say("decision.annulled", GUIZHOU, {"decision": str(first.id)})
    ledger.say("decision.issued", CHONGQING, {"person": person(3), "points": 5, "case_number": "渝1"})


def regulator(group: str = "medical", division: str = "000000", name: str = "regulator") -> str:
    return regulators_accounts.create_regulator(name, group, division, now=NOW).token


def get(token: str, query: str = "", method: str = "get") -> Any:
    headers = {"Authorization": f"Token {token}"} if token else {}
    return getattr(Client(), method)(f"/api/v1/notifications{query}", headers=headers)


READERS = [
    pytest.param("medical", "000000", [("score", "黔1"), ("annulment", "黔1"), ("score", "渝1")], id="health, all"),
    pytest.param("medical", GUIZHOU, [("score", "黔1"), ("annulment", "黔1")], id="health, Guizhou"),
    pytest.param("medical", CHONGQING, [("score", "渝1")], id="health, Chongqing"),
    pytest.param("medical", "110000", [], id="health, Beijing"),
    pytest.param("pharmacy", "000000", [("score", "黔2")], id="drugs, all"),
    pytest.param("pharmacy", CHONGQING, [], id="drugs, Chongqing"),
]


@pytest.mark.parametrize(("group", "division", "expected"), READERS)
def test_a_regulator_reads_what_it_subscribed_to(group: str, division: str, expected: list[tuple[str, str]]) -> None:
    told = get(regulator(group, division)).json()["notifications"]
    assert [(each["kind"], each["case_number"]) for each in told] == expected


def test_a_notification_says_this_and_nothing_else(ledger: Ledger) -> None:
    score, annulment, _ = get(regulator()).json()["notifications"]
    first = next(item for item in ledger.said if item.topic == "decision.issued")
    last = next(item for item in ledger.said if item.topic == "decision.annulled")
    assert score == {
        "kind": "score",
        "person": person(1),
        "institution": hospital(GUIZHOU),
        "position": first.position,
        "case_number": "黔1",
        "corrects": None,
        "at": first.issued_at.astimezone(UTC).isoformat(),
    }
    assert (annulment["position"], annulment["corrects"]) == (last.position, first.position)


def test_the_cursor_goes_on_where_it_ended() -> None:
    token, after, read = regulator(), "", []
    for _ in range(5):
        page = get(token, f"?limit=1&after={after}").json()
        read += page["notifications"]
        after = page["after"]
    assert read == get(token).json()["notifications"]
    assert get(token, "?after=0.99999").status_code == 200


def test_permission_decides_and_nothing_else() -> None:
    token = regulator()
    user, subscription = User.objects.get(username="regulator"), Subscription.objects.get()
    remove_perm("registry.read_subscription", user, subscription)
    assert get(token).status_code == 403
    assign_perm("registry.read_subscription", user)  # on the whole table: not how subscriptions are read
    assert get(token).status_code == 403
    assign_perm("registry.read_subscription", user, subscription)
    assert get(token).status_code == 200


def test_of_several_subscriptions_one_is_named() -> None:
    token = regulator()
    user, mine = User.objects.get(username="regulator"), Subscription.objects.get()
    regulator("pharmacy", name="other")
    other = Subscription.objects.get(name="other")
    assert get(token, f"?subscription={other.pk}").status_code == 403
    assign_perm("registry.read_subscription", user, other)
    assert get(token).json()["code"] == "subscription_required"
    assert len(get(token, f"?subscription={mine.pk}").json()["notifications"]) == 3
    assert len(get(token, f"?subscription={other.pk}").json()["notifications"]) == 1


def test_others_are_turned_away() -> None:
    officer = services.create_officer("officer", GUIZHOU).token
    admin = services.create_admin("admin").token
    nobody = AuthToken.objects.create(User.objects.create_user("nobody"))[1]
    regulator()
    assert [get(token).status_code for token in (officer, admin, nobody)] == [403] * 3
    assert [get(token).status_code for token in ("", "wrong")] == [401] * 2


BAD = [
    pytest.param("?after=x", "cursor_unreadable", "after", id="no cursor"),
    pytest.param("?after=%00", "cursor_unreadable", "after", id="NUL"),
    pytest.param("?limit=0", "limit_unreadable", "limit", id="limit 0"),
    pytest.param("?limit=1001", "limit_unreadable", "limit", id="limit 1,001"),
    pytest.param("?limit=x", "limit_unreadable", "limit", id="limit x"),
    pytest.param("?limit=%D9%A5", "limit_unreadable", "limit", id="limit in Arabic digits"),
    pytest.param("?since=1", "unknown_field", "since", id="unknown parameter"),
    pytest.param("?limit=1&limit=2", "parameter_repeated", "limit", id="two limits"),
]


@pytest.mark.parametrize(("query", "code", "field"), BAD)
def test_a_question_that_cannot_be_read(query: str, code: str, field: str) -> None:
    answer = get(regulator(), query)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (400, code, field)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "head", "options"])
def test_any_other_method_is_refused(method: str) -> None:
    answer = get(regulator(), method=method)
    assert (answer.status_code, answer["Allow"]) == (405, "GET")


def test_a_regulator_reaches_nothing_else() -> None:
    headers = {"Authorization": f"Token {regulator()}"}
    assert Client().get(f"/api/v1/persons/{person(1)}/standing", headers=headers).status_code == 403
    for path in ("/sync/v1/log", "/sync/v1/keys", "/sync/v1/checkpoint"):
        assert Client().get(path, headers=headers).status_code == 401
    for path in ("/sync/v1/statements", "/sync/v1/persons"):
        answer = Client().post(path, b"{}", content_type="application/json", headers=headers)
        assert answer.status_code == 401
    browser = Client()
    browser.force_login(User.objects.get(username="regulator"))
    answer = browser.get("/admin/")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/login/?next=/admin/")


def test_the_database_itself_refuses_to_write_behind_this_door() -> None:
    from django.db.utils import InternalError

    with pytest.raises(InternalError, match="read-only"), read_only():
        Subscription.objects.create(name="x", group="medical", division="000000", created_at=NOW)
    with read_only(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    Subscription.objects.create(name="x", group="medical", division="000000", created_at=NOW)
