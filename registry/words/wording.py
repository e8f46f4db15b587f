"""How a refusal reads: its templates filled in, with codes under their titles in the reader's language."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol, Self

from registry.words.bases import LEGAL_BASES, BasisKind
from registry.words.code import Code
from registry.words.degrees import GROUND_REASONS, Ground
from registry.words.divisions import PROVINCES
from registry.words.fields import titled_zh
from registry.words.measures import Mode
from registry.words.persons import DocumentKind, PharmacyRole
from registry.words.statuses import Status
from sync.wire.refusals import filled


class Phrase(str):
    """Words of a sentence that are other ones in Chinese: text in English, for JSON, with the Chinese beside it."""

    title_zh: str

    def __new__(cls, english: str, chinese: str) -> Self:
        phrase = super().__new__(cls, english)
        phrase.title_zh = chinese
        return phrase

    @property
    def title_en(self) -> str:
        """Return the English words."""
        return str(self)


class Titled(Protocol):
    """A code, or a value with a name of its own, that has a title in both languages."""

    @property
    def title_zh(self) -> str: ...

    @property
    def title_en(self) -> str: ...


class Named(Titled, Protocol):
    """A value that is no code, but is known by a name as a code is."""

    @property
    def name(self) -> str: ...


def _titles(*code_lists: type[Code]) -> dict[str, Titled]:
    return {member.value: member for code_list in code_lists for member in code_list}


_EXPECTED = _titles(Status, Mode)

CODES: Mapping[str, Mapping[str, Titled]] = MappingProxyType(
    {
        "basis_kind": _titles(BasisKind),
        "divisions": PROVINCES,
        "expected": _EXPECTED,
        "found": _EXPECTED,
        "ground": _titles(Ground),
        "ground_reason": GROUND_REASONS,
        "kind": _titles(DocumentKind),
        "legal_basis": LEGAL_BASES,
        "roles": _titles(PharmacyRole),
    }
)
"""Parameters of refusals that are codes, each with its code list; a value may be several codes, by `, `.

What is not in the list (a province's own reason, a basis that does not exist) is shown as it is.
"""

_FIELDS = frozenset({"field", "earlier", "later"})
"""Parameters that name a field."""


def sentences(templates: tuple[str, str], field: str, params: Mapping[str, object]) -> tuple[str, str]:
    """Return the English and the Chinese sentence of a refusal; a parameter that is not there shows as `?`."""
    english, chinese = templates
    zh = {"field": field, **_shown(params, "title_zh", "、")}
    zh |= {name: titled_zh(str(zh[name])) for name in _FIELDS & zh.keys()}
    return (
        filled(english, {"field": field, **_shown(params, "title_en", ", ")}),
        filled(chinese, zh),
    )


def _shown(params: Mapping[str, object], title: str, between: str) -> dict[str, object]:
    shown = {name: getattr(value, title) if isinstance(value, Phrase) else value for name, value in params.items()}
    for name in CODES.keys() & params.keys():
        codes = str(params[name]).split(", ")
        shown[name] = between.join(getattr(CODES[name].get(code), title, code) for code in codes)
    return shown
