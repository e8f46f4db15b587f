"""A topic that knows no person, signing partners, and databases that play national or a province."""

import secrets
from base64 import b64encode
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from uuid_utils.compat import uuid7

from sync import identity, keys, log, membership, topics
from sync.keys import OwnKey
from sync.models import Node
from sync.topics import NATIONAL, Authors, Finding, Item, Topic
from sync.wire import base64url, checkpoint, merkle, strict_json, suites
from sync.wire import keys as wire_keys
from sync.wire import statement as wire
from sync.wire.refusals import Refusal, Refused
from tests.accounts import FIRST, account, approve

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
GUIZHOU, LIAONING = "520000", "210000"


class NoteHandler:
    """Facts of the tests: a subject and a text. The text says what becomes of it."""

    def parse(self, body: Mapping[str, Any]) -> Any:
        if not isinstance(body.get("subject"), str):
            raise Refused.because("member_missing", "subject")
        return dict(body)

    def subjects(self, items: Sequence[Item]) -> Collection[str]:
        return {item.value["subject"] for item in items}

    def check(self, items: Sequence[Item], *, now: datetime) -> list[Finding]:
        verdicts = {
            "refuse me": Refused.because("member_malformed", "text"),
            "hold me": Refused(Refusal("member_malformed", "text"), held=True),
        }
        return [verdicts.get(item.value.get("text", "")) for item in items]

    def apply(self, items: Sequence[Item], *, now: datetime) -> Collection[str]:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO tests_note VALUES (%s, %s, %s) ON CONFLICT (statement_id) DO NOTHING",
                [(item.id, item.value["subject"], item.value.get("text", "")) for item in items],
            )
        return self.subjects(items)


class Hooks:
    """Writes down what sync asks for."""

    def __init__(self) -> None:
        self.locked: list[set[str]] = []
        self.settled: list[tuple[set[str], list[Item]]] = []

    def lock(self, subjects: Collection[str]) -> None:
        self.locked.append(set(subjects))

    def settle(self, subjects: Collection[str], items: Sequence[Item], *, now: datetime) -> None:
        self.settled.append((set(subjects), list(items)))


for _name, _authors in (("note.written", Authors.PROVINCES), ("rule.written", Authors.NATIONAL)):
    if topics.find(_name) is None:
        topics.register(
            Topic(
                name=_name,
                authors=_authors,
                handler=NoteHandler(),
                published=lambda body: not body.get("hidden", False),
            )
        )


@pytest.fixture(scope="session", autouse=True)
def _notes_table(django_db_setup: None, django_db_blocker: Any) -> None:
    """A table of facts with a constraint to break: texts are at most 20 characters, `once` stands once."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS tests_note (statement_id uuid PRIMARY KEY, subject text, text varchar(20))"
        )
        cursor.execute("TRUNCATE tests_note")


@pytest.fixture(autouse=True)
def hooks(monkeypatch: pytest.MonkeyPatch) -> Hooks:
    """What sync asked the registry for."""
    found = Hooks()
    monkeypatch.setattr(topics, "_hooks", found)
    return found


def new_key() -> OwnKey:
    pair = suites.ED25519.generate(secrets.token_bytes(32))
    return OwnKey(
        kid=wire_keys.key_id(suites.ED25519, pair.public),
        suite=suites.ED25519,
        private=pair.private,
        public=pair.public,
    )


class Author:
    """A node's signing half, chain included."""

    def __init__(self, division: str, key: OwnKey | None = None) -> None:
        self.division = division
        self.key = key or new_key()
        self.seq = 0
        self.prev = wire.GENESIS_PREV

    def state(self, topic: str = "note.written", body: Mapping[str, Any] | None = None, **over: Any) -> wire.Statement:
        """Sign the next statement; members given by name replace what would stand there."""
        members: dict[str, Any] = {
            "id": str(uuid7()),
            "topic": topic,
            "author": self.division,
            "seq": self.seq + 1,
            "prev": self.prev,
            "issued_at": "2026-03-01T08:00:00Z",
            "body": dict(body) if body is not None else {"subject": "s", "text": "t"},
            "kid": self.key.kid,
        } | over
        statement = wire.sign(suite=self.key.suite, private_key=self.key.private, **members)
        self.seq, self.prev = statement.seq, statement.digest.hex()
        return statement

    def note(self, text: str = "t", subject: str = "s", **more: Any) -> bytes:
        """Sign a note and return its bytes."""
        return self.state(body={"subject": subject, "text": text, **more}).raw


def wrong_signature(author: Author) -> bytes:
    """Return a note of which one bit of the signature was flipped."""
    head, body, signature = author.note().split(b".")
    flipped = bytearray(base64url.decode(signature))
    flipped[0] ^= 1
    return b".".join([head, body, base64url.encode(bytes(flipped))])


@pytest.fixture
def own_key(tmp_path: Path, settings: Any) -> OwnKey:
    """The key file of the node that the database plays."""
    settings.NODE_KEY = str(tmp_path / "node.key")
    return keys.create(Path(settings.NODE_KEY))


