"""Pages of what regulators are told."""

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from registry.people.admin.of_person import OfPersonAdmin
from registry.regulators.models import Notification
from registry.regulators.selectors import visibility
from sync.admin.base import Menu, link_to
from sync.models import LogEntry
from sync.scope import Scope, title_of


@admin.register(Notification)
class NotificationAdmin(OfPersonAdmin):
    """What regulators are told."""

    menu = Menu("regulators", 20, "campaign")
    list_display = (
        "position",
        "kind",
        "person_link",
        "institution",
        "group",
        "province_title",
        "case_number",
        "corrects",
    )
    list_display_links = ("position",)
    list_filter = ("kind", "group")
    ordering = ("-position", "-ordinal")
    fields = (
        "entry_link",
        "ordinal",
        "kind",
        "person_link",
        "institution",
        "group",
        "province_title",
        "case_number",
        "corrects",
    )
    readonly_fields = fields
    search_fields = ("person_id",)

    def visible(self, rows: QuerySet[Notification], scope: Scope) -> QuerySet[Notification]:
        return visibility.notifications(rows, scope)

    @display(description=_("province"), ordering="province")
    def province_title(self, notification: Notification) -> str:
        return title_of(notification.province)

    @display(description=_("log position"))
    def entry_link(self, notification: Notification) -> str:
        return link_to(LogEntry.objects.filter(position=notification.position).first())
