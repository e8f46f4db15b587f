"""Code lists as Django choices: the wire form, and the title in the reader's language."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.functional import lazystr
from django.utils.translation import get_language

from registry.words.code import Code
from registry.words.wording import Named

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class _Title:
    """A title that is read when it is shown, so that it follows the reader's language."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh, self.en = zh, en

    def __str__(self) -> str:
        return self.zh if (get_language() or "en").startswith("zh") else self.en


def titled(codes: Iterable[Code | Named]) -> "list[tuple[str, StrOrPromise]]":
    """Return choices of anything with ``title_zh`` and ``title_en``: a code list, or values with a ``name``."""
    return [
        (code.value if isinstance(code, Code) else code.name, lazystr(_Title(code.title_zh, code.title_en)))
        for code in codes
    ]
