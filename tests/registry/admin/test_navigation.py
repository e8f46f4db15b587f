"""The sidebar shows where the reader is: one page at a time, also where addresses begin alike."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import RequestFactory
from django.urls import reverse

from registry.doors.admin import navigation
from sync.admin.base import ScopedAdmin
from tests.registry.builders import superuser

pytestmark = pytest.mark.django_db


def lit(rf: RequestFactory, path: str, user: User) -> list[str]:
    """Return the links of the items that are marked."""
    request = rf.get(path)
    request.user = user
    items: list[dict[str, Any]] = [item for group in navigation.sidebar(request) for item in group["items"]]
    return [item["link"] for item in items if item["active"](request)]


@pytest.mark.parametrize(
    ("name", "below"),
    [
        pytest.param("registry_institution_changelist", "", id="a list"),
        pytest.param("registry_institution_changelist", "H52000000001/change/", id="a page of the list"),
        pytest.param("registry_institution_met", "", id="a page whose address begins like the list's"),
        pytest.param("registry_institution_returns", "", id="another one"),
        pytest.param("index", "", id="the overview"),
    ],
)
def test_one_page_is_lit(rf: RequestFactory, name: str, below: str) -> None:
    link = reverse(f"admin:{name}")
    assert lit(rf, link + below, superuser()) == [link]


def test_elsewhere_nothing_is_lit(rf: RequestFactory) -> None:
    assert lit(rf, reverse("admin:password_change"), superuser()) == []


def test_each_place_is_taken_once() -> None:
    """Two pages at one place would change about with the order in which their rooms are loaded."""
    places = [page.menu[:2] for page in admin.site._registry.values() if isinstance(page, ScopedAdmin) and page.menu]
    places += [page.menu[:2] for page in navigation._pages]
    assert sorted(places) == sorted(set(places))
    assert {group for group, _place in places} == set(navigation.GROUPS)
