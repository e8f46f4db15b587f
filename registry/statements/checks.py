"""A check at start-up: no topic takes a body that its table could not keep."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from registry.statements.topics import declared


@register
def bodies_and_tables_agree(app_configs: Sequence[AppConfig] | None, **options: object) -> list[CheckMessage]:
    """Name every member that has no column, every column that has no member, and what would not fit."""
    return [
        Error(f"{topic.name}: {why}", id="payqual.E002")
        for topic in declared()
        for why in topic.handler.disagreements()
    ]
