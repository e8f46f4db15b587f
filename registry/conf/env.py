"""Reads the environment into typed settings, once, with a clear refusal for what is wrong.

| variable | meaning | default |
|---|---|---|
| ``DATABASE_URL`` | PostgreSQL of this node | own server under ``var/`` |
| ``BROKER_URL`` | Celery's broker | the same PostgreSQL |
| ``PAYQUAL_DIVISION`` | whose node this is, GB/T 2260 | ``000000`` |
| ``PAYQUAL_DIR`` | folder of secrets and logs | ``var/<division>`` |
| ``PAYQUAL_NATIONAL_URL`` | where national answers | – |
| ``PAYQUAL_NATIONAL_KEY`` | national's public key, base64, pinned | – |
| ``PAYQUAL_NODE_KEY`` | file of this node's private key | ``PAYQUAL_DIR/node.key`` |
| ``PAYQUAL_VAULT_KEY`` | 32 bytes, base64: seals identities | ``PAYQUAL_DIR/vault.key`` |
| ``PAYQUAL_SECRET_KEY`` | Django's secret | ``PAYQUAL_DIR/secret.key`` |
| ``PAYQUAL_BASE_URL`` | where this node answers | ``http://127.0.0.1:8000`` |
| ``PAYQUAL_ALLOWED_HOSTS`` | comma-separated host names | host of the base URL |
| ``PAYQUAL_STALE_AFTER`` | seconds without news after which the till hears `indeterminate`: 60 to 86400 | ``900`` |
| ``PAYQUAL_SECOND_FACTOR`` | who must have one: ``binding`` (staff who can bind others) or ``everyone`` | ``binding`` |
| ``PAYQUAL_SESSION_IDLE_MINUTES`` | after which an unused session is over, 5 to 480 | ``30`` |
| ``PAYQUAL_SESSION_HOURS`` | after which any session is over, 1 to 24 | ``8`` |
| ``PAYQUAL_FRESH_MINUTES`` | after which a step that binds asks again who one is, 1 to 60 | ``10`` |
| ``PAYQUAL_TRUSTED_PROXIES`` | own proxies that add to ``X-Forwarded-For`` | ``1``, on plain HTTP ``0`` |
| ``PAYQUAL_INSECURE_HTTP`` | ``1`` serves plain HTTP on loopback | off |
| ``PAYQUAL_DEBUG`` | ``1`` shows Django's debug pages | off |
"""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]


def text(name: str, default: str = "") -> str:
    """Return a variable, without blanks at its ends."""
    return os.environ.get(name, default).strip()


def flag(name: str) -> bool:
    """Return whether a variable is switched on."""
    return text(name).lower() in ("1", "true", "yes", "on")


def number(name: str, default: int, *, least: int = 1, most: int = 10**9) -> int:
    """Return a whole number within bounds."""
    value = text(name, str(default))
    if not value.isdecimal() or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}, not {value!r}")
    return int(value)


DIVISION = text("PAYQUAL_DIVISION", "000000")
DIRECTORY = Path(text("PAYQUAL_DIR") or ROOT / "var" / DIVISION)
BASE_URL = text("PAYQUAL_BASE_URL", "http://127.0.0.1:8000")


def database() -> dict[str, object]:
    """Return Django's database settings from ``DATABASE_URL``.

    Without it the settings name a server that does not exist: ``manage.py`` and the tests start one and set the
    variable before settings are read; a command that needs no database runs all the same.
    """
    url = text("DATABASE_URL") or "postgresql://payqual@127.0.0.1:1/no-database-url"
    settings = dict(dj_database_url.parse(url, conn_max_age=None, conn_health_checks=True))
    if "postgresql" not in str(settings.get("ENGINE")):
        raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database")
    return settings


def secret(variable: str, file_name: str) -> str:
    """Return a secret from the environment, else from a file of the node's folder, which is made on first use."""
    if value := text(variable):
        return value
    path = DIRECTORY / file_name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = secrets.token_urlsafe(48)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(descriptor, "w") as file:
                file.write(made)
    return path.read_text().strip()


def allowed_hosts() -> list[str]:
    """Return the host names this node answers to."""
    hosts = [host for host in text("PAYQUAL_ALLOWED_HOSTS").split(",") if host]
    return hosts or [urlsplit(BASE_URL).hostname or "127.0.0.1"]
