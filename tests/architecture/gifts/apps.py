"""The room as a Django app: it brings topics, kinds of work and of file, and its API along when Django starts."""

from django.apps import AppConfig


class GiftsConfig(AppConfig):
    """Gifts received."""

    name = "tests.architecture.gifts"
    label = "gifts"
    api_province = "tests.architecture.gifts.urls"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from provinces.intake import kinds as files
        from provinces.office import kinds as work
        from sync.topics import register
        from tests.architecture.gifts import intake, kinds, services

        for topic in services.TOPICS:
            register(topic)
        files.register(intake.KIND)
        work.register(*kinds.KINDS)
