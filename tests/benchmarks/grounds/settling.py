"""Waiting until everything that was stated has reached everybody who should have it."""

from collections.abc import Sequence
from dataclasses import replace

from provinces.federation import watch
from provinces.federation.state import Node
from tests.benchmarks.grounds.ground import Standing


def settle(standing: Standing, *, seconds: float, only: Sequence[Node] = ()) -> int:
    """Return when every outbox is empty and every cursor level, of these provinces or of all; gives the log's size.

    Raises NotSettledError. The provinces' workers must be running.
    """
    federation = standing.federation
    if only:
        federation = replace(federation, provinces={node.division: node for node in only})
    nodes = watch.settle(federation, seconds)
    return int(nodes[0].position or 0)
