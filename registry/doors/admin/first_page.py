"""The first page: what is going on, from live rows, as far as the account may read them.

Each room brings the figures and sections of its own. What describes the node as a whole (log, cursors, outbox, other
nodes) is shown to those who read everything; an officer limited to provinces sees the own people and decisions, and no
number that others' rows are counted in.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from registry.doors.admin.navigation import ROLE_TITLES
from registry.doors.admin.node_panels import Panel, cursor_panel, log_panel, nodes_panel, outbox_panel
from registry.doors.admin.titles import division_title
from sync.admin.base import scope_for
from sync.admin.titles import Words
from sync.models import NodeIdentity
from sync.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with its words, and the list behind it."""

    title: Words
    value: int
    link: str
    tone: str = ""
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A box over the whole width: a picture, or a table; without a body it says that there is nothing."""

    title: Words
    body: SafeString | str
    empty: Words = ""
    place: int


@dataclass(slots=True, kw_only=True)
class LiveFacts:
    """Everything on the first page."""

    division: str
    role: Words
    limited_to: str = ""
    figures: list[Figure] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)


type Figures = Callable[[HttpRequest, Scope], Iterable[Figure]]
type Sections = Callable[[HttpRequest, Scope], Iterable[Section]]

_figures: list[Figures] = []
_sections: list[Sections] = []


def add_figures(figures: Figures) -> Figures:
    """Have figures shown on the first page: a function of the request and the account's scope. Usable as decorator."""
    _figures.append(figures)
    return figures


def add_sections(sections: Sections) -> Sections:
    """Have sections shown on the first page, in the same way."""
    _sections.append(sections)
    return sections


def add_live_facts(request: HttpRequest, context: dict[str, object]) -> dict[str, object]:
    """Put the live facts into the context of the first page."""
    scope = scope_for(request)
    live = LiveFacts(division=division_title(settings.DIVISION), role=ROLE_TITLES[settings.ROLE])
    if not scope.everything:
        live.limited_to = "、".join(division_title(code) for code in sorted(scope.provinces)) or "–"
    found = [figure for figures in _figures for figure in figures(request, scope)]
    live.figures = sorted(found, key=lambda each: each.place)
    boxes = [section for sections in _sections for section in sections(request, scope)]
    live.sections = sorted(boxes, key=lambda each: each.place)
    if scope.everything:
        panels = (log_panel(request), cursor_panel(request), outbox_panel(request), nodes_panel(request))
        live.panels = [panel for panel in panels if panel is not None]
    context["live"] = live
    context["identity"] = NodeIdentity.objects.first() if scope.everything else None
    context["title"] = _("Overview")
    return context


def may_read(request: HttpRequest, model: type[Model]) -> bool:
    """Return whether the account may read the list of a model."""
    return bool(admin.site.get_model_admin(model).has_view_permission(request))


def list_of(model: type[Model], query: str = "") -> str:
    """Return the address of the list of a model."""
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist") + (f"?{query}" if query else "")
