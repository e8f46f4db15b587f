"""Pages of a year: an institution's sheet, thresholds reached, the return with its pictures."""

import csv
import io

import pytest
from django.test import Client

from tests.registry.builders import INNER_MONGOLIA, Scene, officer
from tests.registry.ledger import GUIZHOU, NATIONAL, hospital, person

BASE = "/admin/registry/institution/"


@pytest.fixture
def english(root: Client) -> Client:
    root.cookies["django_language"] = "en"
    return root


def test_a_sheet_names_nobody(english: Client) -> None:
    text = english.get(f"{BASE}{hospital(GUIZHOU)}/sheet/", {"year": "2024"}).content.decode()
    assert "示例综合医院" in text
    assert "Yearly sheet for the assessment of the agreement, 2024" in text
    assert "Share of person-times" in text
    assert not [
        number for number in range(1, 8) if person(number) in text or f"测试{'甲乙丙丁戊己庚'[number - 1]}" in text
    ]


def test_the_share_and_what_follows(english: Client, scene: Scene) -> None:
    values = {name: {"value": value, "source": "x"} for name, value in (("settlement_percent", 1),)}
    body = {
        "division": GUIZHOU,
        "version": "1",
        "valid_from": "2020-01-01",
        "document": {"parameters": {"ratio": values}},
    }
    scene.say("pack.published", NATIONAL, body)
    text = english.get(f"{BASE}{hospital(GUIZHOU)}/sheet/", {"year": "2022"}).content.decode()
    assert "settlement and payment may be suspended" in text
    text = english.get(f"{BASE}met/", {"year": "2022"}).content.decode()
    assert "示例综合医院" in text
    assert "1 % / –" in text
    assert "No threshold is set by the rule pack of:" in text


def test_the_return_has_pictures_and_a_table(english: Client) -> None:
    text = english.get(f"{BASE}returns/", {"year": "2022"}).content.decode()
    assert text.count('class="pq-columns"') >= 5
    for anchor in ("province", "institution_kind", "category", "band", "month"):
        assert f'id="{anchor}"' in text
    answer = english.get(f"{BASE}returns/", {"year": "2022", "as": "csv"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["event"] for row in rows} == {"score", "suspension"}
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("year", ["", "x", "1999", "2999", "\0"])
def test_a_year_that_is_none_is_this_one(english: Client, year: str) -> None:
    for path in ("met/", "returns/", f"{hospital(GUIZHOU)}/sheet/"):
        assert english.get(f"{BASE}{path}", {"year": year}).status_code == 200


def test_an_officer_sees_the_own_province_only(scene: Scene, client: Client) -> None:
    client.force_login(officer("limited", INNER_MONGOLIA))
    assert client.get(f"{BASE}{hospital(GUIZHOU)}/sheet/").status_code == 302
    assert client.get(f"{BASE}{hospital(INNER_MONGOLIA)}/sheet/").status_code == 200
    text = client.get(f"{BASE}returns/", {"year": "2022"}).content.decode()
    assert "pq-columns" not in text
    assert "示例综合医院" not in client.get(f"{BASE}met/", {"year": "2022"}).content.decode()


def test_nothing_for_staff_without_a_province(scene: Scene, client: Client) -> None:
    from django.contrib.auth.models import User

    client.force_login(User.objects.create_user("nobody", is_staff=True))
    for path in ("met/", "returns/", f"{hospital(GUIZHOU)}/sheet/"):
        assert client.get(f"{BASE}{path}").status_code in (302, 403)
