"""Reads a CSV file (RFC 4180) record by record from its bytes, so that a broken row is answered and not the whole run.

UTF-8, with or without a byte order mark; columns separated by commas; lines ended by LF or CR LF; a field that holds a
comma, a quote or a line end stands in quotes, and quotes inside it are doubled. Lines without anything are no rows.

What is wrong inside a row refuses the row; what puts in doubt where rows begin refuses the file, before anything is
done:

| what | answer |
|---|---|
| wrong number of cells; a quote or a lone CR where none may stand, on one line | row, `row_malformed` |
| bytes that are not UTF-8 | row, `row_not_utf8`, with line and byte |
| a line above 64 KiB | row, `row_too_long` |
| a quote never closed, or closed lines later in the middle of a cell | file, `quote_unclosed` |
| no header, other columns, UTF-16 | file |

Memory is bounded by the longest record (64 KiB), whatever the length of the file.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import BinaryIO

from sync.wire.refusals import FormatRefused, Reason, Refusal, reason

RECORD_LIMIT = 65_536
"""Longest record in bytes."""

_BOM = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00")
_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row as it stands in the file, or the reason why it cannot be read."""

    number: int
    """The first row after the header is 1."""
    line: int
    """Line on which it begins; the first line of the file is 1."""
    cells: tuple[str, ...] = ()
    refused: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a first pass over a file found: it can be read, and this is how much there is."""

    digest: bytes
    rows: int
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Raw:
    """A record as bytes: its fields, or the code of what is wrong with it."""

    line: int
    offset: int
    raw: bytes
    fields: tuple[bytes, ...] = ()
    wrong: str = ""


class _Lines:
    """Physical lines of a file with their number and offset, hashing all that is read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()
        self.number = 0
        self.offset = 0
        self.next_offset = 0

    def take(self) -> bytes:
        """Return the next line with its end, at most one byte above the limit; empty at the end of the file."""
        self.offset = self.next_offset
        line = self._file.readline(RECORD_LIMIT + 1)
        self.digest.update(line)
        self.next_offset += len(line)
        self.number += bool(line)
        if self.number == 1 and line.startswith(_BOM):
            self.offset += len(_BOM)
            return line[len(_BOM) :]
        return line

    def skip_line(self) -> int:
        """Skip the rest of a line that is too long and return the number of quotes in it."""
        quotes = 0
        while rest := self._file.readline(RECORD_LIMIT):
            self.digest.update(rest)
            self.next_offset += len(rest)
            quotes += rest.count(b'"')
            if rest.endswith(b"\n"):
                break
        return quotes


def survey(
    file: BinaryIO,
    expected: Sequence[str],
    optional: Collection[str] = (),
    *,
    called: Mapping[str, str] = MappingProxyType({}),
) -> Survey:
    """Read a whole file once and return its digest, number of rows and columns. Raises FormatRefused.

    `optional`: those of the expected columns that the header may leave out; `called`: what a refusal calls them, where
    the file may call them otherwise.
    """
    lines = _Lines(file)
    columns = _header(lines, expected, optional, called)
    rows = sum(1 for _ in _records(lines))
    return Survey(digest=lines.digest.digest(), rows=rows, columns=columns)


def records(file: BinaryIO, found: Survey) -> Iterator[Record]:
    """Yield every row of a surveyed file. Raises FormatRefused when the file changed in between."""
    lines = _Lines(file)
    _header(lines, found.columns)
    for number, raw in enumerate(_records(lines), start=1):
        yield _decoded(raw, number, len(found.columns))
    if lines.digest.digest() != found.digest:
        raise FormatRefused.because("file_changed")


def _header(
    lines: _Lines,
    expected: Sequence[str],
    optional: Collection[str] = (),
    called: Mapping[str, str] = MappingProxyType({}),
) -> tuple[str, ...]:
    raw = next(_records(lines), None)
    wanted = ",".join(called.get(name, name) for name in expected)
    if raw is None:
        raise FormatRefused.because("file_empty", expected=wanted)
    if raw.raw.startswith(_WIDE) or b"\x00" in raw.raw:
        raise FormatRefused(Refusal("file_not_utf8"), line=raw.line)
    if raw.wrong:
        raise FormatRefused(Refusal("header_malformed"), line=raw.line)
    try:
        names = tuple(field.decode() for field in raw.fields)
    except UnicodeDecodeError:
        raise FormatRefused(Refusal("file_not_utf8"), line=raw.line) from None
    repeated = [name for name, count in Counter(names).items() if count > 1]
    for code, wrong in (
        ("columns_unknown", [name for name in names if name not in expected]),
        ("columns_missing", [name for name in expected if name not in names and name not in optional]),
        ("columns_repeated", repeated),
    ):
        if wrong:
            shown = _shown([called.get(name, name) for name in wrong])
            raise FormatRefused(Refusal(code, params={"columns": shown, "expected": wanted}), line=raw.line)
    return names


