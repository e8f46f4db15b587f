"""The box that says how somebody stands, and what something would change on any day to come."""

from collections.abc import Iterable
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registry.doors.admin.titles import day, last_day, titled
from registry.people.admin.of_person import STATUS_COLOURS, person_link
from registry.qualification.rules.changes import Ahead, ends_on
from registry.qualification.rules.standing import Interval
from registry.words.statuses import Status
from sync.admin.actions import Panel, rows_panel
from sync.admin.base import badge
from sync.admin.titles import Words

_HEADERS = (_("person"), _("from"), _("last day"), _("as it is"), _("as it would be"))


def ahead_panel(title: Words, found: Iterable[tuple[str, Ahead]], *, alarm: str = "") -> Panel:
    """Return the box for some people: how each stands today, and then every change to come."""
    rows: list[tuple[object, ...]] = []
    for person, each in found:
        rows.append((person_link(person), gettext("today"), "", stands(each), _no_change(each)))
        rows += [
            ("", day(change.from_on), _until(change.to_on), held(change.before), held(change.after))
            for change in each.changes
        ]
    panel = rows_panel(title, _HEADERS, rows)
    return Panel(title=panel.title, content=panel.content, alarm=alarm)


def in_words(found: Ahead) -> SafeString | str:
    """Return every change in one cell; that nothing changes where nothing does."""
    if not found.changes:
        return _no_change(found)
    lines = [
        format_html("{} – {}: {} → {}", day(each.from_on), _until(each.to_on), held(each.before), held(each.after))
        for each in found.changes
    ]
    return format_html("{}" + "<br>{}" * (len(lines) - 1), *lines)


def stands(found: Ahead) -> SafeString:
    """Return how somebody stands, and since when."""
    if found.stretch.from_on is None:
        return held(found.standing)
    return format_html("{} {}", held(found.standing), gettext("since %(day)s") % {"day": day(found.stretch.from_on)})


def held(interval: Interval) -> SafeString:
    """Return a status with the last day of its term or bar."""
    label = badge(STATUS_COLOURS[interval.status.value], titled(interval.status))
    if interval.term_over:
        return format_html("{} {}", label, _("term over"))
    until = ends_on(interval)
    if until is None:
        return label
    said = gettext("bar until %(day)s") if interval.status is Status.TERMINATED else gettext("term until %(day)s")
    return format_html("{} {}", label, said % {"day": last_day(until)})


def _until(to_on: date | None) -> str:
    return last_day(to_on) if to_on else gettext("no end known")


def _no_change(found: Ahead) -> str:
    return "" if found.changes else gettext("nothing changes")
