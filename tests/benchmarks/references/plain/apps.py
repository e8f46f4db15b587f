"""The app of the plain endpoint."""

from django.apps import AppConfig


class PlainConfig(AppConfig):
    """One table, made by `python -m tests.benchmarks.references.plain`."""

    name = "tests.benchmarks.references.plain"
    label = "plain"
    default_auto_field = "django.db.models.BigAutoField"
