"""Writings of one thing: document numbers, authorities, references, notices, acts are kept as written, compared folded.

Whoever types `黔医保罚[2025]01号` means `黔医保罚〔2025〕1号`: other brackets, other widths, a blank, a zero in front,
a character that cannot be seen. Two writings with one key are thought to be one thing, and a human says whether they
are. Nothing folded is ever shown, signed or sent: every node folds for itself.

| what | folds to | why |
|---|---|---|
| 〔〕 ［］ [] （） 【】 〈〉 《》 {} … | `(` `)` | GB/T 9704 sets 〔〕 around the year; keyboards have others |
| full and half width, compatibility ideographs, radicals | NFKC, and `forms` | forms of one character |
| ① ² ㊀ | themselves | NFKC makes `1①` of item 1 the number 11 |
| blanks | nothing; one between two digits | `1 2` is not 12 |
| zeros before a run of digits | nothing | GB/T 9704-2012 §7.2.5: 1 is not written 01 |
| zero width, soft hyphen, bidi marks, byte order mark, variation selectors | nothing | nobody sees or means them |
| dashes, quotes, dots, tildes, commas of all kinds, one or several | one of its kind | |
| capital letters | small ones | `HT-1` and `ht-1` |
| 第 before the number, 号 after it, at the end of a document number | nothing | ibid.: no 第 before it, 号 behind it |
| 医保局, 市场监管局, 卫健委, 药监局 in an authority | the full name | each is short for one kind of agency |

Not folded, because two things may differ in it: 字 in `罚字`, Chinese numerals, 决 in `罚决`, the name of a place.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from registry.words.written import forms
from sync.wire.refusals import Refusal, Refused

KEY_LENGTH = 200
"""Longest key; a longer one ends in its digest, so that it fits its column and differs where its text does."""

_DIGEST = 40
_SEPARATOR = "\x1f"
"""Between the parts of a key; it cannot stand in a text."""

INVISIBLE = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Categories of what cannot be seen or turns the direction of writing."""
FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\ufffc\ufffd")
"""Characters that show nothing, or say that one was lost, though their categories are those of letters and signs."""


def is_forbidden(text: str) -> bool:
    """Return whether a text has a character that no door takes: invisible, turning the direction, or none at all.

    Private use and code points that a newer Unicode may know pass.
    """
    if text.isprintable() and FILLERS.isdisjoint(text):
        return False
    return any(_is_forbidden(character) for character in text)


def number(text: str) -> str:
    """Return the key of a document number: of a case, a notice, an agreement, a reference."""
    return _number(text)


def authority(text: str) -> str:
    """Return the key of who decided."""
    return _authority(text)


def words(text: str) -> str:
    """Return the key of an item, an act or a title: what is written, however it is typed."""
    return _folded(text)


def case(deciding: str, case_number: str) -> str:
    """Return the key of a case: its number at the authority that decided. The number stands first, to be found by."""
    return key(number(case_number), authority(deciding))


def key(*parts: str) -> str:
    """Return folded parts as one key of at most `KEY_LENGTH` characters."""
    whole = _SEPARATOR.join(parts)
    if len(whole) <= KEY_LENGTH:
        return whole
    digest = hashlib.sha256(whole.encode(errors="surrogatepass")).hexdigest()[:_DIGEST]
    return whole[: KEY_LENGTH - _DIGEST] + digest


def by_key(rows: Iterable[tuple[*tuple[Any, ...], str]]) -> dict[Any, set[str]]:
    """Return the writings of each key; a row is the parts of its key, and how it is written."""
    found: dict[Any, set[str]] = {}
    for *parts, written in rows:
        found.setdefault(tuple(parts), set()).add(written)
    return found


def must_be_new(field: str, said: str, written: set[str], *, used: str) -> None:
    """Refuse with `used` what is written already, hold what is in another writing, and remember what is said."""
    if said in written:
        raise Refused.because(used, field)
    known = min(written, default="")
    written.add(said)
    if known:
        raise otherwise((field,), (said,), (known,))


def otherwise(fields: Sequence[str], said: Sequence[str], known: Sequence[str], *, held: bool = True) -> Refused:
    """Return that what is said is known in another writing: held for a human, who says whether it is the same.

    `fields`: what the members are called, in the order of the texts; the first that differs is named. `held` is not
    said where the human sits at the form.
    """
    differing = ((field, other) for field, text, other in zip(fields, said, known, strict=True) if text != other)
    field, other = next(differing, (fields[0], known[0]))
    return Refused(Refusal("written_otherwise", field, params={"known": other}), held=held)


