"""The few things that are made by hand: keys, subscriptions, verdicts, permissions; and how pages are guarded."""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from guardian.shortcuts import get_users_with_perms

from provinces.office.models import Province
from registry.institutions.models import InstitutionKey
from registry.people.models import HeldIdentity, Person, PersonCode
from registry.regulators.models import Subscription
from registry.vault.models import LookRecord
from sync.scope import PERMISSION, scope_of
from tests.accounts import account
from tests.registry.builders import Scene, hospital, officer, superuser, viewer
from tests.registry.ledger import GUIZHOU, NOW, person


def test_a_key_is_shown_once_and_only_its_hash_is_kept(root: Client) -> None:
    form = {"institution": hospital(GUIZHOU), "name": "till 1", "expiry_date_0": "", "expiry_date_1": ""}
    response = root.post("/admin/registry/institutionkey/add/", form)
    assert response.status_code == 200
    key = re.search(r"pq-key[^>]*>([^<]+)<", response.content.decode())[1]  # type: ignore[index]
    assert InstitutionKey.objects.is_valid(key)
    assert key not in response.cookies.output()
    assert "no-store" in response["Cache-Control"]
    again = root.get(f"/admin/registry/institutionkey/{admin.utils.quote(InstitutionKey.objects.get().pk)}/change/")
    assert key not in again.content.decode()


def test_a_key_is_revoked_for_good(root: Client) -> None:
    key, secret = InstitutionKey.objects.create_key(name="till", institution_id=hospital(GUIZHOU))
    page = f"/admin/registry/institutionkey/{admin.utils.quote(key.pk)}/change/"
    root.post(page, {"expiry_date_0": "", "expiry_date_1": "", "revoked": "on"})
    key.refresh_from_db()
    assert key.revoked
    assert not InstitutionKey.objects.is_valid(secret)
    root.post(page, {"expiry_date_0": "", "expiry_date_1": ""})
    key.refresh_from_db()
    assert key.revoked


def test_accounts_of_a_subscription_may_read_it(root: Client) -> None:
    health, drugs = (User.objects.create_user(name) for name in ("health", "drugs"))
    form = {"name": "某卫生健康委", "group": "medical", "division": GUIZHOU, "users": [health.pk]}
    assert root.post("/admin/registry/subscription/add/", form).status_code == 302
    subscription = Subscription.objects.get()
    assert set(get_users_with_perms(subscription)) == {health}
    page = f"/admin/registry/subscription/{subscription.pk}/change/"
    assert root.post(page, form | {"users": [drugs.pk]}).status_code == 302
    assert set(get_users_with_perms(subscription)) == {drugs}
    assert not health.has_perm("registry.read_subscription", subscription)


@pytest.mark.parametrize("division", ["150000", "999999", "", "5200000", "000000"])
def test_a_subscription_lies_in_the_scope_of_its_maker(scene: Scene, client: Client, division: str) -> None:
    client.force_login(
        officer("maker", GUIZHOU, permissions=("registry.add_subscription", "registry.view_subscription"))
    )
    form = {"name": "x", "group": "medical", "division": division}
    assert client.post("/admin/registry/subscription/add/", form).status_code == 200
    assert not Subscription.objects.exists()


def test_a_province_is_handed_out_on_its_page(root: Client) -> None:
    user = User.objects.create_user("new", is_staff=True)
    page = f"/admin/provinces/province/{GUIZHOU}/permissions/user-manage/{user.pk}/"
    text = root.get(page).content.decode()
    assert 'value="see_province"' in text
    assert 'value="change_province"' not in text
    assert root.post(page, {"permissions": ["see_province"]}).status_code == 302
    assert scope_of(User.objects.get(pk=user.pk)).provinces == {GUIZHOU}


def test_only_superusers_hand_out_provinces(scene: Scene, client: Client) -> None:
    user = viewer("staff", permissions=(PERMISSION, "provinces.change_province"))
    client.force_login(user)
    for end in ("", f"user-manage/{user.pk}/"):
        page = f"/admin/provinces/province/{GUIZHOU}/permissions/{end}"
        assert client.get(page)["Location"] == "/admin/"
        assert client.post(page, {"permissions": ["see_province"]})["Location"] == "/admin/"
    assert not user.has_perm("provinces.see_province", Province.objects.get(pk="150000")) or user.has_perm(PERMISSION)


def test_nobody_but_superusers_changes_accounts(scene: Scene, client: Client) -> None:
    user = viewer("staff", permissions=(PERMISSION, "auth.change_user", "auth.add_user", "auth.view_user"))
    client.force_login(user)
    assert client.get("/admin/auth/user/").status_code == 200
    assert client.get("/admin/auth/user/add/").status_code == 403
    assert client.post(f"/admin/auth/user/{user.pk}/change/", {"is_superuser": "on"}).status_code == 403
    user.refresh_from_db()
    assert not user.is_superuser


