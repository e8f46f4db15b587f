"""The timeline of a person: the career turned into the shapes and sentences that are drawn."""

import datetime
from collections.abc import Iterator, Sequence

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext

from registry.career.admin import timeline
from registry.career.admin.timeline import Interval, Mark, Words
from registry.career.selectors.careers import Career, Row
from registry.doors.admin.titles import last_day, titled
from registry.people.models import Person
from registry.qualification.rules import standing
from registry.words.lifelong_id import shown
from registry.words.statuses import Status
from sync.models import StatementStatus
from sync.scope import title_of

Date = datetime.date
IN_FORCE = (StatementStatus.LOGGED, StatementStatus.PENDING)


def timeline_of(person: Person, career: Career) -> SafeString:
    """Draw a person's standing with decisions, objections, repairs and restorations."""
    intervals = [_interval(one, one.from_on) for one in career.timeline.intervals if one.from_on and _drawn(one)]
    marks = sorted(_marks(career), key=lambda mark: mark.on)
    whole = timeline.filled(intervals, from_on=_beginning(person, career, intervals, marks), normal=_normal(person))
    words = Words(
        title=gettext("Timeline of %(person)s") % {"person": shown(person.pk)},
        description=timeline.description(intervals, marks) or gettext("Always normal so far."),
        today=gettext("today"),
    )
    return timeline.draw(whole, marks, today=career.on, words=words)


def _drawn(interval: standing.Interval) -> bool:
    return interval.status is not Status.NORMAL or interval.pending or interval.objection_pending


def _beginning(person: Person, career: Career, intervals: Sequence[Interval], marks: Sequence[Mark]) -> Date:
    filed = [row["opened_on"] for row in career.sections["filings"] if row["state"] in IN_FORCE]
    days = [localdate(person.issued_at), *filed, *(one.from_on for one in intervals), *(one.on for one in marks)]
    return min(days)


def _normal(person: Person) -> Interval:
    title = titled(Status.NORMAL)
    return Interval(
        from_on=localdate(person.issued_at),
        to_on=None,
        status=Status.NORMAL.value,
        term_over=False,
        pending=False,
        label=title,
        sentence=title,
    )


def _interval(one: standing.Interval, from_on: Date) -> Interval:
    status = titled(one.status)
    label = gettext("%(status)s, term over") % {"status": status} if one.term_over else status
    values = {
        "status": label,
        "from": date_format(from_on),
        "to": last_day(one.to_on),
    }
    sentence = (
        gettext("%(status)s from %(from)s, on %(to)s for the last time.") % values
        if one.to_on
        else gettext("%(status)s from %(from)s on.") % values
    )
    if one.pending:
        sentence = f"{sentence} {gettext('Rests on a fact that is not yet in the national log.')}"
    if one.objection_pending:
        sentence = f"{sentence} {gettext('An objection is pending.')}"
    return Interval(
        from_on=from_on,
        to_on=one.to_on,
        status=one.status.value,
        term_over=one.term_over,
        pending=one.pending,
        label=label,
        sentence=sentence,
    )


def _marks(career: Career) -> Iterator[Mark]:
    rows = {name: [row for row in rows if row["state"] in IN_FORCE] for name, rows in career.sections.items()}
    yield from map(_decision, rows["decisions"])
    for row in rows["objections"]:
        yield _mark(row, "lodged_on", "objection", "!", gettext("%(date)s: objection lodged with %(author)s."))
    for row in rows["repairs"]:
        yield _mark(row, "granted_on", "restoration", "−", gettext("%(date)s: repair granted by %(author)s."))
    for row in rows["restorations"]:
        if row["passed"]:
            yield _mark(row, "effective_on", "restoration", "✓", gettext("%(date)s: restored by %(author)s."))
    for row in rows["commendations"]:
        yield _mark(row, "awarded_on", "restoration", "★", gettext("%(date)s: commended by %(author)s."))


def _mark(row: Row, member: str, kind: str, text: str, sentence: str) -> Mark:
    values = {"date": date_format(row[member]), "author": title_of(row["author"])}
    return Mark(on=row[member], kind=kind, text=text, sentence=sentence % values)


def _decision(row: Row) -> Mark:
    values = {
        "date": date_format(row["decided_on"]),
        "points": row["points"],
        "author": title_of(row["author"]),
        "case": row["case_number"],
    }
    undone = row["annulled_on"] is not None
    sentence = (
        gettext("%(date)s: %(points)s points by %(author)s, case %(case)s, annulled.")
        if undone
        else gettext("%(date)s: %(points)s points by %(author)s, case %(case)s.")
    )
    return Mark(
        on=row["decided_on"],
        kind="annulled" if undone else "decision",
        text=str(row["points"]),
        sentence=sentence % values,
    )
