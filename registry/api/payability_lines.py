"""The lines of a payment check, read one by one: most in one glance, the others with care."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from registry.api.bodies import printable
from registry.codes import lifelong_id
from registry.codes.errors import CodeRefused
from registry.codes.payability import ClaimRole, Reason, is_emergency_code

_ROLES = frozenset(role.value for role in ClaimRole)
_PLAIN = frozenset({"person", "institution", "service_on", "emergency", "role"})
_ALL = _PLAIN | {"code", "system", "admitted_on", "emergency_code"}
_LONGEST_CODE, _LONGEST_SYSTEM, _LONGEST_INSTITUTION = 64, 40, 40


class Line(NamedTuple):
    """One line as asked. `person` is 16 digits, empty while only a code is known; days are ISO dates.

    `admitted_on` and `emergency_code` are empty where the line does not say them.
    """

    number: int
    person: str
    day: str
    emergency: bool
    role: str
    institution: str
    admitted_on: str = ""
    emergency_code: str = ""


class Refusal(NamedTuple):
    """One line that cannot be answered."""

    number: int
    code: str
    field: str


@dataclass(slots=True)
class Lines:
    """A batch, read."""

    asked: list[Line] = field(default_factory=list)
    coded: list[tuple[int, str, str]] = field(default_factory=list)
    """Place in `asked`, system (empty: any), code."""
    unknown: dict[int, Reason] = field(default_factory=dict)
    """Line numbers whose code names nobody, or several."""
    refused: list[Refusal] = field(default_factory=list)


def read_lines(given: list[Any]) -> Lines:
    """Return the lines, numbered from 1, those that cannot be read refused each for itself."""
    lines = Lines()
    ask, plain, roles, is_day = lines.asked.append, _PLAIN, _ROLES, _is_day
    for number, line in enumerate(given, 1):
        if type(line) is dict and line.keys() <= plain:
            get = line.get
            person, day, institution = get("person"), get("service_on"), get("institution")
            emergency, role = get("emergency", False), get("role", "ordering")
            if (
                type(person) is str
                and len(person) == 16
                and person.isdecimal()
                and person.isascii()
                and type(day) is str
                and is_day(day)
                and type(institution) is str
                and type(emergency) is bool
                and type(role) is str
                and role in roles
            ):
                ask(Line(number, person, day, emergency, role, institution))
                continue
        try:
            _read(lines, number, line)
        except _Refused as refused:
            lines.refused.append(Refusal(number, *refused.args))
    return lines


class _Refused(Exception):  # carries code and field of one line, never leaves this module
    pass


def _read(lines: Lines, number: int, line: Any) -> None:
    if type(line) is not dict:
        raise _Refused("line_malformed", "")
    for name in line:
        if name not in _ALL:
            raise _Refused("unknown_field", printable(name))
    person, system, code = _who(line)
    institution = _text(line, "institution")
    if institution is None:
        raise _Refused("field_missing", "institution")
    day = _text(line, "service_on")
    if day is None:
        raise _Refused("field_missing", "service_on")
    if not _is_day(day):
        raise _Refused("date_unreadable", "service_on")
    admitted_on = _admitted_on(line, day)
    emergency = line.get("emergency")
    if emergency is not None and type(emergency) is not bool:
        raise _Refused("flag_expected", "emergency")
    emergency_code = _text(line, "emergency_code")
    if emergency_code is not None and not is_emergency_code(emergency_code):
        raise _Refused("emergency_code_malformed", "emergency_code")
    role = _text(line, "role")
    if role is not None and role not in _ROLES:
        raise _Refused("code_unknown", "role")
    if code:
        lines.coded.append((len(lines.asked), system, code))
    role = role or ClaimRole.ORDERING
    lines.asked.append(Line(number, person, day, bool(emergency), role, institution, admitted_on, emergency_code or ""))


def _who(line: dict[str, Any]) -> tuple[str, str, str]:
    person, system, code = _text(line, "person"), _text(line, "system"), _text(line, "code")
    if person is not None and (code is not None or system is not None):
        raise _Refused("person_twice", "person")
    if person is not None:
        try:
            return lifelong_id.normalise(person), "", ""
        except CodeRefused as error:
            raise _Refused(error.code, "person") from None
    if code is None:
        raise _Refused("person_required", "person")
    for name, value, longest in (("code", code, _LONGEST_CODE), ("system", system, _LONGEST_SYSTEM)):
        if value is not None and not _is_code(value, longest):
            raise _Refused("code_malformed", name)
    return "", system or "", code


def _admitted_on(line: dict[str, Any], service_on: str) -> str:
    day = _text(line, "admitted_on")
    if day is None:
        return ""
    if not _is_day(day):
        raise _Refused("date_unreadable", "admitted_on")
    if day > service_on:
        raise _Refused("admitted_after_service", "admitted_on")
    return day


def _text(line: dict[str, Any], name: str) -> str | None:
    value = line.get(name)
    if value is not None and type(value) is not str:
        raise _Refused("text_expected", name)
    return value


def _is_code(value: str, longest: int) -> bool:
    return (
        0 < len(value) <= longest
        and value.isprintable()
        and value == value.strip()
        and unicodedata.is_normalized("NFC", value)
    )


@lru_cache(maxsize=16_384)
def _is_day(text: str) -> bool:
    """Return whether a text is a date as YYYY-MM-DD; fromisoformat alone also reads week dates."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-" or not text.isascii():
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
