"""A node whose stored identity, role and keys disagree does not start, and says why.

Commands hear it from Django's system checks, web processes and workers when they start.
"""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured


@register()
def identity_agrees(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """Compare settings, database and key file; an empty database has nothing to disagree with yet."""
    from sync import identity

    return [Error(found, id="payqual.E001") for found in identity.disagreements(started=False)]


BOUNDS = {
    "SESSION_IDLE_MINUTES": (5, 480),
    "SESSION_HOURS": (1, 24),
    "FRESH_MINUTES": (1, 60),
    "TRUSTED_PROXIES": (0, 5),
}
"""Within which an installation may set how sessions go."""


@register(Tags.security)
def sessions_are_bounded(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """See that what an installation sets for log-in lies within bounds."""
    from django.conf import settings

    found: list[CheckMessage] = [
        Error(f"PAYQUAL_{name} must be {least} to {most}, not {value}.", id="payqual.E002")
        for name, (least, most) in BOUNDS.items()
        if not least <= (value := getattr(settings, name)) <= most
    ]
    if settings.SECOND_FACTOR_FOR not in ("binding", "everyone"):
        found.append(Error("PAYQUAL_SECOND_FACTOR must be binding or everyone.", id="payqual.E003"))
    return found


@register(Tags.database, deploy=True)
def evidence_is_not_owned(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """See that the node works under a role that cannot switch off what protects its evidence."""
    from sync import grants

    owned = grants.owned_evidence()
    if not owned:
        return []
    return [
        Warning(
            f"This node's database role owns {len(owned)} append-only tables, {owned[0]} among them.",
            hint="Migrate as the owner, run `manage.py grants --role ROLE`, and put that role into DATABASE_URL.",
            id="payqual.W001",
        )
    ]


def refuse_to_start() -> None:
    """Raise ImproperlyConfigured unless the node has an identity with which settings and key file agree."""
    from django.db import connection

    from sync import identity

    found = identity.disagreements(started=True)
    if not connection.in_atomic_block:
        connection.close()  # the thread that asked here will not ask again
    if found:
        raise ImproperlyConfigured(" ".join(found))
