"""The door between nodes: who is let in, what bad requests get, and that every answer is signed."""

import json
import secrets
import time
from base64 import b64decode, b64encode
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import pytest
from django.test import Client

from sync import log, merkle_store
from sync.keys import OwnKey
from sync.models import Checkpoint, Cosignature, LogHead, Node, NodeKey, Nonce, SecurityEvent, Statement
from sync.outbox import Draft
from sync.wire import checkpoint, http_signature, merkle
from sync.wire.http_message import Message, as_lines
from sync.wire.http_signature_headers import request_signature
from tests.accounts import author
from tests.sync.conftest import GUIZHOU, LIAONING, NOW, Author, enrol
from tests.sync.test_outbox import notes

HOST = "national.example"


@pytest.fixture(autouse=True)
def _host(settings: Any) -> None:
    settings.ALLOWED_HOSTS = [HOST]
    settings.ROOT_URLCONF = "registry.conf.urls_national"


@lru_cache(maxsize=1)
def _client() -> Client:
    """One for all: loading the middleware takes longer than a test."""
    return Client()


class Answer:
    """An answer whose signature was checked, or that has none."""

    def __init__(self, response: Any, *, signed: bool) -> None:
        self.status: int = response.status_code
        self.signed = signed
        self.headers = response.headers
        self.document: dict[str, Any] = json.loads(response.content)

    @property
    def code(self) -> str:
        return str(self.document.get("code", ""))


class Caller:
    """A node at the door."""

    def __init__(self, key: OwnKey, national: OwnKey) -> None:
        self.key = key
        self.national = national

    def sign(self, asked: str, path: str, body: bytes = b"", **over: Any) -> dict[str, str]:
        now = int(time.time())
        members: dict[str, Any] = {
            "method": asked,
            "url": f"http://{HOST}{path}",
            "body": body,
            "content_type": "application/json",
            "created": now,
            "expires": now + 300,
            "nonce": secrets.token_urlsafe(24),
            "keyid": self.key.kid,
            "suite": self.key.suite,
            "private_key": self.key.private,
        }
        return http_signature.sign_request(**members | over)

    def send(self, method: str, path: str, body: bytes, headers: dict[str, str], **more: str) -> Answer:
        sent = {k: v for k, v in headers.items() if k != "Content-Type"} | {"Host": HOST} | more
        content_type = headers.get("Content-Type", "application/json")
        response = _client().generic(method, path, body, headers=sent, CONTENT_TYPE=content_type)
        if "Signature" not in response.headers:
            return Answer(response, signed=False)
        http_signature.verify_response(
            Message(headers=as_lines(dict(response.headers)), status=response.status_code),
            response.content,
            request=request_signature(headers),
            now=int(time.time()),
            resolve_key=lambda kid: (self.national.suite, self.national.public) if kid == self.national.kid else None,
        )
        return Answer(response, signed=True)

    def get(self, path: str) -> Answer:
        return self.send("GET", path, b"", self.sign("GET", path))

    def post(self, path: str, document: Any, **over: Any) -> Answer:
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        return self.send("POST", path, body, self.sign("POST", path, body, **over))

    def statements(self, *raws: bytes, query: str = "") -> Answer:
        return self.post(f"/sync/v1/statements{query}", {"statements": [raw.decode() for raw in raws]})


@pytest.fixture
def caller(guizhou: Author, national: OwnKey) -> Caller:
    return Caller(guizhou.key, national)


def test_statements_come_in_and_receipts_go_out(caller: Caller, guizhou: Author) -> None:
    answer = caller.statements(guizhou.note("a"), guizhou.note("refuse me"))
    assert (answer.status, answer.signed) == (200, True)
    assert [receipt["outcome"] for receipt in answer.document["receipts"]] == ["accepted", "refused"]
    assert answer.document["counts"] == {"accepted": 1, "held": 0, "refused": 1, "duplicate": 0}
    assert notes() == ["a"]


def test_what_is_no_text_is_answered_like_any_other_item(caller: Caller, guizhou: Author) -> None:
    answer = caller.post("/sync/v1/statements", {"statements": [7, None, {}, "ä", guizhou.note("a").decode()]})
    assert [receipt["outcome"] for receipt in answer.document["receipts"]] == ["refused"] * 4 + ["accepted"]
    assert sum(answer.document["counts"].values()) == 5


