"""What other rooms add to the pages of a model: fields on the page of a row, pages of their own beside its list.

A room further down does not know those above it; they bring along what they have to show.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.admin import AdminSite
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from registry.doors.admin import navigation
from sync.admin.base import Menu
from sync.admin.titles import Words

type Shown = Callable[[Any], object]
"""A field: it returns what is shown of a row, and carries its title (`unfold.decorators.display`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherPage:
    """A page beside a model's list: its address below that of the list, its view, and the name of its address.

    The view takes the model's admin, the request, and what the address names.
    """

    address: str
    view: Callable[..., HttpResponse]
    name: str


_fields: dict[type[Model], list[Shown]] = {}
_pages: dict[type[Model], list[FurtherPage]] = {}


def add_field(model: type[Model], shown: Shown) -> None:
    """Have a field shown on the page of each row of a model; once however often it is said."""
    known = _fields.setdefault(model, [])
    if shown not in known:
        known.append(shown)


def add_page(model: type[Model], page: FurtherPage, *, menu: Menu | None = None, title: Words = "") -> None:
    """Have a page beside the list of a model; with a way to it in the navigation, where `menu` says the place."""
    known = _pages.setdefault(model, [])
    if page not in known:
        known.append(page)
        if menu is not None:
            navigation.add_page(menu, title, f"admin:{page.name}")


class FurtherMixin:
    """For the admin of a model to whose pages other rooms add."""

    model: type[Model]
    admin_site: AdminSite

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses of the pages that were added, before the model's own."""
        added = [
            path(page.address, self.admin_site.admin_view(partial(page.view, self)), name=page.name)
            for page in _pages.get(self.model, ())
        ]
        return [*added, *super().get_urls()]  # type: ignore[misc]

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Sequence[str | Shown]:
        """Return the model's own fields, and what was added before the one that leads to the statement."""
        own = list(super().get_fields(request, obj))  # type: ignore[misc]
        at = own.index("statement_link") if "statement_link" in own else len(own)
        return [*own[:at], *_fields.get(self.model, ()), *own[at:]]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Sequence[str | Shown]:
        """Return the model's own and those that were added: nothing of them is ever changed there."""
        return [*super().get_readonly_fields(request, obj), *_fields.get(self.model, ())]  # type: ignore[misc]