def _shown(names: Sequence[str]) -> str:
    """Return the first few names, fit to be printed."""
    shown = [ascii(name[:40]) if not name.isprintable() else name[:40] for name in names[:_SHOWN]]
    return ", ".join(shown) + (" …" if len(names) > _SHOWN else "")


def _decoded(raw: _Raw, number: int, width: int) -> Record:
    wrong: Reason | None = None
    cells: tuple[str, ...] = ()
    if raw.wrong:
        wrong = reason(raw.wrong, line=raw.line)
    else:
        try:
            raw.raw.decode()
            cells = tuple(field.decode() for field in raw.fields)
        except UnicodeDecodeError as error:
            line = raw.line + raw.raw.count(b"\n", 0, error.start)
            wrong = reason("row_not_utf8", line=line, byte=raw.offset + error.start)
        else:
            if len(cells) != width:
                wrong = reason("row_malformed_cells", line=raw.line, cells=len(cells), columns=width)
    return Record(number=number, line=raw.line, cells=() if wrong else cells, refused=wrong)


def _records(lines: _Lines) -> Iterator[_Raw]:
    while line := lines.take():
        begin, offset = lines.number, lines.offset
        if line in (b"\n", b"\r\n"):
            continue
        if len(line) > RECORD_LIMIT and not line.endswith(b"\n"):
            if (line.count(b'"') + lines.skip_line()) % 2:
                raise FormatRefused(Refusal("quote_unclosed", params={"line": begin}), line=begin)
            yield _Raw(line=begin, offset=offset, raw=b"", wrong="row_too_long")
            continue
        plain = _without_end(line)
        if b'"' not in plain and b"\r" not in plain:
            yield _Raw(line=begin, offset=offset, raw=line, fields=tuple(plain.split(b",")))
            continue
        yield _quoted(line, lines, begin, offset)


def _without_end(line: bytes) -> bytes:
    return line[: len(line) - _ending(line)]


def _ending(line: bytes | bytearray) -> int:
    """Return how many bytes of a line are its end; a lone CR ends nothing."""
    return 2 if line.endswith(b"\r\n") else int(line.endswith(b"\n"))


def _quoted(line: bytes, lines: _Lines, begin: int, offset: int) -> _Raw:
    """Return a record that has quotes (or a stray CR), taking further lines while a quote is open."""
    buffer = bytearray(line)
    fields: list[bytes] = []
    at = 0
    while True:
        if buffer[at : at + 1] == b'"':
            end = _closing(buffer, at + 1, lines, begin)
            fields.append(bytes(buffer[at + 1 : end]).replace(b'""', b'"'))
            at = end + 1
        else:
            # Outside quotes the rest of the buffer is the rest of one line.
            comma = buffer.find(b",", at)
            end = comma if comma >= 0 else len(buffer) - _ending(buffer)
            fields.append(bytes(buffer[at:end]))
            if b'"' in fields[-1] or b"\r" in fields[-1]:
                return _broken(buffer, lines, begin, offset)
            at = end
        if buffer[at : at + 1] == b",":
            at += 1
        elif at == len(buffer) - _ending(buffer):
            return _Raw(line=begin, offset=offset, raw=bytes(buffer), fields=tuple(fields))
        else:
            return _broken(buffer, lines, begin, offset)


def _closing(buffer: bytearray, at: int, lines: _Lines, begin: int) -> int:
    """Return where the quote closes, adding lines to the buffer as needed."""
    while True:
        at = buffer.find(b'"', at)
        if at >= 0 and buffer[at + 1 : at + 2] != b'"':
            return at
        if at >= 0:
            at += 2
            continue
        at = len(buffer)
        line = lines.take()
        if not line or len(buffer) + len(line) > RECORD_LIMIT:
            raise FormatRefused(Refusal("quote_unclosed", params={"line": begin}), line=begin)
        buffer += line


def _broken(buffer: bytearray, lines: _Lines, begin: int, offset: int) -> _Raw:
    """Return the refusal of a row that is broken on one line; over several lines nobody knows where rows begin."""
    if lines.number > begin:
        raise FormatRefused(Refusal("quote_unclosed", params={"line": begin}), line=begin)
    return _Raw(line=begin, offset=offset, raw=bytes(buffer), wrong="row_malformed")
