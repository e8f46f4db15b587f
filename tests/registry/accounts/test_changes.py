"""What is done to accounts is kept, whichever page or library does it, with who did it and from where."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from guardian.shortcuts import assign_perm, remove_perm
from knox.models import AuthToken

from provinces.office.models import Province
from registry.accounts import services
from registry.accounts.models import AccountEvent
from registry.accounts.services import changes
from tests.registry.builders import PASSWORD


def last(count: int = 1) -> list[tuple[str, str, str, str]]:
    rows = AccountEvent.objects.order_by("-id")[:count]
    return [(row.kind, row.account_name, row.detail, row.acting_name) for row in reversed(rows)]


@pytest.fixture
def page(root: User, client: Client) -> Client:
    client.force_login(root)
    return client


def test_an_account_that_is_made_on_the_command_line(db: None) -> None:
    services.create_admin("boss")
    assert last(2) == [
        ("account_made", "boss", "is_staff, is_superuser", ""),
        ("token_made", "boss", AuthToken.objects.get().token_key, ""),
    ]


def test_what_a_superuser_does_on_the_page_of_an_account(page: Client, plain: User) -> None:
    form = {"username": "made", "password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    assert page.post("/admin/auth/user/add/", form).status_code == 302
    assert last() == [("account_made", "made", "", "root")]
    address = f"/admin/auth/user/{plain.pk}/change/"
    group = Group.objects.create(name="some")
    right = Permission.objects.get(codename="view_decision")
    joined = {"date_joined_0": "2026-04-01", "date_joined_1": "09:00:00"}
    form = {"username": "plain", "first_name": "P", "is_staff": "on", "is_superuser": "on", **joined}
    assert page.post(address, form | {"groups": [group.pk], "user_permissions": [right.pk]}).status_code == 302
    event = AccountEvent.objects.latest("id")
    assert (event.acting_name, event.address) == ("root", "127.0.0.1")
    assert last(5) == [
        ("account_switched_off", "plain", "", "root"),
        ("rights_changed", "plain", "+is_superuser", "root"),
        ("account_changed", "plain", "first_name", "root"),
        ("rights_changed", "plain", "+some", "root"),
        ("rights_changed", "plain", "+view_decision", "root"),
    ]
    form = {"password1": "another long one 9", "password2": "another long one 9", "usable_password": "true"}
    page.post(f"/admin/auth/user/{plain.pk}/password/", form)
    assert last() == [("password_changed", "plain", "", "root")]


def test_provinces_handed_out_and_taken_back(plain: User) -> None:
    province = Province.objects.get(pk="520000")
    assign_perm("provinces.see_province", plain, province)
    assert last() == [("rights_changed", "plain", "+see_province(520000)", "")]
    remove_perm("provinces.see_province", plain, province)
    assert last() == [("rights_changed", "plain", "-see_province(520000)", "")]


def test_rights_of_a_group_are_kept_where_people_change_them(page: Client, db: None) -> None:
    group = Group.objects.create(name="some")
    right = Permission.objects.get(codename="view_decision")
    before = AccountEvent.objects.count()
    group.permissions.add(right)
    assert AccountEvent.objects.count() == before
    assert page.post(f"/admin/auth/group/{group.pk}/change/", {"name": "some", "permissions": []}).status_code == 302
    assert last() == [("rights_changed", "", "some: -view_decision", "root")]
    user = User.objects.create_user("member")
    group.user_set.add(user)
    assert last() == [("rights_changed", "member", "+some", "")]
    user.groups.clear()
    assert last() == [("rights_changed", "member", "-*", "")]


def test_a_password_kept_in_a_newer_form_is_not_changed(plain: User, settings: pytest.MonkeyPatch) -> None:
    before = plain.password
    settings.PASSWORD_HASHERS = [  # type: ignore[attr-defined]
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    client = Client()
    assert client.post("/admin/login/", {"username": "plain", "password": PASSWORD}).status_code == 302
    plain.refresh_from_db()
    assert plain.password != before
    assert plain.password.startswith("argon2$argon2id$")
    assert not AccountEvent.objects.filter(kind="password_changed").exists()


def test_one_leaves(plain: User, client: Client) -> None:
    client.force_login(plain)
    client.post("/admin/logout/")
    assert last() == [("signed_out", "plain", "", "plain")]


def test_listening_twice_keeps_things_once(plain: User) -> None:
    changes.watch()
    User.objects.create_user("once")
    assert AccountEvent.objects.filter(account_name="once").count() == 1


def test_events_are_shown_to_their_owner_and_to_administrators(page: Client, plain: User) -> None:
    page.cookies["django_language"] = "zh-hans"
    shown = page.get("/admin/registry/accountevent/", {"q": "plain"}).content.decode()
    assert "新建账户" in shown
    client = Client()
    client.force_login(plain)
    own = client.get("/account/").content.decode()
    assert "新建账户" in own
    assert "root" not in own
    assert client.get("/admin/registry/accountevent/").status_code == 403
