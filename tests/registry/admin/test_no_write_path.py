"""Whatever is evidence, or computed from it, cannot be added, changed or deleted here, by superusers neither."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin import ActionLocation
from django.contrib.auth.models import Group, User
from django.db import connection
from django.db.models import Model
from django.test import Client, RequestFactory
from unfold.admin import ModelAdmin

from registry.accounts.models import AccountSession
from registry.institutions.models import InstitutionKey
from registry.regulators.models import Subscription
from registry.vault.models import LookRecord
from sync.admin.base import ViewOnlyAdmin
from tests.registry.builders import superuser

WRITABLE = {Subscription, InstitutionKey, User, Group}
"""What people make by hand. Held identities are settled by a form of their own, through their service."""

FINGERPRINT = "SELECT hashtextextended(string_agg(t::text, ',' ORDER BY t::text), 0) FROM {table} t"
NEVER_DELETED = {InstitutionKey, User, Group}
PAGES = list(admin.site._registry.items())
PROTECTED = [(model, page) for model, page in PAGES if model not in WRITABLE]


def name(pair: tuple[type[Model], Any]) -> str:
    return pair[0]._meta.label_lower


def base(model: type[Model]) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


def rows() -> dict[str, int]:
    """Return a fingerprint of every protected table but looks and sessions, which looking writes down."""
    with connection.cursor() as cursor:
        found = {}
        for model, _page in PROTECTED:
            if model not in (LookRecord, AccountSession):
                cursor.execute(FINGERPRINT.format(table=model._meta.db_table))
                found[model._meta.label] = cursor.fetchone()[0]
        return found


@pytest.mark.parametrize("pair", PAGES, ids=name)
def test_every_page_is_styled_and_scoped(pair: tuple[type[Model], Any]) -> None:
    from sync.admin.base import ScopedAdmin

    assert isinstance(pair[1], ModelAdmin)
    assert isinstance(pair[1], ScopedAdmin)


@pytest.mark.parametrize("pair", PROTECTED, ids=name)
def test_protected_models_are_view_only(pair: tuple[type[Model], Any], db: None, rf: RequestFactory) -> None:
    _model, page = pair
    request = rf.get("/")
    request.user = superuser()
    assert isinstance(page, ViewOnlyAdmin)
    assert not page.has_add_permission(request)
    assert not page.has_change_permission(request)
    assert not page.has_delete_permission(request)
    assert page.has_view_permission(request)
    for location in ActionLocation:
        assert page.get_actions(request, action_location=location) == {}
    assert not page.list_editable
    assert list(page.get_inline_instances(request)) == []
    assert page.actions_list == page.actions_detail == page.actions_row == page.actions_submit_line == ()


def test_no_request_changes_a_protected_row(root: Client) -> None:
    before = rows()
    for model, _page in PROTECTED:
        row = model._default_manager.first()
        pk = str(row.pk) if row else "1"
        one = f"{base(model)}{admin.utils.quote(pk)}/"
        fields = {field.name: "1" for field in model._meta.fields}
        chosen = {"action": "delete_selected", "_selected_action": pk, "post": "yes"}
        edited = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": pk, **fields, "_save": "1"}
        answers = [
            root.post(base(model), chosen),
            root.post(base(model), edited),
            root.post(f"{base(model)}add/", fields),
            root.post(f"{one}change/", fields),
            root.post(f"{one}change/", chosen),
            root.put(f"{one}change/", fields),
            root.delete(f"{one}change/"),
            root.post(f"{one}delete/", {"post": "yes"}),
            root.post(f"{one}history/", fields),
        ]
        assert {answer.status_code for answer in answers} <= {200, 302, 403, 404, 405}, model
    assert rows() == before


@pytest.mark.parametrize("pair", PROTECTED, ids=name)
def test_pages_to_add_and_delete_are_closed(pair: tuple[type[Model], Any], root: Client) -> None:
    model, _page = pair
    row = model._default_manager.first()
    pk = admin.utils.quote(row.pk) if row else "1"
    assert root.get(f"{base(model)}add/").status_code == 403
    assert root.post(f"{base(model)}add/", {}).status_code == 403
    if row is not None:
        assert root.get(f"{base(model)}{pk}/delete/").status_code == 403
        assert root.post(f"{base(model)}{pk}/delete/", {"post": "yes"}).status_code == 403
        assert root.post(f"{base(model)}{pk}/change/", {}).status_code == 403


@pytest.mark.parametrize("model", sorted(NEVER_DELETED, key=str), ids=lambda model: model._meta.label_lower)
def test_accounts_and_keys_are_ended_not_deleted(model: type[Model], root: Client) -> None:
    pk = "1" if model._default_manager.first() is None else model._default_manager.first().pk
    assert root.post(f"{base(model)}{pk}/delete/", {"post": "yes"}).status_code in (302, 403)
    page = admin.site._registry[model]
    request = RequestFactory().get("/")
    request.user = User.objects.get(username="root")
    assert not page.has_delete_permission(request)


def test_every_table_of_ours_that_is_shown_has_no_other_door() -> None:
    """Rows of vault, Merkle tree, nonces and log head have no page at all."""
    shown = {model._meta.label for model, _page in PAGES}
    assert not shown & {
        "registry.Identity",
        "registry.Document",
        "registry.PersonCode",
        "sync.Nonce",
        "sync.MerkleNode",
        "sync.LogHead",
        "sync.NodeIdentity",
        "rest_framework_api_key.APIKey",
    }
