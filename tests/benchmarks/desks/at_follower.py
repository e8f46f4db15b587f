"""What a node that follows the log does, called at its desk."""

import time
from contextlib import nullcontext
from typing import Any

from sync import follower
from sync.client import NationalClient
from sync.models import Cursor
from sync.reading import ReadingAhead
from tests.benchmarks.reports.sampling import Sampler


def catch_up(sample: bool) -> dict[str, Any]:
    """Read and apply pages until the node is level with national; return entries, seconds and, if asked, a profile."""
    sampler, client = Sampler(), NationalClient()
    before = _position()
    started = time.perf_counter()
    with ReadingAhead(client) as reader, sampler if sample else nullcontext():
        while not follower.follow_once(0, client=client, reader=reader).level:
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
    sampler, client = Sampler(), NationalClient()
    until = _position() + entries
    with sampler:
        while follower.follow_once(5, client=client).position < until:
            pass
    return sampler.profile("a province waits and applies, one decision at a time").document()
