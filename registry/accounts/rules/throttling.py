"""How many tries, and how soon the next: buckets that drain evenly, so nobody is ever shut out for good.

A bucket holds as many tries as it has room for; each try fills one place, and one place is free again after `every`.
All that is kept of it is the instant at which it will be empty.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Room for `tries` at once, and one more after each `every`."""

    tries: int
    every: timedelta


BROWSER = Limit(tries=10, every=timedelta(minutes=1))
"""An account in a browser in which it came in before: nobody else can use this one up."""
PAIR = Limit(tries=5, every=timedelta(minutes=3))
"""An account from one address, in a browser that nobody knows."""
ADDRESS = Limit(tries=60, every=timedelta(seconds=15))
"""Any accounts from one address: an office of hundreds stands behind one."""
ACCOUNT = Limit(tries=20, every=timedelta(seconds=10))
"""An account from anywhere, in browsers that nobody knows: others can make its owner wait seconds, and no longer."""
CODE = Limit(tries=10, every=timedelta(minutes=6))
"""Codes of a second factor, from anywhere: only who knows the password gets so far."""


def filled(empty_at: datetime | None, limit: Limit, now: datetime) -> datetime:
    """Return when a bucket is empty if a try is put into it now."""
    return max(empty_at or now, now) + limit.every


def freed(empty_at: datetime, limit: Limit) -> datetime:
    """Return when a bucket is empty if a try is taken out again."""
    return empty_at - limit.every


def wait(empty_at: datetime | None, limit: Limit, now: datetime) -> timedelta:
    """Return how long there is no room for a try; nothing where there is room now."""
    over = filled(empty_at, limit, now) - now - limit.tries * limit.every
    return max(over, timedelta())
