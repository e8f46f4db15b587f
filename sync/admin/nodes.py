"""Pages of the nodes, their keys, this node's cursors, checkpoints, and security events."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from sync.admin.base import Menu, ViewOnlyAdmin, instant, link_to, mono, preformatted, short_hex, table
from sync.models import Checkpoint, Cosignature, Cursor, LogHead, Node, NodeKey, SecurityEvent
from sync.scope import Scope, title_of


@admin.register(Node)
class NodeAdmin(ViewOnlyAdmin):
    """Pages of nodes: who takes part, and how far each has come."""

    menu = Menu("federation", 40, "hub")
    list_display = (
        "division_title",
        "base_url",
        "seen",
        "last_position",
        "lag",
        "last_outbox",
        "chain_seq",
        "key_count",
    )
    search_fields = ("division",)
    fields = (
        "division_title",
        "base_url",
        "enrolled",
        "seen",
        "last_position",
        "lag",
        "last_outbox",
        "chain_seq",
        "chain",
        "keys_table",
    )
    readonly_fields = fields

    def visible(self, rows: QuerySet[Node], scope: Scope) -> QuerySet[Node]:
        return scope.limit(rows, "division").annotate(key_count=Count("keys", filter=Q(keys__revoked_position=None)))

    @display(description=_("division"), ordering="division")
    def division_title(self, node: Node) -> str:
        return title_of(node.division)

    @display(description=_("enrolled"), ordering="enrolled_at")
    def enrolled(self, node: Node) -> str:
        return instant(node.enrolled_at)

    @display(description=_("last heartbeat"), ordering="last_seen_at")
    def seen(self, node: Node) -> str:
        return instant(node.last_seen_at)

    @display(description=_("lag in entries"), ordering=F("last_position").desc())
    def lag(self, node: Node) -> int | str:
        head = LogHead.objects.values_list("size", flat=True).first()
        return "" if head is None or node.last_seen_at is None else max(0, head - node.last_position)

    @display(description=_("valid keys"), ordering="key_count")
    def key_count(self, node: Any) -> int:  # noqa: ANN401 - the query adds `key_count`
        return node.key_count

    @display(description=_("digest of the last statement"))
    def chain(self, node: Node) -> SafeString:
        return mono(node.chain_digest)

    @display(description=_("keys"))
    def keys_table(self, node: Node) -> SafeString:
        headers = (_("key ID"), _("suite"), _("valid from position"), _("valid until position"), _("reason"))
        keys = node.keys.order_by("added_position", "kid")
        return table(
            headers,
            [
                (
                    link_to(key),
                    key.suite,
                    key.added_position,
                    key.revoked_position or "–",
                    key.revoked_reason or "–",
                )
                for key in keys
            ],
        )


@admin.register(NodeKey)
class NodeKeyAdmin(ViewOnlyAdmin):
    """Keys and the log positions between which they hold."""

    menu = Menu("federation", 50, "key")
    list_display = ("kid", "node_title", "suite", "added_position", "revoked_position", "revoked_reason")
    search_fields = ("kid", "node__division")
    list_select_related = ("node",)
    fields = (
        "kid",
        "node_title",
        "suite",
        "public_key_hex",
        "added_position",
        "revoked_position",
        "revoked_reason",
    )
    readonly_fields = fields

    def visible(self, rows: QuerySet[NodeKey], scope: Scope) -> QuerySet[NodeKey]:
        return scope.limit(rows, "node_id")

    @display(description=_("node"), ordering="node")
    def node_title(self, key: NodeKey) -> str:
        return link_to(key.node, title_of(key.node_id))

    @display(description=_("public key"))
    def public_key_hex(self, key: NodeKey) -> SafeString:
        return mono(bytes(key.public_key).hex())


@admin.register(Cursor)
class CursorAdmin(ViewOnlyAdmin):
    """Pages of cursors: how far this node has read."""

    menu = Menu("federation", 70, "sync")
    needs_everything = True
    list_display = (
        "source_title",
        "position",
        "national_position",
        "behind",
        "verified",
        "failing",
        "last_error",
    )
    fields = ("source_title", "position", "national_position", "behind", "verified", "failing", "last_error")
    readonly_fields = fields

    @display(description=_("log of"), ordering="source")
    def source_title(self, cursor: Cursor) -> str:
        return title_of(cursor.source)

    @display(description=_("lag in entries"))
    def behind(self, cursor: Cursor) -> int:
        return max(0, cursor.national_position - cursor.position)

    @display(description=_("verified"), ordering="verified_at")
    def verified(self, cursor: Cursor) -> str:
        return instant(cursor.verified_at)

    @display(description=_("failing since"), ordering="failing_since")
    def failing(self, cursor: Cursor) -> str:
        return instant(cursor.failing_since)


@admin.register(Checkpoint)
class CheckpointAdmin(ViewOnlyAdmin):
    """Signed sizes and roots, and who has put a name under them."""

    menu = Menu("federation", 30, "flag")
    needs_everything = True
    list_display = ("size", "root_short", "made", "signatures")
    search_fields = ("size",)
    search_help_text = _("Size")
    ordering = ("-size",)
    fields = ("size", "root_hex", "made", "note_text", "cosigned")
    readonly_fields = fields

    def visible(self, rows: QuerySet[Checkpoint], scope: Scope) -> QuerySet[Checkpoint]:
        return scope.limit(rows).annotate(signatures=Count("cosignatures"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Checkpoint], search_term: str
    ) -> tuple[QuerySet[Checkpoint], bool]:
        text = search_term.strip()
        if not text:
            return queryset, False
        fits = text.isascii() and text.isdecimal() and len(text) < 19
        return (queryset.filter(size=int(text)) if fits else queryset.none()), False

    @display(description=_("root"))
    def root_short(self, checkpoint: Checkpoint) -> SafeString:
        return short_hex(checkpoint.root)

    @display(description=_("root"))
    def root_hex(self, checkpoint: Checkpoint) -> SafeString:
        return mono(bytes(checkpoint.root).hex())

    @display(description=_("made"), ordering="made_at")
    def made(self, checkpoint: Checkpoint) -> str:
        return instant(checkpoint.made_at)

    @display(description=_("cosignatures"), ordering="signatures")
    def signatures(self, checkpoint: Any) -> int:  # noqa: ANN401 - the query adds `signatures`
        return checkpoint.signatures

    @display(description=_("signed note"))
    def note_text(self, checkpoint: Checkpoint) -> SafeString:
        return preformatted(checkpoint.note)

    @display(description=_("cosignatures"))
    def cosigned(self, checkpoint: Checkpoint) -> SafeString:
        rows = Cosignature.objects.filter(checkpoint=checkpoint).order_by("node")
        return table(
            (_("node"), _("signed at"), _("signature line")),
            [(title_of(row.node_id), instant(row.made_at), mono(row.line)) for row in rows],
        )


@admin.register(SecurityEvent)
class SecurityEventAdmin(ViewOnlyAdmin):
    """What a security officer should see."""

    menu = Menu("federation", 90, "gpp_maybe")
    needs_everything = True
    list_display = ("at_second", "code", "source", "detail")
    list_filter = ("code",)
    search_fields = ("code", "source", "detail")
    date_hierarchy = "at"
    fields = ("at_second", "code", "source", "detail")
    readonly_fields = fields

    @display(description=_("time"), ordering="at")
    def at_second(self, event: SecurityEvent) -> str:
        return instant(event.at)
