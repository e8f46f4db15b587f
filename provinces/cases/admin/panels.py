"""The box that shows what a decision would lead to."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from provinces.office.admin.fields import shown_day
from registry.doors.admin.titles import titled
from registry.qualification.rules.foresight import Foresight
from registry.words.measures import MeasureKind
from sync.admin.actions import Panel
from sync.admin.base import table
from sync.admin.titles import Words
from sync.scope import title_of


def foresight_panel(foresight: Foresight, *, issued: bool) -> Panel:
    """Return the box that shows what a decision leads to."""
    measure = foresight.measure
    rows: list[tuple[Words, object]] = [
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


def _length(foresight: Foresight) -> str:
    measure = foresight.measure
    if measure.months:
        return gettext("%(months)s months") % {"months": measure.months}
    return gettext("no filing for %(years)s years") % {"years": measure.bar_years}
