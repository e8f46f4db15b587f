"""How a file's name is shown and kept, whatever bytes a system made of it."""

import os


def readable(name: str) -> str:
    """Return a name that can be printed, stored and read.

    Bytes of the command line that are not UTF-8 are GB18030, as older systems here write names, where they can be;
    what is neither, and what cannot be seen, is shown by its code.
    """
    if not name.isprintable():
        raw = os.fsencode(name) if _is_of_the_system(name) else name.encode(errors="backslashreplace")
        name = _decoded(raw)
    return "".join(character if character.isprintable() else ascii(character)[1:-1] for character in name)


def _is_of_the_system(name: str) -> bool:
    """Return whether a name is what the system makes of bytes: surrogates stand for single bytes only."""
    return all(0xDC80 <= ord(character) <= 0xDCFF for character in name if "\ud800" <= character <= "\udfff")


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode(errors="backslashreplace")
