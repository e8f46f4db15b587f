"""Joint cases over HTTP: whose, which of them leads, who may read them."""

from typing import Any

import pytest
from django.test import Client

from registry.accounts import services
from registry.regulators.services import accounts as regulators_accounts
from registry.vault.models import LookRecord
from tests.registry.ledger import CHONGQING, GUIZHOU, NOW, SHANGHAI, Ledger, person
from tests.registry.serving import without_static_files

pytestmark = pytest.mark.django_db
TOGETHER, ALONE, TERMINATED, BELOW, LAST_YEAR = 1, 2, 3, 4, 5


@pytest.fixture(autouse=True)
def _people(ledger: Ledger, settings: Any) -> None:
    without_static_files(settings)
    settings.DIVISION = "000000"
    ledger.open(TOGETHER, ALONE, TERMINATED, BELOW, LAST_YEAR)
    ledger.decide(5, GUIZHOU, who=TOGETHER, decided_on="2025-03-01")
    ledger.decide(5, CHONGQING, who=TOGETHER, decided_on="2025-06-20")
    ledger.decide(9, GUIZHOU, who=ALONE)
    ledger.decide(9, SHANGHAI, who=TERMINATED, decided_on="2025-02-01")
    ledger.decide(5, GUIZHOU, who=TERMINATED, decided_on="2025-06-20")
    ledger.decide(4, GUIZHOU, who=BELOW, decided_on="2025-03-01")
    ledger.decide(4, CHONGQING, who=BELOW, decided_on="2025-06-20")
    ledger.decide(5, GUIZHOU, who=LAST_YEAR, decided_on="2024-12-31")
    ledger.decide(9, CHONGQING, who=LAST_YEAR, decided_on="2025-01-01")


def get(token: str, **query: str | int) -> Any:
    return Client().get("/api/v1/joint-cases", {"year": 2025, **query}, headers={"Authorization": f"Token {token}"})


@pytest.fixture
def admin() -> str:
    return services.create_admin("admin").token


def test_who_leads_and_whose_points_count(admin: str, ledger: Ledger) -> None:
    told = get(admin).json()
    assert (told["year"], told["after"]) == (2025, "")
    assert [(each["person"], each["kind"], each["points_total"], each["lead"], each["authors"])
            for each in told["joint_cases"]] == [
        (person(TOGETHER), "suspension", 10, CHONGQING, [CHONGQING, GUIZHOU]),
        (person(TERMINATED), "termination", 14, GUIZHOU, [SHANGHAI, GUIZHOU]),
    ]  # fmt: skip
    together = told["joint_cases"][0]
    decided = [str(item.id) for item in ledger.said if item.value.__class__.__name__ == "DecisionIssued"][:2]
    assert [each["decision"] for each in together["decisions"]] == decided
    assert (together["decision"], together["crossed_by"]) == (decided[1], decided[1])


def test_an_objection_may_leave_it_one_provinces_own(admin: str, ledger: Ledger) -> None:
    first = next(item for item in ledger.said if item.topic == "decision.issued")
    objection = ledger.say("objection.lodged", GUIZHOU, {"decision": str(first.id)})
    ledger.say("objection.settled", GUIZHOU, {"objection": str(objection.id), "outcome": "annulled"})
    assert [each["person"] for each in get(admin).json()["joint_cases"]] == [person(TERMINATED)]


OFFICERS = [
    pytest.param(CHONGQING, [TOGETHER], id="one of them"),
    pytest.param(GUIZHOU, [TOGETHER, TERMINATED], id="both of them"),
    pytest.param("110000", [], id="neither"),
]


@pytest.mark.parametrize("node", ["000000", "home"])
@pytest.mark.parametrize(("division", "numbers"), OFFICERS)
def test_an_officer_reads_those_of_his_province(settings: Any, division: str, numbers: list[int], node: str) -> None:
    settings.DIVISION = division if node == "home" else node
    token = services.create_officer("officer", division).token
    told = get(token).json()["joint_cases"]
    assert [each["person"] for each in told] == [person(number) for number in numbers]
    looks = LookRecord.objects.order_by("id").values_list("user_name", "person_id", "door")
    assert list(looks) == [("officer", person(number), "joint-cases") for number in numbers]


def test_page_by_page(admin: str) -> None:
    first = get(admin, limit=1).json()
    assert [each["person"] for each in first["joint_cases"]] == [person(TOGETHER)]
    second = get(admin, limit=1, after=first["after"]).json()
    assert [each["person"] for each in second["joint_cases"]] == [person(TERMINATED)]


def test_regulators_are_turned_away() -> None:
    token = regulators_accounts.create_regulator("regulator", "medical", "000000", now=NOW).token
    assert (get(token).status_code, get("wrong").status_code) == (403, 401)


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        pytest.param({"year": "25"}, "year_unreadable", "year", id="two digits"),
        pytest.param({"year": "1999"}, "year_unreadable", "year", id="before there were any"),
        pytest.param({"limit": "0"}, "limit_unreadable", "limit", id="none"),
        pytest.param({"limit": "201"}, "limit_unreadable", "limit", id="too many"),
        pytest.param({"after": "x"}, "malformed_id", "after", id="no lifelong ID"),
        pytest.param({"province": GUIZHOU}, "unknown_field", "province", id="unknown parameter"),
    ],
)
def test_a_question_that_cannot_be_read(admin: str, query: dict[str, str], code: str, field: str) -> None:
    answer = get(admin, **query)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (400, code, field)
