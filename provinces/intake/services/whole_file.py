"""What only a whole file of people shows: resident IDs that a spreadsheet ruined, one code beside several people."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from provinces.files.reader import Record
from provinces.intake.services.asking import Code
from registry.words import person_codes
from registry.words.names import alike, normalise_name
from registry.words.persons import DocumentKind
from registry.words.ruined_ids import ResidentColumn
from sync.wire.refusals import FormatRefused, Refusal

type _Who = tuple[str, str]
"""Resident ID and name, compared; either may be missing."""


def looked_through(columns: Sequence[str], records: Iterable[Record]) -> frozenset[Code]:
    """Return the codes that stand beside several people.

    Raises FormatRefused `document_column_ruined`, before anything is done.
    """
    residents = ResidentColumn()
    first: dict[Code, _Who] = {}
    several: set[Code] = set()
    for record in records:
        if record.refused or len(record.cells) != len(columns):
            continue
        row = dict(zip(columns, record.cells, strict=True))
        number = row.get("document_number", "").strip()
        is_resident = row.get("document_kind", "").strip() == DocumentKind.RESIDENT_ID
        if is_resident and number:
            residents.add(number, record.line)
        if code := code_of(row):
            who = (number.upper() if is_resident else "", _name(row.get("name", "")))
            if _differ(first.setdefault(code, who), who):
                several.add(code)
    if line := residents.ruined_on:
        params = {"line": line}
        raise FormatRefused(Refusal("document_column_ruined", "document_number", params), line=line)
    return frozenset(several)


def code_of(row: Mapping[str, str]) -> Code | None:
    """Return system and code of a row as they are compared, where it has both."""
    system, code = row.get("system", "").strip(), row.get("code", "").strip()
    return person_codes.plain(system, code) if system and code else None


def _differ(one: _Who, other: _Who) -> bool:
    """Return whether two rows cannot be about one person: by their resident IDs where both have one, else by name."""
    (number, name), (other_number, other_name) = one, other
    if number and other_number:
        return number != other_number
    return bool(name and other_name) and not alike(name, other_name)


def _name(text: str) -> str:
    with suppress(FormatRefused):
        return normalise_name(text) if text.strip() else ""
    return text
