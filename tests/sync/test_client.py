"""Asking national over real HTTP: what is believed, what a failure looks like, and that waiting can be ended."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sync import log, outbox, pages
from sync.client import NationalClient
from sync.keys import OwnKey
from sync.listen import listener
from sync.outbox import Draft
from sync.wire.refusals import ProtocolRefused
from tests.sync.conftest import NOW, Author, enrol, new_key

GUIZHOU = "520000"
LONGEST = 30
"""Seconds that national waits at most for its log to grow."""
PATIENCE = 90.0
"""Seconds that a busy machine may take for what happens at once on an idle one."""


@pytest.fixture
def served(committed_national: OwnKey, live_server: Any) -> Iterator[tuple[NationalClient, Author]]:
    """National behind a real socket, and Guizhou's client."""
    author = Author(GUIZHOU)
    enrol(author, committed_national.kid)
    client = NationalClient(live_server.url, key=author.key, national_key=committed_national.public)
    yield client, author
    client.close()
    listener().stop()


def test_a_conversation(served: tuple[NationalClient, Author]) -> None:
    client, author = served
    receipts = client.post_statements([author.note("a"), author.note("refuse me")])
    assert [receipt.outcome for receipt in receipts] == ["accepted", "refused"]
    page = client.get_log(0)
    assert [entry.position for entry in page.entries] == [1, 2, 3, 4]
    assert client.get_log(4).entries == ()
    assert client.get_checkpoint() == page.checkpoint
    assert client.get_inclusion(4, 4)["position"] == 4
    assert client.get_consistency(2, 4)["to"] == 4
    assert {key["division"] for key in client.get_keys()["keys"]} == {"000000", GUIZHOU}
    answer = client.post_heartbeat(position=4, root=b"x" * 32, outbox=0)
    assert (answer["size"], answer["chain_seq"]) == (4, 2)


