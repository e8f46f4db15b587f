"""Finding: people by ID, code, name, document; decisions by case; statements by id, author, number; institutions."""

import pytest
from django.test import Client

from registry.qualification.models import Decision
from sync.models import LogEntry, Statement
from tests.registry.builders import Scene, hospital, resident_id
from tests.registry.ledger import GUIZHOU, person


def found(client: Client, noun: str, text: str) -> set[str]:
    response = client.get(f"/admin/{noun}/", {"q": text})
    assert response.status_code == 200
    return {str(row.pk) for row in response.context["cl"].queryset}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        pytest.param(person(2), {2}, id="lifelong ID"),
        pytest.param("0000-0000-0000-0292", {2}, id="lifelong ID with hyphens"),
        pytest.param("0000 0000 0000 0292", {2}, id="lifelong ID with blanks"),
        pytest.param(" 0000-0000-0000-0292 ", {2}, id="blanks around it"),
        pytest.param("0000-0000-0000-0293", set(), id="wrong check digits"),
        pytest.param("D520000000003", {3}, id="code"),
        pytest.param("d520000000003", {3}, id="a code whose system has a form, however it is typed"),
        pytest.param("测试丙", {3}, id="name"),
        pytest.param(" 测试 丙", {3}, id="name, normalised"),
        pytest.param("测试", set(), id="part of a name"),
        pytest.param(resident_id(4), {4}, id="document number"),
        pytest.param(resident_id(4).lower(), {4}, id="document number, small letter"),
        pytest.param(resident_id(4)[:-1], set(), id="part of a document number"),
        pytest.param("%", set(), id="a wildcard is text"),
        pytest.param("x" * 5000, set(), id="too long for anything"),
    ],
)
def test_people(root: Client, text: str, numbers: set[int]) -> None:
    assert found(root, "registry/person", text) == {person(number) for number in numbers}


def test_facts_are_found_by_their_person(root: Client) -> None:
    by_name = found(root, "registry/decision", "测试乙")
    assert by_name == {str(pk) for pk in Decision.objects.filter(person=person(2)).values_list("pk", flat=True)}


def test_decisions_by_case_number(root: Client) -> None:
    one = Decision.objects.get(case_number="蒙医保〔2026〕6号")
    assert found(root, "registry/decision", "蒙医保〔2026〕6号") == {str(one.pk)}
    assert found(root, "registry/decision", "蒙医保") == {str(one.pk)}
    assert found(root, "registry/decision", "医保〔2026〕6号") == set()


def test_institutions_by_name_and_code(root: Client) -> None:
    assert found(root, "registry/institution", "示例大药房") == {hospital(GUIZHOU, 2)}
    assert found(root, "registry/institution", hospital(GUIZHOU)) == {hospital(GUIZHOU)}


def test_statements(root: Client, scene: Scene) -> None:
    one = Statement.objects.get(author=GUIZHOU, seq=3)
    assert found(root, "sync/statement", str(one.pk)) == {str(one.pk)}
    assert found(root, "sync/statement", f"{GUIZHOU}/3") == {str(one.pk)}
    of_author = {str(pk) for pk in Statement.objects.filter(author=GUIZHOU).values_list("pk", flat=True)}
    assert found(root, "sync/statement", GUIZHOU) == of_author
    assert str(one.pk) in found(root, "sync/statement", "3")
    assert found(root, "sync/statement", "9" * 40) == set()


def test_entries_by_position_and_statement(root: Client) -> None:
    entry = LogEntry.objects.get(pk=5)
    assert found(root, "sync/logentry", "5") == {"5"}
    assert found(root, "sync/logentry", str(entry.statement_id)) == {"5"}


def test_the_page_of_an_entry_shows_what_was_signed(root: Client) -> None:
    one = Statement.objects.get(topic="decision.issued", author="150000")
    text = root.get(f"/admin/sync/logentry/{one.entry.pk}/change/").content.decode()
    assert "蒙医保〔2026〕6号" in text
    assert "&quot;alg&quot;: &quot;EdDSA&quot;" in text
    assert bytes(one.entry.leaf).hex() in text
