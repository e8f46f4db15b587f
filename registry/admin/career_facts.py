"""Pages of commendations and of losses that institutions bear."""

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from registry.admin.base import DivisionFilter, FactOfPersonAdmin
from registry.admin.beside import beside
from registry.admin.person_titles import yuan
from registry.models import BorneLoss, Commendation


@admin.register(Commendation)
class CommendationAdmin(FactOfPersonAdmin):
    """Good conduct that was commended (art. 32)."""

    list_display = ("title", "person_link", "awarded_on", "institution", "author_title", "state")
    list_display_links = ("title",)
    list_filter = (DivisionFilter,)
    ordering = ("-statement",)
    fields = (
        "person_link", "title", "awarded_on", "institution", "document", "author_title", "state", "statement_link",
    )  # fmt: skip
    readonly_fields = fields


@admin.register(BorneLoss)
class BorneLossAdmin(FactOfPersonAdmin):
    """Claims paid for somebody without the qualification, borne by the institution (art. 46)."""

    list_display = (
        "reference", "person_link", "institution", "service_from", "service_to", "amount", "author_title", "state",
    )  # fmt: skip
    list_display_links = ("reference",)
    list_filter = (DivisionFilter,)
    ordering = ("-statement",)
    search_help_text = _("Reference, lifelong ID, code, name, or institution code")
    fields = (
        "person_link", "reference", "institution", "service_from", "service_to", "amount", "decided_on", "document",
        "orders_to_correct", "author_title", "state", "statement_link",
    )  # fmt: skip
    readonly_fields = fields

    def also_found_by(self, text: str) -> Q:
        return Q(reference__startswith=text) | Q(institution=text)

    @display(description=_("orders to correct"))
    def orders_to_correct(self, loss: BorneLoss) -> Any:
        """Return what the institution was ordered to correct, as the office that keeps the orders shows it."""
        return beside(loss)

    @display(description=_("amount in yuan"), ordering="amount_fen")
    def amount(self, loss: BorneLoss) -> str:
        return yuan(loss.amount_fen)
