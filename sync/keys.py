"""Keys: the node's own, in a file; everybody's public ones, in the table that the log fills.

The key file is one JSON object, readable by its owner alone:

    {"suite": "ed25519-sha256", "kid": "VufR…", "private": "<base64>", "public": "<base64>"}
"""

import json
import os
import secrets
import stat
from base64 import b64decode, b64encode
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from sync.models import NodeIdentity, NodeKey
from sync.wire import keys as wire
from sync.wire import suites
from sync.wire.refusals import FormatRefused, ProtocolRefused
from sync.wire.suites import Suite


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnKey:
    """This node's key pair. `private` stays out of the text form."""

    kid: str
    suite: Suite
    private: bytes
    public: bytes

    def __repr__(self) -> str:
        return f"OwnKey({self.kid})"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRecord:
    """A public key and the log positions it is valid for: from `added`, up to and not including `revoked`."""

    kid: str
    suite: Suite
    public: bytes
    division: str
    added: int
    revoked: int | None

    def valid_at(self, position: int) -> bool:
        """Return whether an entry at this position may be signed with the key."""
        return self.added <= position and (self.revoked is None or position < self.revoked)


# --- the node's own key


def create(path: Path, suite: Suite = suites.ED25519) -> OwnKey:
    """Make a key pair and write it to a new file with mode 0600. Raises ProtocolRefused: key_file_exists."""
    pair = suite.generate(secrets.token_bytes(32))
    document = {
        "suite": suite.name,
        "kid": wire.key_id(suite, pair.public),
        "private": b64encode(pair.private).decode(),
        "public": b64encode(pair.public).decode(),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise ProtocolRefused.because("key_file_exists", str(path)) from None
    with os.fdopen(descriptor, "w") as file:
        json.dump(document, file)
        file.flush()
        os.fsync(file.fileno())
    return load(path)


def load(path: Path) -> OwnKey:
    """Read a key file.

    Raises ProtocolRefused: key_file_missing, key_file_open (others may read it), key_file_unreadable.
    """
    try:
        found = path.stat()
    except OSError:
        raise ProtocolRefused.because("key_file_missing", str(path)) from None
    return _load(str(path), found.st_mtime_ns, stat.S_IMODE(found.st_mode))


@lru_cache(maxsize=64)
def _load(path: str, _mtime: int, mode: int) -> OwnKey:
    if mode & 0o077:
        raise ProtocolRefused.because("key_file_open", path)
    try:
        document = json.loads(Path(path).read_text())
        suite = suites.by_name(document["suite"])
        private, public = (b64decode(document[name], validate=True) for name in ("private", "public"))
        whole = suite.generate(private).public == public and wire.key_id(suite, public) == document["kid"]
    except (OSError, ValueError, KeyError, TypeError, FormatRefused):
        raise ProtocolRefused.because("key_file_unreadable", path) from None
    if not whole:
        raise ProtocolRefused.because("key_file_unreadable", path)
    return OwnKey(kid=document["kid"], suite=suite, private=private, public=public)


def own() -> OwnKey:
    """Return this node's key. Raises ProtocolRefused as `load`."""
    return load(Path(settings.NODE_KEY))


def decode_public(text: str) -> bytes | None:
    """Return a public key written in base64, or None when it is not."""
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return None


# --- proof of possession


def challenge(national_kid: str) -> str:
    """Return what a node signs to enrol a key: a proof made for one federation is none for another."""
    return f"payqual-enrol/{national_kid}"


def prove_possession(key: OwnKey, division: str, national_kid: str) -> str:
    """Return the proof that this node holds its key, meant for this division and this federation; base64."""
    proof = wire.prove(division=division, challenge=challenge(national_kid), suite=key.suite, private_key=key.private)
    return b64encode(proof).decode()


def possession_holds(proof: str, *, division: str, suite: Suite, public: bytes, national_kid: str) -> bool:
    """Return whether the proof was made with the private half of this key, for this division and federation.

    Raises FormatRefused: key_malformed, weak_key, division_malformed.
    """
    try:
        signature = b64decode(proof, validate=True)
    except ValueError:
        return False
    return wire.verify_possession(
        division=division,
        challenge=challenge(national_kid),
        suite=suite,
        public_key=public,
        signature=signature,
    )


# --- everybody's keys


def pinned() -> bytes:
    """Return the national public key that this node was given when it was set up. Raises ProtocolRefused."""
    public = NodeIdentity.objects.values_list("national_public_key", flat=True).first()
    if public is None:
        raise ProtocolRefused.because("node_identity_missing")
    return bytes(public)


def pinned_kid() -> str:
    """Return the ID of the pinned national key. Raises ProtocolRefused."""
    return wire.key_id(suites.ED25519, pinned())


def records(kids: Collection[str]) -> dict[str, KeyRecord]:
    """Return the keys with these IDs, revoked ones included, by ID."""
    rows = NodeKey.objects.filter(pk__in=set(kids)).order_by()
    return {row.kid: _record(row) for row in rows}


def of_division(division: str) -> list[KeyRecord]:
    """Return a node's keys in the order they were added, revoked ones included."""
    return [_record(row) for row in NodeKey.objects.filter(node=division).order_by("added_position", "kid")]


def _record(row: NodeKey) -> KeyRecord:
    return KeyRecord(
        kid=row.kid,
        suite=suites.by_name(row.suite),
        public=bytes(row.public_key),
        division=row.node_id,
        added=row.added_position,
        revoked=row.revoked_position,
    )


def resolve(kid: str, position: int | None = None) -> tuple[Suite, bytes, str] | None:
    """Return (suite, public key, division) of a key valid at this log position, or now when None; else None."""
    record = records([kid]).get(kid)
    if record is None:
        return None
    valid = record.revoked is None if position is None else record.valid_at(position)
    return (record.suite, record.public, record.division) if valid else None
