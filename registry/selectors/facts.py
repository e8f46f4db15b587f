"""The facts of people as the rules read them: those in force, each with its place in the log.

One query per fact table for any number of people; who has no facts gets empty ones. What hangs on decisions and
cascades (notices, objections, settlements, repairs) is read by one more, and only where there are any: without points
or a status it bears on nothing. So the facts of IDs that are read as one person are asked for together.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from registry.codes.bases import BasisKind
from registry.codes.degrees import Degree, Ground, Reached
from registry.codes.measures import MeasureKind
from registry.codes.persons import Category
from registry.codes.statuses import Status
from registry.models import (
    Annulment,
    Cascade,
    CascadeLift,
    Decision,
    Filing,
    FilingCancellation,
    Institution,
    Restoration,
)
from registry.rules import facts as rules
from registry.rules.dates import law_day
from registry.rules.facts import Facts
from registry.selectors import procedure_facts
from registry.statements.facts import FactQuerySet

POSITION = "statement__entry__position"
"""None while the fact is pending on its author's own node."""
SIGNED_AT = "statement__issued_at"
LOGGED_AT = "statement__entry__reached_at"

NONE = Facts()


def day_of(at: datetime | None) -> date | None:
    """Return the date of the law at an instant; None where there is none."""
    return None if at is None else law_day(at)


def facts_of(people: Collection[str], *, known_at: int | None = None) -> dict[str, Facts]:
    """Return the facts in force of each of these people; with `known_at` those that the log held at that position."""
    found: dict[str, dict[str, list[Any]]] = {}

    def keep(kind: str, pairs: Iterable[tuple[str, Any]]) -> None:
        keep_all((kind, person, fact) for person, fact in pairs)

    def keep_all(facts: Iterable[tuple[str, str, Any]]) -> None:
        for kind, person, fact in facts:
            found.setdefault(person, {}).setdefault(kind, []).append(fact)

    ids = list(people)
    if ids:
        keep("decisions", _decisions(ids))
        keep("annulments", _annulments(ids))
        keep("restorations", _restorations(ids))
        keep("cascades", _cascades(ids))
        keep("cascade_lifts", _cascade_lifts(ids))
        keep_all(_filings(ids))
        if any("enrolments" in facts for facts in found.values()):
            keep("cancellations", _cancellations(ids))
        if any("decisions" in facts or "cascades" in facts for facts in found.values()):
            keep_all(procedure_facts.of_people(ids))
    whole = {
        person: Facts(**{kind: tuple(facts) for kind, facts in found[person].items()}) if person in found else NONE
        for person in ids
    }
    return whole if known_at is None else {person: facts.known_at(known_at) for person, facts in whole.items()}


def _rows(facts: FactQuerySet, *columns: str) -> Iterable[tuple[Any, ...]]:
    return facts.in_force().order_by().values_list(*columns, "statement_id", POSITION)


def _decisions(people: list[str]) -> Iterable[tuple[str, rules.Decision]]:
    rows = _rows(
        Decision.objects.filter(person_id__any_of=people),
        "person_id", "author", "case_number", "item", "institution", "basis_kind", "legal_basis", "decided_on",
        "degree", "points", "ground", "ground_reason", "situation", "reached", "conduct_from", "conduct_to",
        "notice_issued_on", "notice_served_on", "measure", "suspension_months", "suspension_starts_on", SIGNED_AT,
        LOGGED_AT,
    )  # fmt: skip
    for (
        person, author, case_number, item, institution, basis_kind, legal_basis, decided_on, degree, points,
        ground, ground_reason, situation, reached, conduct_from, conduct_to, issued_on, served_on, measure, months,
        starts_on, signed_at, logged_at, statement, position,
    ) in rows:  # fmt: skip
        yield (
            person,
            rules.Decision(
                id=str(statement),
                author=author,
                case_number=case_number,
                item=item,
                institution=institution,
                basis_kind=BasisKind(basis_kind),
                legal_basis=legal_basis,
                decided_on=decided_on,
                degree=Degree(degree),
                points=points,
                ground=Ground(ground),
                ground_reason=ground_reason or None,
                situation=situation,
                reached=Reached(reached),
                conduct_from=conduct_from,
                conduct_to=conduct_to,
                notice_issued_on=issued_on,
                notice_served_on=served_on,
                measure=MeasureKind(measure) if measure else None,
                suspension_months=months,
                suspension_starts_on=starts_on,
                signed_on=day_of(signed_at),
                logged_on=day_of(logged_at),
                position=position,
            ),
        )


