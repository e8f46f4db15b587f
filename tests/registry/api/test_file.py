"""A person's file over HTTP: who may ask, for what, what is told to whom, and that it is recorded."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from registry.accounts import services
from registry.regulators.services import accounts as regulators_accounts
from registry.vault.models import LookRecord
from tests.registry.ledger import CHONGQING, GUIZHOU, SHANGHAI, Ledger, hospital, person
from tests.registry.serving import without_static_files

pytestmark = pytest.mark.django_db
ANN, STRANGER, NOBODY = 1, 2, 99


@pytest.fixture(autouse=True)
def _career(ledger: Ledger, settings: Any) -> None:
    """Ann is filed in Shanghai and Guizhou, suspended by two provinces, commended in Guizhou; a loss is borne there."""
    without_static_files(settings)
    settings.DIVISION = "000000"
    ledger.open(ANN, STRANGER)
    commitment = {"commitment_version": "2025版", "commitment_signed_on": "2025-01-01", "commitment_form": "paper"}
    ledger.say("filing.opened", SHANGHAI, {"person": person(ANN), "category": "medical", **commitment})
    ended = ledger.say("filing.opened", GUIZHOU, {"person": person(ANN)})
    ledger.say("filing.cancelled", GUIZHOU, {"filing": str(ended.id), "reason": "moved"})
    ledger.decide(5, decided_on="2025-03-01")
    ledger.decide(5, CHONGQING, decided_on="2025-06-20", notice_served_on="2025-06-20", measure="suspension")
    undone = ledger.decide(3, decided_on="2025-02-01")
    ledger.say("decision.annulled", GUIZHOU, {"decision": str(undone.id)})
    ledger.say("commendation.recorded", GUIZHOU, {"person": person(ANN)})
    ledger.say("loss.borne", GUIZHOU, {"person": person(ANN)})


def get(token: str, number: int = ANN, query: str = "?purpose=supervision", method: str = "get") -> Any:
    headers = {"Authorization": f"Token {token}"} if token else {}
    return getattr(Client(), method)(f"/api/v1/persons/{person(number)}/file{query}", headers=headers)


@pytest.fixture
def admin() -> str:
    return services.create_admin("admin").token


def test_the_whole_career(admin: str) -> None:
    told = get(admin).json()
    assert (told["person"], told["merged_into"], told["ids"]) == (person(ANN), None, [person(ANN)])
    assert told["points"] == {"2025": 10}
    assert told["standing"]["status"] == "suspended"
    assert [each["kind"] for each in told["measures"]] == ["notice", "suspension"]
    assert [(each["author"], each["commitment_version"], each["cancelled_on"]) for each in told["filings"]] == [
        (SHANGHAI, "2025版", None),
        (GUIZHOU, "", "2025-12-31"),
    ]
    assert told["filings"][1]["cancellation_reason"] == "moved"
    decisions = [(each["points"], each["decided_on"], each["annulled_on"]) for each in told["decisions"]]
    assert decisions == [(3, "2025-02-01", "2025-09-01"), (5, "2025-03-01", None), (5, "2025-06-20", None)]
    assert told["decisions"][0]["basis_document"] == "医保罚〔2025〕1号"
    assert [each["title"] for each in told["commendations"]] == ["好医生"]
    assert [each["amount_fen"] for each in told["losses"]] == [123_400]
    assert told["identity"] is None


def test_every_look_is_recorded_with_office_and_purpose(admin: str) -> None:
    officer = services.create_officer("officer", GUIZHOU).token
    get(admin)
    told = get(admin, query="?purpose=objection").json()
    get(officer, query="?purpose=decision")
    get(officer, NOBODY)
    looks = LookRecord.objects.order_by("id").values_list("user_name", "person_id", "door", "office", "purpose")
    assert list(looks) == [
        ("admin", person(ANN), "file", "000000", "supervision"),
        ("admin", person(ANN), "file", "000000", "objection"),
        ("officer", person(ANN), "file", GUIZHOU, "decision"),
    ]
    assert [(each["user_name"], each["purpose"]) for each in told["looks"]] == [
        ("admin", "objection"),
        ("admin", "supervision"),
    ]


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        pytest.param("", "purpose_required", "purpose", id="no purpose"),
        pytest.param("?purpose=", "purpose_required", "purpose", id="empty"),
        pytest.param("?purpose=curiosity", "purpose_unknown", "purpose", id="no purpose of an office"),
        pytest.param("?purpose=own", "purpose_unknown", "purpose", id="the person's own is no office's"),
        pytest.param("?purpose=filing&purpose=decision", "parameter_repeated", "purpose", id="two"),
        pytest.param("?purpose=filing&identity=1", "flag_expected", "identity", id="neither true nor false"),
        pytest.param("?purpose=filing&on=2025-01-01", "unknown_field", "on", id="unknown parameter"),
    ],
)
def test_without_a_purpose_nothing_is_told(admin: str, query: str, code: str, field: str) -> None:
    answer = get(admin, query=query)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (400, code, field)
    assert not LookRecord.objects.exists()


WITHHELD = [
    pytest.param(GUIZHOU, [GUIZHOU], 1, 1, id="own filings, commendations, losses"),
    pytest.param(CHONGQING, [], 0, 0, id="decided, and is told of nothing withheld"),
    pytest.param(SHANGHAI, [SHANGHAI], 0, 0, id="files the person"),
]


@pytest.mark.parametrize(("division", "filings", "commendations", "losses"), WITHHELD)
def test_what_is_withheld(division: str, filings: list[str], commendations: int, losses: int) -> None:
    told = get(services.create_officer("officer", division).token).json()
    assert [each["author"] for each in told["filings"]] == filings
    assert (len(told["commendations"]), len(told["losses"])) == (commendations, losses)
    assert len(told["decisions"]) == 3
    assert told["looks"] is None


def test_who_may_not_ask() -> None:
    other = services.create_officer("officer", "110000").token
    assert (get(other).status_code, get(other).json()) == (404, get(other, NOBODY).json())
    assert (
        get(regulators_accounts.create_regulator("regulator", "medical", "000000", now=Ledger().now).token).status_code
        == 403
    )
    assert get("").status_code == 401
    assert not LookRecord.objects.exists()


def test_names_need_the_vault(ledger: Ledger) -> None:
    from tests.registry.people.people import NAME, resident, resident_id

    vault_of(ANN, resident())
    token = services.create_officer("officer", GUIZHOU).token
    assert get(token, query="?purpose=filing&identity=true").json()["code"] == "forbidden"
    assert NAME not in get(token).content.decode()
    user = User.objects.get(username="officer")
    user.user_permissions.add(Permission.objects.get(codename="open_vault"))
    assert get(token).json()["identity"] is None
    told = get(token, query="?purpose=filing&identity=true").json()["identity"]
    assert (told["name"], told["documents"]) == (NAME, [{"kind": "resident_id", "number": resident_id()}])
    assert LookRecord.objects.latest("id").door == "file.identity"


def vault_of(number: int, request: Any) -> None:
    """Put an identity into the vault, as a province does with what national answered."""
    from registry.people.services.identities import record
    from registry.people.services.identity_requests import IdentityAnswer
    from tests.registry.people.people import NOW

    answer = IdentityAnswer(outcome="known", lifelong_id=person(number), issued_for=GUIZHOU, issued_at=NOW)
    record([request], [answer], now=NOW)


class TestMerged:
    """Whoever asks for one of the IDs gets the file of the person."""

    def test_both_ids_tell_one_career(self, admin: str, ledger: Ledger) -> None:
        ledger.say("filing.opened", CHONGQING, {"person": person(STRANGER)})
        ledger.merge(ANN, STRANGER)
        for number, into in ((ANN, person(STRANGER)), (STRANGER, None)):
            told = get(admin, number).json()
            assert (told["person"], told["merged_into"]) == (person(number), into)
            assert told["ids"] == [person(STRANGER), person(ANN)]
            assert [each["person"] for each in told["filings"]] == [person(ANN), person(STRANGER), person(ANN)]
            assert told["points"] == {"2025": 10}
            assert [(each["absorbed"], each["split_on"]) for each in told["merges"]] == [(person(ANN), None)]

    def test_who_knew_one_sees_the_other(self, ledger: Ledger) -> None:
        token = services.create_officer("officer", SHANGHAI).token
        assert get(token, STRANGER).status_code == 404
        ledger.merge(ANN, STRANGER)
        assert get(token, STRANGER).status_code == 200

    def test_the_standing_says_where_it_goes_on(self, admin: str, ledger: Ledger) -> None:
        merge = ledger.merge(ANN, STRANGER)
        headers = {"Authorization": f"Token {admin}"}
        path = f"/api/v1/persons/{person(ANN)}/standing?on=2025-12-01"
        assert Client().get(path, headers=headers).json()["merged_into"] == person(STRANGER)
        ledger.say("person.split", "000000", {"merge": str(merge.id)})
        assert Client().get(path, headers=headers).json()["merged_into"] is None


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_only_reads(admin: str, method: str) -> None:
    assert get(admin, method=method).status_code == 405


def test_the_answer_is_not_kept(admin: str) -> None:
    assert get(admin)["Cache-Control"] == "no-store"


def test_every_member_is_described(admin: str) -> None:
    import yaml

    schema = yaml.safe_load(Client().get("/api/schema/").content)
    described = schema["components"]["schemas"]["File"]["properties"]
    told = get(admin).json()
    assert set(told) == set(described)
    for name in ("filings", "decisions", "commendations", "losses"):
        reference = described[name]["items"]["$ref"].rpartition("/")[2]
        members = schema["components"]["schemas"][reference]["properties"]
        assert set(told[name][0]) == set(members), name
        assert all("description" in each or "$ref" in str(each) for each in members.values()), name
    assert hospital(GUIZHOU) in {each["institution"] for each in told["filings"]}
