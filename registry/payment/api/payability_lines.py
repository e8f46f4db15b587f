"""The lines of a payment check, read one by one: most in one glance, the others with care."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from registry.doors.api.bodies import printable
from registry.payment.codes import ClaimRole, Prescription, Reason, is_emergency_code
from registry.payment.rules.payment import EARLIEST_SERVICE
from registry.words import lifelong_id
from sync.wire.refusals import FormatRefused, Refusal
from sync.wire.strict_json import Json

MOST_PEOPLE = 20
"""People of one line."""

_ROLES = frozenset(role.value for role in ClaimRole)
_PRESCRIPTIONS = frozenset(each.value for each in Prescription)
_PLAIN = frozenset({"person", "institution", "service_on", "emergency", "role"})
_WHO = frozenset({"person", "code", "system", "role"})
_ALL = _PLAIN | _WHO | {"admitted_on", "emergency_code", "persons", "prescription"}
_LONGEST_CODE, _LONGEST_SYSTEM = 64, 40
_EARLIEST = EARLIEST_SERVICE.isoformat()


class Line(NamedTuple):
    """One person of one line as asked. `person` is 16 digits, empty while only a code is known; days are ISO dates.

    `admitted_on` and `emergency_code` are empty where the line does not say them. `unknown`: why a code names nobody.
    """

    number: int
    person: str
    day: str
    emergency: bool
    role: str
    institution: str
    admitted_on: str = ""
    emergency_code: str = ""
    unknown: Reason | None = None


class Claim(NamedTuple):
    """A line that names its people with their roles, or where its prescription comes from."""

    number: int
    prescription: str
    people: list[Line]
    """In the order in which the line names them; all but person and role is the same."""


class Coded(NamedTuple):
    """A person of whom a line says a code (of a system; empty: of any): who stands at a place of a list."""

    lines: list[Line]
    place: int
    system: str
    code: str


@dataclass(slots=True)
class Lines:
    """A batch, read."""

    asked: list[Line] = field(default_factory=list)
    """Lines of one person each."""
    claims: list[Claim] = field(default_factory=list)
    coded: list[Coded] = field(default_factory=list)
    refused: list[tuple[int, Refusal]] = field(default_factory=list)
    """Lines that cannot be answered, by their number."""

    def people(self) -> list[str]:
        """Return everybody asked about, once."""
        found = {line.person for line in self.asked if line.person}
        for claim in self.claims:
            found.update([line.person for line in claim.people if line.person])
        return list(found)

    def days(self) -> set[str]:
        """Return every day asked about."""
        found = {line.day for line in self.asked}
        for claim in self.claims:
            found.add(claim.people[0].day)
        return found

    def at_pharmacy(self) -> bool:
        """Return whether any line is such as only retail pharmacies have."""
        return bool(self.claims) and any(claim.prescription != Prescription.OWN for claim in self.claims)


def read_lines(given: list[Json], *, today: str) -> Lines:
    """Return the lines, numbered from 1, those that cannot be read refused each for itself."""
    lines = Lines()
    ask, plain, roles, is_day, earliest = lines.asked.append, _PLAIN, _ROLES, _is_day, _EARLIEST
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
                and earliest <= day <= today
                and type(institution) is str
                and type(emergency) is bool
                and type(role) is str
                and role in roles
            ):
                ask(Line(number, person, day, emergency, role, institution))
                continue
        try:
            _read(lines, number, line, today)
        except FormatRefused as refused:
            lines.refused.append((number, refused.refusal))
    return lines


def _read(lines: Lines, number: int, line: Json, today: str) -> None:
    if type(line) is not dict:
        raise FormatRefused.because("line_malformed", "")
    for name in line:
        if name not in _ALL:
            raise FormatRefused.because("unknown_field", printable(name))
    named = line.get("persons")
    who, roles = ([_who(line)], None) if named is None else _people(line, named)
    institution = _text(line, "institution")
    if institution is None:
        raise FormatRefused.because("field_missing", "institution")
    day = _service_on(line, today)
    admitted_on = _admitted_on(line, day)
    emergency = line.get("emergency")
    if emergency is not None and type(emergency) is not bool:
        raise FormatRefused.because("flag_expected", "emergency")
    emergency_code = _text(line, "emergency_code")
    if emergency_code is not None and not is_emergency_code(emergency_code):
        raise FormatRefused.because("emergency_code_malformed", "emergency_code")
    if roles is None:
        role = _role(line, "")
        roles = [ClaimRole.ORDERING.value if role is None else role]
    prescription = _prescription(line)
    if named is None and prescription == Prescription.OWN:
        people = lines.asked
    else:
        _must_decide(prescription, roles, "role" if named is None else "persons")
        people = []
        lines.claims.append(Claim(number, prescription, people))
    for (person, system, code), role in zip(who, roles, strict=True):
        if code:
            lines.coded.append(Coded(people, len(people), system, code))
        people.append(Line(number, person, day, bool(emergency), role, institution, admitted_on, emergency_code or ""))


def _people(line: Mapping[str, object], named: Json) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Return the people whom a line names, and what each does."""
    if any(line.get(name) is not None for name in _WHO):
        raise FormatRefused.because("persons_twice", "persons")
    if type(named) is not list or not 1 <= len(named) <= MOST_PEOPLE:
        raise FormatRefused.because("persons_malformed", "persons")
    found, roles = [], []
    for place, entry in enumerate(named, 1):
        if type(entry) is not dict:
            raise FormatRefused.because("persons_malformed", f"persons.{place}")
        for name in entry:
            if name not in _WHO:
                raise FormatRefused.because("unknown_field", f"persons.{place}.{printable(name)}")
        found.append(_who(entry, f"persons.{place}."))
        role = _role(entry, f"persons.{place}.")
        if role is None:
            raise FormatRefused.because("field_missing", f"persons.{place}.role")
        roles.append(role)
    return found, roles


