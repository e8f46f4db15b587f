"""Pages of commendations."""

from django.contrib import admin

from registry.doors.admin.titles import DivisionFilter
from registry.people.admin.of_person import FactOfPersonAdmin
from registry.qualification.models import Commendation
from sync.admin.base import Menu


@admin.register(Commendation)
class CommendationAdmin(FactOfPersonAdmin):
    """Good conduct that was commended (art. 32)."""

    menu = Menu("measures", 70, "workspace_premium")
    list_display = ("title", "person_link", "awarded_on", "institution", "author_title", "state")
    list_display_links = ("title",)
    list_filter = (DivisionFilter,)
    ordering = ("-statement",)
    fields = (
        "person_link", "title", "awarded_on", "institution", "document", "author_title", "state", "statement_link",
    )  # fmt: skip
    readonly_fields = fields
