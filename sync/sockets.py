"""Sockets that can be shut from outside: a long poll must end when its node does."""

import socket
from contextlib import suppress
from typing import Any
from weakref import WeakSet

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


class Sockets:
    """The open sockets of a client's connections."""

    def __init__(self) -> None:
        self._open: WeakSet[socket.socket] = WeakSet()
        self.closed = False

    def add(self, opened: socket.socket) -> None:
        """Remember a socket; shut it at once if it comes too late."""
        self._open.add(opened)
        if self.closed:
            _shut(opened)

    def shut(self) -> None:
        """Shut every socket, those to come included."""
        self.closed = True
        for opened in list(self._open):
            _shut(opened)


def _shut(opened: socket.socket) -> None:
    with suppress(OSError):
        opened.shutdown(socket.SHUT_RDWR)


class Adapter(HTTPAdapter):
    """Hands the sockets of its connections to whoever may have to shut them."""

    def __init__(self, sockets: Sockets) -> None:
        self._sockets = sockets
        super().__init__(pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {
            "http": _pool(HTTPConnectionPool, HTTPConnection, self._sockets),
            "https": _pool(HTTPSConnectionPool, HTTPSConnection, self._sockets),
        }


def _pool(pool: type, connection: type, sockets: Sockets) -> type:
    class Tracked(connection):
        def connect(self) -> None:
            super().connect()
            sockets.add(self.sock)

    return type(f"Tracked{pool.__name__}", (pool,), {"ConnectionCls": Tracked})
