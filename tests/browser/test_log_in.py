"""The door and the own account as people see them: set-up, code, security key, what is asked again."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils.timezone import now
from playwright.sync_api import Browser

from registry.accounts.models import AccountEvent, Factor
from registry.accounts.services import factors
from tests.browser.conftest import Visit
from tests.browser.test_admin import WHO_LOOKS, visit
from tests.registry.builders import PASSWORD, superuser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def plug_in_a_key(reader: Visit) -> None:
    """Put a security key into the browser that answers at once."""
    session = reader.context.new_cdp_session(reader.page)
    session.send("WebAuthn.enable", {})
    kind = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": kind})


def press(reader: Visit, selector: str) -> None:
    with reader.page.expect_navigation():
        reader.page.click(selector)


@pytest.mark.parametrize("name", WHO_LOOKS)
def test_a_factor_is_set_up_and_then_asked_for(
    browser: Browser, live_server: Any, pictures: Path, settings: Any, name: str
) -> None:
    settings.BASE_URL = live_server.url  # a security key answers to this address and no other
    superuser(password=PASSWORD)
    reader = visit(browser, live_server, pictures, name)
    plug_in_a_key(reader)
    page = reader.page
    page.goto(f"{reader.base}/admin/auth/user/")
    reader.give_password("root", PASSWORD)
    page.wait_for_url(f"{reader.base}/account/")
    reader.look("set-up", "account-set-up")
    press(reader, "a[href='/account/totp/']")
    reader.look("authenticator app", "account-totp")
    secret = "".join(page.inner_text("#pq-secret").split())
    assert page.locator(".pq-qr svg path").count() > 0
    page.fill("#id_code", factors.code_at(secret, now()))
    press(reader, "#pq-factor-form button[type=submit]")
    reader.look("recovery codes", "account-codes")
    codes = page.locator(".pq-codes li").all_inner_texts()
    press(reader, "#pq-go-on")
    assert page.url == f"{reader.base}/admin/auth/user/", "where one wanted to go"

    reader.see("/account/", "account-one-factor")
    press(reader, "a[href='/account/key/']")
    reader.look("security key", "account-key")
    page.fill("#id_title", "YubiKey 5")
    press(reader, "#pq-key-button")
    reader.look("own account", "account")
    assert set(Factor.objects.values_list("kind", flat=True)) == {"totp", "security_key"}

    leave(reader)
    reader.give_password("root", PASSWORD)
    page.wait_for_url(f"{reader.base}/account/second/")
    reader.look("second factor", "account-second")
    press(reader, "#pq-key-button")
    assert page.url == f"{reader.base}/admin/"

    reader.see("/account/again/?next=/admin/auth/user/", "account-again")
    page.fill("#id_password", PASSWORD)
    page.fill("#id_code", codes[0])
    press(reader, "#pq-factor-form button[type=submit]")
    assert page.url == f"{reader.base}/admin/auth/user/"
    proofs = AccountEvent.objects.filter(kind="proved_again").values_list("detail", flat=True)
    assert list(proofs) == ["recovery_code"]
    reader.context.close()
    assert not reader.faults, "\n".join(reader.faults)


def leave(reader: Visit) -> None:
    """Leave as the button of the admin does, and come back to the door."""
    with reader.page.expect_navigation():
        reader.page.evaluate("document.getElementById('logout-form').submit()")
    reader.page.goto(f"{reader.base}/admin/login/")


@pytest.mark.parametrize("name", WHO_LOOKS)
def test_a_wrong_password_and_too_many(browser: Browser, live_server: Any, pictures: Path, name: str) -> None:
    User.objects.create_user("plain", password=PASSWORD, is_staff=True)
    reader = visit(browser, live_server, pictures, name)
    reader.page.goto(f"{reader.base}/admin/login/")
    for _each in range(6):
        reader.give_password("plain", "not the password")
        reader.page.wait_for_load_state("load")
    reader.look("too many tries", "login-too-many")
    assert "tries_too_many" in reader.page.content()
    reader.context.close()
    assert not reader.faults, "\n".join(reader.faults)


def test_a_code_that_is_wrong_is_asked_for_again(browser: Browser, live_server: Any, pictures: Path) -> None:
    account = superuser(password=PASSWORD)
    factors.add_totp(account, factors.new_secret(), "app", acting=None, now=now())
    reader = visit(browser, live_server, pictures, "zh-light-wide")
    reader.page.goto(f"{reader.base}/admin/login/")
    reader.give_password("root", PASSWORD)
    reader.page.wait_for_url(f"{reader.base}/account/second/")
    reader.page.fill("#id_code", "000 000")
    with reader.page.expect_navigation():
        reader.page.click("#pq-factor-form button[type=submit]")
    assert "factor_code_wrong" in reader.page.content()
    reader.look("wrong code", "account-second-wrong")
    unexpected = [fault for fault in reader.faults if not re.search(r"\b422\b", fault)]
    reader.context.close()
    assert not unexpected, "\n".join(unexpected)
