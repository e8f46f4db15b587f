"""Checkpoints of the log: C2SP tlog-checkpoint in signed notes, and timestamped cosignatures of witnesses.

Example (a note of the log's operator, cosigned by one witness):

    payqual.example/log
    1
    6xCFTCFY1tM00qOHf/NiUN5W49McPt7sGKkCehSWglE=

    — payqual.example/log Pen7SRCnuDuGxpOUXDs5IeR2KkYYsf5m/0y7dCSM+KXzZByHKF9Gs4JVNJ9a…
    — 520000 vismKQAAAABoVhIimftt2zXcSPwnhupH7oqvJPCqDEkQ6rzRY/yCLzkgDxIvdkZxaRsVRH7s…

The lines are: the log's name, its size, its root; then, after an empty line, one line per signature, whose
base64 is four bytes of key id and the signature, in a cosignature after eight bytes of Unix time.
"""

from __future__ import annotations

import hashlib
import re
from binascii import Error as Base64Error
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sync.wire.refusals import FormatRefused
from sync.wire.suites import Suite

MAX_CHARACTERS: Final = 32_768
MAX_SIGNATURES: Final = 100
MAX_SIZE: Final = 2**53

_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,15}")
_NAME: Final = re.compile(r"[^\s+]{1,128}")
_SIGNATURE_LINE: Final = re.compile(r"— ([^\s+]{1,128}) ([A-Za-z0-9+/]{8,2000}={0,2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """Name, size and root of a log; further lines, if a log has any, as they stand.

    Raises checkpoint_malformed when it could not be written down.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        lines = (self.origin, *self.extensions)
        if not all(line and line.isprintable() for line in lines):
            raise FormatRefused.because("checkpoint_malformed", "origin")
        if not 0 <= self.size <= MAX_SIZE:
            raise FormatRefused.because("checkpoint_malformed", "size")
        if len(self.root) != 32:
            raise FormatRefused.because("checkpoint_malformed", "root")

    def body_text(self) -> str:
        """Return what is signed: the lines, each with its line break."""
        return "".join(f"{line}\n" for line in (self.origin, self.size, _base64(self.root), *self.extensions))


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSignature:
    """One signature line. `signature` as it stands: a cosignature's begins with its time."""

    name: str
    key_id: bytes
    signature: bytes

    def line(self) -> str:
        return f"— {self.name} {_base64(self.key_id + self.signature)}\n"


def _base64(raw: bytes) -> str:
    return b2a_base64(raw, newline=False).decode()


def _unbase64(text: str, field: str) -> bytes:
    try:
        raw = a2b_base64(text)
    except (Base64Error, ValueError):
        raise FormatRefused.because("checkpoint_malformed", field) from None
    if _base64(raw) != text:
        raise FormatRefused.because("checkpoint_malformed", field)
    return raw


def note_key_id(name: str, key_type: bytes, public_key: bytes) -> bytes:
    """Return the four bytes that tell keys of one name apart (C2SP signed-note)."""
    return hashlib.sha256(name.encode() + b"\n" + key_type + public_key).digest()[:4]


def verifier_key(name: str, suite: Suite, public_key: bytes, *, cosignature: bool = False) -> str:
    """Return the key as note tools write it: `name+key id+base64`."""
    key_type = suite.cosignature_type if cosignature else suite.note_type
    key_id = note_key_id(_checked(name), key_type, public_key)
    return f"{name}+{key_id.hex()}+{_base64(key_type + public_key)}"


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name) or not name.isprintable():
        raise FormatRefused.because("checkpoint_malformed", "name")
    return name


def parse_note(text: str) -> tuple[Checkpoint, tuple[NoteSignature, ...]]:
    """Read a note; nothing is said about its signatures. Raises checkpoint_malformed."""
    body, gap, signed = text.partition("\n\n")
    if len(text) > MAX_CHARACTERS or not gap or not signed.endswith("\n"):
        raise FormatRefused.because("checkpoint_malformed")
    # Split at line feeds only: other line breaks are not printable and refused with their line.
    lines = body.split("\n")
    if len(lines) < 3:
        raise FormatRefused.because("checkpoint_malformed")
    origin, size, root, *extensions = lines
    if not _SIZE.fullmatch(size):
        raise FormatRefused.because("checkpoint_malformed", "size")
    checkpoint = Checkpoint(origin=origin, size=int(size), root=_unbase64(root, "root"), extensions=tuple(extensions))
    signatures = tuple(map(_signature, signed[:-1].split("\n")))
    if len(signatures) > MAX_SIGNATURES:
        raise FormatRefused.because("checkpoint_malformed", "signature")
    return checkpoint, signatures


