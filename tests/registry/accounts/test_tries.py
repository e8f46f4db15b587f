"""Too many tries have to wait, told in a sentence; and nobody makes others wait for more than seconds."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from registry.accounts.models import AccountEvent, Tries
from registry.accounts.rules import throttling
from registry.accounts.services import factors, tries
from sync.wire.refusals import Refused
from tests.registry.accounts.conftest import NOW, Traveller, code, give_password, with_app
from tests.registry.builders import PASSWORD

WRONG = "not the password"


def fail(client: Client, name: str, times: int, address: str = "203.0.113.7") -> list[str]:
    return [give_password(client, name, WRONG, REMOTE_ADDR=address).content.decode() for _each in range(times)]


def test_a_bucket_drains_evenly() -> None:
    limit = throttling.Limit(tries=3, every=timedelta(minutes=1))
    empty_at = None
    for _each in range(3):
        assert throttling.wait(empty_at, limit, NOW) == timedelta()
        empty_at = throttling.filled(empty_at, limit, NOW)
    assert throttling.wait(empty_at, limit, NOW) == timedelta(minutes=1)
    assert throttling.wait(empty_at, limit, NOW + timedelta(seconds=40)) == timedelta(seconds=20)
    assert throttling.wait(empty_at, limit, NOW + timedelta(minutes=1)) == timedelta()
    assert throttling.wait(throttling.freed(empty_at, limit), limit, NOW) == timedelta()
    assert throttling.wait(empty_at, limit, NOW + timedelta(hours=1)) == timedelta()


def test_after_five_tries_an_account_waits_at_this_address(plain: User, browser: Client, clock: Traveller) -> None:
    assert not any("Too many tries" in text for text in fail(browser, "plain", 5))
    text = give_password(browser, "plain", REMOTE_ADDR="203.0.113.7").content.decode()
    assert "Too many tries. Try again in 3 minutes. [tries_too_many]" in text
    assert give_password(Client(), "plain", REMOTE_ADDR="203.0.113.8").status_code == 302, "elsewhere at once"
    clock.shift(timedelta(minutes=3))
    assert give_password(browser, "plain", REMOTE_ADDR="203.0.113.7").status_code == 302
    assert list(AccountEvent.objects.filter(kind="locked").values_list("account", "address")) == [
        (plain.pk, "203.0.113.7")
    ]
    assert AccountEvent.objects.filter(kind="sign_in_failed").count() == 5


def test_the_sentence_is_chinese_for_chinese_readers(plain: User, client: Client) -> None:
    fail(client, "plain", 5)
    assert "尝试次数过多，请在3分钟后重试。" in fail(client, "plain", 1)[0]


def test_a_success_forgets_the_tries_before(plain: User, browser: Client) -> None:
    for _each in range(4):
        fail(browser, "plain", 4)
        assert give_password(Client(), "plain", REMOTE_ADDR="203.0.113.7").status_code == 302


def test_whether_there_is_an_account_is_not_told(plain: User, browser: Client) -> None:
    def seen(name: str, address: str) -> list[str]:
        return [text.replace(name, "NAME").split("<form", 1)[0] for text in fail(Client(), name, 7, address)]

    assert seen("plain", "203.0.113.7") == seen("nobody", "203.0.113.8")


def test_a_name_that_nobody_has_is_not_kept(db: None, browser: Client) -> None:
    fail(browser, "my secret typed here", 1)
    event = AccountEvent.objects.get(kind="sign_in_failed")
    assert (event.account, event.account_name, event.detail) == (None, "", "")
    assert b"secret" not in b"".join(bytes(key) for key in Tries.objects.values_list("key", flat=True))


def test_others_cannot_lock_out_where_one_came_in_before(plain: User, browser: Client) -> None:
    """From the very same address, and from a hundred others."""
    assert give_password(browser, "plain", REMOTE_ADDR="203.0.113.7").status_code == 302
    browser.post("/admin/logout/")
    attacker = Client()
    fail(attacker, "plain", 10, "203.0.113.7")
    for number in range(100):
        fail(attacker, "plain", 1, f"198.51.100.{number}")
    assert give_password(browser, "plain", REMOTE_ADDR="203.0.113.7").status_code == 302


def test_from_anywhere_others_make_one_wait_for_seconds_only(plain: User, browser: Client, clock: Traveller) -> None:
    for number in range(60):
        fail(browser, "plain", 1, f"198.51.100.{number}")
    text = give_password(browser, "plain", REMOTE_ADDR="203.0.113.7").content.decode()
    assert "Try again in 10 seconds." in text
    clock.shift(timedelta(seconds=10))
    assert give_password(browser, "plain", REMOTE_ADDR="203.0.113.7").status_code == 302


def test_a_made_up_cookie_is_no_known_browser(plain: User, browser: Client, settings: Any) -> None:
    browser.cookies[settings.BROWSER_COOKIE_NAME] = "eyJicm93c2VyIjoiYSJ9:1:x"
    assert "Too many tries" in fail(browser, "plain", 6)[-1]


def test_a_known_browser_is_not_known_for_others(plain: User, root: User, browser: Client) -> None:
    give_password(browser, "plain")
    browser.post("/admin/logout/")
    assert "Too many tries" in fail(browser, "root", 6)[-1]


def test_an_address_has_a_higher_limit(db: None, browser: Client) -> None:
    texts = [fail(browser, f"name{number}", 1)[0] for number in range(61)]
    assert not any("Too many tries" in text for text in texts[:60])
    assert "Too many tries. Try again in 15 seconds." in texts[60]


def test_a_guessers_own_account_does_not_free_the_address(plain: User, browser: Client) -> None:
    for number in range(60):
        fail(browser, f"name{number}", 1)
        if number % 10 == 9 and number < 59:
            assert give_password(Client(), "plain", REMOTE_ADDR="203.0.113.7").status_code == 302
    assert "Too many tries" in fail(browser, "other", 1)[0]


def test_an_ipv6_household_is_one_address(plain: User, browser: Client) -> None:
    for number in range(5):
        fail(browser, "plain", 1, f"2001:db8:1:2::{number}")
    assert "Too many tries" in fail(browser, "plain", 1, "2001:db8:1:2:ffff::1")[0]
    assert "Too many tries" not in fail(browser, "plain", 1, "2001:db8:1:3::1")[0]


@pytest.mark.parametrize(
    ("proxies", "address"), [(0, "203.0.113.7"), (1, "198.51.100.2"), (2, "198.51.100.1"), (5, "192.0.2.66")]
)
def test_only_the_own_proxies_are_believed(
    plain: User, browser: Client, settings: Any, proxies: int, address: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    forwarded = "192.0.2.66, 198.51.100.1, 198.51.100.2"
    give_password(browser, "plain", REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR=forwarded)
    assert AccountEvent.objects.get(kind="signed_in").address == address


def test_codes_have_a_limit_from_anywhere(plain: User, browser: Client) -> None:
    with_app(plain)
    for _each in range(10):
        with pytest.raises(Refused) as refused:
            factors.prove_by_code(plain, "000000", now=NOW)
        assert refused.value.reason.code == "factor_code_wrong"
    with pytest.raises(Refused) as refused:
        factors.prove_by_code(plain, code(), now=NOW)
    assert refused.value.reason.code == "tries_too_many"


def test_the_page_that_asks_again_counts_too(plain: User, browser: Client) -> None:
    give_password(browser, "plain")
    for _each in range(10):
        assert "not the password" in browser.post("/account/again/", {"password": WRONG}).content.decode()
    assert "Too many tries" in browser.post("/account/again/", {"password": PASSWORD}).content.decode()


def test_empty_buckets_are_forgotten(plain: User, browser: Client) -> None:
    fail(browser, "plain", 3)
    assert tries.forget_old(NOW) == 0
    assert tries.forget_old(NOW + timedelta(minutes=10)) == 3
