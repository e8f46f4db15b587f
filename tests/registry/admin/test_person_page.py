"""The page of a person: what it says, what it keeps covered, and that every look is kept."""

import pytest
from django.test import Client

from registry.models import LookRecord
from sync.scope import PERMISSION
from tests.registry.builders import Scene, resident_id, viewer
from tests.registry.ledger import person

CAREER = person(2)
NAME, NUMBER = "测试乙", resident_id(2)


def page(one: str = CAREER) -> str:
    return f"/admin/registry/person/{one}/change/"


def vault(one: str = CAREER) -> str:
    return f"/admin/registry/person/{one}/vault/"


@pytest.fixture
def seeing(scene: Scene, client: Client) -> Client:
    """Somebody who sees everybody, and no name."""
    client.force_login(viewer("seeing", permissions=(PERMISSION,)))
    return client


def test_the_whole_career_is_there(root: Client) -> None:
    root.cookies["django_language"] = "en"
    text = root.get(page()).content.decode()
    assert text.count('class="pq-mark pq-mark-decision"') == 3
    assert 'class="pq-mark pq-mark-annulled"' in text
    assert "2024: 15 points." in text
    assert "15 points in 2024, decided by Guizhou" in text
    assert "bar of 3 years" in text
    assert "annulled" in text
    assert "No filing may be accepted before" in text
    for anchor in ("standings", "decisions", "measures", "cascades", "restorations", "filings", "codes", "looks"):
        assert f'id="{anchor}"' in text


def test_names_are_masked_until_asked_for(root: Client) -> None:
    text = root.get(page()).content.decode()
    assert NAME not in text
    assert NUMBER not in text
    assert vault() in text


def test_opening_the_vault_needs_the_permission(seeing: Client) -> None:
    text = seeing.get(page()).content.decode()
    assert vault() not in text
    assert seeing.post(vault(), {"purpose": "filing"}).status_code == 403
    assert NAME not in text


def test_opening_the_vault_shows_and_records(root: Client) -> None:
    response = root.post(vault(), {"purpose": "objection"})
    assert NAME in response.content.decode()
    assert NUMBER in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    look = LookRecord.objects.filter(door__startswith="admin.vault").get()
    assert (look.door, look.person_id, look.user_name) == ("admin.vault/objection", CAREER, "root")


@pytest.mark.parametrize(
    "form",
    [
        pytest.param({}, id="no purpose"),
        pytest.param({"purpose": "curiosity"}, id="a purpose that is none"),
        pytest.param({"purpose": "filing\0"}, id="a NUL in the purpose"),
    ],
)
def test_without_a_purpose_nothing_opens(root: Client, form: dict[str, str]) -> None:
    response = root.post(vault(), form)
    assert response.status_code == 302
    assert not LookRecord.objects.filter(door__startswith="admin.vault").exists()


def test_following_a_link_opens_nothing(root: Client) -> None:
    assert root.get(vault()).status_code == 302
    assert not LookRecord.objects.filter(door__startswith="admin.vault").exists()


def test_every_look_at_a_page_is_kept(seeing: Client) -> None:
    for _ in range(2):
        seeing.get(page())
    assert LookRecord.objects.filter(person_id=CAREER, user_name="seeing", door="admin.file").count() == 2


def test_lists_and_searches_are_no_looks(root: Client) -> None:
    before = LookRecord.objects.count()
    root.get("/admin/registry/person/", {"q": NAME})
    assert LookRecord.objects.count() == before


def test_a_person_whom_only_the_id_is_known_of(root: Client, scene: Scene) -> None:
    scene.person(70, "", known=False)
    root.cookies["django_language"] = "en"
    text = root.get(page(person(70))).content.decode()
    assert "This node knows the ID only" in text
    assert "No points." in text


@pytest.mark.parametrize(
    "one",
    [
        pytest.param("9999999999999999", id="nobody"),
        pytest.param("%00", id="NUL"),
        pytest.param("x" * 400, id="long"),
        pytest.param("_5F_5F", id="quoted"),
    ],
)
def test_somebody_who_does_not_exist(root: Client, one: str) -> None:
    assert root.get(page(one)).status_code == 302
    assert root.post(vault(one), {"purpose": "filing"}).status_code == 302


def test_a_standing_that_rests_on_something_unsent_says_so(root: Client, scene: Scene) -> None:
    from tests.registry.builders import days_ago
    from tests.registry.ledger import GUIZHOU

    one = scene.person(71, "测试壬")
    scene.decide(one, GUIZHOU, 12, days_ago(2), status="pending")
    text = root.get(page(one.pk)).content.decode()
    assert "pq-badge-pending" in text
    assert "pq-band-pending" in text
