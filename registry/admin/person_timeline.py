"""The timeline of a person: rows of the registry turned into the shapes and sentences that are drawn."""

import datetime
from collections.abc import Iterator, Sequence

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext

from registry.admin import timeline
from registry.admin.base import titled
from registry.admin.timeline import Interval, Mark, Words
from registry.codes.lifelong_id import shown
from registry.codes.statuses import Status
from registry.models import Annulment, Decision, Filing, Person, Restoration, StandingInterval
from sync.scope import title_of

Date = datetime.date


def timeline_of(person: Person, rows: Sequence[StandingInterval], *, today: Date) -> SafeString:
    """Draw a person's standing with its decisions and restorations."""
    intervals = [_interval(row) for row in rows]
    marks = sorted([*_decisions(person), *_restorations(person)], key=lambda mark: mark.on)
    whole = timeline.filled(intervals, from_on=_beginning(person, intervals, marks), normal=_normal(person))
    words = Words(
        title=gettext("Timeline of %(person)s") % {"person": shown(person.pk)},
        description=timeline.description(intervals, marks) or gettext("Always normal so far."),
        today=gettext("today"),
    )
    return timeline.draw(whole, marks, today=today, words=words)


def _beginning(person: Person, intervals: Sequence[Interval], marks: Sequence[Mark]) -> Date:
    filed = Filing.objects.in_force().filter(person=person).order_by("opened_on").values_list("opened_on", flat=True)
    days = [
        localdate(person.issued_at),
        *filed[:1],
        *(one.from_on for one in intervals),
        *(one.on for one in marks),
    ]
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


def _interval(row: StandingInterval) -> Interval:
    status = titled(Status(row.status))
    label = gettext("%(status)s, term over") % {"status": status} if row.term_over else status
    values = {
        "status": label,
        "from": date_format(row.from_on),
        "to": date_format(row.to_on) if row.to_on else "",
    }
    sentence = (
        gettext("%(status)s from %(from)s until before %(to)s.") % values
        if row.to_on
        else gettext("%(status)s from %(from)s on.") % values
    )
    if row.pending:
        sentence = f"{sentence} {gettext('Rests on a fact that is not yet in the national log.')}"
    return Interval(
        from_on=row.from_on,
        to_on=row.to_on,
        status=row.status,
        term_over=row.term_over,
        pending=row.pending,
        label=label,
        sentence=sentence,
    )


def _decisions(person: Person) -> Iterator[Mark]:
    decisions = Decision.objects.in_force().filter(person=person)
    annulled = set(Annulment.objects.in_force().filter(decision__in=decisions).values_list("decision_id", flat=True))
    for decision in decisions:
        values = {
            "date": date_format(decision.decided_on),
            "points": decision.points,
            "author": title_of(decision.author),
            "case": decision.case_number,
        }
        undone = decision.pk in annulled
        sentence = (
            gettext("%(date)s: %(points)s points by %(author)s, case %(case)s, annulled.")
            if undone
            else gettext("%(date)s: %(points)s points by %(author)s, case %(case)s.")
        )
        yield Mark(
            on=decision.decided_on,
            kind="annulled" if undone else "decision",
            text=str(decision.points),
            sentence=sentence % values,
        )


def _restorations(person: Person) -> Iterator[Mark]:
    for restoration in Restoration.objects.in_force().filter(person=person, passed=True):
        values = {"date": date_format(restoration.effective_on), "author": title_of(restoration.author)}
        yield Mark(
            on=restoration.effective_on,
            kind="restoration",
            text="✓",
            sentence=gettext("%(date)s: restored by %(author)s.") % values,
        )