def _signature(line: str) -> NoteSignature:
    parts = _SIGNATURE_LINE.fullmatch(line)
    if not parts:
        raise FormatRefused.because("checkpoint_malformed", "signature")
    raw = _unbase64(parts[2], "signature")
    if len(raw) < 5:
        raise FormatRefused.because("checkpoint_malformed", "signature")
    return NoteSignature(name=_checked(parts[1]), key_id=raw[:4], signature=raw[4:])


def sign(checkpoint: Checkpoint, *, name: str, suite: Suite, private_key: bytes) -> str:
    """Return the note of this checkpoint with one signature. Raises checkpoint_malformed, key_malformed."""
    body = checkpoint.body_text()
    key_id = note_key_id(_checked(name), suite.note_type, suite.public_key(private_key))
    signature = suite.sign(private_key, body.encode())
    return f"{body}\n{NoteSignature(name=name, key_id=key_id, signature=signature).line()}"


def _theirs(signatures: Iterable[NoteSignature], name: str, key_id: bytes) -> list[NoteSignature]:
    found = [line for line in signatures if (line.name, line.key_id) == (name, key_id)]
    if not found:
        raise FormatRefused.because("checkpoint_unsigned", "signature")
    return found


def verify(note: str, *, name: str, suite: Suite, public_key: bytes) -> Checkpoint:
    """Return the checkpoint that this key signed; lines of other keys are left alone.

    Raises checkpoint_malformed, checkpoint_unsigned (no line of this key), checkpoint_signature_invalid.
    """
    checkpoint, signatures = parse_note(note)
    message = checkpoint.body_text().encode()
    for line in _theirs(signatures, name, note_key_id(name, suite.note_type, public_key)):
        if not suite.verify(public_key, message, line.signature):
            raise FormatRefused.because("checkpoint_signature_invalid", "signature")
    return checkpoint


def _cosigned(checkpoint: Checkpoint, timestamp: int) -> bytes:
    return f"cosignature/v1\ntime {timestamp}\n{checkpoint.body_text()}".encode()


def cosign(checkpoint: Checkpoint, *, name: str, suite: Suite, private_key: bytes, timestamp: int) -> NoteSignature:
    """Return a witness's signature of this checkpoint at this time (seconds since 1970).

    The witness has to make sure first that the checkpoint extends what it cosigned before.
    Raises checkpoint_malformed, key_malformed.
    """
    if not 0 < timestamp < 2**63:
        raise FormatRefused.because("checkpoint_malformed", "timestamp")
    key_id = note_key_id(_checked(name), suite.cosignature_type, suite.public_key(private_key))
    signature = suite.sign(private_key, _cosigned(checkpoint, timestamp))
    return NoteSignature(name=name, key_id=key_id, signature=timestamp.to_bytes(8) + signature)


def verify_cosignature(note: str, *, name: str, suite: Suite, public_key: bytes) -> int:
    """Return when this witness cosigned, seconds since 1970; the latest time when it did so more than once.

    Raises checkpoint_malformed, checkpoint_unsigned, checkpoint_signature_invalid.
    """
    checkpoint, signatures = parse_note(note)
    times = []
    for line in _theirs(signatures, name, note_key_id(name, suite.cosignature_type, public_key)):
        timestamp = int.from_bytes(line.signature[:8])
        if not suite.verify(public_key, _cosigned(checkpoint, timestamp), line.signature[8:]):
            raise FormatRefused.because("checkpoint_signature_invalid", "signature")
        times.append(timestamp)
    return max(times)


def parse_signature_line(text: str) -> NoteSignature:
    """Read one line, with or without its line break, as a witness sends it. Raises checkpoint_malformed."""
    return _signature(text.removesuffix("\n"))


def with_signatures(note: str, signatures: Iterable[NoteSignature]) -> str:
    """Return the note with these lines added; a line of the same name and key replaces the one that was there."""
    checkpoint, present = parse_note(note)
    lines = {(line.name, line.key_id): line for line in (*present, *signatures)}
    return f"{checkpoint.body_text()}\n{''.join(line.line() for line in lines.values())}"
