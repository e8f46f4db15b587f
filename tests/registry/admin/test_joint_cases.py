"""The page of joint cases: which province leads, who sees it, and that looking is kept."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from registry.people.models import Person
from registry.vault.models import LookRecord
from tests.registry.builders import Scene, officer, superuser
from tests.registry.ledger import CHONGQING, GUIZHOU, SHANGHAI, person

PAGE = "/admin/registry/measure/joint-cases/"
TOGETHER, ALONE = 31, 32


@pytest.fixture(autouse=True)
def _points(scene: Scene, settings: Any) -> None:
    settings.DIVISION = "000000"
    scene.open(TOGETHER, ALONE, institutions=())
    together, alone = (Person.objects.get(pk=person(number)) for number in (TOGETHER, ALONE))
    scene.decide(together, GUIZHOU, 5, date(2021, 3, 1))
    scene.decide(together, CHONGQING, 5, date(2021, 6, 20))
    scene.decide(alone, GUIZHOU, 9, date(2021, 6, 20))


def read(user: Any, **query: str) -> str:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    answer = client.get(PAGE, {"year": "2021", **query})
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_leads_and_with_whose_points() -> None:
    text = read(superuser())
    assert f"/admin/registry/person/{person(TOGETHER)}/" in text
    assert f"/admin/registry/person/{person(ALONE)}/" not in text
    assert "Chongqing 5、Guizhou 5" in text
    assert text.count("/admin/registry/decision/") >= 2
    looks = LookRecord.objects.filter(door="admin.joint-cases").values_list("person_id", flat=True)
    assert list(looks) == [person(TOGETHER)]


def test_another_year_has_none() -> None:
    assert "No measure of this year rests on points of several provinces." in read(superuser(), year="2020")


@pytest.mark.parametrize("after", ["x", "\0", "9" * 16])
def test_a_wrong_place_to_go_on_from_is_the_beginning(after: str) -> None:
    assert f"/admin/registry/person/{person(TOGETHER)}/" in read(superuser(), after=after)


@pytest.mark.parametrize(("province", "sees"), [(GUIZHOU, True), (CHONGQING, True), (SHANGHAI, False)])
def test_each_province_whose_points_count_sees_it(province: str, sees: bool) -> None:
    assert (f"/admin/registry/person/{person(TOGETHER)}/" in read(officer("far", province))) is sees


@pytest.mark.parametrize(("division", "sees"), [(GUIZHOU, True), (SHANGHAI, False)])
def test_a_provinces_own_node_asks_for_its_own(settings: Any, division: str, sees: bool) -> None:
    settings.DIVISION, settings.ROLE = division, "province"
    assert (f"/admin/registry/person/{person(TOGETHER)}/" in read(superuser())) is sees


def test_the_page_stands_in_the_sidebar() -> None:
    assert PAGE in read(superuser())
