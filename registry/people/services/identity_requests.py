"""A request for an identity, as it comes in and as it is compared.

Nothing here, and no exception raised here, repeats a name, a number or a code in its text.
"""

import json
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from registry.vault.services import seals
from registry.words.persons import Category, DocumentKind, birth_date, check_document
from registry.words.written import person_codes
from registry.words.written.names import clean_name, normalise_name, with_one_lost
from sync.wire.refusals import FormatRefused, Reason

LAW_TIME = ZoneInfo("Asia/Shanghai")
_EARLIEST_BIRTH = date(1900, 1, 1)
_LONGEST_CODE, _LONGEST_SYSTEM = 64, 40


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class IdentityRequest:
    """Who is meant, as asked: a document, an external code, or both. Empty text means not given."""

    document_kind: str = ""
    document_number: str = ""
    name: str = ""
    born_on: date | str | None = None
    system: str = ""
    code: str = ""
    category: str = ""

    def __repr__(self) -> str:
        return "<IdentityRequest>"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityAnswer:
    """What became of one request: issued, known, held, refused or unknown."""

    outcome: str
    lifelong_id: str = ""
    reason: Reason | None = None
    issued_for: str = ""
    issued_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CheckedIdentity:
    """A well-formed request in the forms in which identities are kept and compared."""

    kind: DocumentKind | None
    number: str
    name: str
    bare_name: str
    born_on: date | None
    system: str
    code: str
    category: str
    document_hash: bytes | None = field(init=False)
    name_hash: bytes | None = field(init=False)
    name_born_hash: bytes | None = field(init=False)
    near_hashes: tuple[bytes, ...] = field(init=False)
    """Of name and birth date with each character of the name lost in turn."""
    digest: bytes = field(init=False)

    def __post_init__(self) -> None:
        name, born = self.bare_name, self.born_on
        put = object.__setattr__
        put(self, "document_hash", seals.hash_document(self.kind, self.number) if self.kind else None)
        put(self, "name_hash", seals.hash_name(name) if name else None)
        put(self, "name_born_hash", seals.hash_name_born(name, born) if name and born else None)
        near = with_one_lost(name) if born else ()
        put(self, "near_hashes", tuple(seals.hash_name_born(one, born) for one in near) if born else ())
        born_text = born.isoformat() if born else ""
        put(
            self,
            "digest",
            seals.hash_request(self.kind or "", self.number, name, born_text, self.system, self.code),
        )

    def __repr__(self) -> str:
        return "<CheckedIdentity>"

    @property
    def key(self) -> tuple[str, str] | None:
        """System and code, where a code is given."""
        return (self.system, self.code) if self.code else None

    @property
    def is_resident(self) -> bool:
        """Whether the document is a resident ID."""
        return self.kind is DocumentKind.RESIDENT_ID

    def sealed(self) -> bytes:
        """Return the request encrypted, for a human to look at."""
        born_on = self.born_on.isoformat() if self.born_on else None
        asked = {
            "document_kind": self.kind or "",
            "document_number": self.number,
            "name": self.name,
            "born_on": born_on,
            "system": self.system,
            "code": self.code,
            "category": self.category,
        }
        return seals.seal(json.dumps(asked, ensure_ascii=False))


def unseal(sealed: bytes, *, today: date) -> CheckedIdentity:
    """Return the request that was sealed. Raises vault.VaultSealBroken."""
    return check_request(IdentityRequest(**json.loads(seals.open_sealed(sealed))), today=today, before=True)


def check_request(
    request: IdentityRequest, *, today: date, finding: bool = False, before: bool = False
) -> CheckedIdentity:
    """Return a request in compared form. Raises FormatRefused.

    `finding` asks only for somebody who is known: the name may then be absent beside a document. `before` is one that
    was taken once: its code has passed the rules of its time.
    """
    kind_text, number = _text(request, "document_kind"), _text(request, "document_number")
    system, code = _text(request, "system"), _text(request, "code")
    name, category = _text(request, "name"), _text(request, "category")
    if bool(kind_text) != bool(number):
        raise FormatRefused.because("document_incomplete", "document_number" if kind_text else "document_kind")
    if bool(system) != bool(code):
        raise FormatRefused.because("code_incomplete", "code" if system else "system")
    if not number and not code:
        raise FormatRefused.because("identity_missing", "document_number")
    if number and not name and not finding:
        raise FormatRefused.because("name_missing", "name")
    number = check_document(kind_text, number) if number else ""
    kind = DocumentKind(kind_text) if number else None
    for field_name, value, longest in (("system", system, _LONGEST_SYSTEM), ("code", code, _LONGEST_CODE)):
        if value and not _is_code(value, longest):
            raise FormatRefused.because("code_malformed", field_name)
    if code:
        system, code = person_codes.plain(system, code) if before else person_codes.check(system, code)
    born_on = _born_on(request.born_on, kind, number, today, finding)
    if category and category not in list(Category):
        raise FormatRefused.because("unknown_category", "category", allowed=", ".join(Category))
    return CheckedIdentity(
        kind=kind,
        number=number,
        name=clean_name(name) if name else "",
        bare_name=normalise_name(name) if name else "",
        born_on=born_on,
        system=system,
        code=code,
        category=category,
    )


def _text(request: IdentityRequest, name: str) -> str:
    value: object = getattr(request, name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise FormatRefused.because("text_expected", name)
    return value if value.strip() else ""


def _is_code(value: str, longest: int) -> bool:
    """Return whether a text may be a code: visible, and the same bytes wherever it is typed."""
    return (
        len(value) <= longest
        and value == value.strip()
        and value == unicodedata.normalize("NFC", value)
        and value.isprintable()
    )


def _born_on(given: object, kind: DocumentKind | None, number: str, today: date, finding: bool) -> date | None:
    inside = birth_date(kind, number) if kind else None
    if given is None or given == "":
        born_on = inside
    elif isinstance(given, datetime) or not isinstance(given, date | str):
        raise FormatRefused.because("born_on_malformed", "born_on")
    else:
        born_on = given if isinstance(given, date) else _iso_date(given)
    if born_on is None:
        if kind and not finding:
            raise FormatRefused.because("born_on_missing", "born_on")
        return None
    if inside and born_on != inside:
        raise FormatRefused.because("born_on_differs", "born_on")
    if not _EARLIEST_BIRTH <= born_on <= today:
        raise FormatRefused.because("born_on_implausible", "born_on")
    return born_on


def _iso_date(text: str) -> date:
    # fromisoformat alone also reads week dates and dates without hyphens.
    if len(text) == 10 and text[4] == text[7] == "-" and text.isascii():
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise FormatRefused.because("born_on_malformed", "born_on")
