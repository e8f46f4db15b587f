"""The worker: Celery with its broker in the node's own PostgreSQL (kombu's pgmq transport)."""

import atexit
import gc
import os
from urllib.parse import urlsplit

import django
from celery import Celery
from celery.signals import worker_init
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg_pool import ConnectionPool

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.conf.national")
django.setup()

from django.conf import settings  # noqa: E402 - after setup
from django.core.exceptions import ImproperlyConfigured  # noqa: E402

from registry.conf import checks  # noqa: E402


def broker(url: str) -> dict[str, object]:
    """Return Celery's broker settings: pgmq for a PostgreSQL address, anything else (RabbitMQ, say) as it is."""
    if urlsplit(url).scheme not in ("postgres", "postgresql"):
        return {"broker_url": url}
    # In libpq's own notation: pgmq would take a socket's folder, quoted in a URL, for a host name.
    address = make_conninfo("", **conninfo_to_dict(url))
    options = {"init_extension": False, "visibility_timeout": 1800, "conn_string": address}
    return {"broker_url": "pgmq://localhost", "broker_transport_options": options}


app = Celery("payqual")
app.conf.update(
    settings.CELERY
    | broker(str(settings.CELERY["broker_url"]))
    | {
        "broker_connection_retry_on_startup": True,
        "beat_schedule": settings.BEAT_SCHEDULE,
        "beat_schedule_filename": os.path.join(settings.NODE_DIR, "beat"),
    }
)
app.autodiscover_tasks(["sync", "registry", "provinces"])


@worker_init.connect
def _refuse_to_start(**kwargs: object) -> None:
    """End the worker before it takes work when identity, role and keys disagree."""
    try:
        checks.refuse_to_start()
    except ImproperlyConfigured as error:
        # Celery logs exceptions of its signals and goes on; leaving is understood.
        raise SystemExit(f"refused to start: {error}") from error


@atexit.register
def close_pools() -> None:
    """Close the broker's connection pools while their threads still run.

    kombu leaves some open; the interpreter would wait five seconds for each of them at the end.
    """
    for found in gc.get_objects():
        if type(found) is ConnectionPool:
            found.close()
