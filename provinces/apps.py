"""Provinces and how their facts come in as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ProvincesConfig(AppConfig):
    """The app of provinces: their nodes, their offices, and how facts come in."""

    name = "provinces"
    verbose_name = _("Provinces")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the provinces and the groups of the duties written down whenever their tables may be new.

        Who holds a duty reads everything on the own node.
        """
        import provinces.refusals  # noqa: F401 - its sentences stand in the book
        from provinces.kinds import register_all
        from provinces.office.services.officers import PERMISSIONS, ensure_groups
        from provinces.office.services.province_list import ensure_provinces
        from sync.scope import register_opening

        post_migrate.connect(ensure_provinces, sender=self)
        post_migrate.connect(ensure_groups, sender=self)
        register_opening(PERMISSIONS.values())
        register_all()
