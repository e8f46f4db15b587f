"""Every page opens: lists, details, searches, the first page, in both languages."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.utils.timezone import now
from django.utils.translation import override

from registry.doors.admin.titles import rule_text
from sync.models import Cursor


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_list_and_every_first_row_opens(root: Client, language: str) -> None:
    client = root
    client.cookies["django_language"] = language
    assert client.get("/admin/").status_code == 200
    for model in admin.site._registry:
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        assert client.get(base).status_code == 200, base
        assert client.get(base, {"q": "1"}).status_code == 200, base
        row = model._default_manager.first()
        if row is not None:
            response = client.get(f"{base}{admin.utils.quote(row.pk)}/change/")
            assert response.status_code == 200, response.url if hasattr(response, "url") else base


@pytest.mark.parametrize(
    ("role", "division", "language", "words"),
    [
        pytest.param("national", "000000", "zh-hans", ("国家", "国家登记平台"), id="national, Chinese"),
        pytest.param("national", "000000", "en", ("National", "National registry"), id="national, English"),
        pytest.param("province", "520000", "zh-hans", ("贵州省", "省级节点"), id="Guizhou, Chinese"),
        pytest.param("province", "520000", "en", ("Guizhou", "Provincial node"), id="Guizhou, English"),
    ],
)
def test_every_page_says_whose_node_it_is(
    root: Client, settings: Any, role: str, division: str, language: str, words: tuple[str, str]
) -> None:
    settings.ROLE, settings.DIVISION = role, division
    root.cookies["django_language"] = language
    for address in ("/admin/", "/admin/registry/person/"):
        text = root.get(address).content.decode()
        assert f"{words[0]} · {words[1]}" in text
        assert "医保支付资格管理 / Payment Qualification Registry" in text


@pytest.mark.parametrize(
    ("rule", "chinese"),
    [
        ("医保办发〔2024〕34号 art. 29", "医保办发〔2024〕34号第29条"),
        ("医保办发〔2024〕34号 arts. 29, 36", "医保办发〔2024〕34号第29、36条"),
        ("本省规则", "本省规则"),
        ("", ""),
    ],
)
def test_articles_are_cited_in_the_readers_language(rule: str, chinese: str) -> None:
    with override("zh-hans"):
        assert rule_text(rule) == chinese
    with override("en"):
        assert rule_text(rule) == rule


def test_what_is_wrong_with_the_node_is_said_on_the_first_page(root: Client) -> None:
    root.cookies["django_language"] = "en"
    Cursor.objects.update(verified_at=now() - timedelta(days=3))
    text = root.get("/admin/").content.decode()
    assert "Nothing is known here since" in text
    assert "15 min without news" in text
    Cursor.objects.update(failing_since=now(), last_error="log_mismatch: the roots differ")
    text = root.get("/admin/").content.decode()
    assert "log_mismatch: the roots differ" in text
    assert "2 statements were held or refused by national." in text
