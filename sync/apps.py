"""The federation's transport as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SyncConfig(AppConfig):
    """The app of the federation: how statements travel between nodes."""

    name = "sync"
    verbose_name = _("Synchronisation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the federation's own topics known, and how it refuses."""
        from sync import nodes, refusals

        refusals.say_all()
        nodes.register_all()
