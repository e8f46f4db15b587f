"""The box that shows the deadlines of a piece of work on its page."""

from datetime import date

from django.db.models import Model
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from provinces.office.admin.fields import shown_day
from provinces.office.clocks import Clock
from provinces.office.kinds import clocks_of
from registry.doors.admin.titles import rule_text, titled
from registry.words.deadlines import DeadlineState
from sync.admin.actions import Panel
from sync.admin.base import badge, table

CLOCK_COLOURS = {
    DeadlineState.LATE: "danger",
    DeadlineState.MET_LATE: "warning",
    DeadlineState.RUNNING: "info",
    DeadlineState.MET: "success",
    DeadlineState.UNKNOWN: None,
    DeadlineState.OPEN: "info",
}


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
        for clock in clocks_of(work, today)
    ]
    return Panel(title=_("Deadlines"), content=table(headers, rows))


def clock_state(clock: Clock) -> SafeString:
    """Return a clock's state as a badge; of what has no time, how long it has been owed."""
    if clock.state is DeadlineState.OPEN:
        days = (localdate() - clock.deadline.starts_on).days
        return badge(CLOCK_COLOURS[clock.state], gettext("owed for %(days)s days, no time set") % {"days": days})
    return badge(CLOCK_COLOURS[clock.state], titled(clock.state))
