r"""A page of the log as a follower reads it.

    {"entries":[{"position":41,"statement":"eyJ…"},{"position":42,"leaf":"m3Yt…="}],
     "checkpoint":"payqual/000000\n42\n…","size":57}

The checkpoint covers exactly the entries up to the last one of the page, so that the root can be compared right after
it; `size` is that of the whole log at that moment.
"""

from base64 import b64decode
from dataclasses import dataclass

from sync.wire import merkle, strict_json
from sync.wire.refusals import FormatRefused, ProtocolRefused
from sync.wire.strict_json import Json

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: whole, or only its leaf hash where it is withheld."""

    position: int
    leaf: bytes
    raw: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Entries that follow position ``after``, and what national signed about them."""

    after: int
    entries: tuple[Entry, ...]
    checkpoint: str
    size: int

    @property
    def last(self) -> int:
        """Position of the last entry; ``after`` when there is none."""
        return self.after + len(self.entries)


def read(body: bytes, *, after: int) -> Page:
    """Read the page that was asked for with this cursor.

    Raises ProtocolRefused: page_malformed, log_not_contiguous.
    """
    try:
        document = strict_json.loads(body, max_bytes=MAX_BYTES, max_depth=MAX_DEPTH)
    except FormatRefused as error:
        raise ProtocolRefused.because("page_malformed", error.code) from None
    if type(document) is not dict or document.keys() != {"entries", "checkpoint", "size"}:
        raise ProtocolRefused.because("page_malformed", "page")
    entries, checkpoint, size = document["entries"], document["checkpoint"], document["size"]
    if type(entries) is not list or type(checkpoint) is not str or type(size) is not int:
        raise ProtocolRefused.because("page_malformed", "page")
    return Page(
        after=after,
        entries=tuple(_entry(entry, after + at) for at, entry in enumerate(entries, start=1)),
        checkpoint=checkpoint,
        size=size,
    )


def _entry(entry: Json, position: int) -> Entry:
    if type(entry) is not dict or type(entry.get("position")) is not int:
        raise ProtocolRefused.because("page_malformed", "entries")
    if entry["position"] != position:
        raise ProtocolRefused.because("log_not_contiguous", "position")
    statement, leaf = entry.get("statement"), entry.get("leaf")
    if len(entry) == 2 and type(statement) is str and statement.isascii():
        raw = statement.encode()
        return Entry(position=position, leaf=merkle.leaf_hash(raw), raw=raw)
    if len(entry) == 2 and type(leaf) is str:
        return Entry(position=position, leaf=_leaf(leaf), raw=None)
    raise ProtocolRefused.because("page_malformed", "entries")


def _leaf(text: str) -> bytes:
    try:
        leaf = b64decode(text, validate=True)
    except ValueError:
        leaf = b""
    if len(leaf) != 32:
        raise ProtocolRefused.because("page_malformed", "leaf")
    return leaf