def test_a_held_case_says_why_in_words(client: Client, scene: Scene) -> None:
    case = HeldIdentity.objects.get(asked_by=GUIZHOU)
    client.force_login(superuser())
    page = f"/admin/registry/heldidentity/{case.pk}/change/"
    for language, words in (("en", "known under other papers"), ("zh-hans", "已有同名且出生日期相同的人员")):
        client.cookies["django_language"] = language
        text = client.get(page).content.decode()
        assert words in text
        assert "[near_match]" in text


def settle(case: HeldIdentity) -> str:
    return f"/admin/registry/heldidentity/{case.pk}/step/settle/"


def test_the_request_stands_beside_its_candidates(root: Client) -> None:
    case = HeldIdentity.objects.get(asked_by=GUIZHOU)
    text = root.get(settle(case)).content.decode()
    assert "E12345678" in text
    assert "测试甲" in text
    assert LookRecord.objects.filter(door="admin.settle", person_id=person(1)).count() == 1


def test_a_case_is_settled_once(root: Client) -> None:
    case = HeldIdentity.objects.get(asked_by=GUIZHOU)
    form = {"verdict": "same", "person": person(1), "reason": "两证照片一致", "seen": seen(root, settle(case))}
    proposed = root.post(settle(case), form)["Location"]
    case.refresh_from_db()
    assert case.verdict == "open", "one hand settles nothing"
    approving = proposed.replace("change", "step/approve")
    assert root.get(approving).status_code == 403, "nor its own proposal"
    assert root.post(settle(case), form).status_code == 302, "which waits already"
    other = Client()
    other.force_login(account("other"))
    assert "E12345678" in other.get(approving).content.decode()
    assert other.post(approving, {"seen": "0" * 64}).status_code == 422
    assert other.post(approving, {"seen": seen(other, approving)}).status_code == 302
    case.refresh_from_db()
    assert (case.verdict, case.person_id, case.settled_by) == ("same", person(1), "other")
    assert Person.objects.get(pk=person(1)).documents.count() == 2
    assert root.post(settle(case), form | {"verdict": "refused"}).status_code == 302
    case.refresh_from_db()
    assert case.verdict == "same"


def seen(client: Client, page: str) -> str:
    """Return the digest that a form carries of what it shows."""
    return str(client.get(page).context["form"]["seen"].value())


def test_what_has_changed_since_it_was_proposed_is_not_settled(root: Client) -> None:
    case = HeldIdentity.objects.get(asked_by=GUIZHOU)
    form = {"verdict": "same", "person": person(1), "reason": "两证照片一致", "seen": seen(root, settle(case))}
    proposed = root.post(settle(case), form)["Location"]
    PersonCode.objects.create(person_id=person(1), system="s", code="later", recorded_at=NOW)
    other = Client()
    other.force_login(account("other"))
    other.cookies["django_language"] = "en"
    approving = proposed.replace("change", "step/approve")
    page = other.get(approving)
    assert "It cannot be carried out as it was proposed." in page.content.decode()
    assert other.post(approving, {"seen": "0" * 64}).status_code == 422
    case.refresh_from_db()
    assert case.verdict == "open"
    assert root.post(proposed.replace("change", "step/withdraw"), {"remark": "重新比对"}).status_code == 302
    again = form | {"seen": seen(root, settle(case))}
    proposed = root.post(settle(case), again)["Location"]
    approving = proposed.replace("change", "step/approve")
    assert other.post(approving, {"seen": seen(other, approving)}).status_code == 302
    case.refresh_from_db()
    assert case.verdict == "same"


@pytest.mark.parametrize(
    "form",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"verdict": "same", "reason": "x"}, id="the same person, but whom"),
        pytest.param({"verdict": "same", "person": person(5), "reason": "x"}, id="not a candidate"),
        pytest.param({"verdict": "refused", "person": person(1), "reason": "x"}, id="refused, with a person"),
        pytest.param({"verdict": "open", "reason": "x"}, id="open is no verdict"),
        pytest.param({"verdict": "refused", "reason": ""}, id="no reason"),
        pytest.param({"verdict": "refused", "reason": "x" * 501}, id="a reason too long"),
        pytest.param({"verdict": "refused", "reason": "a\0b"}, id="a NUL in the reason"),
    ],
)
def test_a_verdict_that_is_not_whole_settles_nothing(root: Client, form: dict[str, str]) -> None:
    case = HeldIdentity.objects.get(asked_by=GUIZHOU)
    response = root.post(settle(case), form | {"seen": seen(root, settle(case))})
    assert response.status_code == 422
    assert response.context["form"].errors
    case.refresh_from_db()
    assert case.verdict == "open"