_OPENING = "〔[{<（［｛【〖〘〚〈《⟨⟪﹙﹛﹝❨❪❬❮❰❲⦅⦗「『"
_CLOSING = "〕]}>）］｝】〗〙〛〉》⟩⟫﹚﹜﹞❩❫❭❯❱❳⦆⦘」』"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\u2500\u2501\u02d7\ufe58\ufe63\uff0d\u2e3a\u2e3b\u30fc\uff70"
_QUOTES = "\"'`´‘’‚‛“”„‟′″〝〞〟＂＇"
_DOTS = "\u00b7\u0387\u16eb\u2022\u2024\u2027\u2219\u22c5\u25cf\u2e31\u2e33\u30fb\u318d\uff65\ua78f"
_LIKE = (
    dict.fromkeys(_OPENING, "(")
    | dict.fromkeys(_CLOSING, ")")
    | dict.fromkeys(_DASHES, "-")
    | dict.fromkeys(_QUOTES, '"')
    | dict.fromkeys(_DOTS, "·")
    | dict.fromkeys("〜～∼˜∽", "~")
    | dict.fromkeys("、，､﹑﹐", ",")
    | dict.fromkeys("。｡．", ".")
    | dict.fromkeys("∕⁄／", "/")
)
_TABLE = str.maketrans(_LIKE) | forms.TABLE
_REPEATED = re.compile(r"([-\"·~,./])\1+")
_BLANK = re.compile(r"\s+")
_ZEROS = re.compile(r"(?<![0-9.])0+(?=[0-9])")
_NUMBERED = re.compile(r"第?([0-9]+)号?$")
_AT_THE_ENDS = ".,;:-·~"
_SHORT_NAMES = (
    ("医保局", "医疗保障局"),
    ("市场监管局", "市场监督管理局"),
    ("市监局", "市场监督管理局"),
    ("卫健委", "卫生健康委员会"),
    ("卫健局", "卫生健康局"),
    ("药监局", "药品监督管理局"),
)


@lru_cache(maxsize=65_536)
def _folded(text: str) -> str:
    if text.isascii() and text.isalnum() and text.islower() and not text.startswith("0"):
        return _ZEROS.sub("", text)
    while (again := _once(text)) != text:  # what is dropped may bring together what composes or is repeated
        text = again
    return text


@lru_cache(maxsize=65_536)
def _number(text: str) -> str:
    return _NUMBERED.sub(r"\1", _folded(text))


@lru_cache(maxsize=16_384)
def _authority(text: str) -> str:
    folded = _folded(text)
    for short, full in _SHORT_NAMES:
        folded = folded.replace(short, full)
    return folded


def _once(text: str) -> str:
    seen = "".join(character for character in text.translate(_TABLE) if not _is_unseen(character))
    wide = "".join(map(_compatible, unicodedata.normalize("NFC", seen)))
    plain = unicodedata.normalize("NFC", wide.casefold()).translate(_TABLE)
    close = _REPEATED.sub(r"\1", _BLANK.sub(_kept_blank, plain))
    return _ZEROS.sub("", close.strip(_AT_THE_ENDS)) or close


def _kept_blank(found: re.Match[str]) -> str:
    before, after = found.string[: found.start()], found.string[found.end() :]
    return " " if before[-1:].isdigit() and after[:1].isdigit() else ""


def _compatible(character: str) -> str:
    """Return the character that this one is a form of; numerals in rings and above the line stay what they are."""
    if character.isascii() or unicodedata.category(character) == "No":
        return character
    return unicodedata.normalize("NFKC", character)


def _is_unseen(character: str) -> bool:
    code = ord(character)
    if character in FILLERS or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF or 0x180B <= code <= 0x180D:
        return True
    return not character.isspace() and unicodedata.category(character) in INVISIBLE


def _is_forbidden(character: str) -> bool:
    # Unassigned code points pass (a newer Unicode may know them); those that never are characters do not.
    category = unicodedata.category(character)
    if category in INVISIBLE or character in FILLERS:
        return True
    return category == "Cn" and (0xFDD0 <= ord(character) <= 0xFDEF or ord(character) & 0xFFFE == 0xFFFE)
