"""Waiting until everything that was stated has reached everybody who should have it."""

from provinces.federation import watch
from provinces.federation.state import Federation
from tests.benchmarks.ground import Standing


def settle(standing: Standing, *, seconds: float) -> int:
    """Return when every outbox is empty and every cursor level; gives the log's size.

    Raises NotSettledError. All workers must be running.
    """
    federation: Federation = standing.federation
    nodes = watch.settle(federation, seconds)
    return int(nodes[0].position or 0)
