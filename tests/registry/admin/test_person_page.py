"""The page of a person: what it says, what it keeps covered, and that every look is kept."""

import pytest
from django.test import Client

from registry.vault.models import LookRecord
from sync.scope import PERMISSION
from tests.registry.builders import Scene, resident_id, viewer
from tests.registry.ledger import person

CAREER = person(2)
NAME, NUMBER = "测试乙", resident_id(2)


def page(one: str = CAREER) -> str:
    return f"/admin/registry/person/{one}/change/"


def vault(one: str = CAREER) -> str:
    return f"/admin/registry/person/{one}/vault/"


def look(client: Client, one: str = CAREER, purpose: str = "supervision") -> str:
    """Say what the file is looked at for, and return the page."""
    assert client.post(f"/admin/registry/person/{one}/purpose/", {"purpose": purpose}).status_code == 302
    return client.get(page(one)).content.decode()


@pytest.fixture
def seeing(scene: Scene, client: Client) -> Client:
    """Somebody who sees everybody, and no name."""
    client.force_login(viewer("seeing", permissions=(PERMISSION,)))
    return client


def test_the_whole_career_is_there(root: Client) -> None:
    root.cookies["django_language"] = "en"
    text = look(root)
    assert text.count('class="pq-mark pq-mark-decision"') == 3
    assert 'class="pq-mark pq-mark-annulled"' in text
    assert "2024: 15 points." in text
    assert "15 points in 2024, decided by Guizhou" in text
    assert "bar of 3 years" in text
    assert "annulled" in text
    assert "No filing may be accepted before" in text
    for anchor in (
        "standings",
        "decisions",
        "measures",
        "cascades",
        "restorations",
        "filings",
        "codes",
        "looks",
        "notices",
        "receipts",
        "objections",
        "repairs",
        "commendations",
        "losses",
    ):
        assert f'id="{anchor}"' in text


def test_names_are_masked_until_asked_for(root: Client) -> None:
    text = look(root)
    assert NAME not in text
    assert NUMBER not in text
    assert vault() in text


def test_opening_the_vault_needs_the_permission(seeing: Client) -> None:
    text = look(seeing)
    assert vault() not in text
    assert seeing.post(vault(), {"purpose": "filing"}).status_code == 403
    assert NAME not in text


def test_opening_the_vault_shows_and_records(root: Client) -> None:
    response = root.post(vault(), {"purpose": "objection"})
    assert NAME in response.content.decode()
    assert NUMBER in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    kept = LookRecord.objects.filter(door="admin.vault").get()
    assert (kept.purpose, kept.person_id, kept.user_name) == ("objection", CAREER, "root")


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
    look(seeing, purpose="inquiry")
    seeing.get(page())
    looks = LookRecord.objects.filter(person_id=CAREER, user_name="seeing", door="admin.file")
    assert [(each.office, each.purpose) for each in looks] == [("000000", "inquiry")] * 2


@pytest.mark.parametrize("purpose", ["", "curiosity", "own", "filing\0"])
def test_nothing_is_shown_before_a_purpose_is_stated(root: Client, purpose: str) -> None:
    root.cookies["django_language"] = "en"
    assert root.post(f"/admin/registry/person/{CAREER}/purpose/", {"purpose": purpose}).status_code == 302
    text = root.get(page()).content.decode()
    assert "What do you look at this file for?" in text
    assert "pq-timeline" not in text
    assert not LookRecord.objects.filter(person_id=CAREER, door="admin.file").exists()


def test_a_purpose_is_stated_for_each_person(root: Client) -> None:
    look(root)
    assert "pq-timeline" not in root.get(page(person(1))).content.decode()


def test_lists_and_searches_are_no_looks(root: Client) -> None:
    before = LookRecord.objects.count()
    root.get("/admin/registry/person/", {"q": NAME})
    assert LookRecord.objects.count() == before


def test_a_person_whom_only_the_id_is_known_of(root: Client, scene: Scene) -> None:
    scene.person(70, "", known=False)
    root.cookies["django_language"] = "en"
    text = look(root, person(70))
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
    text = look(root, one.pk)
    assert "pq-badge-pending" in text
    assert "pq-band-pending" in text
