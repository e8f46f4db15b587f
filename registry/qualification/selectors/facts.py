"""The facts of people as the rules read them: those in force, each with its place in the log.

One query per fact table for any number of people; who has no facts gets empty ones. What hangs on decisions and
cascades (notices, objections, settlements, repairs) is read by one more, and only where there are any: without points
or a status it bears on nothing. So the facts of IDs that are read as one person are asked for together.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from registry.institutions.models import Institution
from registry.qualification.models import Filing, FilingCancellation
from registry.qualification.rules import facts as rules
from registry.qualification.rules.facts import Facts
from registry.qualification.selectors import procedure_facts
from registry.qualification.selectors.readings import (
    ANNULMENT,
    CANCELLATION,
    CASCADE,
    CASCADE_LIFT,
    DECISION,
    PHASE_IN_FILING,
    REFILING,
    RESTORATION,
)
from registry.statements.reading import Reading

NONE = Facts()


def facts_of(people: Collection[str], *, known_at: int | None = None) -> dict[str, Facts]:
    """Return the facts in force of each of these people; with `known_at` those that the log held at that position."""
    found: dict[str, dict[str, list[Any]]] = {}  # by the names of members, each of a type of its own

    def keep(kind: str, pairs: Iterable[tuple[str, object]]) -> None:
        keep_all((kind, person, fact) for person, fact in pairs)

    def keep_all(facts: Iterable[tuple[str, str, object]]) -> None:
        for kind, person, fact in facts:
            found.setdefault(person, {}).setdefault(kind, []).append(fact)

    ids = list(people)
    if ids:
        keep("decisions", _of(DECISION, ids))
        keep("annulments", _of(ANNULMENT, ids))
        keep("restorations", _of(RESTORATION, ids))
        keep("cascades", _of(CASCADE, ids))
        keep("cascade_lifts", _of(CASCADE_LIFT, ids))
        keep_all(_filings(ids))
        if any("phase_in_filings" in facts for facts in found.values()):
            keep("cancellations", _cancellations(ids))
        if any("decisions" in facts or "cascades" in facts for facts in found.values()):
            keep_all(procedure_facts.of_people(ids))
    whole = {
        person: Facts(**{kind: tuple(facts) for kind, facts in found[person].items()}) if person in found else NONE
        for person in ids
    }
    return whole if known_at is None else {person: facts.known_at(known_at) for person, facts in whole.items()}


def _of[Read](reading: Reading[Read], people: list[str]) -> Iterable[tuple[str, Read]]:
    return reading.of_rows(reading.model.objects.filter(**{f"{reading.way}__any_of": people}))


def _filings(people: list[str]) -> Iterable[tuple[str, str, object]]:
    """Yield the filings that bear on standing: new ones after a termination, and those with a class of personnel."""
    recorded = Institution.objects.filter(code=OuterRef("institution")).values("division")
    filings = Filing.objects.filter(~Q(category="") | Q(refiling=True), person_id__any_of=people)
    placed = filings.annotate(place=Coalesce(Subquery(recorded), Value(""))).in_force().order_by()
    split = 3 + len(PHASE_IN_FILING.columns)
    for row in placed.values_list("person_id", "refiling", "category", *PHASE_IN_FILING.columns, *REFILING.columns):
        person, refiling, category = row[:3]
        if refiling:
            yield "refilings", person, REFILING.of_row(row[split:])
        if category:
            yield "phase_in_filings", person, PHASE_IN_FILING.of_row(row[3:split])


def _cancellations(people: list[str]) -> Iterable[tuple[str, rules.Cancellation]]:
    """Yield the ends of the filings with a class of personnel."""
    ends = FilingCancellation.objects.filter(filing__person_id__any_of=people).exclude(filing__category="")
    return CANCELLATION.of_rows(ends)
