"""An officer limited to Guizhou sees nothing of Inner Mongolia's: no row, no page, no find, no suggestion, no count."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client, RequestFactory

from registry.accounts.services import create_officer
from registry.doors.admin.first_page import add_live_facts
from registry.institutions.models import Institution
from registry.people.models import Person
from registry.qualification.models import Decision, Filing
from sync.models import LogEntry, Node, Statement
from sync.scope import PERMISSION, Scope, scope_of
from tests.registry.builders import (
    INNER_MONGOLIA,
    Scene,
    days_ago,
    group_officer,
    hospital,
    officer,
    superuser,
    viewer,
)
from tests.registry.ledger import CHONGQING, GUIZHOU, person

THEIRS = person(6)
"""Terminated in Inner Mongolia, never seen in Guizhou."""

SECRETS = (
    "草原示例旗医院",
    "蒙医保",
    hospital(INNER_MONGOLIA),
    THEIRS,
    "0000-0000-0000-0680",
    "测试己",
    "D150000000006",
)
"""Whatever of Inner Mongolia's might show."""

NODE_PAGES = ("checkpoint", "cursor", "securityevent", "intakefile", "intakerow", "user", "group", "authtoken")


@pytest.fixture
def limited(scene: Scene, client: Client) -> Client:
    client.force_login(officer("guizhou", GUIZHOU))
    return client


def base(model: Any) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


@pytest.mark.parametrize(
    ("who", "provinces"),
    [
        pytest.param(lambda: AnonymousUser(), set(), id="nobody"),
        pytest.param(lambda: viewer("none"), set(), id="staff without a province"),
        pytest.param(lambda: officer("one", GUIZHOU), {GUIZHOU}, id="by account"),
        pytest.param(lambda: group_officer("many", GUIZHOU, CHONGQING), {GUIZHOU, CHONGQING}, id="by group"),
    ],
)
def test_a_scope_is_the_provinces_handed_out(scene: Scene, who: Any, provinces: set[str]) -> None:
    scope = scope_of(who())
    assert not scope.everything
    assert scope.provinces == provinces


@pytest.mark.parametrize(
    "who",
    [
        pytest.param(lambda: superuser("su"), id="superuser"),
        pytest.param(lambda: viewer("staff", permissions=(PERMISSION,)), id="permission for the whole table"),
    ],
)
def test_who_sees_everything(scene: Scene, who: Any) -> None:
    assert scope_of(who()).everything


def test_an_account_switched_off_sees_nothing(scene: Scene) -> None:
    user = officer("off", GUIZHOU)
    user.is_active = False
    assert scope_of(user) == Scope(everything=False)


def test_no_list_shows_anything_of_theirs(limited: Client) -> None:
    for model in admin.site._registry:
        response = limited.get(base(model))
        if model._meta.model_name in NODE_PAGES:
            assert response.status_code == 403, model
            continue
        if response.status_code == 403:
            continue
        text = response.content.decode()
        assert not [secret for secret in SECRETS if secret in text], model


def test_lists_hold_what_is_ours(limited: Client) -> None:
    assert "示例综合医院" in limited.get(base(Institution)).content.decode()
    assert "0000-0000-0000-0195" in limited.get(base(Person)).content.decode()


@pytest.mark.parametrize(
    "text", [THEIRS, "0000-0000-0000-0680", "测试己", "D150000000006", "蒙医保〔2026〕6号", "草原"]
)
def test_no_search_finds_anything_of_theirs(limited: Client, text: str) -> None:
    for model in admin.site._registry:
        response = limited.get(base(model), {"q": text})
        if response.status_code == 200:
            changes = response.context["cl"]
            assert changes.result_count == 0 or not _theirs(changes.queryset), model


OWN_PAGES = {"person": ["vault/", "purpose/"], "heldidentity": ["step/settle/"], "statement": ["step/settle/"]}


def _theirs(rows: Any) -> bool:
    return any(
        INNER_MONGOLIA in (str(getattr(row, field, "")) for field in ("author", "province", "division", "asked_by"))
        or getattr(row, "person_id", "") == THEIRS
        or row.pk == THEIRS
        for row in rows
    )


def test_no_page_of_theirs_opens(limited: Client) -> None:
    for model in admin.site._registry:
        for row in model._default_manager.all():
            if not _theirs([row]):
                continue
            pk = admin.utils.quote(row.pk)
            own = OWN_PAGES.get(str(model._meta.model_name), [])
            for end in ("change/", "history/", *own):
                response = limited.get(f"{base(model)}{pk}/{end}")
                assert response.status_code in (302, 403, 404), (model, end)
                if response.status_code == 302:
                    assert response["Location"] in ("/admin/", f"{base(model)}"), (model, end)


def test_statements_and_entries_are_limited_by_author(limited: Client) -> None:
    theirs = Statement.objects.filter(author=INNER_MONGOLIA).latest("seq")
    assert limited.get(f"{base(Statement)}{theirs.pk}/change/").status_code == 302
    assert limited.get(base(Statement), {"q": f"{INNER_MONGOLIA}/{theirs.seq}"}).context["cl"].result_count == 0
    entry = LogEntry.objects.get(statement=theirs)
    assert limited.get(f"{base(LogEntry)}{entry.pk}/change/").status_code == 302
    assert limited.get(base(LogEntry), {"q": str(entry.pk)}).context["cl"].result_count == 0
    assert limited.get(base(Node)).context["cl"].result_count == 1


