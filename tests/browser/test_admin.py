"""The admin as people see it: every page, both languages, light and dark, wide and phone."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from playwright.sync_api import Browser

from registry.institutions.models import InstitutionKey
from registry.people.models import HeldIdentity, Person
from tests.browser.conftest import Visit
from tests.registry.builders import PASSWORD, officer, superuser, whole_scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
READERS = {
    "zh-light-wide": ("zh-hans", "light", WIDE),
    "en-dark-wide": ("en", "dark", WIDE),
    "zh-dark-phone": ("zh-hans", "dark", PHONE),
    "en-dark-phone": ("en", "dark", PHONE),
    "en-light-phone": ("en", "light", PHONE),
}
EVERYDAY = ("zh-light-wide", "en-dark-phone")
"""Between them both languages, lights and windows."""
WHO_LOOKS = tuple(READERS) if os.environ.get("PAYQUAL_SCREENSHOTS") else EVERYDAY
"""Whoever takes pictures sees what all readers see."""


OTHER_PAGES = {
    "app": "/admin/registry/",
    "add-key": "/admin/registry/institutionkey/add/",
    "add-subscription": "/admin/registry/subscription/add/",
    "add-user": "/admin/auth/user/add/",
    "permissions": "/admin/provinces/province/520000/permissions/",
    "password": "/admin/password_change/",
}


def visit(browser: Browser, live_server: Any, pictures: Path, name: str) -> Visit:
    """Return a reader with nothing but a language, a light and a window."""
    language, scheme, window = READERS[name]
    context = browser.new_context(
        viewport=window, color_scheme=scheme, locale="zh-CN" if language == "zh-hans" else "en-GB"
    )
    context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    return Visit(context, live_server.url, pictures, name)


@pytest.mark.parametrize("name", WHO_LOOKS)
def test_every_page_is_whole(browser: Browser, live_server: Any, pictures: Path, name: str) -> None:
    whole_scene()
    superuser(password=PASSWORD)
    people = dict(zip(("shared", "career", "waiting"), Person.objects.order_by("pk"), strict=False))
    reader = visit(browser, live_server, pictures, name)
    reader.see("/admin/login/", "login")
    reader.log_in("root", PASSWORD)
    reader.see("/admin/", "overview")
    for label, person in people.items():
        reader.see(f"/admin/registry/person/{person.pk}/change/", "person-purpose")
        reader.page.click("form[action$='/purpose/'] button[type=submit]")
        reader.page.wait_for_load_state("load")
        reader.look("person", f"person-{label}")
    reader.page.click("form[action$='/vault/'] button[type=submit]")
    reader.page.wait_for_load_state("load")
    reader.look("opened vault", "person-opened")
    assert "测试丙" in reader.page.content()
    case = HeldIdentity.objects.earliest("pk")
    reader.see(f"/admin/registry/heldidentity/{case.pk}/step/settle/", "settle")
    for model in admin.site._registry:
        noun = f"{model._meta.app_label}/{model._meta.model_name}"
        reader.see(f"/admin/{noun}/", f"list-{model._meta.model_name}", whole=False)
        row = model._default_manager.first()
        if row is not None and model is not Person:
            pk = admin.utils.quote(row.pk)
            reader.see(f"/admin/{noun}/{pk}/change/", f"page-{model._meta.model_name}")
    for label, path in OTHER_PAGES.items():
        reader.see(path, label)
    reader.context.close()
    assert not reader.faults, "\n".join(reader.faults)


def test_a_limited_officer_sees_the_own_province(browser: Browser, live_server: Any, pictures: Path) -> None:
    whole_scene()
    officer("limited", "520000", password=PASSWORD)
    reader = visit(browser, live_server, pictures, "zh-light-wide")
    reader.log_in("limited", PASSWORD)
    reader.see("/admin/", "overview-limited")
    assert "蒙医保" not in reader.page.content()
    reader.context.close()
    assert not reader.faults, "\n".join(reader.faults)


def test_a_key_is_made_in_the_browser(browser: Browser, live_server: Any, pictures: Path) -> None:
    whole_scene()
    superuser(password=PASSWORD)
    reader = visit(browser, live_server, pictures, "zh-light-wide")
    reader.log_in("root", PASSWORD)
    reader.see("/admin/registry/institutionkey/add/")
    reader.page.click(".select2-selection")
    reader.page.fill(".select2-search__field", "大药房")
    reader.page.click(".select2-results__option:has-text('示例大药房')")
    reader.page.fill("#id_name", "收费窗口")
    reader.page.click("button[name=_save]")
    reader.page.wait_for_selector(".pq-key")
    reader.look("key issued", "key-issued")
    key = reader.page.inner_text(".pq-key")
    assert InstitutionKey.objects.get_from_key(key).institution_id == "H52000000002"
    reader.context.close()
    assert not reader.faults, "\n".join(reader.faults)


def test_language_and_light_are_switched_on_the_page(browser: Browser, live_server: Any, pictures: Path) -> None:
    superuser(password=PASSWORD)
    reader = visit(browser, live_server, pictures, "zh-light-wide")
    reader.log_in("root", PASSWORD)
    assert reader.page.inner_text("#site-name").strip() == "医保支付资格管理"
    reader.page.click("text=root")
    reader.page.click("button:has-text('English')")
    reader.page.wait_for_load_state("load")
    assert reader.page.inner_text("#site-name").strip() == "Payment Qualification Registry"
    reader.page.click("text=root")
    reader.page.click('[x-on\\:click*="dark"]')
    assert "dark" in (reader.page.get_attribute("html", "class") or "")
    reader.page.wait_for_timeout(400)  # colours fade over
    reader.look("switched", "switched")
    reader.context.close()
    assert not reader.faults, "\n".join(reader.faults)


def test_a_wrong_password_is_told_so(browser: Browser, live_server: Any, pictures: Path) -> None:
    superuser(password=PASSWORD)
    reader = visit(browser, live_server, pictures, "zh-dark-phone")
    reader.page.goto(f"{reader.base}/admin/login/")
    reader.page.fill("#id_username", "root")
    reader.page.fill("#id_password", "wrong")
    reader.page.click("button[type=submit]")
    reader.page.wait_for_load_state("load")
    reader.look("wrong password", "login-wrong")
    assert "请输入" in reader.page.inner_text("body")
    reader.context.close()
    assert not reader.faults, "\n".join(reader.faults)
