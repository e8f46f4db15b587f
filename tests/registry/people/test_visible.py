"""Who sees whom, and how somebody is found."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group, User
from guardian.shortcuts import assign_perm

from provinces.office.models import Province
from registry.people.models import Identity, Person, PersonCode
from registry.people.selectors.persons import find, visible_to
from tests.registry.ledger import CHONGQING, GUIZHOU, NATIONAL, NOW, SHANGHAI, Ledger, person


@pytest.fixture
def officer(db: None) -> User:
    return User.objects.create_user("officer")


@pytest.fixture(autouse=True)
def _people(ledger: Ledger) -> None:
    """One person each: asked for by Guizhou; decided about by Chongqing; filed in Shanghai; nobody's."""
    ledger.open(1)
    others = {"issued_for": "110000", "persons": [person(number) for number in (2, 3, 4)]}
    ledger.say("person.issued", NATIONAL, others)
    ledger.decide(5, CHONGQING, who=2)
    ledger.say("filing.opened", SHANGHAI, {"person": person(3)})
    for division in (GUIZHOU, CHONGQING, SHANGHAI):
        Province.objects.get_or_create(division=division)


def seen(user: object) -> set[int]:
    numbers = {person(number): number for number in range(1, 5)}
    return {numbers[found] for found in visible_to(user).values_list("pk", flat=True)}


@pytest.mark.parametrize(
    ("division", "expected"),
    [
        pytest.param(GUIZHOU, {1}, id="asked for the ID"),
        pytest.param(CHONGQING, {2}, id="decided"),
        pytest.param(SHANGHAI, {3}, id="files the person"),
    ],
)
def test_an_officer_sees_the_people_of_his_province(officer: User, division: str, expected: set[int]) -> None:
    assign_perm("provinces.see_province", officer, Province.objects.get(pk=division))
    assert seen(officer) == expected


def test_a_group_sees_too(officer: User) -> None:
    group = Group.objects.create(name="Guizhou")
    officer.groups.add(group)
    assign_perm("provinces.see_province", group, Province.objects.get(pk=GUIZHOU))
    assert seen(officer) == {1}


def test_national_staff_see_everybody(officer: User) -> None:
    assert seen(officer) == set()
    assign_perm("provinces.see_province", officer)
    assert seen(User.objects.get(pk=officer.pk)) == {1, 2, 3, 4}
    assert seen(User.objects.create_superuser("root")) == {1, 2, 3, 4}


@pytest.mark.parametrize("user", [None, AnonymousUser(), User(is_active=False, is_superuser=True)])
def test_nobody_sees_nobody(user: object) -> None:
    assert seen(user) == set()


def test_a_fact_that_is_not_in_force_shows_nobody(ledger: Ledger, officer: User) -> None:
    assign_perm("provinces.see_province", officer, Province.objects.get(pk=GUIZHOU))
    item = ledger.decide(5, who=4, status="pending")
    assert seen(officer) == {1, 4}
    ledger.set_status(item, "refused")
    assert seen(officer) == {1}


def test_found_by_id_code_or_name() -> None:
    PersonCode.objects.create(person_id=person(2), system="nhsa", code="D520100000001", recorded_at=NOW)
    Identity.objects.create(person_id=person(3), name_sealed=b"", name_hash=b"hash", recorded_at=NOW)
    shown = "-".join(person(1)[at : at + 4] for at in (0, 4, 8, 12))
    everybody = Person.objects.all()
    assert [found.pk for found in find(everybody, shown)] == [person(1)]
    assert [found.pk for found in find(everybody, " D520100000001 ")] == [person(2)]
    assert [found.pk for found in find(everybody, "某某", name_hash=b"hash")] == [person(3)]
    assert not find(everybody, "某某")
    assert not find(everybody.none(), shown)
