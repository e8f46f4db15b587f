"""Sessions end when nobody uses them, after some hours, when their owner ends them, and with a new password."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.checks import run_checks
from django.test import Client
from django.utils.timezone import now

from registry import tasks
from registry.accounts.models import AccountEvent, AccountSession
from registry.accounts.models.sessions import shown_key
from registry.accounts.services.session_store import SessionStore
from tests.registry.accounts.conftest import Traveller, code, give_password, with_app
from tests.registry.builders import PASSWORD


def come_in(name: str = "plain", **extra: str) -> Client:
    client = Client(headers={"User-Agent": "Browser/1"})
    client.cookies["django_language"] = "en"
    assert give_password(client, name, **extra).status_code == 302
    return client


def inside(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def details() -> list[str]:
    return list(AccountEvent.objects.filter(kind="session_ended").order_by("id").values_list("detail", flat=True))


def test_a_session_says_whose_it_is_from_where_and_since_when(plain: User, clock: Traveller) -> None:
    come_in(REMOTE_ADDR="203.0.113.7")
    session = AccountSession.objects.get(account=plain)
    assert (session.address, session.agent) == ("203.0.113.7", "Browser/1")
    assert session.started_at == session.seen_at == now()
    assert session.pk == shown_key(session.session_key)
    assert session.session_key not in str(session.pk)


def test_an_idle_session_is_over(plain: User, clock: Traveller) -> None:
    client = come_in()
    for _each in range(3):
        clock.shift(timedelta(minutes=29))
        assert inside(client), "whoever works goes on"
    clock.shift(timedelta(minutes=30))
    assert not inside(client)
    assert details() == ["idle"]
    assert not AccountSession.objects.filter(account=plain).exists()


def test_no_session_lasts_longer_than_its_hours(plain: User, clock: Traveller) -> None:
    client = come_in()
    for _each in range(23):
        clock.shift(timedelta(minutes=20))
        assert inside(client)
    clock.shift(timedelta(minutes=20))
    assert not inside(client)
    assert details() == ["absolute"]


def test_writing_into_a_session_does_not_prolong_its_hours(plain: User, clock: Traveller) -> None:
    client = come_in()
    for _each in range(23):
        clock.shift(timedelta(minutes=20))
        client.post("/account/again/", {"password": PASSWORD})
    clock.shift(timedelta(minutes=20))
    assert not inside(client)


def test_limits_are_settings_of_the_installation(plain: User, clock: Traveller, settings: Any) -> None:
    settings.SESSION_IDLE_MINUTES = 5
    client = come_in()
    clock.shift(timedelta(minutes=5))
    assert not inside(client)


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("SESSION_IDLE_MINUTES", 4, "payqual.E002"),
        ("SESSION_IDLE_MINUTES", 481, "payqual.E002"),
        ("SESSION_HOURS", 25, "payqual.E002"),
        ("FRESH_MINUTES", 61, "payqual.E002"),
        ("TRUSTED_PROXIES", 6, "payqual.E002"),
        ("SECOND_FACTOR_FOR", "nobody", "payqual.E003"),
    ],
)
def test_limits_have_bounds(settings: Any, name: str, value: object, found: str) -> None:
    from registry.conf import checks

    assert checks.sessions_are_bounded(None) == []
    setattr(settings, name, value)
    assert [each.id for each in checks.sessions_are_bounded(None)] == [found]
    assert found in [each.id for each in run_checks(tags=["security"])]


def test_being_seen_is_written_twice_a_minute_at_most(
    plain: User, clock: Traveller, django_assert_num_queries: Any
) -> None:
    client = come_in()
    before = AccountSession.objects.get(account=plain)
    clock.shift(timedelta(seconds=29))
    inside(client)
    before.refresh_from_db()
    assert before.seen_at == before.started_at
    clock.shift(timedelta(seconds=1))
    inside(client)
    before.refresh_from_db()
    assert before.seen_at == now()


def test_one_ends_the_own_sessions(plain: User, root: User, clock: Traveller) -> None:
    here, there, elsewhere = come_in(), come_in(REMOTE_ADDR="203.0.113.7"), come_in()
    text = here.get("/account/").content.decode()
    assert "203.0.113.7" in text
    assert text.count("Browser/1") == 3
    ended = AccountSession.objects.get(account=plain, address="203.0.113.7")
    assert here.post(f"/account/sessions/{ended.pk}/end/").status_code == 302
    assert (inside(here), inside(there), inside(elsewhere)) == (True, False, True)
    here.post("/account/sessions/others/end/")
    assert (inside(here), inside(elsewhere)) == (True, False)
    assert details() == ["203.0.113.7 Browser/1", "127.0.0.1 Browser/1"]


def test_nobody_ends_anothers_session(plain: User, root: User, clock: Traveller) -> None:
    client = come_in()
    come_in("root")
    other = AccountSession.objects.get(account=root)
    assert client.post(f"/account/sessions/{other.pk}/end/").status_code == 404


def test_an_administrator_sees_and_ends_the_sessions_of_an_account(plain: User, root: User, client: Client) -> None:
    working = come_in()
    client.force_login(root)
    assert "Browser/1" in client.get("/admin/registry/accountsession/", {"q": "plain"}).content.decode()
    session = AccountSession.objects.get(account=plain)
    page = client.get(f"/admin/registry/accountsession/{session.pk}/change/").content.decode()
    assert session.session_key not in page
    assert client.post(f"/admin/registry/accountsession/{session.pk}/step/end/").status_code == 302
    assert not inside(working)
    event = AccountEvent.objects.get(kind="session_ended")
    assert (event.account, event.acting) == (plain, root)


def test_ending_the_session_of_another_needs_a_fresh_proof(
    plain: User, root: User, client: Client, clock: Traveller
) -> None:
    come_in()
    client.force_login(root)
    clock.shift(timedelta(minutes=10))
    step = f"/admin/registry/accountsession/{AccountSession.objects.get(account=plain).pk}/step/end/"
    for answer in (client.get(step), client.post(step)):
        assert answer["Location"] == f"/account/again/?next={step.replace('/', '%2F')}"
    with_app(root)
    again = client.post(answer["Location"], {"password": PASSWORD, "code": code(now())})
    assert again["Location"] == step
    assert client.post(step).status_code == 302
    assert AccountEvent.objects.filter(kind="proved_again", account=root, detail="totp").exists()


def test_a_new_password_ends_all_other_sessions(plain: User, clock: Traveller) -> None:
    here, there = come_in(), come_in()
    new = "a new long password 1"
    form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post("/admin/password_change/", form).status_code == 302
    assert (inside(here), inside(there)) == (True, False)
    assert AccountEvent.objects.filter(kind="password_changed", account=plain, acting=plain).count() == 1


def test_an_account_that_is_switched_off_is_out(plain: User, clock: Traveller) -> None:
    client = come_in()
    plain.is_active = False
    plain.save()
    assert not inside(client)
    assert not AccountSession.objects.filter(account=plain).exists()


@pytest.mark.parametrize("password", ["short-one-7", "password1234", "123456789012345", "plain-plain-plain"])
def test_passwords_follow_the_rules_of_the_field(plain: User, clock: Traveller, password: str) -> None:
    client = come_in()
    plain.first_name = "plain-plain"
    plain.save()
    form = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    assert client.post("/admin/password_change/", form).status_code == 200
    assert not AccountEvent.objects.filter(kind="password_changed").exists()


def test_sessions_that_are_over_end_though_nobody_asks_for_them(plain: User, clock: Traveller) -> None:
    come_in()
    give_password(Client(), "nobody")
    clock.shift(timedelta(minutes=15))
    assert tasks.sweep_accounts() == 3, "the tries are forgotten, the session goes on"
    clock.shift(timedelta(minutes=15))
    SessionStore.clear_expired()
    assert AccountSession.objects.count() == 0
    assert details() == ["idle"]


def test_nodes_on_one_host_do_not_throw_each_other_out(plain: User, settings: Any, clock: Traveller) -> None:
    """One browser, one host, two ports: what it is given by one node it hands to both."""
    from importlib import reload

    from registry.conf import base, env

    names = {}
    for division in ("000000", "310000"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(env, "DIVISION", division)
            fresh = reload(base)
            names[division] = (fresh.SESSION_COOKIE_NAME, fresh.CSRF_COOKIE_NAME, fresh.BROWSER_COOKIE_NAME)
    reload(base)
    assert not set(names["000000"]) & set(names["310000"])
    client = Client()
    for division in names:
        settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.BROWSER_COOKIE_NAME = names[division]
        give_password(client, "plain")
    for division in names:
        settings.SESSION_COOKIE_NAME = names[division][0]
        assert inside(client)
    assert AccountSession.objects.filter(account=plain).count() == 2
