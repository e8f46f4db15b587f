"""A client that puts a web server under load: raw requests on kept connections, answers read and nothing more.

It runs on the same machine as what it measures, so it does as little as it can.
"""

import re
import selectors
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
_LAST_CHUNK = b"\r\n0\r\n\r\n"


@dataclass(frozen=True, kw_only=True)
class Load:
    """What was answered: how many requests in how many seconds, and how long each took, sorted."""

    requests: int
    seconds: float
    latencies: Sequence[float]
    failures: Sequence[bytes]

    @property
    def rate(self) -> float:
        """Requests answered with 200 per second."""
        return self.requests / self.seconds


def request(method: str, path: str, host: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    """Return a request as it goes on the wire."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", *(f"{name}: {value}" for name, value in headers.items())]
    if body or method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass(slots=True)
class _Connection:
    """One kept connection with at most one request under way."""

    socket: socket.socket
    sent_at: float = 0.0
    received: bytearray = field(default_factory=bytearray)
    body: int = 0
    """Where the body begins, once the head is read."""
    whole: int | None = None
    """Length of the answer, where its head says so; None where it comes in chunks."""

    def send(self, data: bytes) -> None:
        self.received.clear()
        self.body = 0
        self.sent_at = time.perf_counter()
        self.socket.sendall(data)

    def read(self) -> bool:
        """Take what has come; say whether the answer is complete. Raises ConnectionError."""
        data = self.socket.recv(1 << 18)
        if not data:
            raise ConnectionError("the server closed the connection")
        self.received += data
        if not self.body:
            head = self.received.find(b"\r\n\r\n")
            if head < 0:
                return False
            self.body, self.whole = head + 4, None
            if not _CHUNKED.search(self.received, 0, head + 2):
                length = _LENGTH.search(self.received, 0, head + 2)
                self.whole = self.body + int(length.group(1) if length else 0)
        if self.whole is None:
            return self.received.endswith(_LAST_CHUNK)
        return len(self.received) >= self.whole

    def answer(self) -> bytes:
        """Return the body of the answer, which has come. Raises ConnectionError unless its status is 200."""
        body = bytes(self.received[self.body :])
        if self.received[9:12] != b"200":
            raise ConnectionError(f"{bytes(self.received[:80])!r} {body[:400]!r}")
        return body if self.whole is not None else b"".join(_chunks(body))


def _chunks(body: bytes) -> Iterator[bytes]:
    while body:
        size, _, rest = body.partition(b"\r\n")
        length = int(size.partition(b";")[0], 16)
        yield rest[:length]
        body = rest[length + 2 :]


def run(host: str, port: int, requests: Sequence[bytes], *, connections: int, seconds: float) -> Load:
    """Send the requests round and round on so many connections for so long; return what came back.

    Raises ConnectionError and OSError.
    """
    selector = selectors.DefaultSelector()
    opened = [_Connection(socket.create_connection((host, port), timeout=30)) for _ in range(connections)]
    latencies: list[float] = []
    failures: list[bytes] = []
    at = 0
    try:
        for one in opened:
            one.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(one.socket, selectors.EVENT_READ, one)
        started = time.perf_counter()
        ends = started + seconds
        for one in opened:
            one.send(requests[at % len(requests)])
            at += 1
        under_way = len(opened)
        while under_way:
            for key, _ in selector.select(timeout=30):
                one = key.data
                if not one.read():
                    continue
                now = time.perf_counter()
                latencies.append(now - one.sent_at)
                if one.received[9:12] != b"200":
                    failures.append(bytes(one.received[:600]))
                if now < ends:
                    one.send(requests[at % len(requests)])
                    at += 1
                else:
                    under_way -= 1
        took = time.perf_counter() - started
    finally:
        selector.close()
        for one in opened:
            one.socket.close()
    good = len(latencies) - len(failures)
    return Load(requests=good, seconds=took, latencies=sorted(latencies), failures=failures)


class Kept:
    """One connection on which one request follows the other; a context manager."""

    def __init__(self, host: str, port: int) -> None:
        self._connection = _Connection(socket.create_connection((host, port), timeout=60))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._connection.socket.close()

    def ask(self, data: bytes) -> bytes:
        """Send a request and return the body of its answer. Raises ConnectionError unless that is 200."""
        self._connection.send(data)
        while not self._connection.read():
            pass
        return self._connection.answer()


def once(host: str, port: int, data: bytes) -> bytes:
    """Send one request on a connection of its own and return the body of the answer. Raises ConnectionError."""
    with Kept(host, port) as kept:
        return kept.ask(data)
