"""Pages of the statements, the national log, receipts and the outbox."""

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from sync.admin.actions import WorkAdmin
from sync.admin.base import Menu, badge, instant, link_to, mono, short_hex, tick
from sync.admin.of_statements import (
    STATE_COLOURS,
    AuthorFilter,
    EntryTopicFilter,
    OfStatementAdmin,
    StatementAuthorFilter,
    TopicFilter,
    decoded,
    find_statements,
    sentence_of,
    topic_title,
)
from sync.admin.settling import SETTLING
from sync.admin.titles import Words
from sync.models import Checkpoint, LogEntry, OutboxItem, Receipt, Statement
from sync.scope import Scope, title_of
from sync.topics import NATIONAL


@admin.register(Statement)
class StatementAdmin(WorkAdmin):
    """Signed facts as they came; those that national holds are settled here."""

    menu = Menu("federation", 20, "verified")
    steps = (SETTLING,)

    list_display = ("topic_title", "author_title", "seq", "state", "issued", "stored")
    list_display_links = ("topic_title",)
    list_filter = (TopicFilter, AuthorFilter, "status")
    search_fields = ("id",)
    search_help_text = _("Statement ID, author, running number, or author/number")
    ordering = ("-id",)  # as they were issued: the key is a time-ordered UUID
    fields = (
        "id",
        "topic_title",
        "author_title",
        "seq",
        "state",
        "position",
        "issued",
        "stored",
        "digest_hex",
        "content",
    )
    readonly_fields = fields

    def works_here(self) -> bool:
        """Return whether this is national: only it settles, for the doubt is mostly between two provinces."""
        return bool(settings.DIVISION == NATIONAL)

    def visible(self, rows: QuerySet[Statement], scope: Scope) -> QuerySet[Statement]:
        return scope.limit(rows, "author")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Statement], search_term: str
    ) -> tuple[QuerySet[Statement], bool]:
        return (queryset.filter(find_statements(search_term)) if search_term else queryset), False

    @display(description=_("author"), ordering="author")
    def author_title(self, statement: Statement) -> str:
        return title_of(statement.author)

    @display(description=_("topic"), ordering="topic")
    def topic_title(self, statement: Statement) -> str:
        return topic_title(statement.topic)

    @display(description=_("status"), ordering="status")
    def state(self, statement: Statement) -> SafeString:
        return badge(STATE_COLOURS.get(statement.status), statement.get_status_display())

    @display(description=_("log position"))
    def position(self, statement: Statement) -> str:
        return link_to(LogEntry.objects.filter(statement=statement).first())

    @display(description=_("issued"), ordering="issued_at")
    def issued(self, statement: Statement) -> str:
        return instant(statement.issued_at)

    @display(description=_("stored"), ordering="stored_at")
    def stored(self, statement: Statement) -> str:
        return instant(statement.stored_at)

    @display(description=_("digest (SHA-256)"))
    def digest_hex(self, statement: Statement) -> SafeString:
        return mono(bytes(statement.digest).hex())

    @display(description=_("content"))
    def content(self, statement: Statement) -> SafeString:
        return decoded(statement)


@admin.register(LogEntry)
class LogEntryAdmin(OfStatementAdmin):
    """The national log, newest first."""

    menu = Menu("federation", 10, "format_list_numbered")
    list_display = ("position", "topic", "author_title", "whole", "issued", "leaf_short")
    list_filter = (EntryTopicFilter, StatementAuthorFilter, "published")
    list_select_related = ("statement",)
    search_help_text = _("Log position, statement ID, or author/number")
    ordering = ("-position",)
    fields = (
        "position",
        "topic",
        "author_title",
        "whole",
        "statement_link",
        "leaf_hex",
        "covered_by",
        "content",
    )
    readonly_fields = fields

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[LogEntry], search_term: str
    ) -> tuple[QuerySet[LogEntry], bool]:
        text = search_term.strip()
        if text.isascii() and text.isdecimal() and len(text) < 19:
            return queryset.filter(position=int(text)), False
        return super().get_search_results(request, queryset, search_term)

    @display(description=_("published"), ordering="published")
    def whole(self, entry: LogEntry) -> Words:
        return tick(entry.published) or _("withheld")

    @display(description=_("issued"), ordering="statement__issued_at")
    def issued(self, entry: LogEntry) -> str:
        return instant(entry.statement.issued_at) if entry.statement else ""

    @display(description=_("Merkle leaf"))
    def leaf_short(self, entry: LogEntry) -> SafeString:
        return short_hex(entry.leaf)

    @display(description=_("Merkle leaf"))
    def leaf_hex(self, entry: LogEntry) -> SafeString:
        return mono(bytes(entry.leaf).hex())

    @display(description=_("first checkpoint that covers it"))
    def covered_by(self, entry: LogEntry) -> str:
        return link_to(Checkpoint.objects.filter(size__gte=entry.position).order_by("size").first())

    @display(description=_("content"))
    def content(self, entry: LogEntry) -> Words:
        return decoded(entry.statement) if entry.statement else _("Withheld: this node knows its hash only.")


@admin.register(Receipt)
class ReceiptAdmin(OfStatementAdmin):
    """National's answers."""

    menu = Menu("federation", 80, "receipt_long")
    list_display = ("statement_link", "author_title", "outcome_label", "position", "code", "reason")
    list_display_links = None
    list_filter = (StatementAuthorFilter, "outcome")
    list_select_related = ("statement",)
    ordering = ("-statement",)
    fields = ("statement_link", "author_title", "outcome_label", "position", "code", "field", "reason")
    readonly_fields = fields

    @display(description=_("outcome"), ordering="outcome")
    def outcome_label(self, receipt: Receipt) -> SafeString:
        return badge(STATE_COLOURS.get(receipt.outcome), receipt.get_outcome_display())

    @display(description=_("reason"))
    def reason(self, receipt: Receipt) -> str:
        return sentence_of(receipt)


@admin.register(OutboxItem)
class OutboxItemAdmin(OfStatementAdmin):
    """Own statements on their way to national."""

    menu = Menu("federation", 60, "outbox")
    list_display = ("seq", "topic", "state_label", "attempts", "next_attempt", "code", "reason", "last_error")
    list_filter = ("state",)
    list_select_related = ("statement",)
    ordering = ("-seq",)
    fields = (
        "seq",
        "statement_link",
        "state_label",
        "attempts",
        "next_attempt",
        "position",
        "code",
        "field",
        "reason",
        "last_error",
    )
    readonly_fields = fields

    @display(description=_("state"), ordering="state")
    def state_label(self, item: OutboxItem) -> SafeString:
        return badge(STATE_COLOURS.get(item.state), item.get_state_display())

    @display(description=_("next attempt"), ordering="next_attempt_at")
    def next_attempt(self, item: OutboxItem) -> str:
        return instant(item.next_attempt_at) if item.state == "waiting" else ""

    @display(description=_("reason"))
    def reason(self, item: OutboxItem) -> str:
        return sentence_of(item)
