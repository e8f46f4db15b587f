"""Every page opens: lists, details, searches, the first page, in both languages."""

import pytest
from django.contrib import admin
from django.test import Client


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
