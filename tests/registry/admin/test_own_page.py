"""The person's own page: who comes in, what is shown, and that nobody else's is."""

import json

import pytest
from django.contrib.auth.models import User
from django.test import Client

from registry.career.admin.person_titles import door_title
from registry.people.models import Person, PersonAccount
from registry.portal.services import own_accounts
from registry.vault.models import LookRecord
from tests.registry.builders import PASSWORD, Scene, resident_id, superuser, viewer
from tests.registry.ledger import person

CAREER, OTHER = person(2), person(1)


@pytest.fixture
def own(scene: Scene) -> Client:
    """The browser of somebody who reads the own file."""
    user = User.objects.create_user("own", password=PASSWORD)
    one = Person.objects.get(pk=CAREER)
    own_accounts.link(user, one, proof="身份证原件", acting=superuser("clerk"), now=scene.now)
    client = Client()
    client.cookies["django_language"] = "en"
    assert client.post("/me/login/", {"username": "own", "password": PASSWORD}).status_code == 302
    return client


def test_the_own_file(own: Client) -> None:
    answer = own.get("/me/")
    text = answer.content.decode()
    assert "测试乙" in text
    assert resident_id(2) in text
    assert 'class="pq-timeline"' in text
    for anchor in ("decisions", "filings", "commendations", "looks"):
        assert f'id="{anchor}"' in text
    assert "/admin/registry/" not in text, "no links into the offices' pages"
    assert person(1) not in text
    assert "no-store" in answer["Cache-Control"]
    assert LookRecord.objects.get(door="me.page").purpose == "own"


@pytest.mark.parametrize(
    ("address", "title"), [("/me/", "own file, on the page"), ("/me/file.json", "own file, as JSON")]
)
def test_each_way_has_its_title(own: Client, address: str, title: str) -> None:
    own.get(address)
    assert door_title(LookRecord.objects.order_by("-id")[0].door) == title


def test_to_take_away(own: Client) -> None:
    answer = own.get("/me/file.json")
    assert json.loads(answer.content)["person"] == CAREER
    assert "attachment" in answer["Content-Disposition"]
    assert own.get("/me/file.zip")["Content-Type"] == "application/zip"


def test_offices_pages_stay_closed(own: Client) -> None:
    for path in ("/admin/", f"/admin/registry/person/{CAREER}/change/"):
        assert own.get(path)["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("path", ["/me/", "/me/file.json", "/me/file.zip"])
def test_nobody_comes_in_without_an_own_account(scene: Scene, client: Client, path: str) -> None:
    assert client.get(path)["Location"].startswith("/me/login/")
    client.force_login(superuser())
    assert client.get(path).status_code == 403


def test_an_officers_password_does_not_open_it(scene: Scene, client: Client) -> None:
    viewer("staff", password=PASSWORD)
    client.cookies["django_language"] = "en"
    text = client.post("/me/login/", {"username": "staff", "password": PASSWORD}).content.decode()
    assert "This account is no person" in text


def test_an_ended_link_closes_it_at_once(own: Client, scene: Scene) -> None:
    own_accounts.end(PersonAccount.objects.get(), acting=User.objects.get(username="clerk"), now=scene.now)
    assert own.get("/me/").status_code == 403


class TestLinking:
    def test_by_national_staff(self, root: Client) -> None:
        User.objects.create_user("fresh")
        form = {"user": "fresh", "person": CAREER, "proof": "身份证原件"}
        assert root.post("/admin/registry/personaccount/begin/link/", form).status_code == 302
        made = PersonAccount.objects.get()
        assert (made.user.username, made.person_id, made.linked_by) == ("fresh", CAREER, "root")
        assert root.post(f"/admin/registry/personaccount/{made.pk}/step/end/").status_code == 302
        made.refresh_from_db()
        assert made.ended_by == "root"

    @pytest.mark.parametrize(
        "form",
        [
            {"user": "nobody", "person": CAREER, "proof": "x"},
            {"user": "fresh", "person": "123", "proof": "x"},
            {"user": "root", "person": CAREER, "proof": "x"},
            {"user": "fresh", "person": CAREER, "proof": ""},
        ],
    )
    def test_refused(self, root: Client, form: dict[str, str]) -> None:
        User.objects.create_user("fresh")
        answer = root.post("/admin/registry/personaccount/begin/link/", form)
        assert answer.status_code == 422
        assert answer.context["form"].errors
        assert not PersonAccount.objects.exists()

    def test_not_without_the_permission(self, scene: Scene, client: Client) -> None:
        client.force_login(viewer("staff", permissions=("provinces.see_province", "registry.view_personaccount")))
        assert client.get("/admin/registry/personaccount/").status_code == 200
        assert client.post("/admin/registry/personaccount/begin/link/", {}).status_code == 403