def test_a_dry_run_stores_nothing(caller: Caller, guizhou: Author) -> None:
    raw = guizhou.note("a")
    dry = caller.statements(raw, query="?dry_run=1")
    assert dry.document["receipts"][0]["outcome"] == "accepted"
    assert notes() == []
    assert caller.statements(raw).document == dry.document


# --- who is let in


def unsigned(caller: Caller) -> dict[str, str]:
    return {"Content-Type": "application/json"}


def without(name: str) -> Callable[[Caller], dict[str, str]]:
    def headers(caller: Caller) -> dict[str, str]:
        return {k: v for k, v in caller.sign("POST", "/sync/v1/statements", b"{}").items() if k != name}

    return headers


def signed(**over: Any) -> Callable[[Caller], dict[str, str]]:
    def headers(caller: Caller) -> dict[str, str]:
        return caller.sign("POST", "/sync/v1/statements", **{"body": b"{}"} | over)

    return headers


def replaced(name: str, old: str, new: str) -> Callable[[Caller], dict[str, str]]:
    def headers(caller: Caller) -> dict[str, str]:
        found = caller.sign("POST", "/sync/v1/statements", b"{}")
        assert old in found[name]
        return found | {name: found[name].replace(old, new)}

    return headers


NOW_SECONDS = int(time.time())


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        pytest.param(unsigned, "signature_missing", id="unsigned"),
        pytest.param(without("Signature"), "signature_missing", id="no signature"),
        pytest.param(without("Signature-Input"), "signature_missing", id="no signature input"),
        pytest.param(without("Content-Digest"), "signature_components_insufficient", id="no digest"),
        pytest.param(signed(method="PUT"), "signature_invalid", id="another method"),
        pytest.param(signed(url=f"http://{HOST}/sync/v1/log"), "signature_invalid", id="another path"),
        pytest.param(signed(url=f"http://{HOST}/sync/v1/statements?x=1"), "signature_invalid", id="another query"),
        pytest.param(signed(url="http://elsewhere.example/sync/v1/statements"), "signature_invalid", id="another host"),
        pytest.param(signed(body=b"[]"), "digest_mismatch", id="another body"),
        pytest.param(signed(keyid="nobody"), "unknown_key", id="unknown key"),
        pytest.param(signed(created=NOW_SECONDS - 4_000, expires=NOW_SECONDS - 3_700), "signature_expired", id="stale"),
        pytest.param(
            signed(created=NOW_SECONDS + 4_000, expires=NOW_SECONDS + 4_300), "signature_not_yet_valid", id="early"
        ),
        pytest.param(replaced("Signature-Input", '"@query" ', ""), "signature_components_insufficient", id="less"),
        pytest.param(replaced("Signature-Input", ';tag="payqual-sync"', ""), "tag_mismatch", id="no tag"),
        pytest.param(replaced("Content-Digest", "sha-256", "md5"), "signature_invalid", id="another digest"),
    ],
)
def test_who_is_not_beyond_doubt_is_not_let_in(
    caller: Caller, headers: Callable[[Caller], dict[str, str]], code: str
) -> None:
    answer = caller.send("POST", "/sync/v1/statements", b"{}", headers(caller))
    assert (answer.status, answer.code, answer.signed) == (401, code, False)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.document["detail"]
    assert answer.document["detail_zh"]
    assert not Nonce.objects.exists()


@pytest.mark.parametrize(
    "path",
    ["statements", "log", "checkpoint", "cosignatures", "proofs/inclusion", "proofs/consistency", "keys", "heartbeats"],
)
def test_every_address_asks_who_is_there(caller: Caller, path: str) -> None:
    for method in ("GET", "POST"):
        answer = caller.send(method, f"/sync/v1/{path}", b"", unsigned(caller))
        assert answer.status in (401, 405)
        assert not answer.signed


def test_a_request_is_taken_once(caller: Caller, guizhou: Author) -> None:
    body = json.dumps({"statements": [guizhou.note("a").decode()]}).encode()
    headers = caller.sign("POST", "/sync/v1/statements", body)
    assert caller.send("POST", "/sync/v1/statements", body, headers).status == 200
    again = caller.send("POST", "/sync/v1/statements", body, headers)
    assert (again.status, again.code) == (401, "nonce_replayed")
    assert SecurityEvent.objects.filter(code="nonce_replayed", source=GUIZHOU).count() == 1