def _who(line: Mapping[str, object], within: str = "") -> tuple[str, str, str]:
    """Return the person, or system and code of the person; `within` is where a line says it."""
    person, system, code = (_text(line, name, within) for name in ("person", "system", "code"))
    if person is not None and (code is not None or system is not None):
        raise FormatRefused.because("person_twice", f"{within}person")
    if person is not None:
        try:
            return lifelong_id.normalise(person), "", ""
        except FormatRefused as error:
            raise FormatRefused.because(error.code, f"{within}person") from None
    if code is None:
        raise FormatRefused.because("person_required", f"{within}person")
    for name, value, longest in (("code", code, _LONGEST_CODE), ("system", system, _LONGEST_SYSTEM)):
        if value is not None and not _is_code(value, longest):
            raise FormatRefused.because("code_malformed", f"{within}{name}")
    return "", system or "", code


def _role(line: Mapping[str, object], within: str) -> str | None:
    role = _text(line, "role", within)
    if role is not None and role not in _ROLES:
        raise FormatRefused.because("code_unknown", f"{within}role")
    return role


def _prescription(line: Mapping[str, object]) -> str:
    prescription = _text(line, "prescription")
    if prescription is None:
        return Prescription.OWN
    if prescription not in _PRESCRIPTIONS:
        raise FormatRefused.because("code_unknown", "prescription")
    return prescription


def _must_decide(prescription: str, roles: list[str], name: str) -> None:
    """See that somebody of a line can decide: the one who ordered it, and nobody of a sale without prescription."""
    ordering = roles.count(ClaimRole.ORDERING)
    if prescription == Prescription.NONE:
        if ordering:
            raise FormatRefused.because("ordering_unexpected", name)
    elif ordering != 1:
        raise FormatRefused.because("ordering_repeated" if ordering else "ordering_missing", name)


def _service_on(line: Mapping[str, object], today: str) -> str:
    day = _text(line, "service_on")
    if day is None:
        raise FormatRefused.because("field_missing", "service_on")
    if not _is_day(day):
        raise FormatRefused.because("date_unreadable", "service_on")
    if day < _EARLIEST:
        raise FormatRefused.because("service_before_scheme", "service_on", earliest=EARLIEST_SERVICE)
    if day > today:
        raise FormatRefused.because("service_in_future", "service_on", latest=today)
    return day


def _admitted_on(line: Mapping[str, object], service_on: str) -> str:
    day = _text(line, "admitted_on")
    if day is None:
        return ""
    if not _is_day(day):
        raise FormatRefused.because("date_unreadable", "admitted_on")
    if day > service_on:
        raise FormatRefused.because("admitted_after_service", "admitted_on")
    return day


def _text(line: Mapping[str, object], name: str, within: str = "") -> str | None:
    value = line.get(name)
    if value is not None and type(value) is not str:
        raise FormatRefused.because("text_expected", f"{within}{name}")
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
