"""What every page carries: whose node this is, and the ways to the pages the account may read."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registry.admin.base import division_title

ROLE_TITLES = {"national": _("National registry"), "province": _("Provincial node")}
ROLE_COLOURS = {"national": "primary", "province": "info"}

PROCEDURE: Sequence[tuple[str, str]] = (
    ("provinces.case", "folder_open"),
    ("provinces.caseitem", "person_alert"),
    ("provinces.notice", "description"),
    ("provinces.objectionhandling", "contact_support"),
    ("provinces.application", "volunteer_activism"),
    ("provinces.cascadeorder", "account_tree"),
    ("provinces.unforeseenmeasure", "edit_calendar"),
    ("provinces.telling", "share_location"),
    ("provinces.reminder", "school"),
    ("provinces.reconciliation", "rule_folder"),
    ("provinces.correctionorder", "assignment_late"),
    ("provinces.step", "footprint"),
)
"""The office's own work: only on nodes that handle cases."""

PROCEDURE_PAGES = (
    (_("What is due"), "alarm", "admin:provinces_due"),
    (_("Agreements and filings"), "badge", "admin:provinces_desk"),
)

INSTITUTIONS, MEASURES = _("Institutions"), _("Decisions and measures")
YEARLY = (
    (_("Thresholds reached"), "percent", "registry_institution_met"),
    (_("Yearly return"), "bar_chart", "registry_institution_returns"),
)
JOINT_CASES = ((_("Joint cases"), "join_inner", "registry_measure_joint_cases"),)
FURTHER = ((INSTITUTIONS, YEARLY), (MEASURES, JOINT_CASES))
"""Pages of a group that are no list of rows. Titles change with the reader's language, so they are no keys."""

GROUPS: Sequence[tuple[Any, Sequence[tuple[str, str]]]] = (
    (
        _("People"),
        (
            ("registry.person", "person"),
            ("registry.heldidentity", "person_search"),
            ("registry.mergeproposal", "merge"),
        ),
    ),
    (INSTITUTIONS, (("registry.institution", "local_hospital"), ("registry.filing", "assignment_ind"))),
    (
        MEASURES,
        (
            ("registry.decision", "gavel"),
            ("registry.annulment", "undo"),
            ("registry.measure", "pause_circle"),
            ("registry.statedmeasure", "edit_calendar"),
            ("registry.restoration", "healing"),
            ("registry.cascade", "account_tree"),
            ("registry.commendation", "workspace_premium"),
            ("registry.borneloss", "money_off"),
            ("registry.unscoredcase", "crisis_alert"),
        ),
    ),
    (
        _("Standings and rules"),
        (
            ("registry.standinginterval", "timeline"),
            ("registry.emergencyuse", "emergency"),
            ("registry.rulepack", "rule"),
        ),
    ),
    (
        _("Log and federation"),
        (
            ("sync.logentry", "format_list_numbered"),
            ("sync.statement", "verified"),
            ("sync.checkpoint", "flag"),
            ("sync.node", "hub"),
            ("sync.nodekey", "key"),
            ("sync.outboxitem", "outbox"),
            ("sync.cursor", "sync"),
            ("sync.receipt", "receipt_long"),
            ("sync.securityevent", "gpp_maybe"),
        ),
    ),
    (_("Intake"), (("provinces.intakefile", "upload_file"), ("provinces.intakerow", "table_rows"))),
    (
        _("Regulators"),
        (("registry.subscription", "notifications_active"), ("registry.notification", "campaign")),
    ),
    (
        _("Access"),
        (
            ("provinces.province", "map"),
            ("registry.institutionkey", "vpn_key"),
            ("registry.lookrecord", "visibility"),
            ("registry.personaccount", "account_circle"),
            ("auth.user", "manage_accounts"),
            ("auth.group", "groups"),
            ("knox.authtoken", "token"),
        ),
    ),
)
"""Pages by group, each with its symbol. What is not named here is reached from the page it belongs to."""


def whose_node(request: HttpRequest) -> str:
    """Return whose node this is: the division, and what the node is for it."""
    return gettext("%(division)s · %(role)s") % {
        "division": division_title(settings.DIVISION),
        "role": ROLE_TITLES[settings.ROLE],
    }


def role_badge(request: HttpRequest) -> tuple[Any, str]:
    """Return the badge at the top of every page."""
    return division_title(settings.DIVISION), ROLE_COLOURS[settings.ROLE]


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Return what changes on every page: unfold's style element goes, its colours are in our stylesheet."""
    return {"colors": None}


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the navigation: the groups in which the account may read something."""
    home = {"title": _("Overview"), "icon": "dashboard", "link": reverse("admin:index"), "active": _at_home}
    groups: list[dict[str, Any]] = [{"items": [home]}]
    pages = {model._meta.label_lower: page for model, page in admin.site._registry.items()}
    if settings.HANDLES_CASES and (office := _procedure(request, pages)):
        groups.append({"title": _("Procedure"), "collapsible": False, "separator": False, "items": office})
    for title, entries in GROUPS:
        items = [
            {
                "title": _capitalised(pages[label].opts.verbose_name_plural),
                "icon": icon,
                "link": reverse(f"admin:{label.replace('.', '_')}_changelist"),
            }
            for label, icon in entries
            if label in pages and pages[label].has_view_or_change_permission(request)
        ]
        if items:
            items += [
                {"title": str(text), "icon": icon, "link": reverse(f"admin:{name}")}
                for group, further in FURTHER
                if group is title
                for text, icon, name in further
            ]
        if items:
            groups.append({"title": title, "collapsible": False, "separator": False, "items": items})
    _light_one([item for group in groups for item in group["items"] if item is not home], request.path)
    return groups


def _light_one(items: Sequence[dict[str, Any]], path: str) -> None:
    """Mark the page on which the reader is: of links that begin alike, the longest."""
    here = max(
        (item for item in items if path.startswith(item["link"])), key=lambda item: len(item["link"]), default=None
    )
    for item in items:
        item["active"] = lambda _request, lit=item is here: lit


def _procedure(request: HttpRequest, pages: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the ways to the office's work: what is due, the desk, then the lists."""
    shown = [entry for entry in PROCEDURE if entry[0] in pages and pages[entry[0]].has_view_permission(request)]
    if not shown:
        return []
    items: list[dict[str, Any]] = [
        {"title": title, "icon": icon, "link": reverse(name)} for title, icon, name in PROCEDURE_PAGES
    ]
    for label, icon in shown:
        link = reverse(f"admin:{label.replace('.', '_')}_changelist")
        items.append({"title": _capitalised(pages[label].opts.verbose_name_plural), "icon": icon, "link": link})
    return items


def _at_home(request: HttpRequest) -> bool:
    return request.path == reverse("admin:index")


def _capitalised(title: Any) -> str:
    text = str(title)
    return text[:1].upper() + text[1:]
