"""The notice of a measure that no notice foresaw: what it says, and how it is made (arts. 29, 33)."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from provinces.crossings import documents
from provinces.crossings.documents import CrossingNoticeContent
from provinces.crossings.models import UnforeseenMeasure
from provinces.notices.documents.clauses import CROSSING, number_of
from provinces.notices.models import Notice
from provinces.notices.services import addressees, notices
from provinces.office.services.officers import Officer
from provinces.office.services.stepping import division
from registry.qualification.rules.facts import MeasureStated
from registry.qualification.selectors.crossed import Crossing
from registry.statements.days import today


def prepare(
    work: UnforeseenMeasure, found: Crossing, stated: MeasureStated, *, acting: Officer, now: datetime
) -> Notice:
    """Make the notice of a measure that no notice foresaw, not yet stored. Opens the vault for it and records that.

    Raises Refused `name_unknown_here`, `not_printable`.
    """
    content = content_of(found, stated, serial=work.pk, issued_on=today(now))
    about: dict[str, Any] = {"unforeseen": work, "version": 1, "status": notices.STATUSES[stated.kind]}
    paper = documents.compose(content)
    return notices.made(paper, work.person_id, field="starts_on", acting=acting, now=now, **about)


def content_of(found: Crossing, stated: MeasureStated, *, serial: int, issued_on: date) -> CrossingNoticeContent:
    """Return what the notice of a measure that no notice foresaw says. Opens the vault.

    Raises Refused `name_unknown_here`.
    """
    number = number_of(division(), issued_on.year, serial, CROSSING)
    head = addressees.addressed(number, found.person, found.decision.institution, issued_on=issued_on)
    return CrossingNoticeContent(
        **asdict(head),
        parts=found.parts,
        measure=found.as_stated(stated),
        merged_on=found.merged_on,
        pack=found.pack,
    )
