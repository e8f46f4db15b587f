"""The notice of a measure that no notice foresaw: what it says, and how it is made (arts. 29, 33)."""

from dataclasses import asdict
from datetime import date, datetime

from provinces.crossings import documents
from provinces.crossings.documents import CrossingNoticeContent
from provinces.crossings.models import UnforeseenMeasure
from provinces.notices.documents.clauses import CROSSING
from provinces.notices.models import Notice
from provinces.notices.noticed import Drawn, Told, printed
from provinces.notices.services import addressees, notices
from provinces.notices.services.numbers import next_number
from provinces.office.services.officers import Officer
from registry.qualification.rules.facts import MeasureStated
from registry.qualification.rules.measures import Measure
from registry.qualification.selectors import crossed
from registry.qualification.selectors.crossed import Crossing
from registry.statements.days import today
from registry.words.measures import MeasureKind
from sync.wire.refusals import Refused


def prepare(
    work: UnforeseenMeasure, found: Crossing, stated: MeasureStated, *, acting: Officer, now: datetime
) -> Notice:
    """Make the notice of a measure that no notice foresaw, not yet stored. Opens the vault for it and records that.

    Raises Refused `name_unknown_here`, `not_printable`.
    """
    issued_on = today(now)
    number = next_number(CROSSING, issued_on)
    drawn = _drawn(content_of(found, found.as_stated(stated), number=number, issued_on=issued_on))
    return notices.made(drawn, work.person_id, field="starts_on", acting=acting, now=now, unforeseen=work, version=1)


def draw(work: UnforeseenMeasure, number: str, issued_on: date) -> Drawn:
    """Return the paper of a measure that was stated, under a number, as it stands by now. Raises Refused."""
    found = crossed.stated(work.decision, MeasureKind(work.kind))
    if found is None:
        raise Refused.because("decision_not_in_force")
    return _drawn(content_of(found, found.measure, number=number, issued_on=issued_on))


def tells(work: UnforeseenMeasure, made_at: datetime) -> Told | None:
    """Return what the notice of a measure must say; None where the measure does not stand any more."""
    found = crossed.stated(work.decision, MeasureKind(work.kind))
    return None if found is None else Told(lasting=printed(found.measure), passing={})


def content_of(found: Crossing, measure: Measure, *, number: str, issued_on: date) -> CrossingNoticeContent:
    """Return what the notice of a measure that no notice foresaw says. Opens the vault.

    Raises Refused `name_unknown_here`.
    """
    head = addressees.addressed(number, found.person, found.decision.institution, issued_on=issued_on)
    return CrossingNoticeContent(
        **asdict(head),
        parts=found.parts,
        measure=measure,
        merged_on=found.merged_on,
        pack=found.pack,
    )


def _drawn(content: CrossingNoticeContent) -> Drawn:
    return Drawn(paper=documents.compose(content), status=notices.STATUSES[content.measure.kind])