@pytest.fixture
def polled(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Is set when national begins to wait for the log to grow."""
    found, wait_for = threading.Event(), log.wait_for

    def waiting(after: int, seconds: float) -> bool:
        found.set()
        return wait_for(after, seconds)

    monkeypatch.setattr(log, "wait_for", waiting)
    return found


def test_a_long_poll_ends_when_the_log_grows(served: tuple[NationalClient, Author], polled: threading.Event) -> None:
    client, _ = served
    page: list[pages.Page] = []
    waiting = threading.Thread(target=lambda: page.append(client.get_log(3, wait=LONGEST)))
    waiting.start()
    assert polled.wait(PATIENCE)
    outbox.author([Draft(topic="rule.written", body={"subject": "s"})], now=NOW)
    waiting.join(LONGEST - 2)  # otherwise it ends with its time
    assert [entry.position for entry in page[0].entries] == [4]


def test_a_long_poll_ends_with_its_time(served: tuple[NationalClient, Author]) -> None:
    started = time.monotonic()
    assert served[0].get_log(3, wait=1).entries == ()
    assert 0.9 < time.monotonic() - started < LONGEST


def test_a_long_poll_can_be_ended_from_outside(served: tuple[NationalClient, Author], polled: threading.Event) -> None:
    client, _ = served
    failed: list[BaseException] = []

    def wait() -> None:
        try:
            client.get_log(3, wait=LONGEST)
        except ProtocolRefused as error:
            failed.append(error)

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert polled.wait(PATIENCE)
    client.interrupt()
    waiting.join(PATIENCE)
    assert failed, "it ended with its time, and well"
    with pytest.raises(ProtocolRefused):
        client.get_log(3)


def test_a_refusal_keeps_its_code(served: tuple[NationalClient, Author]) -> None:
    with pytest.raises(ProtocolRefused) as refusal:
        served[0].get_log(0, limit=1_001)
    assert (refusal.value.reason.code, refusal.value.status) == ("limit_out_of_range", 400)
    assert refusal.value.reason.sentence_zh


def test_an_answer_of_somebody_else_is_not_believed(committed_national: OwnKey, live_server: Any) -> None:
    author = Author(GUIZHOU)
    enrol(author, committed_national.kid)
    client = NationalClient(live_server.url, key=author.key, national_key=new_key().public)
    with pytest.raises(ProtocolRefused, match="answer_not_authentic"):
        client.get_keys()
    client.close()


def test_a_node_that_is_not_enrolled_hears_why(committed_national: OwnKey, live_server: Any) -> None:
    client = NationalClient(live_server.url, key=new_key(), national_key=committed_national.public)
    with pytest.raises(ProtocolRefused, match="unknown_key"):
        client.get_keys()
    client.close()


def test_nobody_there(committed_national: OwnKey) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    client = NationalClient(f"http://127.0.0.1:{port}", national_key=committed_national.public)
    with pytest.raises(ProtocolRefused):
        client.get_keys()


@pytest.mark.parametrize("url", ["", "ftp://national.example", "national.example"])
def test_an_address_that_is_none(committed_national: OwnKey, url: str, settings: Any) -> None:
    settings.NATIONAL_URL = ""
    with pytest.raises(ProtocolRefused, match="national_url_missing"):
        NationalClient(url).get_keys()


class Meddler:
    """Somebody between a node and national: changes one byte of what passes back."""

    def __init__(self, target: str, change: Callable[[bytes], bytes]) -> None:
        host, _, port = target.removeprefix("http://").partition(":")
        self._target, self._change = (host, int(port)), change
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            with near, socket.create_connection(self._target) as far:
                request = near.recv(65_536)
                far.sendall(request.replace(self.url[7:].encode(), f"{self._target[0]}:{self._target[1]}".encode()))
                far.shutdown(socket.SHUT_WR)
                answer = b""
                while part := far.recv(65_536):
                    answer += part
                near.sendall(self._change(answer))

    def close(self) -> None:
        self._listening.close()


def body_byte(answer: bytes) -> bytes:
    return answer[:-5] + bytes([answer[-5] ^ 1]) + answer[-4:]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(body_byte, id="the body"),
        pytest.param(lambda answer: answer.replace(b" 200 ", b" 201 ", 1), id="the status"),
        pytest.param(lambda answer: answer.replace(b"sha-256=:", b"sha-256=:A", 1), id="the digest"),
        pytest.param(lambda answer: answer.replace(b"Signature:", b"Sinature:", 1), id="the signature"),
    ],
)
def test_a_changed_answer_is_not_believed(
    committed_national: OwnKey, live_server: Any, change: Callable[[bytes], bytes]
) -> None:
    author = Author(GUIZHOU)
    enrol(author, committed_national.kid)
    meddler = Meddler(live_server.url, change)
    client = NationalClient(meddler.url, key=author.key, national_key=committed_national.public)
    # The request was signed for another authority: sign for the one behind the meddler.
    signed = client._signed
    client._signed = lambda m, url, body: signed(m, url.replace(meddler.url, live_server.url), body)  # type: ignore[method-assign]
    try:
        with pytest.raises((ProtocolRefused, ProtocolRefused)):
            client.get_log(0)
    finally:
        client.close()
        meddler.close()


def test_the_meddler_is_fair(committed_national: OwnKey, live_server: Any) -> None:
    author = Author(GUIZHOU)
    enrol(author, committed_national.kid)
    meddler = Meddler(live_server.url, lambda answer: answer)
    client = NationalClient(meddler.url, key=author.key, national_key=committed_national.public)
    signed = client._signed
    client._signed = lambda m, url, body: signed(m, url.replace(meddler.url, live_server.url), body)  # type: ignore[method-assign]
    assert client.get_log(0).last == 3
    client.close()
    meddler.close()


def test_a_page_that_does_not_follow_on_is_a_mismatch() -> None:
    with pytest.raises(ProtocolRefused):
        pages.read(b'{"entries":[],"checkpoint":"","size":"1"}', after=0)
