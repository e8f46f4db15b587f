"""What every page carries: whose node this is, and the ways to the pages the account may read."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registry.doors.admin.titles import division_title
from sync.admin.base import Menu, ScopedAdmin
from sync.admin.titles import Words

ROLE_TITLES = {"national": _("National registry"), "province": _("Provincial node")}
ROLE_COLOURS = {"national": "primary", "province": "info"}

GROUPS: Mapping[str, Words] = {
    "approvals": _("Four eyes"),
    "procedure": _("Procedure"),
    "people": _("People"),
    "institutions": _("Institutions"),
    "measures": _("Decisions and measures"),
    "standings": _("Standings and rules"),
    "federation": _("Log and federation"),
    "intake": _("Intake"),
    "regulators": _("Regulators"),
    "access": _("Access"),
}
"""Groups of pages in their order. Which pages stand in them the pages say themselves (`ScopedAdmin.menu`)."""

OFFICE = "procedure"
"""The office's own work: only on nodes that handle cases."""


class _Page(NamedTuple):
    menu: Menu
    title: Words
    name: str


type _Entry = dict[str, Any]
"""A group, or a way to a page, as unfold reads them."""

_pages: list[_Page] = []


def add_page(menu: Menu, title: Words, name: str) -> None:
    """Have a page in the navigation that is no list of rows: its place, its title, the name of its address.

    It is shown to whoever may read a list of its group.
    """
    page = _Page(menu, title, name)
    if page not in _pages:
        _pages.append(page)


def whose_node(request: HttpRequest) -> str:
    """Return whose node this is: the division, and what the node is for it."""
    return gettext("%(division)s · %(role)s") % {
        "division": division_title(settings.DIVISION),
        "role": ROLE_TITLES[settings.ROLE],
    }


def role_badge(request: HttpRequest) -> tuple[str, str]:
    """Return the badge at the top of every page."""
    return division_title(settings.DIVISION), ROLE_COLOURS[settings.ROLE]


def page_context(request: HttpRequest) -> dict[str, object]:
    """Return what changes on every page: unfold's style element goes, its colours are in our stylesheet."""
    return {"colors": None}


def sidebar(request: HttpRequest) -> list[_Entry]:
    """Return the navigation: the groups in which the account may read something."""
    home = {"title": _("Overview"), "icon": "dashboard", "link": reverse("admin:index"), "active": _at_home}
    groups: list[_Entry] = [{"items": [home]}]
    lists = [page for page in admin.site._registry.values() if isinstance(page, ScopedAdmin)]
    for group, title in GROUPS.items():
        if group == OFFICE and not settings.HANDLES_CASES:
            continue
        shown = [
            (page.menu, page)
            for page in lists
            if page.menu is not None and page.menu.group == group and page.has_view_permission(request)
        ]
        if not shown:
            continue
        items = [(menu, _capitalised(page.opts.verbose_name_plural), _list_of(page)) for menu, page in shown]
        items += [(menu, str(text), name) for menu, text, name in _pages if menu.group == group]
        entries = [
            {"title": text, "icon": menu.symbol, "link": reverse(name)}
            for menu, text, name in sorted(items, key=lambda item: item[0].place)
        ]
        groups.append({"title": title, "collapsible": False, "separator": False, "items": entries})
    _light_one([item for group in groups for item in group["items"] if item is not home], request.path)
    return groups


def _list_of(page: ScopedAdmin) -> str:
    return f"admin:{page.opts.app_label}_{page.opts.model_name}_changelist"


def _light_one(items: Sequence[_Entry], path: str) -> None:
    """Mark the page on which the reader is: of links that begin alike, the longest."""
    here = max(
        (item for item in items if path.startswith(item["link"])), key=lambda item: len(item["link"]), default=None
    )
    for item in items:
        item["active"] = lambda _request, lit=item is here: lit


def _at_home(request: HttpRequest) -> bool:
    return request.path == reverse("admin:index")


def _capitalised(title: Words) -> str:
    text = str(title)
    return text[:1].upper() + text[1:]
