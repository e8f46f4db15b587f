"""Waiting for what other processes do."""

import socket
import time
from collections.abc import Callable
from pathlib import Path

from provinces.federation.processes import Child


class TookTooLong(RuntimeError):
    """Something did not come to be in time."""


def until(what: str, holds: Callable[[], bool], *, seconds: float = 180.0, every: float = 0.02) -> float:
    """Return when it holds, with the seconds that took. Raises TookTooLong."""
    started = time.monotonic()
    while not holds():
        if time.monotonic() - started > seconds:
            raise TookTooLong(f"after {seconds:g} s still not: {what}")
        time.sleep(every)
    return time.monotonic() - started


def until_it_listens(port: int, child: Child, log: Path) -> None:
    """Return when somebody answers on a port. Raises TookTooLong, also when the program has ended."""

    def listens() -> bool:
        if not child.alive:
            raise TookTooLong(f"{child.program.name} ended: {log.read_text(errors='replace')[-800:]}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            return False
        return True

    until(f"{child.program.name} listens", listens)
