"""The room as a Django app: it brings its topics and its kind of file along when Django starts."""

from django.apps import AppConfig


class GiftsConfig(AppConfig):
    """Gifts received."""

    name = "tests.architecture.gifts"
    label = "gifts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from provinces.intake import kinds
        from sync.topics import register
        from tests.architecture.gifts import intake, services

        for topic in services.TOPICS:
            register(topic)
        kinds.register(intake.KIND)
