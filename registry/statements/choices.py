"""Code lists as Django choices: the wire form, and the title in the reader's language."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import lazystr
from django.utils.translation import get_language


class _Title:
    """A title that is read when it is shown, so that it follows the reader's language."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh, self.en = zh, en

    def __str__(self) -> str:
        return self.zh if (get_language() or "en").startswith("zh") else self.en


def titled(codes: Iterable[Any]) -> list[tuple[str, Any]]:
    """Return choices of anything with ``title_zh`` and ``title_en``: a code list, or values with a ``name``."""
    return [
        (code.value if hasattr(code, "value") else code.name, lazystr(_Title(code.title_zh, code.title_en)))
        for code in codes
    ]
