"""What a node that follows the log does, called at its desk."""

import time
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any

from sync import follower
from sync.models import Cursor
from tests.benchmarks.sampling import Sampler


def catch_up(sample: bool) -> dict[str, Any]:
    """Read and apply pages until the node is level with national; return entries, seconds and, if asked, a profile."""
    sampler = Sampler()
    before = _position()
    started = time.perf_counter()
    with sampler if sample else nullcontext():
        while follower.follow_once(0, now=datetime.now(UTC)):
            pass
    seconds = time.perf_counter() - started
    found: dict[str, Any] = {"entries": _position() - before, "seconds": seconds}
    if sample:
        found["profile"] = sampler.profile("a node catches up").document()
    return found


def _position() -> int:
    return Cursor.objects.values_list("position", flat=True).first() or 0


def follow_sampled(entries: int) -> dict[str, Any]:
    """Wait for entries and apply them as they come, until there were so many; return the profile."""
    sampler = Sampler()
    until = _position() + entries
    with sampler:
        while _position() < until:
            follower.follow_once(5, now=datetime.now(UTC))
    return sampler.profile("a province waits and applies, one decision at a time").document()