def test_a_long_nonce_is_a_nonce(caller: Caller) -> None:
    headers = caller.sign("GET", "/sync/v1/keys", nonce="n" * 128)
    assert caller.send("GET", "/sync/v1/keys", b"", headers).status == 200
    assert caller.send("GET", "/sync/v1/keys", b"", headers).code == "nonce_replayed"


def test_a_revoked_key_opens_nothing(caller: Caller, national: OwnKey) -> None:
    revocation = Draft(topic="key.revoked", body={"kid": caller.key.kid, "reason": "stolen"})
    assert author([revocation], now=NOW)[0].reason is None
    answer = caller.get("/sync/v1/keys")
    assert (answer.status, answer.code) == (401, "unknown_key")


def test_a_node_cannot_send_for_another(caller: Caller, national: OwnKey) -> None:
    liaoning = Author(LIAONING)
    enrol(liaoning, national.kid)
    answer = caller.statements(liaoning.note("a"))
    assert answer.document["receipts"][0]["code"] == "author_not_sender"
    assert not Statement.objects.filter(author=LIAONING).exists()


# --- bad requests


LONG = {"statements": [""] * 1_001}


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        pytest.param("statements", b"", 400, "json_malformed", id="empty"),
        pytest.param("statements", b"[]", 400, "request_malformed", id="a list"),
        pytest.param("statements", b"{}", 400, "request_malformed", id="no member"),
        pytest.param("statements", b'{"statements":[],"more":1}', 400, "request_malformed", id="a member too many"),
        pytest.param("statements", b'{"statements":{}}', 400, "request_malformed", id="not a list"),
        pytest.param("statements", b'{"statements":[],"statements":[]}', 400, "duplicate_key", id="a member twice"),
        pytest.param("statements", b'{"statements":[NaN]}', 400, "number_not_finite", id="NaN"),
        pytest.param("statements", b'{"statements":[1.5]}', 400, "float_forbidden", id="a fraction"),
        pytest.param("statements", b'{"statements":["\\u0000"]}', 400, "nul_forbidden", id="NUL"),
        pytest.param("statements", b'{"statements":["\\ud800"]}', 400, "surrogate_forbidden", id="half a pair"),
        pytest.param("statements", b'{"statements":["\xff"]}', 400, "encoding_invalid", id="not UTF-8"),
        pytest.param("statements", b"\xef\xbb\xbf{}", 400, "encoding_invalid", id="byte order mark"),
        pytest.param("statements", b"[" * 100_000, 400, "json_too_deep", id="deep"),
        pytest.param("statements", b'{"statements":[' + b"9" * 5_000 + b"]}", 400, "integer_too_long", id="long"),
        pytest.param("statements", json.dumps(LONG).encode(), 413, "batch_too_large", id="1,001 statements"),
        pytest.param("statements?dry_run=2", b'{"statements":[]}', 400, "parameter_malformed", id="odd dry run"),
        pytest.param("statements?more=2", b'{"statements":[]}', 400, "parameter_unknown", id="unknown parameter"),
        pytest.param("cosignatures", b'{"size":1,"line":2}', 400, "request_malformed", id="no line"),
        pytest.param("cosignatures", b'{"size":1,"line":"x"}', 400, "cosignature_invalid", id="not a line"),
        pytest.param("cosignatures", b'{"size":99,"line":"x"}', 409, "checkpoint_unknown", id="beyond the log"),
        pytest.param("heartbeats", b'{"position":-1,"root":"","outbox":0}', 400, "request_malformed", id="below 0"),
        pytest.param("heartbeats", b'{"position":0,"root":7,"outbox":0}', 400, "request_malformed", id="no root"),
        pytest.param("log", b"{}", 405, "method_not_allowed", id="wrong method"),
    ],
)
def test_bad_bodies_get_a_problem_document(caller: Caller, path: str, body: bytes, status: int, code: str) -> None:
    answer = caller.post(f"/sync/v1/{path}", body)
    assert (answer.status, answer.code) == (status, code)
    assert answer.signed is (status != 405)
    assert answer.document["type"] == f"urn:payqual:problem:{code}"
    assert LogHead.objects.get().size == 3


