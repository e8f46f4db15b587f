"""How long a decision takes to hold everywhere: every node's standing of some people, asked again and again."""

import threading
import time
from collections.abc import Sequence
from datetime import date
from types import TracebackType
from typing import Self

from provinces.federation.demo.doors import Door, status_of
from provinces.federation.errors import NodeFailedError, NotSettledError
from provinces.federation.state import Node

_PAUSE = 0.02  # seconds between two rounds at one node


class Watch:
    """Asks each node in a thread of its own, and keeps when it first gave a status; a context manager."""

    def __init__(self, nodes: Sequence[Node], people: Sequence[str], on: date) -> None:
        self._people, self._on = people, on
        self._seen: dict[tuple[str, str, str], float] = {}
        self._last_error = ""
        self._over = threading.Event()
        self._divisions = [node.division for node in nodes]
        self._threads = [threading.Thread(target=self._ask, args=(node,), daemon=True) for node in nodes]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, node: Node) -> None:
        door = Door(node)
        try:
            while not self._over.wait(_PAUSE):
                for person in self._people:
                    try:
                        status = status_of(door.standing(node.officer["token"], person, self._on))
                    except NodeFailedError as error:
                        self._last_error = str(error)
                        continue
                    self._seen.setdefault((node.division, person, status), time.time())
        finally:
            door.close()

    def wait(self, statuses: dict[str, str], timeout: float = 60.0) -> dict[str, float]:
        """Return, for each person, when the last node first gave the status named (seconds since 1970).

        Raises `NotSettledError` when a node does not come to it in time.
        """
        deadline = time.monotonic() + timeout
        while True:
            missing = [
                (division, person)
                for person, status in statuses.items()
                for division in self._divisions
                if (division, person, status) not in self._seen
            ]
            if not missing:
                return {
                    person: max(self._seen[division, person, status] for division in self._divisions)
                    for person, status in statuses.items()
                }
            if time.monotonic() > deadline:
                where = ", ".join(sorted({division for division, _ in missing}))
                raise NotSettledError(f"Not enforced after {timeout:g} s in {where}. {self._last_error}")
            time.sleep(0.01)
