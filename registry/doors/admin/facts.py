"""What pages about signed facts share: whose they are, and whether they count."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from registry.statements import selectors as visibility
from registry.statements.facts import Fact
from sync.admin.base import Rows, ViewOnlyAdmin, badge, link_to
from sync.admin.of_statements import STATE_COLOURS
from sync.scope import Scope, title_of


class FactAdmin(ViewOnlyAdmin):
    """Signed facts: their author's, and counting only while their statement does."""

    list_select_related: Sequence[str] = ("statement",)

    def visible(self, rows: Rows, scope: Scope) -> Rows:
        return visibility.authored(rows, scope)

    @display(description=_("author"), ordering="author")
    def author_title(self, fact: Fact) -> str:
        return title_of(fact.author)

    @display(description=_("statement status"), ordering="statement__status")
    def state(self, fact: Fact) -> SafeString:
        return badge(STATE_COLOURS.get(fact.statement.status), fact.statement.get_status_display())

    @display(description=_("statement"))
    def statement_link(self, fact: Fact) -> str:
        return link_to(fact.statement)
