"""Lists the people whom a division's office must look after today (arts. 34, 39).

They are auditors to be taken off, people whose term is over, and those whose measure goes on beside a restoration.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from registry.qualification.models import Decision, FilingPeriod, Restoration, StandingInterval
from registry.qualification.rules import remedies
from registry.qualification.selectors.filed import holding_on
from registry.qualification.selectors.standings import timelines
from registry.words.persons import Category
from registry.words.statuses import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Auditor:
    """Somebody who audits fees at an institution and may not, from the first day of the status on."""

    person: str
    institution: str
    status: str
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TermOver:
    """Somebody whose term or bar has run out, and who stays what they are until a restoration or a new filing."""

    person: str
    status: str
    since: date
    over_on: date | None
    institutions: tuple[str, ...]
    assessed: bool
    """Whether the assessment after a termination was passed, so that only the new filing is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlived:
    """A measure that holds although it began before a passed assessment: its decision came to be known later (O27)."""

    person: str
    status: str
    author: str
    since: date
    restored_by: str
    effective_on: date


def auditors_to_take_off(division: str, today: date) -> list[Auditor]:
    """Return the suspended and terminated whom a division files to audit fees (医保发〔2024〕23号 §3)."""
    held = _holding(today).filter(status__in=[Status.SUSPENDED, Status.TERMINATED])
    filed = holding_on(today).filter(filing__category=Category.FEE_AUDIT, filing__author=division)
    where = filed.filter(person__in=held.values("person")).order_by("person", "institution")
    status = {row.person_id: row for row in held.filter(person__in=where.values("person"))}
    return [
        Auditor(
            person=person, institution=institution, status=status[person].status, since=status[person].since
        )
        for person, institution in where.values_list("person_id", "institution")
    ]  # fmt: skip


def terms_over(division: str, today: date) -> list[TermOver]:
    """Return those of a division's people whose term is over and who were not restored or filed anew."""
    filed = holding_on(today).filter(filing__author=division, person=OuterRef("person"))
    decided = Decision.objects.in_force().filter(author=division, person=OuterRef("person"))
    rows = list(_holding(today).filter(Q(Exists(filed)) | Q(Exists(decided)), term_over=True).order_by("person"))
    where: dict[str, list[str]] = {}
    found = holding_on(today).filter(filing__author=division, person__in=[row.person_id for row in rows])
    for person, institution in found.order_by("institution").values_list("person_id", "institution"):
        where.setdefault(person, []).append(institution)
    return [
        TermOver(
            person=row.person_id,
            status=row.status,
            since=row.since,
            over_on=row.bar_ends_on if row.status == Status.TERMINATED else row.term_ends_on,
            institutions=tuple(where.get(row.person_id, ())),
            assessed=row.assessed,
        )
        for row in rows
    ]


def outlived(division: str, today: date) -> list[Outlived]:
    """Return what goes on beside a restoration, of a division's assessments and of its measures.

    Both offices are told; nothing is stored.
    """
    held = _holding(today).filter(status__in=[Status.SUSPENDED, Status.TERMINATED], person=OuterRef("person"))
    passed = Restoration.objects.in_force().filter(Exists(held), passed=True, effective_on__lte=today)
    rows = passed.order_by("effective_on").values_list("person_id", "author", "effective_on")
    latest = {(person, author): effective_on for person, author, effective_on in rows}
    found = timelines({person for person, _ in latest})
    return [
        Outlived(
            person=person,
            status=reason.status,
            author=reason.author,
            since=reason.starts_on,
            restored_by=restored_by,
            effective_on=effective_on,
        )
        for (person, restored_by), effective_on in sorted(latest.items())
        for reason in remedies.outlived(found[person].on(today), effective_on)
        if division in (reason.author, restored_by)
    ]


def open_filings(
    division: str, *, person: str = "", institution: str = "", today: date, most: int = 50
) -> Sequence[FilingPeriod]:
    """Return a division's open filings of a person or at an institution."""
    filed = holding_on(today).filter(filing__author=division).select_related("filing")
    if person:
        filed = filed.filter(person_id=person)
    if institution:
        filed = filed.filter(institution=institution)
    return list(filed.order_by("institution", "person")[:most])


def _holding(today: date) -> QuerySet[StandingInterval]:
    return StandingInterval.objects.filter(from_on__lte=today).filter(Q(to_on=None) | Q(to_on__gt=today))
