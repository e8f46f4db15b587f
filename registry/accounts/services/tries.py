"""Lets somebody try to come in, or says how long to wait: by account and address, and never so that others suffer.

Others can fill the buckets of an account from their own addresses, and those of their own addresses. Where the owner
came in before, the browser has a bucket of its own that only it can fill, and none of theirs is asked. In a browser
that nobody knows, others can make the owner wait some seconds (`throttling.ACCOUNT`).

A try is counted before the password is looked at, so a hundred at once are not a hundred guesses.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from registry.accounts.models import Tries
from registry.accounts.rules import throttling
from registry.accounts.rules.throttling import Limit
from registry.accounts.services.origins import Origin
from registry.vault.services.seals import hash_try
from sync.wire.refusals import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """A try that was counted; `last` says that there was no room for another one after it."""

    buckets: Mapping[bytes, Limit]
    address: bytes | None
    last: bool


def password_try(name: str, browser: str, origin: Origin, *, now: datetime) -> Try:
    """Count a try of a password for a name as typed. Raises Refused `tries_too_many` where it has to wait.

    `browser` is by what a browser is known in which this account came in before; empty where it is not known. Names
    that nobody has are counted alike: whether there is such an account is not told.
    """
    typed = name.strip().casefold()
    if browser:
        return _take({hash_try("browser", typed, browser): throttling.BROWSER}, None, now)
    address = hash_try("address", origin.network)
    return _take(
        {
            hash_try("pair", typed, origin.network): throttling.PAIR,
            address: throttling.ADDRESS,
            hash_try("account", typed): throttling.ACCOUNT,
        },
        address,
        now,
    )


def code_try(account_id: int, *, now: datetime) -> Try:
    """Count a try of a second factor's code. Raises Refused `tries_too_many` where it has to wait."""
    return _take({hash_try("code", str(account_id)): throttling.CODE}, None, now)


def forget(tried: Try) -> None:
    """Forget the tries before a success; of an address only this one, or a guesser's own account would free it."""
    for key, limit in tried.buckets.items():
        rows = Tries.objects.filter(key=key)
        if key == tried.address:
            with transaction.atomic():
                for row in rows.select_for_update():
                    rows.update(empty_at=throttling.freed(row.empty_at, limit))
        else:
            rows.delete()


def forget_old(now: datetime) -> int:
    """Remove buckets that are empty; return how many."""
    return Tries.objects.filter(empty_at__lt=now).delete()[0]


def _take(buckets: Mapping[bytes, Limit], address: bytes | None, now: datetime) -> Try:
    with transaction.atomic():
        Tries.objects.bulk_create([Tries(key=key, empty_at=now) for key in sorted(buckets)], ignore_conflicts=True)
        rows = Tries.objects.select_for_update().filter(key__in=list(buckets)).order_by("key")
        found = {bytes(row.key): row for row in rows}
        waits = [throttling.wait(row.empty_at, buckets[key], now) for key, row in found.items()]
        if longest := max(waits, default=timedelta()):
            raise _too_many(longest)
        for key, row in found.items():
            row.empty_at = throttling.filled(row.empty_at, buckets[key], now)
        Tries.objects.bulk_update(found.values(), ["empty_at"])
    paced = throttling.ACCOUNT
    last = any(
        throttling.wait(row.empty_at, buckets[key], now) for key, row in found.items() if buckets[key] is not paced
    )
    return Try(buckets=buckets, address=address, last=last)


def _too_many(wait: timedelta) -> Refused:
    seconds = math.ceil(wait.total_seconds())
    if seconds <= 90:
        return Refused.because("tries_too_many", seconds=seconds)
    return Refused.because("tries_too_many_minutes", minutes=math.ceil(seconds / 60))