@pytest.mark.parametrize(
    ("path", "code"),
    [
        pytest.param("log?limit=0", "limit_out_of_range", id="limit 0"),
        pytest.param("log?limit=1001", "limit_out_of_range", id="limit 1,001"),
        pytest.param("log?limit=x", "limit_out_of_range", id="limit x"),
        pytest.param("log?wait=31", "wait_out_of_range", id="wait 31"),
        pytest.param("log?after=-1", "cursor_malformed", id="after -1"),
        pytest.param("log?after=", "cursor_malformed", id="after nothing"),
        pytest.param("log?before=1", "parameter_unknown", id="unknown parameter"),
        pytest.param("proofs/inclusion", "parameter_malformed", id="no position"),
        pytest.param("proofs/inclusion?position=0&size=3", "tree_range", id="position 0"),
        pytest.param("proofs/inclusion?position=4&size=3", "tree_range", id="position beyond the size"),
        pytest.param("proofs/inclusion?position=1&size=4", "tree_range", id="size beyond the log"),
        pytest.param("proofs/consistency?from=0&to=3", "tree_range", id="from 0"),
        pytest.param("proofs/consistency?from=3&to=2", "tree_range", id="backwards"),
        pytest.param("keys?all=1", "parameter_unknown", id="keys take none"),
    ],
)
def test_bad_parameters_get_a_problem_document(caller: Caller, path: str, code: str) -> None:
    answer = caller.get(f"/sync/v1/{path}")
    assert (answer.status, answer.code, answer.signed) == (400, code, True)


def test_a_compressed_body_is_refused(caller: Caller) -> None:
    headers = caller.sign("POST", "/sync/v1/statements", b"{}")
    answer = caller.send("POST", "/sync/v1/statements", b"{}", headers, **{"Content-Encoding": "gzip"})
    assert (answer.status, answer.code) == (415, "content_encoding_unsupported")


@pytest.mark.parametrize("content_type", ["text/plain", "application/json; charset=gbk", "multipart/form-data"])
def test_another_content_type_is_refused(caller: Caller, content_type: str) -> None:
    answer = caller.post("/sync/v1/statements", b"{}", content_type=content_type)
    assert (answer.status, answer.code, answer.signed) == (415, "content_type_unsupported", True)


def test_a_body_over_the_limit_is_not_read(caller: Caller) -> None:
    body = b" " * (20 * 1024 * 1024 + 1)
    answer = caller.post("/sync/v1/statements", body)
    assert (answer.status, answer.code) == (413, "document_too_large")


def test_a_body_of_unknown_length_is_not_read(caller: Caller) -> None:
    headers = caller.sign("POST", "/sync/v1/statements", b"")
    more = {"Transfer-Encoding": "chunked"}
    answer = caller.send("POST", "/sync/v1/statements", b"", headers, **more)
    assert (answer.status, answer.code) == (411, "length_missing")


