"""Reads CSV (RFC 4180) record by record from UTF-8 bytes, so that a broken row is answered and not the whole run.

With or without a byte order mark; columns separated by commas, or by tabs where the header has tabs and no comma, as
Excel writes Unicode text; lines ended by LF or CR LF; a field that holds a separator, a quote or a line end stands in
quotes, and quotes inside it are doubled. Lines without anything are no rows. What is in another encoding is rewritten
before (`encodings`).

What is wrong inside a row refuses the row; what puts in doubt where rows begin, or that they are all there, refuses the
file, before anything is done:

| what | answer |
|---|---|
| wrong number of cells; a quote or a lone CR where none may stand, on one line | row, `row_malformed` |
| a line above 64 KiB | row, `row_too_long` |
| a quote never closed, or closed lines later in the middle of a cell | file, `quote_unclosed` |
| no line end at the end, and the last row has too few cells or an open quote | file, `file_cut_off` |
| no header, other columns | file |

Memory is bounded by the longest record (64 KiB), whatever the length of the file.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from provinces.files.headings import Expected
from sync.wire.refusals import FormatRefused, Reason, Refusal, reason

RECORD_LIMIT = 65_536
"""Longest record in bytes."""

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row as it stands in the file, or the reason why it cannot be read."""

    number: int
    """The first row after the header is 1; in a workbook the number that the sheet shows beside it."""
    line: int
    """Line or row of the sheet on which it begins; the first one of the file is 1."""
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
    raw: bytes
    fields: tuple[bytes, ...] = ()
    wrong: str = ""


class _Lines:
    """Physical lines of a file with their number and offset, hashing all that is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.separator = b""
        self.digest = hashlib.sha256()
        self.number = 0

    def take(self) -> bytes:
        """Return the next line with its end, at most one byte above the limit; empty at the end of the file."""
        line = self._file.readline(RECORD_LIMIT + 1)
        self.digest.update(line)
        self.number += bool(line)
        if self.number == 1 and line.startswith(_BOM):
            return line[len(_BOM) :]
        return line

    def skip_line(self) -> int:
        """Skip the rest of a line that is too long and return the number of quotes in it."""
        quotes = 0
        while rest := self._file.readline(RECORD_LIMIT):
            self.digest.update(rest)
            quotes += rest.count(b'"')
            if rest.endswith(b"\n"):
                break
        return quotes


def survey(file: IO[bytes], expected: Expected) -> Survey:
    """Read a whole file once and return its digest, number of rows and columns. Raises FormatRefused."""
    lines = _Lines(file)
    raws = _records(lines)
    columns = _columns(next(raws, None), expected)
    rows, last = 0, None
    for rows, last in enumerate(raws, start=1):  # noqa: B007 - how many, and the last of them
        pass
    if last and not last.raw.endswith(b"\n") and not last.wrong and len(last.fields) < len(columns):
        raise FormatRefused(Refusal("file_cut_off", params={"line": last.line}), line=last.line)
    return Survey(digest=lines.digest.digest(), rows=rows, columns=columns)


def records(file: IO[bytes], found: Survey) -> Iterator[Record]:
    """Yield every row of a surveyed file. Raises FormatRefused when the file changed in between."""
    lines = _Lines(file)
    raws = _records(lines)
    next(raws, None)
    for number, raw in enumerate(raws, start=1):
        yield _decoded(raw, number, len(found.columns))
    if lines.digest.digest() != found.digest:
        raise FormatRefused.because("file_changed")


def _columns(raw: _Raw | None, expected: Expected) -> tuple[str, ...]:
    if raw is None:
        raise FormatRefused.because("file_empty", expected=expected.shown)
    if raw.wrong:
        raise FormatRefused(Refusal("header_malformed", params={"expected": expected.shown}), line=raw.line)
    return expected.columns(_text(raw), raw.line)


def _text(raw: _Raw) -> tuple[str, ...]:
    try:
        return tuple(field.decode() for field in raw.fields)
    except UnicodeDecodeError:  # it was UTF-8 from end to end when it was judged
        raise FormatRefused.because("file_changed") from None


def _decoded(raw: _Raw, number: int, width: int) -> Record:
    wrong = reason(raw.wrong, line=raw.line) if raw.wrong else None
    cells = () if wrong else _text(raw)
    if not wrong and len(cells) != width:
        wrong = reason("row_malformed_cells", line=raw.line, cells=len(cells), columns=width)
    return Record(number=number, line=raw.line, cells=() if wrong else cells, refused=wrong)


def _records(lines: _Lines) -> Iterator[_Raw]:
    while line := lines.take():
        begin = lines.number
        if line in (b"\n", b"\r\n"):
            continue
        if len(line) > RECORD_LIMIT and not line.endswith(b"\n"):
            if (line.count(b'"') + lines.skip_line()) % 2:
                raise FormatRefused(Refusal("quote_unclosed", params={"line": begin}), line=begin)
            yield _Raw(line=begin, raw=b"", wrong="row_too_long")
            continue
        lines.separator = lines.separator or _separator(line)
        plain = _without_end(line)
        if b'"' not in plain and b"\r" not in plain:
            yield _Raw(line=begin, raw=line, fields=tuple(plain.split(lines.separator)))
            continue
        yield _quoted(line, lines, begin)


def _separator(header: bytes) -> bytes:
    return b"\t" if b"\t" in header and b"," not in header else b","


def _without_end(line: bytes) -> bytes:
    return line[: len(line) - _ending(line)]


def _ending(line: bytes | bytearray) -> int:
    """Return how many bytes of a line are its end; a lone CR ends nothing."""
    return 2 if line.endswith(b"\r\n") else int(line.endswith(b"\n"))


def _quoted(line: bytes, lines: _Lines, begin: int) -> _Raw:
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
            cell_end = buffer.find(lines.separator, at)
            end = cell_end if cell_end >= 0 else len(buffer) - _ending(buffer)
            fields.append(bytes(buffer[at:end]))
            if b'"' in fields[-1] or b"\r" in fields[-1]:
                return _broken(buffer, lines, begin)
            at = end
        if buffer[at : at + 1] == lines.separator:
            at += 1
        elif at == len(buffer) - _ending(buffer):
            return _Raw(line=begin, raw=bytes(buffer), fields=tuple(fields))
        else:
            return _broken(buffer, lines, begin)


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
        if not line and lines.number == begin and not buffer.endswith(b"\n"):
            raise FormatRefused(Refusal("file_cut_off", params={"line": begin}), line=begin)
        if not line or len(buffer) + len(line) > RECORD_LIMIT:
            raise FormatRefused(Refusal("quote_unclosed", params={"line": begin}), line=begin)
        buffer += line


def _broken(buffer: bytearray, lines: _Lines, begin: int) -> _Raw:
    """Return the refusal of a row that is broken on one line; over several lines nobody knows where rows begin."""
    if lines.number > begin:
        raise FormatRefused(Refusal("quote_unclosed", params={"line": begin}), line=begin)
    return _Raw(line=begin, raw=bytes(buffer), wrong="row_malformed")