@pytest.mark.parametrize(
    "permissions",
    [
        pytest.param((), id="nothing"),
        pytest.param((PERMISSION, "sync.propose_identity"), id="without the vault"),
        pytest.param((PERMISSION, "registry.open_vault"), id="without the right to settle"),
        pytest.param(("sync.propose_identity", "registry.open_vault"), id="without the whole registry"),
    ],
)
def test_settling_needs_all_three_rights(scene: Scene, client: Client, permissions: tuple[str, ...]) -> None:
    client.force_login(officer("some", GUIZHOU, permissions=permissions))
    case = HeldIdentity.objects.get(asked_by=GUIZHOU)
    assert client.get(settle(case)).status_code == 403
    assert client.post(settle(case), {"verdict": "refused", "reason": "x"}).status_code == 403


def test_the_policy_lets_nothing_in(root: Client) -> None:
    policy = root.get("/admin/")["Content-Security-Policy"]
    assert policy == (
        "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self'; style-src-elem 'self'; "
        "style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def test_no_page_carries_what_the_policy_forbids(root: Client) -> None:
    root.post(f"/admin/registry/person/{person(2)}/purpose/", {"purpose": "supervision"})
    for address in (
        "/admin/",
        "/admin/registry/person/",
        f"/admin/registry/person/{person(2)}/change/",
        "/admin/login/",
    ):
        text = root.get(address).content.decode()
        assert "<style" not in text, address
        assert not re.search(r"\son(click|load|change|submit|error)=", text), address
        scripts = re.findall(r"<script([^>]*)>", text)
        assert all("src=" in one or "application/json" in one for one in scripts), address


BAD = (
    {"q": "\0"},
    {"q": "a" * 10_000},
    {"p": "-1"},
    {"p": "zz"},
    {"o": "99.99"},
    {"o": "-"},
    {"e": "1"},
    {"all": ""},
    {"province": "\0"},
    {"author": "' OR 1=1 --"},
    {"status__exact": "\0"},
    {"pk__exact": "\0"},
    {"decided_on__year": "99999999999999999999"},
    {"person__lifelong_id__regex": "("},
    {"statement__raw__contains": "x"},
    {"standing": "weird"},
    {"when": "never"},
    {"_to_field": "x"},
    {"_facets": "True"},
)


@pytest.mark.parametrize("query", BAD, ids=lambda query: next(iter(query)) + " " + next(iter(query.values()))[:12])
def test_bad_addresses_are_no_faults(root: Client, query: dict[str, str]) -> None:
    for noun in (
        "registry/person",
        "registry/decision",
        "sync/statement",
        "sync/logentry",
        "registry/standinginterval",
    ):
        assert root.get(f"/admin/{noun}/", query).status_code in (200, 302, 400), noun


@pytest.mark.parametrize("pk", ["%00", "99999999999999999999999", "not-a-uuid", "_00", "1/2/3", "%F0%9F%92%A9"])
def test_bad_keys_are_no_faults(root: Client, pk: str) -> None:
    for model in admin.site._registry:
        for end in ("change/", "history/", "delete/"):
            response: Any = root.get(f"/admin/{model._meta.app_label}/{model._meta.model_name}/{pk}/{end}")
            assert response.status_code in (302, 403, 404), (model, end)


def test_the_first_page_of_an_app_opens(root: Client) -> None:
    for app in ("registry", "sync", "provinces", "auth", "knox"):
        assert root.get(f"/admin/{app}/").status_code == 200


def test_strangers_are_sent_to_the_door(scene: Scene, client: Client) -> None:
    for address in ("/admin/", f"/admin/registry/person/{person(2)}/change/", "/admin/autocomplete/", "/admin/search/"):
        assert client.get(address).status_code == 302
    client.force_login(User.objects.create_user("outside"))
    assert client.get("/admin/registry/person/").status_code == 302


def test_the_quick_search_names_pages_only(root: Client) -> None:
    superuser("other")
    text = root.get("/admin/search/", {"s": "测试甲"}).content.decode()
    assert person(1) not in text


def test_an_account_is_made_with_name_and_password(root: Client) -> None:
    form = {"username": "fresh", "password1": "a-long-enough-one-77", "password2": "a-long-enough-one-77"}
    assert root.post("/admin/auth/user/add/", form | {"usable_password": "true"}).status_code == 302
    assert User.objects.get(username="fresh").check_password("a-long-enough-one-77")
    assert "fresh" in root.get("/admin/auth/user/", {"is_active__exact": "1", "q": "fresh"}).content.decode()


@pytest.mark.parametrize("name", ["nobody", "", "x" * 200, "a\0b"])
def test_a_province_is_not_handed_to_nobody(root: Client, name: str) -> None:
    page = f"/admin/provinces/province/{GUIZHOU}/permissions/"
    for form in ({"user": name, "submit_manage_user": "1"}, {"group": name, "submit_manage_group": "1"}):
        assert root.post(page, form).status_code == 200
