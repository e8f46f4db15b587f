"""The registry of persons and their standing as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    """The app of the registry: people, decisions, and the standing that follows."""

    name = "registry"
    verbose_name = _("Registry")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let every room read packs, tell sync what this app says on the log, and have it checked that it is kept.

        From here on what happens to accounts is noticed.
        """
        import registry.statements.checks  # noqa: F401 - registers the check
        from registry import matters, parameters, refusals, topics
        from registry.accounts.services import changes

        refusals.say_all()
        parameters.register_all()
        topics.register_all()
        matters.register_all()
        changes.watch()
