"""The boxes of an application: how the person stands, what was found, what a passed assessment ends (arts. 38, 39)."""

from collections.abc import Sequence

from django.utils.timezone import localdate, now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from provinces.office.admin.fields import shown_day
from provinces.remedies.codes import ApplicationKind
from provinces.remedies.models import Application
from provinces.remedies.services import eligibility
from registry.doors.admin.titles import titled
from registry.people.admin.of_person import person_link
from registry.qualification.admin.ahead import ahead_panel
from registry.qualification.rules.standing import Reason, Timeline
from registry.qualification.selectors.standings import timeline
from registry.words.measures import ReasonKind
from registry.words.statuses import Status
from sync.admin.actions import Panel, rows_panel
from sync.admin.titles import Words
from sync.scope import title_of


def standing_panel(application: Application) -> Panel:
    """Return the box with how the person stands today, and what a termination still needs (art. 39)."""
    standing = timeline(application.person_id).on(localdate())
    rows = [
        (_("status"), titled(standing.status)),
        (_("term over"), _("yes") if standing.term_over else _("no")),
        (_("term ends on"), shown_day(standing.term_ends_on)),
        (_("bar ends on"), shown_day(standing.bar_ends_on)),
    ]
    alarm = ""
    if standing.assessed:
        alarm = gettext("The assessment was passed: a new filing with a new commitment is possible (art. 39).")
    elif standing.bar_ends_on is not None:
        alarm = gettext(
            "A termination needs, once the bar is over, a passed assessment, then a new commitment and a new filing "
            "(art. 39)."
        )
    panel = rows_panel(_("standing today"), (_("what"), _("value")), rows)
    return Panel(title=panel.title, content=panel.content, alarm=alarm)


def outlook_panels(application: Application) -> Sequence[Panel]:
    """Return what a passed assessment ends and what goes on beside it; nothing for a repair (O27)."""
    if application.kind != ApplicationKind.RESTORATION:
        return ()
    if application.effective_on is None or not application.passed:
        found = timeline(application.person_id)
        reasons = found.on(localdate()).reasons
        rows = [_reason_row(reason, found, _when_over(reason)) for reason in reasons]
        return [rows_panel(_("what a passed assessment ends, and what goes on"), _OUTLOOK, rows)]
    outlook, found = eligibility.outlook(application, now())
    rows = [_reason_row(reason, found, _("ends")) for reason in outlook.ends]
    rows += [_reason_row(reason, found, _("ends with the new filing")) for reason in outlook.awaits_filing]
    rows += [_reason_row(reason, found, _("goes on")) for reason in outlook.goes_on]
    title = gettext("what ends on %(day)s, and what goes on") % {"day": shown_day(application.effective_on)}
    panel = rows_panel(title, _OUTLOOK, rows)
    alarm = gettext("Something goes on beside it; the person is not free of it by this.") if outlook.goes_on else ""
    return [Panel(title=panel.title, content=panel.content, alarm=alarm)]


def ahead_panel_of(application: Application) -> Panel:
    """Return the box with what the result would change on any day to come."""
    found = eligibility.ahead(application, now())
    title = _("What it would change, if passed") if not application.passed else _("What it would change")
    return ahead_panel(title, [(application.person_id, found)])


_OUTLOOK = (_("status"), _("author"), _("year"), _("since"), _("term over on"), _("what becomes of it"))


def _reason_row(reason: Reason, found: Timeline, becomes: Words) -> tuple[object, ...]:
    measure = next((each for each in found.measures if each.decision == reason.fact), None)
    over_on = None
    if measure is not None:
        over_on = measure.bar_ends_on if reason.status is Status.TERMINATED else measure.term_ends_on
    return (
        titled(reason.status),
        title_of(reason.author),
        reason.year or "–",
        shown_day(reason.starts_on),
        shown_day(over_on),
        becomes,
    )


def _when_over(reason: Reason) -> Words:
    """Return what a passed assessment does to a reason, once its term or bar is over."""
    if reason.kind is ReasonKind.CASCADE:
        return _("goes on until it is lifted")
    if reason.status is Status.TERMINATED:
        return _("ends with the new filing, once the bar is over")
    return _("ends, once the term is over")


def result_panel(application: Application) -> Panel:
    """Return the box with what the assessment found."""
    rows = [
        (_("kind"), application.get_kind_display()),
        (_("person"), person_link(application.person_id)),
        (_("assessed on"), shown_day(application.assessed_on)),
        (_("assessed by"), application.assessed_by),
        (_("passed"), _("yes") if application.passed else _("no")),
        (_("consent of the author"), application.consent or "–"),
        (_("document"), application.document),
    ]
    if application.kind == ApplicationKind.RESTORATION:
        if application.examined_on is not None:
            rows.append((_("examined on"), shown_day(application.examined_on)))
            rows.append((_("examination passed"), _("yes") if application.examination_passed else _("no")))
        rows.append((_("effective on"), shown_day(application.effective_on)))
    else:
        rows += [(_("points"), application.points), (_("months"), application.months)]
    return rows_panel(_("what the assessment found"), (_("what"), _("value")), rows)
