"""What every page of the admin that shows evidence has in common: it shows, and it changes nothing.

The pages are Django's change forms without a change: adding, changing and deleting are refused to superusers
too, and there are no actions. What an account may read is decided by its scope (``sync.scope``), for lists,
single pages, searches and suggestions alike, because all of them start from ``get_queryset``.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.admin.options import ActionLocation
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Field, Model, QuerySet
from django.forms import Field as FormField
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from unfold.admin import ModelAdmin
from unfold.views import ChangeList

from sync.scope import Scope, scope_of

type Rows = QuerySet[Any]
"""Rows of a page's model. What several pages share says this; a page's own methods name the model."""


def scope_for(request: HttpRequest) -> Scope:
    """Return what the account of this request may read; worked out once per request."""
    scope: Scope | None = getattr(request, "payqual_scope", None)
    if scope is None:
        scope = scope_of(request.user)
        request.payqual_scope = scope  # type: ignore[attr-defined]
    return scope


class Menu(NamedTuple):
    """Where the way to a page stands in the navigation: the name of the group, the place in it, the symbol."""

    group: str
    place: int
    symbol: str


LARGE = 200_000
"""Rows from which a table is no longer counted exactly to say how many pages it has."""


class EstimatingPaginator(Paginator):  # type: ignore[type-arg] # it has none where it runs
    """Takes PostgreSQL's own estimate for a whole large table: counting it reads all of it."""

    @cached_property
    def count(self) -> int:
        query = getattr(self.object_list, "query", None)
        if query is not None and not query.where:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [query.model._meta.db_table]
                )
                estimate = int(cursor.fetchone()[0])
            if estimate >= LARGE:
                return estimate
        return int(super().count)


COMPARISONS = ("", "exact", "id__exact", "isnull", "gte", "lt")
"""What Django's own filters put into addresses."""


class _ChangeList(ChangeList):
    """A list that was neither searched nor filtered does not offer to show all."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if not self.query and not self.get_filters_params():
            self.full_result_count = self.result_count


class ScopedAdmin(ModelAdmin):
    """Rows of the account's scope only.

    ``needs_everything`` hides a page from those limited to provinces; ``for_officers`` opens it to whoever was given a
    province to look into, without a further permission.
    """

    menu: Menu | None = None
    """Without it the page is reached from the page it belongs to."""
    needs_everything = False
    for_officers = False
    paginator: Any = EstimatingPaginator  # as Django's own class says it
    show_full_result_count = False  # a second count over the whole table, for a number nobody needs
    list_per_page = 50
    empty_value_display = "–"

    def visible(self, rows: Rows, scope: Scope) -> Rows:
        """Return the rows of the scope. Without an override: all of them, or none for a limited account."""
        return scope.limit(rows)

    def get_queryset(self, request: HttpRequest) -> Rows:
        return self.visible(super().get_queryset(request), scope_for(request))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:  # noqa: ANN401 - of the page's model
        """Return the object, or None; PostgreSQL would stumble over a NUL before it finds nothing."""
        return None if "\0" in object_id else super().get_object(request, object_id, from_field)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Allow what the filters of the page ask for and nothing else.

        Django would let an address ask for any field of the row and of its neighbours, by regular expression too: a way
        to learn what a page does not show, and to stop the database with nonsense.
        """
        filters = self.get_list_filter(request) if request else self.list_filter
        named = {getattr(one, "parameter_name", one) for one in filters} | {self.date_hierarchy}
        field, _mark, comparison = lookup.partition("__")
        if "\0" in value or field not in named:
            return False
        if comparison in ("year", "month", "day"):
            return value.isdecimal() and len(value) <= 4
        return comparison in COMPARISONS

    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[ChangeList]:
        return _ChangeList

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        scope = scope_for(request)
        if self.needs_everything and not scope.everything:
            return False
        officer = scope.everything or bool(scope.provinces)
        return (self.for_officers and officer) or super().has_view_permission(request, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request) or super().has_module_permission(request)

    def formfield_for_dbfield(
        self, db_field: "Field[Any, Any]", request: HttpRequest, **kwargs: object
    ) -> FormField | None:
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        # The links beside a field open framed pages, and framing is off (see SECURE_CSP in the settings).
        if formfield is not None and isinstance(formfield.widget, RelatedFieldWidgetWrapper):
            formfield.widget.can_add_related = False
            formfield.widget.can_change_related = False
            formfield.widget.can_delete_related = False
            formfield.widget.can_view_related = False
        return formfield


class ViewOnlyAdmin(ScopedAdmin):
    """Shows rows and changes none, whoever asks."""

    for_officers = True
    actions = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        """Leave out the link to a history: what never changes has none."""
        extra = {"show_history": False} | (extra_context or {})
        return super().changeform_view(request, object_id, form_url, extra)

    def get_actions(
        self, request: HttpRequest, action_location: ActionLocation = ActionLocation.CHANGE_LIST
    ) -> dict[str, object]:
        return {}


def badge(tone: str | None, text: object) -> SafeString:
    """Return a short text on a coloured ground; ``tone`` is success, info, warning, danger, or None."""
    return format_html('<span class="pq-tag pq-tag-{}">{}</span>', tone or "plain", text)


def tick(true: object) -> str:
    """Return a tick for what is so and nothing for what is not: a red cross would say that something is wrong."""
    return "✓" if true else ""


def instant(at: datetime | None) -> str:
    """Return an instant to the second, in the site's time zone."""
    return date_format(localtime(at), "Y-m-d H:i:s") if at else ""


def short_hex(value: bytes | memoryview | None) -> SafeString:
    """Return the beginning of a hash; the whole of it is in the title."""
    whole = bytes(value or b"").hex()
    return format_html('<span class="pq-mono" title="{}">{}…</span>', whole, whole[:16])


def mono(text: object) -> SafeString:
    """Return a code, hash or key in a fixed-width type that may break anywhere."""
    return format_html('<span class="pq-mono pq-break">{}</span>', text)


def preformatted(text: str) -> SafeString:
    """Return text as it is, in a scrollable block that a keyboard can reach."""
    return format_html('<pre class="pq-pre" tabindex="0">{}</pre>', text)


def pretty(document: object) -> SafeString:
    """Return a JSON document, indented."""
    return preformatted(json.dumps(document, ensure_ascii=False, indent=2))


def link_to(instance: Model | None, text: object = None, *, css: str = "") -> SafeString | str:
    """Return a link to an object's page, or its text where it has none."""
    if instance is None:
        return ""
    meta = instance._meta
    try:
        url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=(instance.pk,))
    except NoReverseMatch:
        return str(text if text is not None else instance)
    shown = text if text is not None else instance
    return format_html('<a class="pq-link {}" href="{}">{}</a>', css, url, shown)


def table(headers: Sequence[object], rows: Iterable[Sequence[object]]) -> SafeString:
    """Return a small table, or a dash where it has no rows."""
    return render_to_string("sync/admin/table.html", {"headers": headers, "rows": list(rows)})