@pytest.mark.parametrize("model_name", ["institution"])
def test_no_suggestion_of_theirs(scene: Scene, client: Client, model_name: str) -> None:
    client.force_login(officer("keys", GUIZHOU, permissions=("registry.add_institutionkey",)))
    response = client.get(
        "/admin/autocomplete/",
        {"app_label": "registry", "model_name": "institutionkey", "field_name": model_name, "term": ""},
    )
    found = {one["id"] for one in response.json()["results"]}
    assert found == {hospital(GUIZHOU), hospital(GUIZHOU, 2)}


def test_no_key_for_an_institution_of_theirs(scene: Scene, client: Client) -> None:
    client.force_login(officer("keys", GUIZHOU, permissions=("registry.add_institutionkey",)))
    form = {"institution": hospital(INNER_MONGOLIA), "name": "x", "expiry_date_0": "", "expiry_date_1": ""}
    response = client.post("/admin/registry/institutionkey/add/", form)
    assert response.status_code == 200
    assert "institution" in response.context["adminform"].form.errors


def first_page(user: Any) -> Any:
    request = RequestFactory().get("/admin/")
    request.user = user
    return add_live_facts(request, {})


def test_the_first_page_counts_nothing_of_theirs(scene: Scene) -> None:
    user = officer("first", GUIZHOU)
    before = first_page(user)
    stranger = scene.person(60, "测试辛", issued_for=INNER_MONGOLIA)
    scene.file(stranger, INNER_MONGOLIA)
    scene.decide(stranger, INNER_MONGOLIA, 12, days_ago(3))
    after = first_page(user)
    assert after["live"] == before["live"]
    assert after["live"].panels == []
    assert after["identity"] is None
    assert {figure.value for figure in first_page(superuser("su"))["live"].figures} != {
        figure.value for figure in after["live"].figures
    }


def test_the_first_page_counts_the_alarms_of_fraud_without_points(scene: Scene) -> None:
    def alarms(user: Any) -> tuple[int, str]:
        (figure,) = (each for each in first_page(user)["live"].figures if "unscoredcase" in each.link)
        return figure.value, figure.tone

    su, inside, outside = superuser("su"), officer("inside", GUIZHOU), officer("outside", CHONGQING)
    before = alarms(su)[0]
    scene.say("case.unscored", GUIZHOU, {"case_number": "C99"})
    assert alarms(su) == (before + 1, "warning")
    assert alarms(inside) == (1, "warning")
    assert alarms(outside) == (0, "")


def test_a_shared_person_has_a_whole_file_without_the_filings_of_others(limited: Client) -> None:
    limited.post(f"{base(Person)}{person(1)}/purpose/", {"purpose": "decision"})
    text = limited.get(f"{base(Person)}{person(1)}/change/").content.decode()
    assert "重庆市" in text  # the decision that made the sum, known to every province
    assert "山城示例社区卫生服务中心" not in text  # where the person works there is not
    theirs = Decision.objects.get(person=person(1), author=CHONGQING)
    assert f"/decision/{theirs.pk}/" not in text
    filing = Filing.objects.get(person=person(1), author=CHONGQING)
    assert f"/filing/{filing.pk}/" not in text


def test_a_province_taken_away_is_gone_at_once(scene: Scene, client: Client) -> None:
    from guardian.shortcuts import remove_perm

    from provinces.office.models import Province

    user = officer("gone", GUIZHOU)
    client.force_login(user)
    assert client.get(base(Person)).context["cl"].result_count > 0
    remove_perm(PERMISSION, user, Province.objects.get(pk=GUIZHOU))
    assert client.get(base(Person)).context["cl"].result_count == 0


def test_a_province_is_enough_to_read_its_pages(scene: Scene, client: Client) -> None:
    """`create_access` hands out the province and no permission on models."""
    account = create_officer("made", GUIZHOU)
    client.login(username=account.username, password=account.password)
    assert client.get("/admin/").status_code == 200
    assert client.get(base(Person)).context["cl"].result_count > 0
    assert client.get(base(Decision)).status_code == 200
    for closed in ("auth/user", "auth/group", "knox/authtoken", "sync/cursor", "registry/subscription"):
        assert client.get(f"/admin/{closed}/").status_code == 403, closed
    assert "草原示例旗医院" not in client.get("/admin/registry/").content.decode()


def test_staff_without_a_province_reads_nothing(scene: Scene, client: Client) -> None:
    client.force_login(User.objects.create_user("nobody", is_staff=True))
    assert client.get("/admin/").status_code == 200
    for model in admin.site._registry:
        assert client.get(base(model)).status_code == 403, model


def test_on_its_own_node_a_province_reads_everything(scene: Scene, settings: Any) -> None:
    settings.DIVISION = GUIZHOU
    assert scope_of(officer("home", GUIZHOU)).everything
    assert not scope_of(officer("guest", CHONGQING)).everything
