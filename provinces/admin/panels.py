"""Boxes on the pages of the work: its clocks, its steps, and what a decision would lead to."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from provinces.admin.fields import shown_day
from provinces.clocks import Clock
from provinces.codes import Office, StepName
from provinces.models import Notice, Step
from provinces.services.whom import Whom
from registry.doors.admin.titles import rule_text, titled
from registry.institutions.models import Institution
from registry.people.admin.of_person import STATUS_COLOURS, person_link
from registry.qualification.rules.foresight import Foresight
from registry.words.deadlines import DeadlineState
from registry.words.measures import MeasureKind
from registry.words.persons import Category
from sync.admin.base import badge, instant, link_to, table
from sync.models import Statement
from sync.scope import title_of

CLOCK_COLOURS = {
    DeadlineState.LATE: "danger",
    DeadlineState.MET_LATE: "warning",
    DeadlineState.RUNNING: "info",
    DeadlineState.MET: "success",
    DeadlineState.UNKNOWN: None,
    DeadlineState.OPEN: "info",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A box with a heading."""

    title: Any
    content: Any
    alarm: Any = ""


def whom_panel(whom: Whom) -> Panel:
    """Return who a step is about, to be compared with the paper in hand."""
    there = gettext("%(institution)s, from %(opened)s")
    ended = gettext("%(institution)s, from %(opened)s until %(cancelled)s")
    codes = {each.institution for each in whom.filings}
    titles = dict(Institution.objects.filter(pk__in=codes).values_list("pk", "name"))
    filings = [
        (there if each.cancelled_on is None else ended)
        % {
            "institution": titles.get(each.institution) or each.institution,
            "opened": shown_day(each.opened_on),
            "cancelled": shown_day(each.cancelled_on),
        }
        for each in whom.filings
    ]
    status = titled(whom.standing.status)
    if whom.standing.term_over:
        status = gettext("%(status)s, term over, not restored") % {"status": status}
    rows = [
        (_("person"), person_link(whom.person)),
        (_("full name"), whom.name or gettext("not known on this node")),
        (_("category"), titled(Category(whom.category)) if whom.category else "–"),
        (_("codes"), "、".join(whom.codes) or "–"),
        (_("filed at"), format_html_join(mark_safe("<br>"), "{}", ((each,) for each in filings)) or "–"),
        (_("standing today"), badge(STATUS_COLOURS[whom.standing.status.value], status)),
    ]
    alarm = ""
    if not whom.filed_there:
        alarm = gettext(
            "The person was not filed at this institution on the days in question. "
            "Make sure that the paper means this person."
        )
    panel = rows_panel(_("who it is"), (_("what"), _("value")), rows)
    return Panel(title=panel.title, content=panel.content, alarm=alarm)


type Clocks = Callable[[Model, date], Sequence[Clock]]


def _none(work: Model, today: date) -> Sequence[Clock]:
    return ()


_clocks: Clocks = _none


def register_clocks(clocks: Clocks) -> None:
    """Say what works out the deadlines of a piece of work: it knows every kind of work, and this box knows none."""
    global _clocks
    _clocks = clocks


def clock_panel(work: Model, today: date) -> Panel:
    """Return the deadlines of a piece of work."""
    headers = (_("deadline"), _("since"), _("due on"), _("done on"), _("state"), _("office"), _("article"))
    rows = [
        (
            titled(clock.deadline.name),
            shown_day(clock.deadline.starts_on),
            shown_day(clock.deadline.due_on),
            shown_day(clock.deadline.done_on),
            clock_state(clock),
            titled(clock.office),
            rule_text(clock.deadline.article),
        )
        for clock in _clocks(work, today)
    ]
    return Panel(title=_("Deadlines"), content=table(headers, rows))


