"""The box beside a proposal to merge: what the merge would lead to, and what may be said twice."""

from collections.abc import Sequence
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registry.doors.admin.titles import titled
from registry.people.admin.merge_queue import register_foresight
from registry.people.admin.of_person import STATUS_COLOURS, person_link
from registry.people.models import MergeProposal
from registry.qualification.admin.ahead import ahead_panel
from registry.qualification.rules.facts import Decision
from registry.qualification.selectors.merge_foresight import Side, foresee_merge
from sync.admin.actions import Panel
from sync.admin.base import badge, table
from sync.scope import title_of


def merge_foresight(proposal: MergeProposal, *, on: date) -> Sequence[Panel]:
    """Return the boxes of a merge that would take effect on a day: sums and alarms, then every day to come."""
    found = foresee_merge(proposal.first_id, proposal.second_id, on=on)
    people = (proposal.first_id, proposal.second_id)
    rows = [
        (person_link(person), *_shown(before), *_shown(after))
        for person, before, after in zip(people, found.alone, found.together, strict=True)
    ]
    alarms = []
    if found.stricter:
        alarms.append(gettext("The merge itself makes the standing stricter."))
    if found.twice:
        alarms.append(
            gettext(
                "The same case number and item stand under both IDs and would both count: if it is one penalty said "
                "twice, have its author annul one of them first (O21)."
            )
        )
    year = {"year": on.year}
    headers = (
        _("ID"), _("standing today"), _("points of %(year)s") % year, _("standing together"),
        _("points of %(year)s together") % year,
    )  # fmt: skip
    content = format_html("{}<ul>{}</ul>", table(headers, rows), _twice(found.twice))
    title = _("What the merge would lead to, if it took effect today")
    days = ahead_panel(_("What it would change on any day to come"), zip(people, found.ahead, strict=True))
    return [Panel(title=title, content=content, alarm=" ".join(alarms)), days]


def _shown(side: Side) -> tuple[SafeString, int]:
    return badge(STATUS_COLOURS[side.standing.status.value], titled(side.standing.status)), side.points


def _twice(pairs: tuple[tuple[Decision, Decision], ...]) -> SafeString:
    lines = (
        (
            f"{one.case_number}/{one.item}：{title_of(one.author)} {one.decided_on} {one.points} · "
            f"{title_of(other.author)} {other.decided_on} {other.points}",
        )
        for one, other in pairs
    )
    return format_html_join("", "<li>{}</li>", lines)


register_foresight(merge_foresight)
