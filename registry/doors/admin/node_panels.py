"""Panels of the first page about the node itself: log, cursors, outbox, and the other nodes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib import admin
from django.db.models import Count, Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sync.admin.base import instant
from sync.admin.titles import Words
from sync.models import Checkpoint, Cursor, LogHead, Node, OutboxItem, OutboxState, Statement
from sync.scope import title_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A box with lines of a name and a value, an optional picture, and the list behind it."""

    title: Words
    lines: Sequence[tuple[Words, object]]
    link: str
    picture: SafeString | None = None
    alarm: Words = ""
    empty: Words = ""


def _may(request: HttpRequest, model: type[Model]) -> bool:
    return bool(admin.site.get_model_admin(model).has_view_permission(request))


def log_panel(request: HttpRequest) -> Panel | None:
    """Return the size of the log and its last checkpoint."""
    if not _may(request, Checkpoint):
        return None
    size = LogHead.objects.values_list("size", flat=True).first() or 0
    last = Checkpoint.objects.order_by("-size").first()
    lines: list[tuple[Words, object]] = [(_("entries"), size)]
    if last is not None:
        lines += [
            (_("last checkpoint"), last.size),
            (_("made"), f"{instant(last.made_at)} ({_ago(last.made_at)})"),
            (_("cosignatures"), last.cosignatures.count()),
            (_("root"), format_html('<span class="pq-mono pq-break">{}</span>', bytes(last.root).hex())),
        ]
    held = Statement.objects.filter(status="held").count()
    if held:
        lines.append((_("statements held"), held))
    return Panel(title=_("Log"), lines=lines, link=reverse("admin:sync_logentry_changelist"))


def cursor_panel(request: HttpRequest) -> Panel | None:
    """Return how far this node has read, and how old what it knows is. None where the node reads no log."""
    cursor = Cursor.objects.first() if _may(request, Cursor) else None
    if cursor is None:
        return None
    lines: list[tuple[Words, object]] = [
        (_("log of"), title_of(cursor.source)),
        (_("position"), cursor.position),
        (_("lag in entries"), max(0, cursor.national_position - cursor.position)),
        (_("verified"), f"{instant(cursor.verified_at)} ({_ago(cursor.verified_at)})"),
        (_("“indeterminate” at the till after"), _minutes(settings.STALE_AFTER)),
    ]
    alarm = ""
    if cursor.failing_since:
        alarm = gettext("Failing since %(at)s: %(error)s") % {
            "at": instant(cursor.failing_since),
            "error": cursor.last_error,
        }
    elif cursor.verified_at is None or (now() - cursor.verified_at).total_seconds() > settings.STALE_AFTER:
        alarm = gettext(
            "Nothing is known here since %(at)s: payment checks answer “indeterminate” until the log is read again."
        ) % {"at": instant(cursor.verified_at) or "–"}
    return Panel(title=_("Cursor"), lines=lines, link=reverse("admin:sync_cursor_changelist"), alarm=alarm)


def _minutes(seconds: int) -> str:
    return gettext("%(minutes)s min without news") % {"minutes": f"{seconds / 60:g}"}


def outbox_panel(request: HttpRequest) -> Panel | None:
    """Return the outbox by state, drawn as one bar. None where nothing was ever sent."""
    if not _may(request, OutboxItem):
        return None
    rows = OutboxItem.objects.order_by().values("state").annotate(count=Count("pk"))
    counts = {row["state"]: row["count"] for row in rows}
    if not counts:
        return None
    lines = [(state.label, counts.get(state.value, 0)) for state in OutboxState]
    stuck = counts.get("held", 0) + counts.get("refused", 0)
    return Panel(
        title=_("Outbox"),
        lines=lines,
        link=reverse("admin:sync_outboxitem_changelist"),
        picture=_stacked([(state.value, str(state.label), counts.get(state.value, 0)) for state in OutboxState]),
        alarm=gettext("%(count)s statements were held or refused by national.") % {"count": stuck} if stuck else "",
    )


def nodes_panel(request: HttpRequest) -> Panel | None:
    """Return each node's lag behind the log. None where the node knows of no other."""
    if not _may(request, Node):
        return None
    size = LogHead.objects.values_list("size", flat=True).first() or 0
    nodes = Node.objects.exclude(division=settings.DIVISION).filter(last_seen_at__isnull=False)
    lines = [
        (
            title_of(node.division),
            gettext("%(lag)s behind, %(outbox)s waiting there, heard %(ago)s")
            % {
                "lag": max(0, size - node.last_position),
                "outbox": node.last_outbox,
                "ago": _ago(node.last_seen_at),
            },
        )
        for node in nodes
    ]
    return Panel(title=_("Nodes"), lines=lines, link=reverse("admin:sync_node_changelist")) if lines else None


def _ago(at: datetime | None) -> str:
    return gettext("%(time)s ago") % {"time": timesince(at, depth=1)} if at else gettext("never")


def _stacked(parts: Sequence[tuple[str, str, int]]) -> SafeString:
    """Draw parts of a whole as one bar of a hundred units; a part that exists is never thinner than one."""
    whole = sum(count for _state, _label, count in parts)
    shapes = []
    x = 0.0
    for state, label, count in parts:
        width = max(1.0, 100 * count / whole) if count else 0.0
        shapes.append((state, round(x, 2), round(width, 2), f"{label}: {count}"))
        x += width
    return format_html(
        '<svg class="pq-stacked" viewBox="0 0 {} 8" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        round(max(x, 1), 2),
        "; ".join(sentence for *_rest, sentence in shapes),
        format_html_join(
            "",
            '<rect class="pq-part-{}" x="{}" y="0" width="{}" height="8"><title>{}</title></rect>',
            [shape for shape in shapes if shape[2]],
        ),
    )
