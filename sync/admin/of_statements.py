"""What pages about statements share: finding them, filtering them, showing what was signed."""

from typing import Protocol
from uuid import UUID

from django.contrib.admin import SimpleListFilter
from django.db.models import Q
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from sync.admin.base import Rows, ViewOnlyAdmin, link_to, preformatted, pretty, scope_for
from sync.models import Node, Statement
from sync.scope import Scope, title_of
from sync.topics import find, names
from sync.wire.refusals import FormatRefused
from sync.wire.statement import parse

STATE_COLOURS = {
    "pending": "info",
    "waiting": "info",
    "receipted": "info",
    "logged": "success",
    "accepted": "success",
    "finished": "success",
    "held": "warning",
    "duplicate": "warning",
    "refused": "danger",
}


class Reasoned(Protocol):
    """A reason in both languages, or a row that holds one."""

    @property
    def sentence(self) -> str: ...

    @property
    def sentence_zh(self) -> str: ...


class OfStatement(Protocol):
    """A row that hangs on a statement, where this node has it."""

    @property
    def statement(self) -> Statement | None: ...


def find_statements(text: str, prefix: str = "") -> Q:
    """Return the condition for statements by id, by ``author/seq``, by author, or by running number."""
    text = text.strip()
    try:
        return Q(**{f"{prefix}id": UUID(text)})
    except ValueError:
        pass
    author, slash, seq = text.partition("/")
    if slash and author.isdecimal() and seq.isdecimal() and len(seq) < 19:
        return Q(**{f"{prefix}author": author, f"{prefix}seq": int(seq)})
    if text.isascii() and text.isdecimal() and len(text) < 19:
        return Q(**{f"{prefix}author": text}) | Q(**{f"{prefix}seq": int(text)})
    return Q(**{f"{prefix}topic": text.lower()})


def decoded(statement: Statement) -> SafeString:
    """Return a statement's header and payload, indented; or its bytes where they cannot be read."""
    raw = bytes(statement.raw)
    try:
        parsed = parse(raw)
    except FormatRefused as error:
        return preformatted(f"{error}\n{raw.decode('ascii', 'replace')}")
    members = ("id", "topic", "author", "seq", "prev", "issued_at", "body")
    payload = {member: getattr(parsed, member) for member in members}
    return pretty({"header": {"alg": parsed.alg, "kid": parsed.kid}, "payload": payload})


def sentence_of(row: Reasoned) -> str:
    """Return a reason in the reader's language."""
    chinese = (get_language() or "en").startswith("zh")
    return (row.sentence_zh if chinese else row.sentence) or row.sentence


def topic_title(name: str) -> str:
    """Return what a topic calls itself, with its name; the name alone where it is not known here, or says nothing."""
    found = find(name)
    chinese = (get_language() or "en").startswith("zh")
    title = (found.title_zh if chinese else found.title_en) if found else ""
    return f"{title} ({name})" if title else name


class TopicFilter(SimpleListFilter):
    """Kinds of statement, from the registered ones: listing those in the table would read all of it."""

    title = _("topic")
    parameter_name = "topic"
    path = "topic"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [(name, topic_title(name)) for name in names()]

    def queryset(self, request: HttpRequest, queryset: Rows) -> Rows:
        return queryset.filter(**{self.path: self.value()}) if self.value() else queryset


class EntryTopicFilter(TopicFilter):
    """Kinds of statement, for rows that hang on one."""

    path = "statement__topic"


class AuthorFilter(SimpleListFilter):
    """Authors, of those the account may read."""

    title = _("author")
    parameter_name = "author"
    path = "author"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        nodes = scope_for(request).limit(Node.objects.all(), "division")
        return [(division, title_of(division)) for division in nodes.values_list("division", flat=True)]

    def queryset(self, request: HttpRequest, queryset: Rows) -> Rows:
        return queryset.filter(**{self.path: self.value()}) if self.value() else queryset


class StatementAuthorFilter(AuthorFilter):
    """Authors, for rows that hang on a statement."""

    path = "statement__author"


class OfStatementAdmin(ViewOnlyAdmin):
    """Rows that hang on a statement and are read by its author's scope."""

    search_fields = ("statement__id",)
    search_help_text = _("Statement ID, author, running number, or author/number")

    def visible(self, rows: Rows, scope: Scope) -> Rows:
        return scope.limit(rows, "statement__author")

    def get_search_results(self, request: HttpRequest, queryset: Rows, search_term: str) -> tuple[Rows, bool]:
        return (queryset.filter(find_statements(search_term, "statement__")) if search_term else queryset), False

    @display(description=_("author"), ordering="statement__author")
    def author_title(self, row: OfStatement) -> str:
        return title_of(row.statement.author) if row.statement else ""

    @display(description=_("topic"), ordering="statement__topic")
    def topic(self, row: OfStatement) -> str:
        return topic_title(row.statement.topic) if row.statement else ""

    @display(description=_("statement"))
    def statement_link(self, row: OfStatement) -> str:
        return link_to(row.statement)
