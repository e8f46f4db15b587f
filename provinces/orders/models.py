"""Orders of cascades: which people answer for an institution's own suspension or termination (art. 34)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from provinces.office.codes import ApprovalState
from provinces.orders.codes import OrderKind
from registry.people.models.persons import Person
from registry.statements.choices import titled
from registry.statements.facts import key_column
from registry.words.statuses import Status
from sync.models.triggers import APPEND_ONLY, NO_DELETE, NO_TRUNCATE


class CascadeOrder(models.Model):
    """One status for the responsible persons of an institution or department, or the end of it for all of them."""

    kind = models.CharField(max_length=6, choices=titled(OrderKind), help_text=_("Whether the status begins or ends."))
    lifts = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="liftings", help_text=_("The order that it ends.")
    )
    reference = models.CharField(max_length=120, help_text=_("The author's reference of this status change."))
    reference_key = key_column()
    institution = models.CharField(max_length=40, help_text=_("Code of the institution."))
    status = models.CharField(
        max_length=12,
        choices=titled((Status.SUSPENDED, Status.TERMINATED)),
        help_text=_("Suspended or terminated."),
    )
    reason = models.CharField(max_length=200, help_text=_("Why; the department, where only one is concerned."))
    basis_authority = models.CharField(max_length=120, help_text=_("Who acted against the institution."))
    basis_document = models.CharField(max_length=160, help_text=_("Document number of that act."))
    effective_on = models.DateField(help_text=_("First day of the status, or first day without it."))
    state = models.CharField(
        max_length=10,
        choices=titled(ApprovalState),
        default=ApprovalState.PROPOSED.value,
        help_text=_("How far it is."),
    )
    proposed_by = models.CharField(max_length=150, help_text=_("Account that proposed it, as text."))
    proposed_at = models.DateTimeField(help_text=_("When it was proposed."))
    approved_by = models.CharField(max_length=150, blank=True, help_text=_("Account that approved it, as text."))

    class Meta:
        verbose_name = _("order of a cascade")
        verbose_name_plural = _("orders of cascades")
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("proposed_by")), name="cascade_order_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(state=ApprovalState.SIGNED) ^ Q(approved_by=""), name="cascade_order_signed_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(kind=OrderKind.LIFT) ^ Q(lifts=None), name="cascade_order_lifts_an_order"
            ),
            models.UniqueConstraint(
                fields=["kind", "reference_key"],
                condition=~Q(state=ApprovalState.SENT_BACK),
                name="cascade_order_once",
            ),
        ]
        triggers = [
            NO_DELETE,
            NO_TRUNCATE,
            pgtrigger.ReadOnly(name="fixed_fields", exclude=["state", "approved_by"]),
            pgtrigger.Protect(
                name="signed_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state=ApprovalState.SIGNED.value),
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class CascadeSubject(models.Model):
    """A responsible person named in an order; nobody else is touched."""

    order = models.ForeignKey(CascadeOrder, models.PROTECT, related_name="subjects", help_text=_("Which order."))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", help_text=_("The responsible person."))

    class Meta:
        verbose_name = _("person named in an order")
        verbose_name_plural = _("people named in orders")
        ordering = ["order", "person"]
        constraints = [models.UniqueConstraint(fields=["order", "person"], name="cascade_order_names_once")]
        triggers = [APPEND_ONLY, NO_TRUNCATE]

    def __str__(self) -> str:
        return f"{self.order} {self.person}"

    @property
    def institution(self) -> str:
        """Return the institution of the order: the notice is served there."""
        return self.order.institution

    @property
    def work(self) -> CascadeOrder:
        """Return the piece of work of which its notice is made."""
        return self.order