def _annulments(people: list[str]) -> Iterable[tuple[str, rules.Annulment]]:
    rows = _rows(
        Annulment.objects.filter(decision__person_id__any_of=people),
        "decision__person_id",
        "decision_id",
        "annulled_on",
        SIGNED_AT,
    )
    for person, decision, annulled_on, signed_at, statement, position in rows:
        yield (
            person,
            rules.Annulment(
                id=str(statement),
                decision=str(decision),
                annulled_on=annulled_on,
                signed_on=day_of(signed_at),
                position=position,
            ),
        )


def _restorations(people: list[str]) -> Iterable[tuple[str, rules.Restoration]]:
    rows = _rows(
        Restoration.objects.filter(person_id__any_of=people),
        "person_id",
        "author",
        "assessed_on",
        "effective_on",
        "passed",
    )
    for person, author, assessed_on, effective_on, passed, statement, position in rows:
        yield (
            person,
            rules.Restoration(
                id=str(statement),
                author=author,
                assessed_on=assessed_on,
                effective_on=effective_on,
                passed=passed,
                position=position,
            ),
        )


def _cascades(people: list[str]) -> Iterable[tuple[str, rules.Cascade]]:
    rows = _rows(
        Cascade.objects.filter(person_id__any_of=people),
        "person_id", "author", "institution", "status", "reason", "applied_on", "notice_served_on", SIGNED_AT,
    )  # fmt: skip
    for person, author, institution, status, reason, applied_on, served_on, signed_at, statement, position in rows:
        yield (
            person,
            rules.Cascade(
                id=str(statement),
                author=author,
                institution=institution,
                status=Status(status),
                reason=reason,
                applied_on=applied_on,
                notice_served_on=served_on,
                signed_on=day_of(signed_at),
                position=position,
            ),
        )


def _cascade_lifts(people: list[str]) -> Iterable[tuple[str, rules.CascadeLift]]:
    rows = _rows(
        CascadeLift.objects.filter(cascade__person_id__any_of=people),
        "cascade__person_id",
        "cascade_id",
        "lifted_on",
    )
    for person, cascade, lifted_on, statement, position in rows:
        yield (
            person,
            rules.CascadeLift(id=str(statement), cascade=str(cascade), lifted_on=lifted_on, position=position),
        )


def _filings(people: list[str]) -> Iterable[tuple[str, str, Any]]:
    """Yield the filings that bear on standing: new ones after a termination, and those with a class of personnel."""
    recorded = Institution.objects.filter(code=OuterRef("institution")).values("division")
    filings = Filing.objects.filter(~Q(category="") | Q(refiling=True), person_id__any_of=people)
    rows = _rows(
        filings.annotate(place=Coalesce(Subquery(recorded), Value(""))),
        "person_id", "author", "institution", "opened_on", "refiling", "category", "role", "place",
    )  # fmt: skip
    for person, author, institution, opened_on, refiling, category, role, place, statement, position in rows:
        if refiling:
            yield (
                "refilings",
                person,
                rules.Refiling(
                    id=str(statement), author=author, institution=institution, opened_on=opened_on, position=position
                ),
            )
        if category:
            yield (
                "enrolments",
                person,
                rules.Enrolment(
                    id=str(statement),
                    author=author,
                    category=Category(category),
                    opened_on=opened_on,
                    role=role,
                    place=place,
                    position=position,
                ),
            )


def _cancellations(people: list[str]) -> Iterable[tuple[str, rules.Cancellation]]:
    """Yield the ends of the filings with a class of personnel."""
    rows = _rows(
        FilingCancellation.objects.filter(filing__person_id__any_of=people).exclude(filing__category=""),
        "filing__person_id",
        "filing_id",
        "cancelled_on",
    )
    for person, filing, cancelled_on, statement, position in rows:
        yield (
            person,
            rules.Cancellation(id=str(statement), enrolment=str(filing), cancelled_on=cancelled_on, position=position),
        )
