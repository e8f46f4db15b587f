"""Provinces and how their facts come in as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProvincesConfig(AppConfig):
    """Whose it is."""

    name = "provinces"
    verbose_name = _("Provinces")
    default_auto_field = "django.db.models.BigAutoField"
