"""Keeps what happens to accounts: every success, failure and change, and never a secret."""

from datetime import datetime

from django.contrib.auth.models import User

from registry.accounts.codes import AccountEventKind
from registry.accounts.models import AccountEvent
from registry.accounts.models.events import DETAIL_LENGTH
from registry.accounts.services.origins import Origin, current_origin


def record(
    kind: AccountEventKind,
    account: User | None,
    *,
    acting: User | None,
    now: datetime,
    origin: Origin | None = None,
    detail: str = "",
) -> None:
    """Keep that something happened to an account. Without `origin`, from where the request being answered comes."""
    found = current_origin() if origin is None else origin
    AccountEvent.objects.create(
        kind=kind,
        account=account,
        account_name=account.get_username() if account else "",
        acting=acting,
        acting_name=acting.get_username() if acting else "",
        at=now,
        address=found.address,
        agent=found.agent,
        detail=detail[:DETAIL_LENGTH],
    )
