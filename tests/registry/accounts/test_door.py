"""Password first, then the second factor; who must have one sets it up before anything else opens."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import CommandError, call_command
from django.test import Client

from registry.accounts.models import AccountEvent, Factor, RecoveryCode
from registry.accounts.selectors.factors import must_have_second_factor
from registry.accounts.services import factors
from sync.wire.refusals import Refused
from tests.registry.accounts.conftest import NOW, SECRET, Traveller, code, give_password, with_app
from tests.registry.builders import PASSWORD


def kinds(account: User) -> list[str]:
    return list(AccountEvent.objects.filter(account=account).order_by("id").values_list("kind", flat=True))


def test_who_only_looks_comes_in_with_a_password(plain: User, browser: Client) -> None:
    answer = give_password(browser, "plain")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert browser.get("/admin/").status_code == 200
    assert kinds(plain) == ["account_made", "signed_in"]


def test_who_has_a_factor_is_asked_for_it(plain: User, browser: Client) -> None:
    with_app(plain)
    assert give_password(browser, "plain")["Location"] == "/account/second/"
    assert browser.get("/admin/").status_code == 302, "the password alone opens nothing"
    assert browser.get("/account/").status_code == 302
    assert browser.post("/account/second/", {"code": "000000"}).status_code == 422
    answer = browser.post("/account/second/", {"code": code()})
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert browser.get("/admin/").status_code == 200
    assert kinds(plain) == ["account_made", "factor_added", "factor_failed", "signed_in"]


def test_one_is_led_to_where_one_wanted(plain: User, browser: Client) -> None:
    with_app(plain)
    browser.post("/admin/login/?next=/admin/auth/user/", {"username": "plain", "password": PASSWORD})
    assert browser.post("/account/second/", {"code": code()})["Location"] == "/admin/auth/user/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_led_away(plain: User, browser: Client, elsewhere: str) -> None:
    browser.post(f"/admin/login/?next={elsewhere}", {"username": "plain", "password": PASSWORD, "next": elsewhere})
    answer = browser.post(f"/account/again/?next={elsewhere}", {"password": PASSWORD})
    assert answer["Location"] == "/admin/"


def test_the_second_step_waits_five_minutes(plain: User, browser: Client, clock: Traveller) -> None:
    with_app(plain)
    give_password(browser, "plain")
    clock.shift(timedelta(minutes=5))
    assert browser.get("/account/second/")["Location"] == "/admin/login/"
    assert browser.post("/account/second/", {"code": code(NOW + timedelta(minutes=5))})["Location"] == "/admin/login/"


def test_a_code_is_taken_once(plain: User, browser: Client, clock: Traveller) -> None:
    with_app(plain)
    factors.prove_by_code(plain, code(), now=NOW)
    with pytest.raises(Refused, match="used before"):
        factors.prove_by_code(plain, code(), now=NOW)
    later = NOW + timedelta(seconds=30)
    factors.prove_by_code(plain, code(later), now=later)
    with pytest.raises(Refused, match="used before"):
        factors.prove_by_code(plain, code(), now=later)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "١٢٣٤٥٦", "abcdef", "0x1234", " ", "-12345"])
def test_what_is_no_code_is_none(plain: User, typed: str) -> None:
    with_app(plain)
    with pytest.raises(Refused) as refused:
        factors.prove_by_code(plain, typed, now=NOW)
    assert refused.value.reason.code == "factor_code_wrong"


def test_who_binds_sets_a_factor_up_before_anything_opens(root: User, browser: Client, clock: Traveller) -> None:
    assert give_password(browser, "root")["Location"] == "/admin/"
    for address in ("/admin/auth/user/", "/admin/password_change/", "/me/", "/account/sessions/others/end/"):
        assert browser.get(address)["Location"] == "/account/", address
    assert "set up a second factor" in browser.get("/account/").content.decode()
    page = browser.get("/account/totp/")
    assert "no-store" in page["Cache-Control"]
    text = page.content.decode()
    assert "<svg" in text
    assert "otpauth://" not in text, "the picture says it"
    secret = "".join(re.search(r'id="pq-secret">([^<]+)<', text)[1].split())  # type: ignore[index]
    assert secret not in browser.session.encode(dict(browser.session.items())), "sealed"
    assert browser.post("/account/totp/", {"title": "app", "code": "000000"}).status_code == 422
    shown = browser.post("/account/totp/", {"title": "app", "code": factors.code_at(secret, NOW)})
    codes = re.findall(r'<li class="pq-mono">([^<]+)</li>', shown.content.decode())
    assert len(codes) == 10
    assert 'href="/me/"' in shown.content.decode(), "the last page that was wanted"
    assert browser.get("/admin/auth/user/").status_code == 200
    assert kinds(root) == ["account_made", "signed_in", "factor_added", "recovery_codes_made"]
    stored = bytes(Factor.objects.get().secret_sealed)
    assert secret.encode() not in stored
    other = Client()
    give_password(other, "root")
    assert other.post("/account/second/", {"code": codes[0].upper()}).status_code == 302
    assert RecoveryCode.objects.filter(used_at__isnull=False).count() == 1
    assert "recovery_code_used" in kinds(root)
    third = Client()
    give_password(third, "root")
    assert third.post("/account/second/", {"code": codes[0]}).status_code == 422, "once"


def test_with_the_first_factor_sessions_end_that_never_showed_one(root: User, browser: Client) -> None:
    thief = Client()
    give_password(thief, "root")
    give_password(browser, "root")
    thief.get("/account/totp/")
    secret = "".join(re.search(r'id="pq-secret">([^<]+)<', browser.get("/account/totp/").content.decode())[1].split())  # type: ignore[index]
    browser.post("/account/totp/", {"title": "app", "code": factors.code_at(secret, NOW)})
    assert thief.get("/account/")["Location"].startswith("/admin/login/")


def right(name: str) -> Permission:
    app, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)


@pytest.mark.parametrize(
    ("rights", "must"),
    [
        ((), False),
        (("registry.view_decision", "provinces.see_province"), False),
        (("registry.open_vault",), True),
        (("registry.change_heldidentity",), True),
        (("provinces.approve_case",), True),
    ],
)
def test_a_right_to_do_something_binds(plain: User, rights: tuple[str, ...], must: bool) -> None:
    for each in rights:
        plain.user_permissions.add(right(each))
    assert must_have_second_factor(User.objects.get(pk=plain.pk)) is must


def test_a_duty_binds_through_its_group(plain: User) -> None:
    call_command("migrate", verbosity=0)
    plain.groups.add(Group.objects.get(name__startswith="审批"))
    assert must_have_second_factor(User.objects.get(pk=plain.pk))


def test_an_installation_asks_everyone(plain: User, settings: Any) -> None:
    assert not must_have_second_factor(plain)
    settings.SECOND_FACTOR_FOR = "everyone"
    assert must_have_second_factor(plain)
    plain.is_active = False
    assert not must_have_second_factor(plain)


def test_the_last_factor_stays_where_one_must_be(root: User, browser: Client) -> None:
    with_app(root)
    give_password(browser, "root")
    browser.post("/account/second/", {"code": code()})
    browser.post(f"/account/factors/{Factor.objects.get().pk}/remove/")
    assert Factor.objects.count() == 1
    factors.add_key(root, b"id", b"key", "key", acting=root, now=NOW)
    browser.post(f"/account/factors/{Factor.objects.get(kind='totp').pk}/remove/")
    assert Factor.objects.get().kind == "security_key"
    assert kinds(root)[-1] == "factor_removed"


def test_nobody_touches_anothers_factor_on_the_own_page(root: User, plain: User, browser: Client) -> None:
    with_app(root)
    give_password(browser, "plain")
    assert browser.post(f"/account/factors/{Factor.objects.get().pk}/remove/").status_code == 404


def test_an_administrator_removes_what_was_lost(root: User, plain: User, client: Client) -> None:
    with_app(plain)
    client.force_login(root)
    step = f"/admin/registry/factor/{Factor.objects.get().pk}/step/remove/"
    assert client.get(step).status_code == 200
    assert client.post(step).status_code == 302
    assert not Factor.objects.exists()
    event = AccountEvent.objects.get(kind="factor_removed")
    assert (event.account, event.acting, event.detail) == (plain, root, "totp: app")


def test_no_secret_is_kept(root: User, browser: Client) -> None:
    with_app(root)
    give_password(browser, "root", "a wrong password of mine")
    give_password(browser, "a password typed as a name", PASSWORD)
    give_password(browser, "root")
    browser.post("/account/second/", {"code": code()})
    kept = " ".join(str(row) for row in AccountEvent.objects.values_list())
    for secret in (PASSWORD, SECRET, code(), "wrong password", "typed as a name"):
        assert secret not in kept


def test_pages_of_the_door_carry_nothing_that_the_policy_forbids(root: User, browser: Client) -> None:
    with_app(root)
    give_password(browser, "root")
    texts = [browser.get("/account/second/").content.decode()]
    browser.post("/account/second/", {"code": code()})
    texts += [browser.get(address).content.decode() for address in ("/account/", "/account/totp/", "/account/again/")]
    for text in texts:
        assert "<style" not in text
        assert not re.search(r"\son(click|load|change|submit|error)=", text)
        assert all("src=" in one or "json" in one for one in re.findall(r"<script([^>]*)>", text))


def test_the_command_line_removes_what_nobody_else_can(root: User, browser: Client) -> None:
    with_app(root)
    call_command("remove_factors", "root")
    assert not Factor.objects.exists()
    with pytest.raises(CommandError, match="本节点没有账户“nobody”"):
        call_command("remove_factors", "nobody")
