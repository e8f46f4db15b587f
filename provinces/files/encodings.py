"""In which encoding the bytes of a file are written: judged over the whole of it, before a row of it is read.

| what | answer |
|---|---|
| a byte order mark | heeded; one that contradicts what the user says is `encoding_marked`, under `encoding_wrong` |
| an encoding that the user says | read strictly so, else `encoding_wrong` |
| UTF-8 from end to end, and the words are Chinese in it | UTF-8 |
| GB18030 from end to end, and no cell is Chinese in UTF-8 only | GB18030 |
| UTF-8 in some lines and not in others | `encoding_mixed` |
| both, and what it says differs; or words that nobody writes | `encoding_unclear` |
| neither | `encoding_unknown`; a character cut off at the end is `file_cut_off` |

One character in seven of GB2312 is also valid UTF-8, a letter of Latin, Greek, Cyrillic or Arabic: 某石 are the bytes
of `ĳʯ`. The other way round most Chinese text in UTF-8 is GB18030 as well, of characters that nobody writes: 中文 are
the bytes of `涓枃`. So each cell is weighed in both. A cell that is in GB2312, as nearly all that people write is,
never speaks for UTF-8; hence a file of such cells in GB18030 is read as what it is or refused, and never mistaken.
"""

import codecs
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from functools import lru_cache
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO

from sync.wire.refusals import FormatRefused, Parameter, Refusal

RECORD_LIMIT = 65_536
"""Longest line in bytes that is looked at; the row of a longer one is refused unread."""
IN_MEMORY = 16 * 1024 * 1024
"""What is rewritten stays in memory up to this size, then goes to a file without a name."""


class Encoding(StrEnum):
    """Encodings in which files come. UTF-16 is what Excel calls Unicode text."""

    UTF_8 = "utf-8"
    GB18030 = "gb18030"
    UTF_16_LE = "utf-16-le"
    UTF_16_BE = "utf-16-be"


TITLES = {
    Encoding.UTF_8: "UTF-8",
    Encoding.GB18030: "GB18030",
    Encoding.UTF_16_LE: "UTF-16 LE",
    Encoding.UTF_16_BE: "UTF-16 BE",
}

_MARKS = (
    (codecs.BOM_UTF8, Encoding.UTF_8),
    (codecs.BOM_UTF16_LE, Encoding.UTF_16_LE),
    (codecs.BOM_UTF16_BE, Encoding.UTF_16_BE),
    ("\ufeff".encode("gb18030"), Encoding.GB18030),
)
_BOUNDS = re.compile(rb'[,\t\r\n"]+')
"""Where cells end, in UTF-8 as in GB18030: none of these is a later byte of a character."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The encoding of a file, and the SHA-256 of its bytes as they came."""

    encoding: Encoding
    digest: bytes


def judged(file: BinaryIO, said: Encoding | None = None) -> Judged:
    """Return in which encoding a whole file is written; `said` is what the user says. Raises FormatRefused."""
    head = file.read(4)
    file.seek(0)
    marked = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)
    if said and marked and said is not marked:
        raise FormatRefused.because("encoding_marked", marked=TITLES[marked], encoding=TITLES[said])
    digest = hashlib.sha256()
    if encoding := said or marked:
        for line in _lines(file, encoding):
            digest.update(line.raw)
            _must_be(encoding, line)
        return Judged(encoding=encoding, digest=digest.digest())
    weighed = _Weighed()
    for line in _lines(file, Encoding.UTF_8):
        digest.update(line.raw)
        weighed.add(line)
    return Judged(encoding=weighed.encoding(), digest=digest.digest())


