"""The dry run of a decision: what it says, that it stores nothing, who may ask, what is refused as it would be."""

from typing import Any

import orjson
import pytest
from django.test import Client

from registry.accounts import services
from registry.qualification.models import Decision
from registry.regulators.services import accounts as regulators_accounts
from registry.vault.models import LookRecord
from sync.models import Statement
from tests.registry.ledger import BODIES, CHONGQING, GUIZHOU, NOW, SHANGHAI, Ledger, hospital, person, scoring

pytestmark = pytest.mark.django_db
ANN = person(1)


@pytest.fixture(autouse=True)
def _home(ledger: Ledger, on_province: None, settings: Any) -> None:
    """Guizhou's node; Chongqing has decided 5 points about Ann."""
    settings.DIVISION = GUIZHOU
    ledger.open(1, 2)
    ledger.decide(5, CHONGQING, decided_on="2025-03-01")


@pytest.fixture
def officer() -> str:
    return services.create_officer("officer", GUIZHOU).token


def post(token: str, points: int = 5, **body: Any) -> Any:
    said = {
        **BODIES["decision.issued"], "person": ANN, "institution": hospital(GUIZHOU), "case_number": "C1",
        **scoring(points), **body,
    }  # fmt: skip
    said.setdefault("notice_served_on", said["decided_on"])  # taken over: by today's signature it would begin today
    return raw(token, orjson.dumps(said))


def raw(token: str, body: bytes, media: str = "application/json") -> Any:
    headers = {"Authorization": f"Token {token}"}
    return Client().post("/api/v1/decisions/foresight", data=body, content_type=media, headers=headers)


WOULD = [
    pytest.param(
        3, {}, {"points_after": 8, "measure_before": "notice", "measure": "notice", "crosses": False, "months": None,
                "joint": None}, id="below 9"
    ),
    pytest.param(
        5, {}, {"points_after": 10, "measure": "suspension", "crosses": True, "months": 3, "starts_on": "2025-06-20",
                "term_ends_on": "2025-09-20", "joint": {"lead": GUIZHOU, "authors": [CHONGQING, GUIZHOU]}},
        id="together a suspension"
    ),
    pytest.param(
        5, {"decided_on": "2025-02-01"}, {"points_after": 10, "measure": "suspension", "starts_on": "2025-03-01",
                                          "joint": {"lead": CHONGQING, "authors": [CHONGQING, GUIZHOU]}},
        id="earlier in law: the other one's decision crosses"
    ),
    pytest.param(
        7, {}, {"points_after": 12, "measure": "termination", "bar_years": 1, "bar_ends_on": "2026-06-20"},
        id="together a termination"
    ),
    pytest.param(
        12, {"decided_on": "2024-06-20"}, {"year": 2024, "points_before": 0, "points_after": 12, "bar_years": 3,
                                           "measure_before": None, "other_provinces": [], "joint": None},
        id="another year"
    ),
    pytest.param(9, {"person": person(2)}, {"person": person(2), "other_provinces": [], "months": 2}, id="alone"),
]  # fmt: skip


@pytest.mark.parametrize(("points", "body", "expected"), WOULD)
def test_what_would_follow(officer: str, points: int, body: dict[str, Any], expected: dict[str, Any]) -> None:
    answer = post(officer, points, **body)
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert {name: told[name] for name in expected} == expected
    assert told["held"] is None
    if "other_provinces" not in expected:
        assert told["other_provinces"] == [CHONGQING]


def test_by_which_decision(officer: str, ledger: Ledger) -> None:
    assert post(officer).json()["by"] is None, "by the one asked about"
    theirs = next(item for item in ledger.said if item.topic == "decision.issued")
    assert post(officer, decided_on="2025-02-01").json()["by"] == str(theirs.id)


def test_what_is_said_is_what_follows(officer: str, ledger: Ledger) -> None:
    told = post(officer).json()
    ledger.decide(5, decided_on="2025-06-20")
    standing = Client().get(
        f"/api/v1/persons/{ANN}/standing", {"on": "2025-07-01"}, headers={"Authorization": f"Token {officer}"}
    ).json()  # fmt: skip
    assert (standing["status"], standing["term_ends_on"], standing["points"]["2025"]) == (
        "suspended", told["term_ends_on"], told["points_after"],
    )  # fmt: skip


def test_nothing_is_stored_but_the_look(officer: str) -> None:
    before = Statement.objects.count(), Decision.objects.count()
    post(officer)
    assert (Statement.objects.count(), Decision.objects.count()) == before
    assert list(LookRecord.objects.values_list("user_name", "person_id", "door")) == [("officer", ANN, "foresight")]


def test_what_a_human_would_be_asked(officer: str, ledger: Ledger) -> None:
    theirs = next(item for item in ledger.said if item.topic == "decision.issued")
    told = post(officer, case_number=theirs.value.case_number).json()
    assert (told["held"]["code"], told["points_after"]) == ("same_penalty", 10)


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        pytest.param({"person": person(9)}, "unknown_person", "person", id="nobody has this ID"),
        pytest.param({"institution": hospital(SHANGHAI)}, "institution_out_of_scope", "institution", id="another's"),
        pytest.param({"basis_kind": None}, "basis_required", "basis_kind", id="D16: without a basis"),
        pytest.param({"legal_basis": "regulation_40"}, "two_bands_off", "points", id="D15: two bands"),
        pytest.param({"verdict": 1}, "member_unknown", "verdict", id="an unknown member"),
    ],
)
def test_refused_as_the_decision_would_be(officer: str, body: dict[str, Any], code: str, field: str) -> None:
    answer = post(officer, 5, **body)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert (answer.json()["code"], answer.json()["field"]) == (code, field)


@pytest.mark.parametrize(
    ("body", "media", "status", "code"),
    [
        pytest.param(b"[]", "application/json", 400, "object_expected", id="a list"),
        pytest.param(b'{"a":1,"a":2}', "application/json", 400, "duplicate_key", id="a member twice"),
        pytest.param(b"{", "application/json", 400, "json_malformed", id="no JSON"),
        pytest.param(b"{}", "text/plain", 415, "media_type_unsupported", id="text"),
        pytest.param(b" " * 20_000, "application/json", 413, "document_too_large", id="too long"),
    ],
)
def test_a_body_that_cannot_be_read(officer: str, body: bytes, media: str, status: int, code: str) -> None:
    answer = raw(officer, body, media)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_only_officers_of_the_node_s_own_province_and_administrators() -> None:
    tokens = {
        200: services.create_admin("admin").token,
        403: services.create_officer("another", CHONGQING).token,
        401: "wrong",
    }
    assert {status: post(token).status_code for status, token in tokens.items()} == {each: each for each in tokens}
    regulator = regulators_accounts.create_regulator("regulator", "medical", "000000", now=NOW).token
    assert post(regulator).status_code == 403


def test_there_is_none_on_national(settings: Any, officer: str) -> None:
    settings.ROOT_URLCONF = "registry.conf.urls_national"
    assert post(officer).status_code == 404


def test_it_is_asked_by_post(officer: str) -> None:
    answer = Client().get("/api/v1/decisions/foresight", headers={"Authorization": f"Token {officer}"})
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
