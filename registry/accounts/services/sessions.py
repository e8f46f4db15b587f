"""Ends sessions: one of them, all others of an account, or those that are over."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q

from registry.accounts.codes import AccountEventKind
from registry.accounts.models import AccountSession
from registry.accounts.services import events


def end(session: AccountSession, *, acting: User | None, now: datetime) -> None:
    """End a session; its browser has to come in again."""
    deleted, _each = AccountSession.objects.filter(pk=session.pk).delete()
    if deleted and session.account is not None:
        where = " ".join(filter(None, (session.address, session.agent)))
        events.record(AccountEventKind.SESSION_ENDED, session.account, acting=acting, now=now, detail=where)


def end_others(account: User, *, kept: str | None, acting: User | None, now: datetime) -> int:
    """End all sessions of an account but the one with the key `kept`; return how many."""
    others = AccountSession.objects.filter(account=account).exclude(session_key=kept or "")
    found = list(others.select_related("account"))
    for session in found:
        end(session, acting=acting, now=now)
    return len(found)


def end_over(session: AccountSession, *, now: datetime) -> bool:
    """End a session if one of its limits is reached; return whether it is over."""
    limit = session.over(now)
    if not limit:
        return False
    deleted, _each = AccountSession.objects.filter(pk=session.pk).delete()
    if deleted and session.account is not None:
        events.record(AccountEventKind.SESSION_ENDED, session.account, acting=None, now=now, detail=limit)
    return True


def end_all_over(now: datetime) -> int:
    """End the sessions that are over and that no browser asked for any more; return how many."""
    idle = now - timedelta(minutes=settings.SESSION_IDLE_MINUTES)
    old = now - timedelta(hours=settings.SESSION_HOURS)
    found = AccountSession.objects.filter(Q(seen_at__lte=idle) | Q(started_at__lte=old)).select_related("account")
    return sum(end_over(session, now=now) for session in found)
