"""What figures have national do, called at its desk."""

import socketserver
from datetime import UTC, datetime
from itertools import batched
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from sync import outbox
from sync.models import LogHead
from sync.outbox import Draft
from tests.benchmarks.desks.people import person
from tests.benchmarks.reports.sampling import Sampler

_AT_ONCE = 400
"""Lifelong IDs in one statement."""


def issue(division: str, first: int, count: int) -> int:
    """Issue lifelong IDs to invented people, as statements on the log; return the log's size."""
    drafts = [
        Draft(topic="person.issued", body={"issued_for": division, "persons": [person(n) for n in numbers]})
        for numbers in batched(range(first, first + count), _AT_ONCE)
    ]
    for some in batched(drafts, 50):
        for authored in outbox.author(some, now=datetime.now(UTC)):
            assert authored.outcome == "accepted", authored.reason
    return size()


def size() -> int:
    """Return the size of the log."""
    return LogHead.objects.values_list("size", flat=True).get()


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        return None


class _Server(WSGIServer, socketserver.TCPServer):
    allow_reuse_address = True


_open: list[_Server] = []


def listen(port: int) -> None:
    """Listen where the node's web server did: requests wait until they are served."""
    _open.append(_Server(("127.0.0.1", port), _Quiet))


def serve_sampled(requests: int, title: str) -> dict[str, Any]:
    """Answer so many requests with the node's own application in this process, sampling while it works.

    Returns the profile. One request at a time; only time inside the application counts, and not the first request,
    which imports half of Django.
    """
    from registry.conf.wsgi import application

    sampler = Sampler()

    def sampled(environ: dict[str, Any], start_response: Any) -> Any:
        sampler.paused = False
        try:
            return list(application(environ, start_response))
        finally:
            sampler.paused = True

    with _open.pop() as server:
        server.set_app(application)
        server.handle_request()
        server.set_app(sampled)
        sampler.paused = True
        with sampler:
            for _ in range(requests - 1):
                server.handle_request()
    return sampler.profile(title).document()
