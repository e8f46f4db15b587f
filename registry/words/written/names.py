"""Names: as they are kept, and as they are compared.

| what | kept | compared |
|---|---|---|
| radicals (`⻢` of a PDF, `⽟`), private use of before GB 18030-2005 | the character meant | the same |
| other radicals and private-use characters | refused, `name_unknown_character` | |
| dots between the parts (`·•・．.●` and a dozen more), blanks, variation selectors | as written | dropped |
| width, case, compatibility ideographs | as written | NFKC, folded |
| a lost character: `?` `？` `□` `〓` `*`, or two in a row | as written | `?`, which may be any one |
| more lost than that, or nothing else | refused, `name_lost_characters` | |
| what cannot be seen, U+FFFD of a broken conversion | refused, `name_forbidden_character` | |
"""

import re
import unicodedata

from registry.words.written import forms
from sync.wire.refusals import FormatRefused

NAME_LENGTH = 200
"""Longest accepted name in characters, before and after normalisation."""
LOST = "?"
"""What stands for a lost character in the compared form; it may be any one."""


def clean_name(name: str) -> str:
    """Return a name as it is kept and shown: NFC, blanks at the ends removed, single blanks inside.

    Raises FormatRefused `name_forbidden_character`, `name_unknown_character`, `name_lost_characters`, `name_empty` or
    `name_too_long`.
    """
    if not isinstance(name, str):
        raise FormatRefused.because("name_empty", "name")
    if len(name) > NAME_LENGTH:
        raise FormatRefused.because("name_too_long", "name", longest=NAME_LENGTH)
    if any(_forbidden(character) for character in name):
        raise FormatRefused.because("name_forbidden_character", "name")
    kept = unicodedata.normalize("NFC", " ".join(_meant(name).split()))
    if any(forms.is_radical(character) or forms.is_private(character) for character in kept):
        raise FormatRefused.because("name_unknown_character", "name")
    bare = _bare(kept)
    if not bare:
        raise FormatRefused.because("name_empty", "name")
    if bare.count(LOST) > 1 or bare == LOST or _TOO_MANY.search(kept.translate(_WIDE)):
        raise FormatRefused.because("name_lost_characters", "name")
    return kept


def normalise_name(name: str) -> str:
    """Return the form in which names are compared: NFKC, no dots, no blanks, no case, `?` for a lost character.

    Dots between the parts of a name are typed in a dozen ways (`·`, `•`, `・`, `.`, none), so they go.
    Raises FormatRefused as `clean_name` does.
    """
    bare = _bare(clean_name(name))
    if len(bare) > NAME_LENGTH:
        raise FormatRefused.because("name_too_long", "name", longest=NAME_LENGTH)
    return bare


def alike(one: str, other: str) -> bool:
    """Return whether two compared names may be one: the same, but for characters that were lost in either."""
    return one == other or (
        len(one) == len(other) and all(a == b or LOST in (a, b) for a, b in zip(one, other, strict=True))
    )


def with_one_lost(bare: str) -> tuple[str, ...]:
    """Return a compared name with each of its characters lost in turn; none where one is lost already, or of one."""
    if LOST in bare or not 1 < len(bare) <= _LONGEST_NEAR:
        return ()
    return tuple(f"{bare[:place]}{LOST}{bare[place + 1 :]}" for place in range(len(bare)))


_LONGEST_NEAR = 16
_DOTS = frozenset(".\u00b7\u02d9\u0387\u16eb\u2022\u2024\u2027\u2219\u22c5\u25cf\u2e31\u2e33\u30fb\u318d\uff65\ua78f")
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\ufffc\ufffd")
_LOST = str.maketrans(dict.fromkeys("？□▯◻〓*＊", LOST))
_RUN = re.compile(r"\?{2,}")
_WIDE = str.maketrans({"？": "?", "＊": "*"})
_TOO_MANY = re.compile(r"[?□▯◻〓*]{3,}|\*{2,}")
"""Two `?` may be one character in two halves; two `*` are two that somebody hid."""


def _meant(name: str) -> str:
    """Return a name with every character that it means: radicals and old private-use characters are replaced."""
    table = name.translate(forms.TABLE)
    return "".join(
        unicodedata.normalize("NFKC", character) if forms.is_radical(character) else character for character in table
    )


def _forbidden(character: str) -> bool:
    """Return whether a character must not stand in a name: invisible, direction-changing, or no character."""
    category = unicodedata.category(character)
    if category in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return True
    return character in _FILLERS or (category == "Cn" and ord(character) & 0xFFFE == 0xFFFE)


def _dropped(character: str) -> bool:
    # Variation selectors choose a glyph of the same character.
    code = ord(character)
    return (
        character in _DOTS
        or character.isspace()
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0100 <= code <= 0xE01EF
        or 0x180B <= code <= 0x180D
    )


def _alone(name: str) -> str:
    return "".join(character for character in name.translate(_LOST) if not _dropped(character))


def _bare(name: str) -> str:
    while True:  # dropping a character may bring two others together that compose
        bare = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", _alone(name)).casefold())
        bare = _RUN.sub(LOST, _alone(bare))
        if bare == name:
            return bare
        name = bare