@pytest.fixture
def national(own_key: OwnKey, db: None) -> OwnKey:
    """The database plays national."""
    identity.init_national(own_key, "https://national.example", now=NOW)
    return own_key


@pytest.fixture
def committed_national(own_key: OwnKey, transactional_db: None) -> OwnKey:
    """The database plays national, and commits."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE tests_note")
    identity.init_national(own_key, "https://national.example", now=NOW)
    return own_key


@pytest.fixture
def committed_federation(own_key: OwnKey, transactional_db: None) -> "Federation":
    """The database plays Guizhou, and commits; national's log is in memory."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE tests_note")
    author = Author(NATIONAL)
    identity.init_province(GUIZHOU, own_key, "https://520000.example", author.key.public, now=NOW)
    return Federation(author, Author(GUIZHOU, own_key))


def enrol(author: Author, national_kid: str) -> None:
    """National enrols a node and its key."""
    division, key = author.division, author.key
    proof = key_added(author, national_kid)
    account(FIRST)
    proposal = membership.propose_admission(
        division, f"https://{division}.example", suite=key.suite.name, public_key=str(proof["public_key"]),
        proof=str(proof["possession"]), acting=FIRST, now=NOW,
    )  # fmt: skip
    assert proposal is not None
    approve(proposal)
    assert Node.objects.filter(pk=division).exists()
    assert key.kid


def key_added(author: Author, national_kid: str) -> dict[str, str]:
    return {
        "division": author.division,
        "kid": author.key.kid,
        "suite": author.key.suite.name,
        "public_key": b64encode(author.key.public).decode(),
        "possession": keys.prove_possession(author.key, author.division, national_kid),
    }


@pytest.fixture
def guizhou(national: OwnKey) -> Author:
    """Guizhou's node, enrolled at national."""
    author = Author(GUIZHOU)
    enrol(author, national.kid)
    return author


@pytest.fixture
def province(own_key: OwnKey, db: None) -> Author:
    """The database plays Guizhou; the value is national's signing half."""
    author = Author(NATIONAL)
    identity.init_province(GUIZHOU, own_key, "https://520000.example", author.key.public, now=NOW)
    return author


class Federation:
    """National's log as the tests write it, and its other nodes; pages come out as a follower asks for them."""

    def __init__(self, national: Author, own: Author) -> None:
        self.national = national
        self.own = own
        self.liaoning = Author(LIAONING)
        self.entries: list[tuple[bytes, str, bool]] = []
        self.log(self.national.state("node.enrolled", {"division": NATIONAL, "base_url": "https://national.example"}))
        for author in (own, self.liaoning):
            self.enrol(author)

    def enrol(self, author: Author) -> None:
        address = {"division": author.division, "base_url": f"https://{author.division}.example"}
        self.log(self.national.state("node.enrolled", address))
        self.log(self.national.state("key.added", key_added(author, self.national.key.kid)))

    def log(self, statement: wire.Statement, *, published: bool = True) -> int:
        """Append and return the position."""
        self.entries.append((statement.raw, statement.author, published))
        return len(self.entries)

    def note(self, text: str = "t", subject: str = "s", *, hidden: bool = False) -> int:
        """Let Liaoning state a note."""
        body = {"subject": subject, "text": text} | ({"hidden": True} if hidden else {})
        return self.log(self.liaoning.state(body=body), published=not hidden)

    def forget_after(self, size: int) -> None:
        """Be restored to an older state."""
        del self.entries[size:]

    def checkpoint(self, size: int, key: OwnKey | None = None) -> str:
        frontier = merkle.Frontier()
        frontier.extend(merkle.leaf_hash(raw) for raw, _, _ in self.entries[:size])
        signer = key or self.national.key
        return checkpoint.sign(
            checkpoint.Checkpoint(origin=log.ORIGIN, size=size, root=frontier.root()),
            name=log.ORIGIN,
            suite=signer.suite,
            private_key=signer.private,
        )

    def document(self, after: int = 0, limit: int = 1_000) -> dict[str, Any]:
        """Return a page as Guizhou gets it."""
        entries: list[dict[str, Any]] = []
        for at, (raw, author, published) in enumerate(self.entries[after : after + limit], start=after + 1):
            whole = published or author == self.own.division
            leaf = b64encode(merkle.leaf_hash(raw)).decode()
            entries.append({"position": at} | ({"statement": raw.decode()} if whole else {"leaf": leaf}))
        size = len(self.entries)
        last = after + len(entries) if entries else min(after, size)
        return {"entries": entries, "checkpoint": self.checkpoint(last), "size": size}

    def page(self, after: int = 0, limit: int = 1_000) -> bytes:
        return strict_json.dumps(self.document(after, limit))


@pytest.fixture
def federation(province: Author, own_key: OwnKey) -> Federation:
    """The database plays Guizhou; national's log is in memory and has the enrolments."""
    return Federation(province, Author(GUIZHOU, own_key))
