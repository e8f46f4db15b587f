"""Boxes on the pages of the work: its clocks, its steps, and what a decision would lead to."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from provinces.models import Notice
from provinces.office.admin.fields import shown_day
from provinces.office.admin.panels import Panel, rows_panel
from provinces.office.codes import StepName
from registry.doors.admin.titles import titled
from registry.people.admin.of_person import person_link
from registry.qualification.rules.foresight import Foresight
from registry.words.measures import MeasureKind
from sync.admin.base import link_to, table
from sync.scope import title_of


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
