"""Tables of a person's file that show no statement: the standings and measures that follow, codes, who looked."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registry.career.admin.person_titles import door_title, length_of, look_purpose, offices, reason_text, status_text
from registry.career.selectors.careers import Career, Row
from registry.doors.admin.titles import day, last_day, rule_text, titled
from registry.qualification.rules.standing import Reason
from registry.words.measures import MeasureKind
from sync.admin.base import instant
from sync.admin.titles import Words
from sync.scope import title_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of the file. ``anchor`` is its name inside the page."""

    anchor: str
    title: Words
    headers: Sequence[Words]
    rows: Sequence[Sequence[object]]
    empty: Words
    note: Words = ""
    """What the reader must know of it: that others are not known here, say."""


def standings(career: Career) -> Table:
    """Return the days on which the standing was, or is, not simply normal."""
    intervals = [one for one in career.timeline.intervals if one.reasons or one.status != "normal"]
    return Table(
        anchor="standings",
        title=_("Standings"),
        headers=(_("status"), _("from"), _("last day"), _("last day of the term"), _("last day of the bar"), _("why")),
        rows=[
            (
                status_text(one),
                day(one.from_on),
                last_day(one.to_on) if one.to_on else gettext("not ended"),
                last_day(one.term_ends_on),
                last_day(one.bar_ends_on),
                "；".join(reason_text(_shown(reason, career)) for reason in one.reasons) or "–",
            )
            for one in intervals
        ],
        empty=_("Always normal so far."),
    )


def _shown(reason: Reason, career: Career) -> dict[str, object]:
    """Return a reason with its sum as its author shows it."""
    told = reason.as_json()
    if reason.points_total is not None:
        told["points_total"] = career.shown(reason.points_total, author=reason.author, starts_on=reason.starts_on)
    return told


def measures(career: Career) -> Table:
    """Return the suspensions and terminations that decisions led to."""
    return Table(
        anchor="measures",
        title=_("Measures"),
        headers=(_("measure"), _("from"), _("last day"), _("points"), _("length"), _("author"), _("rule")),
        rows=[
            (
                titled(one.kind),
                day(one.starts_on),
                last_day(one.term_ends_on or one.bar_ends_on),
                gettext("%(points)s in %(year)s")
                % {
                    "points": career.shown(one.points_total, author=one.author, starts_on=one.starts_on),
                    "year": one.year,
                },
                length_of(one),
                title_of(one.author),
                rule_text(one.rule),
            )
            for one in career.timeline.measures
            if one.kind is not MeasureKind.NOTICE
        ],
        empty=_("No measure."),
    )


def codes(career: Career) -> Table:
    """Return the external codes of the person."""
    return Table(
        anchor="codes",
        title=_("Codes"),
        headers=(_("system"), _("code"), _("recorded")),
        rows=[(one["system"], one["code"], instant(one["recorded_at"])) for one in career.codes],
        empty=_("No code."),
    )


def looks(found: Sequence[Row], *, own: bool) -> Table:
    """Return who looked; to the person it names the office, not the account."""
    headers = [_("time"), _("office"), _("purpose"), _("door")]
    rows = [[instant(one["at"]), offices(one["office"]), look_purpose(one), door_title(one["door"])] for one in found]
    if not own:
        headers.append(_("account"))
        rows = [[*row, one["user_name"]] for row, one in zip(rows, found, strict=True)]
    title = _("Latest looks on this node")
    return Table(anchor="looks", title=title, headers=headers, rows=rows, empty=_("Nobody has looked."))
