"""Free TCP ports on the loopback address."""

import random
import socket
from contextlib import ExitStack

# Below every common range of ephemeral ports (Linux: from 32768): a port from that range can be taken by
# some outgoing connection while the server that owns it is being restarted.
_LOWEST, _HIGHEST = 18_000, 32_000


class NoFreePortError(RuntimeError):
    """No free port was found on 127.0.0.1 between 18000 and 32000."""


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Say whether a server could listen on `port` now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError:
            return False
    return True


def free_ports(count: int, host: str = "127.0.0.1") -> list[int]:
    """Return `count` different ports nobody listens on.

    Two callers at the same moment draw from 14,000 at random, so they hardly ever draw the same; whoever
    starts a server must still be ready to hear that its port is taken.

    Raises `NoFreePortError`.
    """
    ports: list[int] = []
    with ExitStack() as held:
        for port in random.SystemRandom().sample(range(_LOWEST, _HIGHEST), _HIGHEST - _LOWEST):
            if len(ports) == count:
                return ports
            probe = held.enter_context(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
                probe.listen(1)
            except OSError:
                probe.close()
                continue
            ports.append(port)
    if len(ports) < count:
        raise NoFreePortError(f"fewer than {count} free ports on {host}")
    return ports
