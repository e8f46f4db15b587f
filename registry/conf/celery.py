"""The worker: Celery with its broker in the node's own PostgreSQL (kombu's pgmq transport)."""

import os
from urllib.parse import urlsplit

import django
from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.conf.national")
django.setup()

from django.conf import settings  # noqa: E402 - after setup


def broker_url(url: str) -> str:
    """Return the pgmq form of a PostgreSQL address; anything else (RabbitMQ, say) stays as it is."""
    parts = urlsplit(url)
    return parts._replace(scheme="pgmq").geturl() if parts.scheme in ("postgres", "postgresql") else url


app = Celery("payqual")
app.conf.update(
    settings.CELERY
    | {
        "broker_url": broker_url(str(settings.CELERY["broker_url"])),
        "broker_transport_options": {"init_extension": False, "visibility_timeout": 1800},
        "broker_connection_retry_on_startup": True,
        "beat_schedule": settings.BEAT_SCHEDULE,
        "beat_schedule_filename": os.path.join(settings.NODE_DIR, "beat"),
    }
)
app.autodiscover_tasks(["sync", "registry", "provinces"])
