"""A node's web server for a while in a process that is sampled."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from provinces.federation.state import Node
from tests.benchmarks.grounds.ground import Standing
from tests.benchmarks.reports.sampling import Profile

_AT = "tests.benchmarks.desks.at_national"


@contextmanager
def sampled(standing: Standing, node: Node, *, requests: int, title: str) -> Iterator[Callable[[], Profile]]:
    """Answer so many requests at the node's address, whose own web server is stopped; gives who fetches the profile."""
    desk = standing.desk(node)
    desk.call(f"{_AT}:listen", port=node.port)
    desk.begin(f"{_AT}:serve_sampled", requests=requests, title=title)
    yield lambda: Profile.read(desk.result())
