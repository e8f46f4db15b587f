"""How a member of a statement's body is read: text, a day, a whole number, a code, an ID.

Everything is strict, because a reading that is generous on one node and not on another is two truths.
"""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Protocol
from uuid import UUID

from registry.words import divisions, lifelong_id
from sync.wire.refusals import FormatRefused

# C0, DEL and C1, surrogates, line and paragraph separators, directional overrides, the byte order mark.
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

ABSENT = "member_missing"


class Reader(Protocol):
    """Reads one member. `read` raises FormatRefused; `missing` is the code for a required member that is absent."""

    @property
    def missing(self) -> str:
        """The code of the refusal."""

    def read(self, value: object, field: str) -> object:
        """Return the typed value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Text of 1 to `longest` characters, or also none where `blank` allows it; `longest` 0 is that of its column."""

    longest: int = 0
    blank: bool = False
    missing: str = ABSENT

    def read(self, value: object, field: str) -> str:
        if type(value) is not str:
            raise FormatRefused.because("text_expected", field)
        if not value and not self.blank:
            raise FormatRefused.because("text_blank" if self.missing == ABSENT else self.missing, field)
        if len(value) > self.longest:
            raise FormatRefused.because("text_too_long", field, longest=self.longest)
        if _FORBIDDEN.search(value):
            raise FormatRefused.because("text_forbidden_character", field)
        if value != value.strip():
            raise FormatRefused.because("text_not_trimmed", field)
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A calendar date written YYYY-MM-DD."""

    missing: str = ABSENT

    def read(self, value: object, field: str) -> date:
        day = _day(value) if type(value) is str else None
        if day is None:
            raise FormatRefused.because("date_unreadable", field)
        return day


@lru_cache(maxsize=8192)
def _day(value: str) -> date | None:
    if not _DATE.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A whole number from `low` to `high`."""

    low: int
    high: int
    outside: str = "number_out_of_range"
    missing: str = ABSENT

    def read(self, value: object, field: str) -> int:
        if type(value) is not int:
            raise FormatRefused.because("number_expected", field)
        if not self.low <= value <= self.high:
            raise FormatRefused.because(self.outside, field, low=self.low, high=self.high)
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """True or false."""

    missing: str = ABSENT

    def read(self, value: object, field: str) -> bool:
        if type(value) is not bool:
            raise FormatRefused.because("flag_expected", field)
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A member of a closed code list."""

    codes: type[StrEnum]
    missing: str = ABSENT
    blank: bool = False

    def read(self, value: object, field: str) -> StrEnum | str:
        if type(value) is not str:
            raise FormatRefused.because("text_expected", field)
        if not value and self.blank:
            return value
        if not value and self.missing != ABSENT:
            raise FormatRefused.because(self.missing, field)
        try:
            return self.codes(value)
        except ValueError:
            allowed = ", ".join(code for code in self.codes if code)
            raise FormatRefused.because("code_unknown_of", field, allowed=allowed) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A stable name out of a list of names."""

    names: Container[str]
    unknown: str = "code_unknown"
    missing: str = ABSENT

    def read(self, value: object, field: str) -> str:
        if type(value) is not str:
            raise FormatRefused.because("text_expected", field)
        if value not in self.names:
            if not value and self.missing != ABSENT:
                raise FormatRefused.because(self.missing, field)
            if self.unknown == "code_unknown" and isinstance(self.names, Iterable):
                raise FormatRefused.because("code_unknown_of", field, allowed=", ".join(self.names))
            # What was written is shown only where it is short enough to be a code.
            raise FormatRefused.because(self.unknown, field, **{field: value[:40] if value.isprintable() else "?"})
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementId:
    """The id of a statement, in lower case."""

    missing: str = ABSENT

    def read(self, value: object, field: str) -> UUID:
        if type(value) is not str or not _UUID.fullmatch(value):
            raise FormatRefused.because("statement_id_malformed", field)
        return UUID(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class LifelongId:
    """A lifelong ID in stored form: 16 digits with the right check digits."""

    missing: str = ABSENT

    def read(self, value: object, field: str) -> str:
        if type(value) is not str:
            raise FormatRefused.because("text_expected", field)
        if lifelong_id.is_valid(value):
            return value
        lifelong_id.normalise(value, field=field)
        raise FormatRefused.because("malformed_id", field)  # readable, but not the one form that may be signed


@dataclass(frozen=True, slots=True, kw_only=True)
class LifelongIds:
    """A list of different lifelong IDs."""

    longest: int
    missing: str = ABSENT

    def read(self, value: object, field: str) -> tuple[str, ...]:
        if type(value) is not list or not 1 <= len(value) <= self.longest:
            raise FormatRefused.because("list_of_length_expected", field, longest=self.longest)
        one = LifelongId()
        ids = tuple(one.read(each, field) for each in value)
        if len(set(ids)) != len(ids):
            raise FormatRefused.because("entry_repeated", field)
        return ids


@dataclass(frozen=True, slots=True, kw_only=True)
class InProvince:
    """A six-digit division code that lies in a province; with `national` also 000000."""

    national: bool = False
    whole: bool = False
    missing: str = ABSENT

    def read(self, value: object, field: str) -> str:
        if type(value) is not str:
            raise FormatRefused.because("text_expected", field)
        if self.national and value == divisions.NATIONAL:
            return value
        if divisions.is_province(value) if self.whole else divisions.province_of(value):
            return value
        raise FormatRefused.because("division_unknown", field)


@dataclass(frozen=True, slots=True, kw_only=True)
class Object:
    """A JSON object, whatever is inside; the caller reads it."""

    missing: str = ABSENT

    def read(self, value: object, field: str) -> Mapping[str, object]:
        if type(value) is not dict:
            raise FormatRefused.because("object_expected", field)
        return value
