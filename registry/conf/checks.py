"""A node whose stored identity, role and keys disagree does not start, and says why.

Commands hear it from Django's system checks, web processes and workers when they start.
"""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured


@register()
def identity_agrees(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Compare settings, database and key file; an empty database has nothing to disagree with yet."""
    from sync import identity

    return [Error(found, id="payqual.E001") for found in identity.disagreements(started=False)]


def refuse_to_start() -> None:
    """Raise ImproperlyConfigured unless the node has an identity with which settings and key file agree."""
    from django.db import connection

    from sync import identity

    found = identity.disagreements(started=True)
    if not connection.in_atomic_block:
        connection.close()  # the thread that asked here will not ask again
    if found:
        raise ImproperlyConfigured(" ".join(found))
