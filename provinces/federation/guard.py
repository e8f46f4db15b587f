"""Ends process groups when the pipe on standard input closes. Run by its path, so standard library only."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterable


def signal_group(group: int, number: int) -> bool:
    """Signal a process group; say whether there was one."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def end_groups(groups: Iterable[int], grace: float, reap: Callable[[], object] = lambda: None) -> None:
    """SIGTERM to every group, SIGKILL after `grace` seconds to those still there.

    `reap` is called while waiting: a group lasts as long as a zombie of it does.
    """
    deadline = time.monotonic() + grace
    left = [group for group in groups if signal_group(group, signal.SIGTERM)]
    while left and time.monotonic() < deadline:
        time.sleep(0.02)
        reap()
        left = [group for group in left if signal_group(group, 0)]
    for group in left:
        signal_group(group, signal.SIGKILL)


def main() -> None:
    """Read `+group` and `-group` lines until the pipe closes, then end the groups on the list."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: set[int] = set()
    for line in sys.stdin:
        (groups.add if line[0] == "+" else groups.discard)(int(line[1:]))
    end_groups(sorted(groups), float(sys.argv[1]))


if __name__ == "__main__":
    main()
