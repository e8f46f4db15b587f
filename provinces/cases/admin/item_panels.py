"""The boxes of an item: its case, its share, what the rule pack proposes, what it would lead to (arts. 23 to 31)."""

from collections.abc import Sequence

from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from provinces.cases.admin.panels import foresight_panel
from provinces.cases.admin.proposals import points_panel, rules_panel
from provinces.cases.models import SIGNED, Case, CaseItem
from provinces.cases.services import shares
from provinces.office.admin.panels import institution_link
from registry.doors.admin.titles import titled
from registry.people.admin.of_person import person_link
from registry.qualification.admin.ahead import ahead_panel
from registry.qualification.rules import matching
from registry.qualification.selectors.foresight import led_to
from registry.words.degrees import Ground
from sync.admin.actions import Panel, rows_panel


def foresight_panels(item: CaseItem) -> Sequence[Panel]:
    """Return what an item would lead to; once the decision is signed, what it led to."""
    if item.state not in SIGNED:
        would = shares.foresight_of(item, now())
        title = _("How the person stands, and what it would change")
        ahead = [(item.person_id, would.ahead(localdate()))]
        return [foresight_panel(would, issued=False), ahead_panel(title, ahead)]
    found = led_to(item.person_id, item.decision_id)
    if found is None:
        return [Panel(title=_("What it led to"), content=_("Nothing: the decision is not in force."))]
    return [foresight_panel(found, issued=True)]


def case_panels(item: CaseItem) -> Sequence[Panel]:
    """Return all that an officer looks at before a step: basis, share, points, and what would follow."""
    return [basis_panel(item.case), _share_panel(item), points_panel(item), *foresight_panels(item)]


def redraft_panels(item: CaseItem) -> Sequence[Panel]:
    """Return the same for an item that is drafted anew, with the points that the rule pack allows."""
    return [*case_panels(item), rules_panel(item.case)]


def situations_of(item: CaseItem) -> str:
    """Return the situations of an item in the reader's language."""
    known = matching.titles_of_situations(shares.pack_of_case(item.case))
    return "；".join(titled(known[name]) if name in known else name for name in item.situations)


def ground_of(item: CaseItem) -> str:
    """Return the reason of an item's ground in the reader's language."""
    reason = matching.titles_of_grounds(shares.pack_of_case(item.case)).get(item.ground_reason)
    return titled(reason) if reason else item.ground_reason or "–"


def basis_panel(case: Case) -> Panel:
    """Return the box with what the authority decided against the institution."""
    rows = [
        (_("institution"), institution_link(case.institution)),
        (_("basis"), f"{case.get_basis_kind_display()}，{case.basis_authority}，{case.basis_document}"),
        (_("case number"), case.case_number),
        (_("decided on"), case.decided_on),
    ]
    return rows_panel(_("basis"), (_("what"), _("value")), rows)


def _share_panel(item: CaseItem) -> Panel:
    rows = [
        (_("person"), person_link(item.person_id)),
        (_("act"), item.act),
        (_("situations"), situations_of(item)),
        (_("legal basis"), item.get_legal_basis_display()),
        (_("degree"), item.get_degree_display()),
        (_("ground"), f"{item.get_ground_display()} {ground_of(item) if item.ground != Ground.NONE else ''}"),
        (_("suspension starts on"), item.suspension_starts_on or "–"),
    ]
    return rows_panel(_("what the person answers for"), (_("what"), _("value")), rows)
