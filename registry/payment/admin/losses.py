"""Pages of losses that institutions bear."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from registry.doors.admin.further import FurtherMixin
from registry.doors.admin.titles import DivisionFilter, yuan
from registry.payment.models import BorneLoss
from registry.people.admin.of_person import FactOfPersonAdmin
from sync.admin.base import Menu


@admin.register(BorneLoss)
class BorneLossAdmin(FurtherMixin, FactOfPersonAdmin):
    """Claims paid for somebody without the qualification, borne by the institution (art. 46)."""

    menu = Menu("measures", 80, "money_off")
    list_display = (
        "reference", "person_link", "institution", "service_from", "service_to", "amount", "author_title", "state",
    )  # fmt: skip
    list_display_links = ("reference",)
    list_filter = (DivisionFilter,)
    ordering = ("-statement",)
    search_help_text = _("Reference, lifelong ID, code, name, or institution code")
    fields = (
        "person_link", "reference", "institution", "service_from", "service_to", "amount", "decided_on", "document",
        "author_title", "state", "statement_link",
    )  # fmt: skip
    readonly_fields = fields

    def also_found_by(self, text: str) -> Q:
        return Q(reference__startswith=text) | Q(institution=text)

    @display(description=_("amount in yuan"), ordering="amount_fen")
    def amount(self, loss: BorneLoss) -> str:
        return yuan(loss.amount_fen)
