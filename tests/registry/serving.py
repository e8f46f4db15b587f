"""Serving pages and calls in tests."""

from typing import Any


def without_static_files(settings: Any) -> None:
    """Leave out what searches every package for static files whenever a client is made."""
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "whitenoise" not in each]
