"""One person, one file (arts. 28, 57): everything said of a person under any ID, and what follows from it.

One reading for the officers' page, the API, and the person's own view and export. Facts that are withheld from other
provinces are in it for those who may see them: the author's officers, national staff, and the person.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from registry.career.selectors.career_sections import Section, sections
from registry.institutions.models import Institution
from registry.packs.book import PackBook
from registry.people.models import PersonAccount, PersonCode
from registry.qualification.rules.scoring_rules import ScoringRules
from registry.qualification.rules.standing import Interval, Stretch, Timeline
from registry.qualification.selectors.kinship import kinship
from registry.qualification.selectors.points import points_by_year
from registry.statements.facts import IN_FORCE
from registry.statements.shapes import column_of
from registry.vault.models import LookRecord
from sync.scope import Scope

Date = datetime.date
type Row = Mapping[str, Any]
"""A row of a section, of codes or of looks: values by the names of their columns, which alone know their types."""

LOOKS_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads a file: an office with its scope, or the person."""

    scope: Scope
    own: bool = False

    def sees(self, section: Section, row: Row) -> bool:
        """Return whether a fact is shown: a withheld one only to its author's officers, national, and the person."""
        return self.own or section.is_told(row) or self.scope.sees(row["author"])

    @property
    def sees_looks(self) -> bool:
        """Whether the reader learns who looked: national staff, and the person."""
        return self.own or self.scope.everything


OWN = Reader(scope=Scope(everything=False), own=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Career:
    """A person's file on a day. Rows have the columns of `career_sections`, dates as dates, codes as codes."""

    person: str
    merged_into: str | None
    """The ID under which the person goes on, where it is another one."""
    ids: Sequence[str]
    """All IDs of the person, the one that goes on first."""
    on: Date
    standing: Interval
    stretch: Stretch
    """Since when and until when the standing is what it is."""
    timeline: Timeline
    points: Mapping[int, int]
    packs: PackBook
    sections: Mapping[str, Sequence[Row]]
    institutions: Mapping[str, Institution]
    codes: Sequence[Row]
    looks: Sequence[Row] | None
    """None for those who may not know."""

    def shown(self, total: int, *, author: str, starts_on: Date) -> int:
        """Return the sum that led to a measure as its author shows it (O43)."""
        return self.packs.for_(author, starts_on)[ScoringRules].shown(total)

    def as_json(self) -> dict[str, object]:
        """Return the file as JSON values; sums in measures and reasons are the true ones."""
        return {
            "person": self.person,
            "merged_into": self.merged_into,
            "ids": list(self.ids),
            "on": self.on.isoformat(),
            "standing": self.standing.as_json() | self.stretch.as_json(),
            "points": {str(year): points for year, points in self.points.items()},
            "timeline": [each.as_json() for each in self.timeline.intervals],
            "measures": [each.as_json() for each in self.timeline.measures],
            **{name: [plain(row) for row in rows] for name, rows in self.sections.items()},
            "codes": [plain(row) for row in self.codes],
            "looks": None if self.looks is None else [plain(row) for row in self.looks],
        }


def plain(row: Row) -> dict[str, object]:
    """Return a row as JSON values: dates and instants in ISO form, statement ids as text."""
    return {name: _plain(value) for name, value in row.items()}


def _plain(value: object) -> bool | int | str | None:
    if value is None or isinstance(value, bool | int | str):
        return value
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def career(person: str, *, reader: Reader, on: Date) -> Career:
    """Return a person's file as a reader may see it on a day; the standing and the points are those of that day."""
    whole = kinship([person])
    ids = whole.kin(person)
    goes_on = whole.survivor(person)
    rows = {section.name: _rows(section, ids, reader) for section in sections()}
    timeline = whole.timeline(person)
    return Career(
        person=person,
        merged_into=goes_on if goes_on != person else None,
        ids=(goes_on, *sorted(ids - {goes_on})),
        on=on,
        standing=timeline.on(on),
        stretch=timeline.stretch_on(on),
        timeline=timeline,
        points=points_by_year(whole, person, on),
        packs=whole.packs,
        sections=rows,
        institutions=_institutions(rows, reader),
        codes=list(
            PersonCode.objects.filter(person__in=ids)
            .order_by("system", "code")
            .values("person", "system", "code", "recorded_at")
        ),
        looks=_looks(ids, own=reader.own) if reader.sees_looks else None,
    )


def _rows(section: Section, people: frozenset[str], reader: Reader) -> list[Row]:
    facts = section.about(people)
    if reader.own:
        facts = facts.filter(statement__status__in=IN_FORCE)
    # Under another name first: an objection's points are those of its settlement, and it has none of its own.
    later = {f"later_{name}": each.value() for name, each in section.later.items()}
    columns = [column_of(section.model, name).attname for name in section.columns]
    found = facts.annotate(**later).order_by(*section.order, "statement")
    names = ("statement", "author", *section.columns, *section.later, "state", "position")
    rows = found.values_list(
        "statement_id", "author", *columns, *later, "statement__status", "statement__entry__position"
    )
    shown = (dict(zip(names, row, strict=True)) for row in rows)
    return [row for row in shown if reader.sees(section, row)]


def _institutions(sections: Mapping[str, Sequence[Row]], reader: Reader) -> dict[str, Institution]:
    codes = {row["institution"] for rows in sections.values() for row in rows if row.get("institution")}
    known = Institution.objects.filter(pk__in=codes)
    if not reader.own:
        known = reader.scope.limit(known, "province")
    return {institution.pk: institution for institution in known}


def _looks(people: frozenset[str], *, own: bool) -> list[Row]:
    """Return the latest looks at a person, without the person's own.

    Offices learn the account; the person learns the office and the purpose only.
    """
    found = LookRecord.objects.filter(person_id__in=people)
    columns = ["at", "office", "purpose", "door"]
    if own:
        accounts = PersonAccount.objects.filter(person__in=people).values("user_id")
        found = found.filter(Q(user_id=None) | ~Q(user_id__in=accounts))
    else:
        columns.append("user_name")
    return list(found.order_by("-at", "-id").values(*columns)[:LOOKS_SHOWN])
