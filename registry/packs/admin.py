"""Pages of rule packs as they were published."""

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from registry.doors.admin.facts import FactAdmin
from registry.doors.admin.titles import OfDivisionFilter
from registry.packs import selectors as visibility
from registry.packs.models import RulePack
from sync.admin.base import Menu, pretty
from sync.scope import Scope, title_of


@admin.register(RulePack)
class RulePackAdmin(FactAdmin):
    """Parameters, version by version."""

    menu = Menu("standings", 30, "rule")
    list_display = ("version", "division_title", "valid_from", "state")
    list_filter = (OfDivisionFilter,)
    ordering = ("division", "-valid_from")
    search_fields = ("version", "division")
    fields = ("division_title", "version", "valid_from", "state", "statement_link", "parameters")
    readonly_fields = fields

    def visible(self, rows: QuerySet[RulePack], scope: Scope) -> QuerySet[RulePack]:
        return visibility.visible_packs(rows, scope)

    @display(description=_("division"), ordering="division")
    def division_title(self, pack: RulePack) -> str:
        return title_of(pack.division)

    @display(description=_("parameters"))
    def parameters(self, pack: RulePack) -> SafeString:
        return pretty(pack.document)
