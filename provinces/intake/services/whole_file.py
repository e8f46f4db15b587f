"""What only a whole file of people shows: resident IDs that a spreadsheet ruined, one code beside several people."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from provinces.files.cells import cleaned
from provinces.files.reader import Record
from provinces.intake.services.asking import Code
from registry.words.persons import DocumentKind
from registry.words.written import person_codes
from registry.words.written.names import alike, normalise_name
from registry.words.written.ruined_ids import ResidentColumn
from sync.wire.refusals import FormatRefused, Refusal

MOST_NAMES = 2
"""A code with two names may be one person's, who married or was mistyped: the second name is held for a human."""


@dataclass(slots=True)
class _Beside:
    """Who stands beside a code: resident IDs, and names that are not alike."""

    numbers: set[str] = field(default_factory=set)
    names: list[str] = field(default_factory=list)

    def add(self, number: str, name: str) -> None:
        if number:
            self.numbers.add(number)
        if name and not any(alike(name, other) for other in self.names):
            self.names.append(name)

    @property
    def are_several(self) -> bool:
        """Whether these cannot be one person: two resident IDs, or more names than one person has."""
        return len(self.numbers) > 1 or len(self.names) > MOST_NAMES


def looked_through(columns: Sequence[str], records: Iterable[Record]) -> frozenset[Code]:
    """Return the codes that stand beside several people.

    Raises FormatRefused `document_column_ruined`, before anything is done.
    """
    residents = ResidentColumn()
    beside: dict[Code, _Beside] = {}
    for record in records:
        if record.refused or len(record.cells) != len(columns):
            continue
        row = dict(zip(columns, record.cells, strict=True))
        number = cleaned(row.get("document_number", ""))
        is_resident = cleaned(row.get("document_kind", "")) == DocumentKind.RESIDENT_ID
        if is_resident and number:
            residents.add(number, record.line)
        if code := code_of(row):
            beside.setdefault(code, _Beside()).add(number.upper() if is_resident else "", _name(row.get("name", "")))
    if line := residents.ruined_on:
        params = {"line": line}
        raise FormatRefused(Refusal("document_column_ruined", "document_number", params), line=line)
    return frozenset(code for code, each in beside.items() if each.are_several)


def code_of(row: Mapping[str, str]) -> Code | None:
    """Return system and code of a row as they are compared, where it has both."""
    system, code = cleaned(row.get("system", "")), cleaned(row.get("code", ""))
    return person_codes.plain(system, code) if system and code else None


def _name(text: str) -> str:
    with suppress(FormatRefused):
        return normalise_name(cleaned(text)) if cleaned(text) else ""
    return text
