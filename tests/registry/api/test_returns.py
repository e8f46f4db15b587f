"""Yearly returns and institutions' sheets over HTTP: who may ask, and in which form."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from registry.accounts import services
from registry.regulators.services import accounts as regulators_accounts
from tests.registry.ledger import CHONGQING, GUIZHOU, NOW, Ledger, hospital, person
from tests.registry.serving import without_static_files

pytestmark = pytest.mark.django_db
SHEET = f"institutions/{hospital(GUIZHOU)}/sheet"


@pytest.fixture(autouse=True)
def _two(ledger: Ledger, settings: Any) -> None:
    without_static_files(settings)
    settings.DIVISION = "000000"
    ledger.open(1, 2)
    ledger.say("filing.opened", GUIZHOU, {"person": person(1), "category": "medical"})
    ledger.decide(10)
    ledger.decide(5, CHONGQING, who=2)


def get(token: str, path: str = "returns", accept: str = "application/json", **query: Any) -> Any:
    headers = {"Authorization": f"Token {token}", "Accept": accept} if token else {}
    return Client().get(f"/api/v1/{path}", query, headers=headers)


@pytest.fixture
def admin() -> str:
    return services.create_admin("admin").token


def test_as_json(admin: str) -> None:
    told = get(admin, year=2025).json()
    assert told["totals"] == {"score": 2, "suspension": 1, "termination": 0, "repair": 0, "objection": 0}
    assert set(told["by"]) == {"province", "institution_kind", "category", "band", "month"}
    assert sum(cell["count"] for cell in told["cells"]) == 3


def test_as_a_table(admin: str) -> None:
    answer = get(admin, accept="text/csv", year=2025)
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert sum(int(row["count"]) for row in rows) == 3
    assert {row["year"] for row in rows} == {"2025"}
    assert person(1) not in answer.content.decode()


def test_an_officer_gets_the_own_province() -> None:
    token = services.create_officer("officer", CHONGQING).token
    assert get(token, year=2025).json()["totals"]["score"] == 1
    assert get(token, SHEET, year=2025).json()["code"] == "unknown_institution"
    assert get(token, f"institutions/{hospital(CHONGQING)}/sheet", year=2025).status_code == 200


def test_the_sheet(admin: str) -> None:
    told = get(admin, SHEET, year=2025).json()
    assert (told["people_filed"], told["decisions"], told["points"], told["losses"]) == (1, 1, 10, 0)
    assert told["ratio"]["person_times"] == 1
    assert told["ratio"]["share_percent"] == "100.00"
    assert person(1) not in str(told)


BAD = [
    pytest.param("returns", {}, 400, "year_unreadable", id="no year"),
    pytest.param("returns", {"year": "20x5"}, 400, "year_unreadable", id="no number"),
    pytest.param("returns", {"year": "1999"}, 400, "year_unreadable", id="long ago"),
    pytest.param("returns", {"year": "2999"}, 400, "year_unreadable", id="to come"),
    pytest.param("returns", {"year": "2025", "known_at": "x"}, 400, "position_unreadable", id="no position"),
    pytest.param("returns", {"year": "2025", "known_at": "99"}, 400, "position_unknown", id="beyond the log"),
    pytest.param(SHEET, {}, 400, "year_unreadable", id="no year for a sheet"),
    pytest.param("institutions/H1/sheet", {"year": "2025"}, 404, "unknown_institution", id="no institution"),
    pytest.param("institutions/%00/sheet", {"year": "2025"}, 404, "unknown_institution", id="NUL"),
]


@pytest.mark.parametrize(("path", "query", "status", "code"), BAD)
def test_refused(admin: str, path: str, query: dict[str, str], status: int, code: str) -> None:
    answer = get(admin, path, **query)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize("path", ["returns", SHEET])
def test_who_may_not_ask(path: str) -> None:
    regulator = regulators_accounts.create_regulator("regulator", "medical", "000000", now=NOW).token
    assert get(regulator, path, year=2025).status_code == 403
    assert get("", path, year=2025).status_code == 401


def test_nothing_else_is_offered(admin: str) -> None:
    assert get(admin, accept="application/xml", year=2025).status_code == 406


def test_both_are_described() -> None:
    import yaml

    paths = yaml.safe_load(Client().get("/api/schema/").content)["paths"]
    assert {"application/json", "text/csv"} == set(paths["/api/v1/returns"]["get"]["responses"]["200"]["content"])
    assert "/api/v1/institutions/{code}/sheet" in paths