def test_a_failure_inside_is_a_signed_problem(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("sync.log.page", fail)
    answer = caller.get("/sync/v1/log")
    assert (answer.status, answer.code, answer.signed) == (500, "internal_error", True)
    assert "secret" not in json.dumps(answer.document)


# --- reading


def test_pages_withhold_what_is_not_published(caller: Caller, guizhou: Author, national: OwnKey) -> None:
    liaoning = Author(LIAONING)
    enrol(liaoning, national.kid)
    caller.statements(guizhou.note("seen"), guizhou.note("mine", hidden=True))
    other = Caller(liaoning.key, national)
    own = caller.get("/sync/v1/log?after=5&limit=10").document["entries"]
    theirs = other.get("/sync/v1/log?after=5&limit=10").document["entries"]
    assert [sorted(entry) for entry in own] == [["position", "statement"]] * 2
    assert [sorted(entry) for entry in theirs] == [["position", "statement"], ["leaf", "position"]]
    leaf = merkle.leaf_hash(own[1]["statement"].encode())
    assert b64decode(theirs[1]["leaf"]) == leaf


@pytest.mark.parametrize("limit", [1, 2, 3, 10])
def test_a_page_carries_the_checkpoint_of_its_end(
    caller: Caller, guizhou: Author, national: OwnKey, limit: int
) -> None:
    caller.statements(*(guizhou.note(str(at)) for at in range(5)))
    frontier, after = merkle.Frontier(), 0
    while after < 8:
        document = caller.get(f"/sync/v1/log?after={after}&limit={limit}").document
        frontier.extend(merkle.leaf_hash(entry["statement"].encode()) for entry in document["entries"])
        after = document["entries"][-1]["position"]
        found = checkpoint.verify(
            document["checkpoint"], name=log.ORIGIN, suite=national.suite, public_key=national.public
        )
        assert (found.size, found.root, document["size"]) == (after, frontier.root(), 8)
    assert caller.get("/sync/v1/log?after=8").document["entries"] == []
    beyond = caller.get("/sync/v1/log?after=99").document
    assert (beyond["entries"], beyond["size"]) == ([], 8)


def test_proofs_hold(caller: Caller, guizhou: Author) -> None:
    caller.statements(*(guizhou.note(str(at)) for at in range(10)))
    found = caller.get("/sync/v1/proofs/inclusion?position=7&size=12").document
    path = [b64decode(step) for step in found["path"]]
    assert merkle.verify_inclusion(b64decode(found["leaf"]), 6, 12, path, b64decode(found["root"]))
    found = caller.get("/sync/v1/proofs/consistency?from=5&to=13").document
    path = [b64decode(step) for step in found["path"]]
    roots = b64decode(found["from_root"]), b64decode(found["to_root"])
    assert merkle.verify_consistency(5, 13, *roots, path)


def test_the_key_set_has_positions(caller: Caller, national: OwnKey) -> None:
    found = {key["kid"]: key for key in caller.get("/sync/v1/keys").document["keys"]}
    assert found[national.kid]["added_position"] == 1
    assert found[caller.key.kid]["division"] == GUIZHOU
    assert found[caller.key.kid]["added_position"] == 3
    assert NodeKey.objects.count() == 2


def cosign(note: str, key: OwnKey, division: str = GUIZHOU) -> str:
    found, _ = checkpoint.parse_note(note)
    return checkpoint.cosign(
        found, name=division, suite=key.suite, private_key=key.private, timestamp=1_772_352_000
    ).line()


def test_cosignatures_are_kept_and_shown(caller: Caller, guizhou: Author) -> None:
    caller.statements(guizhou.note(), guizhou.note())
    for size in (5, 4):  # the second one is no stored checkpoint yet
        answer = caller.post(
            "/sync/v1/cosignatures", {"size": size, "line": cosign(log.checkpoint_at(size), caller.key)}
        )
        assert answer.document == {"size": size, "cosignatures": 1}
    again = caller.post("/sync/v1/cosignatures", {"size": 5, "line": cosign(log.checkpoint_at(5), caller.key)})
    assert (again.status, Cosignature.objects.count()) == (200, 2)
    assert bytes(Checkpoint.objects.get(pk=4).root) == merkle_store.root_at(4)
    note = caller.get("/sync/v1/checkpoint").document["checkpoint"]
    assert checkpoint.verify_cosignature(note, name=GUIZHOU, suite=caller.key.suite, public_key=caller.key.public)


@pytest.mark.parametrize("wrong", ["key", "name", "tree"])
def test_a_cosignature_of_something_else_is_refused_and_told(caller: Caller, national: OwnKey, wrong: str) -> None:
    note = log.checkpoint_at(3)
    if wrong == "tree":
        forked = checkpoint.Checkpoint(origin=log.ORIGIN, size=3, root=b"\x00" * 32)
        note = checkpoint.sign(forked, name=log.ORIGIN, suite=national.suite, private_key=national.private)
    line = cosign(note, national if wrong == "key" else caller.key, LIAONING if wrong == "name" else GUIZHOU)
    answer = caller.post("/sync/v1/cosignatures", {"size": 3, "line": line})
    assert (answer.status, answer.code) == (400, "cosignature_invalid")
    assert SecurityEvent.objects.filter(code="cosignature_invalid").count() == 1


def test_a_heartbeat_is_noted_and_answered(caller: Caller, guizhou: Author) -> None:
    caller.statements(guizhou.note())
    body = {"position": 3, "root": b64encode(merkle_store.root_at(3)).decode(), "outbox": 7}
    answer = caller.post("/sync/v1/heartbeats", body)
    assert answer.document == {"size": 4, "chain_seq": 1, "chain_digest": guizhou.prev}
    node = Node.objects.get(pk=GUIZHOU)
    assert (node.last_position, node.last_outbox) == (3, 7)
    assert node.last_seen_at is not None
    assert not SecurityEvent.objects.exists()


@pytest.mark.parametrize("position", [3, 99])
def test_a_node_with_another_log_is_told_on(caller: Caller, position: int) -> None:
    caller.post("/sync/v1/heartbeats", {"position": position, "root": b64encode(b"x" * 32).decode(), "outbox": 0})
    assert SecurityEvent.objects.filter(code="root_differs", source=GUIZHOU).count() == 1
