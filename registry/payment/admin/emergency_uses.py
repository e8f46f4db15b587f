"""Pages of payment checks that rested on an emergency."""

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from registry.payment.models import EmergencyUse
from registry.payment.selectors import visibility
from registry.people.admin.of_person import OfPersonAdmin
from sync.admin.base import Menu, instant
from sync.scope import Scope


@admin.register(EmergencyUse)
class EmergencyUseAdmin(OfPersonAdmin):
    """Payment checks that rested on an emergency, to be looked at afterwards."""

    menu = Menu("standings", 20, "emergency")
    list_display = ("person_link", "institution", "service_on", "emergency_code", "answered")
    list_display_links = ("service_on",)
    date_hierarchy = "service_on"
    fields = ("person_link", "institution", "service_on", "emergency_code", "answered")
    readonly_fields = fields
    search_fields = ("person_id",)

    def visible(self, rows: QuerySet[EmergencyUse], scope: Scope) -> QuerySet[EmergencyUse]:
        return visibility.emergency_uses(rows, scope)

    @display(description=_("answered"), ordering="at")
    def answered(self, use: EmergencyUse) -> str:
        return instant(use.at)
