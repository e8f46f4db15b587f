"""The yearly return to the national administration: counts, and no person in them (医保发〔2024〕23号 §2).

Counted from the facts in force, or from those the log held at a position. Every event has one value in each dimension,
so the totals by each dimension are the same. Counts are exact however small: the cells name no institution and no
person, and a return whose small cells were hidden would not add up.
"""

import datetime
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import batched
from typing import Any, NamedTuple, Protocol

from django.db.models import Q

from registry.institutions.models import Institution
from registry.people.models import PersonMerge
from registry.qualification.models import Cascade, Decision, Objection, Repair
from registry.qualification.rules import points
from registry.qualification.rules.facts import Facts, filings_with_ends
from registry.qualification.rules.kinship import Kinship
from registry.qualification.selectors.kinship import kinship
from registry.statistics.rules.ratio import beginning, days_of_change
from registry.words.bases import LEGAL_BASES
from registry.words.statuses import Status

Date = datetime.date

AT_ONCE = 1000
"""People whose facts are read in one go."""


class Event(StrEnum):
    """What is counted, in the order of the return."""

    SCORE = "score"
    SUSPENSION = "suspension"
    TERMINATION = "termination"
    REPAIR = "repair"
    OBJECTION = "objection"


class Cell(NamedTuple):
    """One value in each dimension; an empty one is not known, or does not apply (a cascade has no band)."""

    event: str
    province: str
    institution_kind: str
    category: str
    band: str
    month: int


DIMENSIONS = ("province", "institution_kind", "category", "band", "month")


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyReturn:
    """The counts of a year."""

    year: int
    known_at: int | None
    cells: Mapping[Cell, int]

    @property
    def totals(self) -> dict[str, int]:
        """Return how often each event happened."""
        counted = Counter[str]()
        for cell, count in self.cells.items():
            counted[cell.event] += count
        return {event.value: counted[event.value] for event in Event}

    def by(self, dimension: str) -> dict[Any, dict[str, int]]:
        """Return for each value of a dimension how often each event happened, in the order of the values."""
        at = Cell._fields.index(dimension)
        counted: dict[Any, Counter[str]] = {}  # months are numbers, all else is text
        for cell, count in self.cells.items():
            counted.setdefault(cell[at], Counter())[cell.event] += count
        return {value: {event.value: counted[value][event.value] for event in Event} for value in sorted(counted)}


def yearly_return(year: int, *, provinces: Collection[str] | None = None, known_at: int | None = None) -> YearlyReturn:
    """Return the counts of a year, of these provinces or of all."""
    kinds = dict(Institution.objects.order_by().values_list("code", "kind"))
    cells: Counter[Cell] = Counter()
    seen: set[tuple[str, ...]] = set()
    for people in batched(sorted(_people(year)), AT_ONCE):
        whole = kinship(people, known_at=known_at)
        for person in people:
            for key, event in _events(person, year, whole):
                if key not in seen and (provinces is None or event.province in provinces):
                    seen.add(key)
                    cells[event.cell(kinds)] += 1
    return YearlyReturn(year=year, known_at=known_at, cells=dict(sorted(cells.items())))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    event: Event
    province: str
    institution: str
    category: str
    legal_basis: str
    on: Date

    def cell(self, kinds: Mapping[str, str]) -> Cell:
        basis = LEGAL_BASES.get(self.legal_basis)
        band = f"{basis.low}-{basis.high}" if basis else ""
        kind = kinds.get(self.institution, "")
        return Cell(self.event.value, self.province, kind, self.category, band, self.on.month)


def _people(year: int) -> set[str]:
    """Return everybody of whom something may count.

    What began in a year was decided in it or the year before, or follows from points that a merge of the year united.
    """
    decided = Q(decided_on__year__gte=year - 1, decided_on__year__lte=year)
    found: set[str] = set(Decision.objects.filter(decided).order_by().values_list("person_id", flat=True))
    found |= set(Cascade.objects.filter(applied_on__year=year).order_by().values_list("person_id", flat=True))
    found |= set(Repair.objects.filter(granted_on__year=year).order_by().values_list("person_id", flat=True))
    for pair in PersonMerge.objects.filter(merged_on__year=year).order_by().values_list("absorbed_id", "into_id"):
        found |= set(pair)
    objections = Objection.objects.filter(lodged_on__year=year).order_by()
    for pair in objections.values_list("decision__person_id", "cascade__person_id"):
        found |= {person for person in pair if person}
    return found


def _events(person: str, year: int, whole: Kinship) -> Iterator[tuple[tuple[str, ...], _Counted]]:
    """Yield what happened to a person in a year, each with the key under which it is the same for all IDs."""
    facts = whole.facts[person]
    decisions = points.in_force(facts)
    for decision in decisions:
        if decision.decided_on.year == year:
            yield ("score", decision.id), _of(Event.SCORE, facts, decision, decision.decided_on)
    for repair in facts.repairs:
        if repair.granted_on.year == year:
            last = [each for each in decisions if each.decided_on.year == repair.year][-1:]
            found = _of(Event.REPAIR, facts, last[0] if last else repair, repair.granted_on, author=repair.author)
            yield ("repair", repair.id), found
    targets = _causes(facts)
    for objection in facts.objections:
        if objection.lodged_on.year == year and objection.target in targets:
            target = targets[objection.target]
            yield ("objection", objection.id), _of(Event.OBJECTION, facts, target, objection.lodged_on)
    yield from _lost(person, year, whole)


def _lost(person: str, year: int, whole: Kinship) -> Iterator[tuple[tuple[str, ...], _Counted]]:
    """Yield the suspensions and terminations that began in a year (person-times, as art. 30 counts them)."""
    facts = whole.united(person)
    causes = _causes(facts)
    timelines = [whole.timeline(one) for one in sorted(whole.kin(person))]
    for on in days_of_change(timelines, year):
        reason = beginning(timelines, on)
        if reason is not None:
            event = Event.SUSPENSION if reason.status is Status.SUSPENDED else Event.TERMINATION
            key = (event.value, whole.survivor(person), on.isoformat())
            yield key, _of(event, facts, causes[reason.fact], on)


class _Cause(Protocol):
    """A fact of whichever kind: its author is counted, and where it happened, if it says so."""

    @property
    def author(self) -> str: ...


def _causes(facts: Facts) -> dict[str, _Cause]:
    """Return decisions and cascades by id."""
    found: dict[str, _Cause] = {decision.id: decision for decision in facts.decisions}
    return found | {cascade.id: cascade for cascade in facts.cascades}


def _of(event: Event, facts: Facts, cause: _Cause, on: Date, *, author: str = "") -> _Counted:
    province = author or cause.author
    return _Counted(
        event=event,
        province=province,
        institution=getattr(cause, "institution", ""),
        category=_category(facts, province, on),
        legal_basis=getattr(cause, "legal_basis", ""),
        on=on,
    )


def _category(facts: Facts, province: str, on: Date) -> str:
    """Return the class of personnel by the filings of the day, the province's own first; empty where none says."""
    holding = [
        each for each, until in filings_with_ends(facts) if each.opened_on <= on and (until is None or on < until)
    ]
    holding.sort(key=lambda each: (each.author != province, each.opened_on, each.id))
    return holding[0].category.value if holding else ""
