"""What apps beside the three of the house answer under ``api/v1/``: an app's config names its module of addresses."""

from django.apps import apps
from django.urls import URLResolver, include, path


def of_apps(role: str) -> list[URLResolver]:
    """Return the addresses that installed apps bring along: their config's `api_national` or `api_province`."""
    named = (getattr(config, f"api_{role}", None) for config in apps.get_app_configs())
    return [path("api/v1/", include(module)) for module in named if module]