def as_utf8(file: BinaryIO, encoding: Encoding) -> IO[bytes]:
    """Return a file rewritten in UTF-8, which the caller closes. Raises FormatRefused when it changed meanwhile."""
    written = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller closes it
    try:
        for line in _lines(file, encoding):
            # A line that is too long is refused unread, wherever it was cut.
            errors = "replace" if line.too_long else "strict"
            written.write(line.raw.decode(encoding, errors).encode())
    except UnicodeError:
        written.close()
        raise FormatRefused.because("file_changed") from None
    written.seek(0)
    return written


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line with its end, or a piece of one that is too long."""

    number: int
    begin: int
    raw: bytes
    too_long: bool
    is_last: bool


def _lines(file: BinaryIO, encoding: Encoding) -> Iterator[_Line]:
    wide = encoding in (Encoding.UTF_16_LE, Encoding.UTF_16_BE)
    number, begin, goes_on = 1, 0, False
    line = _wide_line(file, encoding) if wide else file.readline(RECORD_LIMIT + 1)
    while line:
        following = _wide_line(file, encoding) if wide else file.readline(RECORD_LIMIT + 1)
        ends = line.endswith("\n".encode(encoding))
        too_long = goes_on or (not ends and len(line) > RECORD_LIMIT)
        yield _Line(number=number, begin=begin, raw=line, too_long=too_long, is_last=not following)
        number, begin, goes_on = number + ends, begin + len(line), too_long and not ends
        line = following


def _wide_line(file: BinaryIO, encoding: Encoding) -> bytes:
    """Return the next line of UTF-16, whose line end is two bytes and may begin at even places only."""
    end, line = "\n".encode(encoding), b""
    while piece := file.readline(RECORD_LIMIT):
        line += piece
        if encoding is Encoding.UTF_16_LE and line.endswith(b"\n") and len(line) % 2:
            line += file.read(1)
        if (line.endswith(end) and not len(line) % 2) or len(line) > RECORD_LIMIT:
            return line + (file.read(1) if len(line) % 2 else b"")
    return line


def _must_be(encoding: Encoding, line: _Line) -> None:
    if line.too_long:
        return
    error = _error(line.raw, encoding)
    if error is None:
        return
    if _is_cut_off(error, line):
        raise _cut_off(line)
    params: dict[str, Parameter] = {
        "encoding": TITLES[encoding],
        "line": line.number,
        "byte": line.begin + error.start,
    }
    raise FormatRefused(Refusal("encoding_wrong", params=params), line=line.number)


def _error(raw: bytes, encoding: Encoding) -> UnicodeDecodeError | None:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError as error:
        return error
    return None


def _is_cut_off(error: UnicodeDecodeError, line: _Line) -> bool:
    """Return whether the end of the file stands in the middle of a character."""
    whys = ("unexpected end of data", "incomplete multibyte sequence", "truncated data")
    return line.is_last and error.reason in whys


def _cut_off(line: _Line) -> FormatRefused:
    return FormatRefused(Refusal("file_cut_off", params={"line": line.number}), line=line.number)


# --- weighing


class _Says(Enum):
    """For which encoding a cell speaks."""

    UTF_8 = auto()
    GB18030 = auto()
    STRANGE = auto()
    """Nobody writes so in either."""
    BOTH = auto()
    """It may have been meant in either."""


@lru_cache(maxsize=8192)
def _says(cell: bytes) -> tuple[bool, bool, _Says]:
    """Return whether a cell is UTF-8, whether it is GB18030, and for which it speaks."""
    utf8, gb = _decoded(cell, Encoding.UTF_8), _decoded(cell, Encoding.GB18030)
    is_utf8 = utf8 is not None and not any(map(_is_odd, utf8))
    is_gb = gb is not None and all(map(_is_usual, gb))
    says = {
        (True, True): _Says.BOTH,
        (True, False): _Says.UTF_8,
        (False, True): _Says.GB18030,
        (False, False): _Says.STRANGE,
    }[is_utf8, is_gb]
    return utf8 is not None, gb is not None, says


def _decoded(cell: bytes, encoding: Encoding) -> str | None:
    try:
        return cell.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_odd(character: str) -> bool:
    """Return whether a character has no place in Chinese text: a letter of another script, or no character."""
    if character.isascii():
        return False
    code = ord(character)
    is_sign = 0x2000 <= code <= 0x2BFF or character in "\u00b7\u00d7\u00a0\u00b0\u00b1\u00a7\u00a5\u00ad\ufeff"
    is_chinese = 0x2E80 <= code <= 0x303F or 0x3100 <= code <= 0x4DBF or 0x4E00 <= code <= 0x9FFF
    return not (is_sign or is_chinese or 0xE000 <= code <= 0xFAFF or 0xFE10 <= code <= 0xFFEF or code >= 0x20000)


def _is_usual(character: str) -> bool:
    """Return whether a character is one that people write daily: of GB2312, and no letter of another script."""
    if character.isascii():
        return True
    # The codec of GB2312 has other characters for · and —, so it is asked for the place of the character instead; rows
    # A4 to A8 are letters of other scripts.
    code = character.encode("gb18030")
    is_placed = len(code) == 2 and code[1] >= 0xA1 and (code[0] in b"\xa1\xa2\xa3\xa9" or 0xB0 <= code[0] <= 0xF7)
    return is_placed and not 0xE000 <= ord(character) <= 0xF8FF


class _Weighed:
    """What the cells of a file say about its encoding, line by line."""

    def __init__(self) -> None:
        self._said: Counter[_Says] = Counter()
        self._wrong: dict[Encoding, tuple[_Line, UnicodeDecodeError]] = {}
        self._first: dict[_Says, int] = {}
        self._zero: _Line | None = None

    def add(self, line: _Line) -> None:
        """Weigh the cells of a line."""
        if line.number == 1 and b"\x00" in line.raw:
            self._zero = line
        if line.too_long or line.raw.isascii():
            return
        for cell in _BOUNDS.split(line.raw):
            if not cell.isascii():
                is_utf8, is_gb, says = _says(cell)
                self._said[says] += 1
                self._first.setdefault(says, line.number)
                for encoding, fits in ((Encoding.UTF_8, is_utf8), (Encoding.GB18030, is_gb)):
                    if not fits and encoding not in self._wrong and (error := _error(line.raw, encoding)):
                        self._wrong[encoding] = (line, error)

    def encoding(self) -> Encoding:
        """Return the encoding that all of it is in. Raises FormatRefused."""
        if self._zero:
            raise self._unknown(self._zero, self._zero.raw.index(b"\x00"))
        utf8, gb = self._said[_Says.UTF_8], self._said[_Says.GB18030]
        not_utf8, not_gb = self._wrong.get(Encoding.UTF_8), self._wrong.get(Encoding.GB18030)
        if not_utf8 is None:
            if not self._said or utf8 > gb or (not_gb and utf8 >= gb):
                return Encoding.UTF_8
            raise self._unclear("encoding_unclear", _Says.GB18030, _Says.BOTH, _Says.STRANGE)
        line, error = not_utf8
        if utf8 >= gb and utf8 and _is_cut_off(error, line):
            raise _cut_off(line)
        if utf8:
            params = {"line": line.number, "byte": line.begin + error.start}
            raise FormatRefused(Refusal("encoding_mixed", params=params), line=line.number)
        if not_gb is None:
            if gb >= self._said[_Says.STRANGE]:
                return Encoding.GB18030
            raise self._unclear("encoding_unclear_words", _Says.STRANGE)
        line, error = not_gb
        if _is_cut_off(error, line):
            raise _cut_off(line)
        raise self._unknown(line, error.start)

    def _unclear(self, name: str, *doubtful: _Says) -> FormatRefused:
        line = min(self._first[each] for each in doubtful if each in self._first)
        return FormatRefused(Refusal(name, params={"line": line}), line=line)

    def _unknown(self, line: _Line, at: int) -> FormatRefused:
        params = {"line": line.number, "byte": line.begin + at}
        return FormatRefused(Refusal("encoding_unknown", params=params), line=line.number)
