"""The federation's transport as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SyncConfig(AppConfig):
    """The app of the federation: how statements travel between nodes."""

    name = "sync"
    verbose_name = _("Synchronisation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the federation's own topics known, and how it refuses."""
        from sync import grants, matters, membership, nodes, proposals, refusals, rulings

        refusals.say_all()
        nodes.register_all()
        for matter in (*membership.MATTERS, *rulings.MATTERS):
            matters.register(matter)
        post_migrate.connect(proposals.tell_which_bind, sender=self)
        post_migrate.connect(grants.have_triggers_hold, sender=self)
