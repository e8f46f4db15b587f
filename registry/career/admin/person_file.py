"""The file of a person as tables: every fact of the career, beside what follows from them.

A section has the table that its noun's page gives it with `of_section`; one without shows its columns as they are.
"""

import datetime
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registry.career.admin import person_tables
from registry.career.admin.person_tables import Table
from registry.career.admin.person_titles import chosen, notes_of
from registry.career.selectors.career_sections import Section, sections
from registry.career.selectors.careers import Career, Reader, Row
from registry.doors.admin.titles import day
from registry.words.divisions import NATIONAL
from registry.words.lifelong_id import shown
from sync.admin.base import link_to
from sync.admin.titles import Words
from sync.scope import title_of

type Columns = dict[Words, Callable[[Row], object]]
"""The columns of a table: the title of each, and what it shows of a row."""
type Make = Callable[["PersonFile"], Table | None]

_TABLES: dict[str, Make] = {}


def of_section(name: str) -> Callable[[Make], Make]:
    """Give a section of the file its table; None where a person's file is to show none."""

    def give(make: Make) -> Make:
        _TABLES[name] = make
        return make

    return give


class PersonFile:
    """The career of one person as tables, with links for offices and without them for the person."""

    def __init__(self, career: Career, reader: Reader) -> None:
        self.career = career
        self.reader = reader
        self.sections = {section.name: section for section in sections()}

    def tables(self) -> list[Table]:
        """Return the tables in the order of the page: each section at its place, and between them what follows."""
        placed: list[tuple[int, Table | None]] = [
            (0, person_tables.standings(self.career)),
            (15, person_tables.measures(self.career)),
            (115, person_tables.codes(self.career)),
        ]
        for section in self.sections.values():
            make = _TABLES.get(section.name)
            placed.append((section.place, make(self) if make else self._plain(section)))
        tables = [table for _, table in sorted(placed, key=lambda each: each[0]) if table is not None]
        if self.career.looks is None:
            return tables
        return [*tables, person_tables.looks(self.career.looks, own=self.reader.own)]

    def table(self, name: str, title: Words, columns: Columns, empty: Words) -> Table:
        """Return the table of a section; where a person has several IDs, it says of which one a fact was said."""
        rows = self.career.sections[name]
        several = len(self.career.ids) > 1 and any("person" in row for row in rows)
        if several:
            columns = {**columns, _("said of"): lambda row: shown(row["person"])}
        return Table(
            anchor=name,
            title=title,
            headers=list(columns),
            rows=[[value(row) for value in columns.values()] for row in rows],
            empty=empty,
            note=self._note(name),
        )

    def _note(self, name: str) -> Words:
        """Say where a node knows its own only: an empty table does not mean that there is nothing."""
        if settings.DIVISION == NATIONAL or not self.sections[name].topic.is_withheld:
            return ""
        return _("Of this province only: what other provinces record of this is not sent here.")

    def institution(self, row: Row) -> str:
        """Return the institution of a row by its name, where the reader may know it."""
        known = self.career.institutions.get(row["institution"])
        if known is None:
            return row["institution"] or "–"
        return known.name if self.reader.own else link_to(known, known.name)

    def linked(self, name: str, row: Row, text: object) -> object:
        """Return a text that leads to the page of the row's fact, for those who may open it."""
        if self.reader.own or not self.reader.scope.sees(row["author"]):
            return text
        return link_to(self.sections[name].model(statement_id=row["statement"]), text)

    def act_of(self, row: Row) -> str:
        """Return how the act (a decision, a cascade) is called that a row is about."""
        named = {value for name, value in row.items() if isinstance(value, UUID) and name != "statement"}
        for section in self.sections.values():
            number = section.topic.tells.number if section.topic.tells else ""
            found = next(
                (one for one in self.career.sections[section.name] if number and one["statement"] in named), None
            )
            if found is not None:
                return str(found[number])
        return "–"

    def _plain(self, section: Section) -> Table | None:
        """Return the columns of a section as they are; nothing where there is no row."""
        if not self.career.sections[section.name]:
            return None

        def read(name: str) -> Callable[[Row], object]:
            return lambda row: self._shown(section, name, row)

        fields = section.fields()
        columns = {fields[name].verbose_name: read(name) for name in fields if name not in section.topic.handler.about}
        columns |= {_("author"): lambda row: title_of(row["author"]), _("notes"): notes_of}
        return self.table(section.name, capfirst(str(section.model._meta.verbose_name_plural)), columns, "")

    def _shown(self, section: Section, name: str, row: Row) -> object:
        value = row[name]
        if name == "institution":
            return self.institution(row)
        if isinstance(value, bool):
            return gettext("yes") if value else gettext("no")
        if isinstance(value, datetime.date):
            return day(value)
        if isinstance(value, UUID):
            return self.act_of(row)
        return (chosen(section.name, name, row) if section.fields()[name].choices else value) or "–"
