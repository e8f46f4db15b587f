"""National as a province meets it: signed answers over HTTP, with a log in memory and faults to order."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from sync.models import Outcome
from sync.receipts import ReceiptValue
from sync.wire import http_signature
from sync.wire import statement as wire
from sync.wire.http_signature_headers import request_signature
from tests.sync.conftest import Federation


class MiniNational:
    """Accepts every statement it has not seen; asks no questions about signatures."""

    def __init__(self, federation: Federation) -> None:
        self.federation = federation
        self.asked: list[str] = []
        self.cosignatures: list[dict[str, Any]] = []
        self.heartbeats: list[dict[str, Any]] = []
        self.chain: tuple[int, str] = (0, "0" * 64)
        self.lose_answers = 0
        """Answers that are lost from now on, after what was asked has been done."""
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Answer until the end of the block."""
        threading.Thread(target=self._server.serve_forever, args=[0.05], daemon=True).start()
        try:
            yield self.url
        finally:
            self._closing.set()
            self._server.shutdown()
            self._server.server_close()

    def answer(self, method: str, path: str, query: dict[str, str], body: bytes) -> dict[str, Any]:
        """Do what is asked."""
        self.asked.append(f"{method} {path}")
        if path == "/sync/v1/log":
            return self._log(int(query["after"]), int(query["limit"]), int(query["wait"]))
        document = json.loads(body)
        with self._lock:
            if path == "/sync/v1/statements":
                return {"receipts": [self._take(raw.encode()) for raw in document["statements"]], "counts": {}}
            if path == "/sync/v1/heartbeats":
                self.heartbeats.append(document)
                return {"size": len(self.federation.entries), "chain_seq": self.chain[0], "chain_digest": self.chain[1]}
            self.cosignatures.append(document)
            return {"size": document["size"], "cosignatures": 1}

    def _take(self, raw: bytes) -> dict[str, Any]:
        statement = wire.parse(raw)
        known = {entry[0]: at for at, entry in enumerate(self.federation.entries, start=1)}
        if raw in known:
            outcome, position = Outcome.DUPLICATE, known[raw]
        else:
            outcome, position = Outcome.ACCEPTED, self.federation.log(statement)
        first = Outcome.ACCEPTED if outcome == Outcome.DUPLICATE else None
        return ReceiptValue(id=UUID(statement.id), outcome=outcome, position=position, first=first).document()

    def _log(self, after: int, limit: int, wait: int) -> dict[str, Any]:
        until = time.monotonic() + wait
        while len(self.federation.entries) == after and time.monotonic() < until:
            if self._closing.wait(0.01):
                break
        with self._lock:
            return self.federation.document(after, limit)


def _handler(national: MiniNational) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer("GET")

        def do_POST(self) -> None:
            self._answer("POST")

        def _answer(self, method: str) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            content = json.dumps(national.answer(method, parts.path, query, body)).encode()
            if national.lose_answers:
                national.lose_answers -= 1
                self.close_connection = True
                return
            key = national.federation.national.key
            headers = http_signature.sign_response(
                status=200,
                body=content,
                content_type="application/json",
                request=request_signature(dict(self.headers.items())),
                created=int(time.time()),
                keyid=key.kid,
                suite=key.suite,
                private_key=key.private,
            )
            self.send_response(200)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                self.close_connection = True

    return Handler
