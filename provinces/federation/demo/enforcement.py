"""How long a decision takes to hold everywhere: every node is asked for some people's standing until it changes."""

import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from datetime import date
from types import TracebackType
from typing import Self

from provinces.federation.demo.doors import Door, status_of
from provinces.federation.errors import NodeFailedError, NotSettledError
from provinces.federation.state import Node

_PAUSE = 0.05  # seconds before an unchanged standing is asked for again


class Watch:
    """Asks each node in a thread of its own, and keeps when it first gave another status; a context manager.

    One question is out per node at a time: who asks must not slow down those who answer.
    """

    def __init__(self, nodes: Sequence[Node], before: Mapping[str, str], on: date) -> None:
        """`before`: people and the status they are known to have."""
        self._before, self._on = before, on
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
        unchanged = deque(self._before)
        try:
            while unchanged and not self._over.is_set():
                person = unchanged[0]
                try:
                    status = status_of(door.standing(node.officer["token"], person, self._on))
                except NodeFailedError as error:
                    self._last_error = str(error)
                    status = self._before[person]
                if status == self._before[person]:
                    unchanged.rotate(-1)
                    self._over.wait(_PAUSE)
                else:
                    self._seen[node.division, person, status] = time.time()
                    unchanged.popleft()
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