def clock_state(clock: Clock) -> Any:
    """Return a clock's state as a badge; of what has no time, how long it has been owed."""
    if clock.state is DeadlineState.OPEN:
        days = (localdate() - clock.deadline.starts_on).days
        return badge(CLOCK_COLOURS[clock.state], gettext("owed for %(days)s days, no time set") % {"days": days})
    return badge(CLOCK_COLOURS[clock.state], titled(clock.state))


def step_panel(work: Model) -> Panel:
    """Return the steps of a piece of work, the first one first."""
    steps = list(Step.objects.filter(noun=work._meta.model_name, key=str(work.pk)).order_by("id"))
    statements = Statement.objects.in_bulk([step.statement_id for step in steps if step.statement_id])
    headers = (_("step"), _("on"), _("by"), _("office"), _("remark"), _("statement"), _("entered"))
    rows = [
        (
            step.get_name_display(),
            shown_day(step.on),
            step.by,
            titled(Office(step.office)),
            step.remark or "–",
            link_to(statements[step.statement_id]) if step.statement_id in statements else "–",
            instant(step.at),
        )
        for step in steps
    ]
    return Panel(title=_("Steps"), content=table(headers, rows))


def foresight_panel(foresight: Foresight, *, issued: bool) -> Panel:
    """Return what a decision leads to."""
    measure = foresight.measure
    rows: list[tuple[Any, Any]] = [
        (_("points of this decision"), foresight.decision.points),
        (
            gettext("points of %(year)s before and after") % {"year": foresight.year},
            f"{foresight.before} → {foresight.total}",
        ),
        (_("what follows"), titled(MeasureKind(measure.kind))),
    ]
    if measure.kind is not MeasureKind.NOTICE:
        rows += [
            (_("from"), shown_day(measure.starts_on)),
            (_("length"), _length(foresight)),
            (_("first day after"), shown_day(measure.term_ends_on or measure.bar_ends_on)),
        ]
    rows.append((_("how"), titled(measure.mode)))
    rows.append((_("provinces whose points count"), "、".join(title_of(author) for author in foresight.authors)))
    rows.append((_("other provinces concerned"), "、".join(title_of(one) for one in foresight.other_provinces) or "–"))
    alarm = ""
    if foresight.joint:
        alarm = gettext("Points of several provinces cross the threshold together: a joint case, led by %(lead)s.") % {
            "lead": title_of(foresight.joint.lead)
        }
    title = _("What it led to") if issued else _("What it would lead to (dry run)")
    return Panel(title=title, content=table((_("what"), _("value")), rows), alarm=alarm)


def rows_panel(title: Any, headers: Sequence[Any], rows: Sequence[Sequence[Any]]) -> Panel:
    """Return a box with a table."""
    return Panel(title=title, content=table(headers, rows))


def notices_panel(notices: Iterable[Notice]) -> Panel:
    """Return notices with what was done upon each: served, received, the institution's record set, reported."""
    rows = [
        (
            person_link(notice.person_id),
            link_to(notice),
            notice.version,
            notice.issued_on,
            getattr(getattr(notice, "serving", None), "served_on", "–"),
            followed_on(notice, StepName.RECEIVED_BY_PERSON),
            followed_on(notice, StepName.RECORD_UPDATED) if notice.status else _("no status follows"),
            followed_on(notice, StepName.REPORTED),
        )
        for notice in notices
    ]
    headers = (_("person"), _("notice"), _("version"), _("issued on"), _("served on"), _("received by the person on"),
               _("record updated on"), _("reported on"))  # fmt: skip
    return rows_panel(_("notices"), headers, rows)


def followed_on(notice: Notice, step: StepName) -> str:
    """Return when a step upon a notice was taken, or a dash."""
    taken = notice.followed_by(step)
    return shown_day(taken.on if taken else None)


def _length(foresight: Foresight) -> str:
    measure = foresight.measure
    if measure.months:
        return gettext("%(months)s months") % {"months": measure.months}
    return gettext("no filing for %(years)s years") % {"years": measure.bar_years}
