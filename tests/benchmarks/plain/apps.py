"""The app of the plain endpoint."""

from django.apps import AppConfig


class PlainConfig(AppConfig):
    """One table, made by `python -m tests.benchmarks.plain`."""

    name = "tests.benchmarks.plain"
    label = "plain"
    default_auto_field = "django.db.models.BigAutoField"
