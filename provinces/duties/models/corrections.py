"""Orders to correct: an institution does not keep its statuses as they are; what came of the order (art. 46)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from provinces.duties.codes import CorrectionState
from provinces.duties.models.reconciliations import Reconciliation
from registry.people.models.persons import Person
from registry.statements.choices import titled
from registry.statements.facts import key_column
from sync.models.triggers import NO_DELETE, NO_TRUNCATE

UNAPPROVED = (CorrectionState.PROPOSED, CorrectionState.SENT_BACK)


class CorrectionOrder(models.Model):
    """One order to one institution, about a reconciliation or a person. Nothing follows from it by itself."""

    institution = models.CharField(max_length=40, db_index=True, help_text=_("Code of the institution."))
    run = models.ForeignKey(
        Reconciliation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="orders",
        help_text=_("The reconciliation that showed it."),
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Or the person whose status it is."),
    )
    grounds = models.CharField(max_length=500, help_text=_("What is not as it should be."))
    document = models.CharField(max_length=160, help_text=_("Number of the order."))
    document_key = key_column()
    ordered_on = models.DateField(help_text=_("Date of the order."))
    correct_by = models.DateField(help_text=_("Last day for the correction; the procedure says at once."))
    state = models.CharField(
        max_length=10, choices=titled(CorrectionState), default=CorrectionState.PROPOSED.value,
        help_text=_("How far it is."),
    )  # fmt: skip
    proposed_by = models.CharField(max_length=150, help_text=_("Account that proposed it, as text."))
    proposed_at = models.DateTimeField(help_text=_("When it was proposed."))
    approved_by = models.CharField(max_length=150, blank=True, help_text=_("Account that approved it, as text."))
    corrected_on = models.DateField(null=True, blank=True, help_text=_("When the institution had corrected it."))
    correction = models.CharField(max_length=160, blank=True, help_text=_("Document that shows the correction."))
    refused_on = models.DateField(null=True, blank=True, help_text=_("When the institution refused to correct it."))
    refusal = models.CharField(max_length=160, blank=True, help_text=_("Document that shows the refusal."))
    handled_on = models.DateField(null=True, blank=True, help_text=_("When the refusal was handled by the agreement."))
    handling = models.CharField(
        max_length=500, blank=True, help_text=_("How it was handled: agreement, points of the assessment taken off.")
    )
    handling_document = models.CharField(max_length=160, blank=True, help_text=_("Document of the handling."))

    class Meta:
        verbose_name = _("order to correct")
        verbose_name_plural = _("orders to correct")
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(run__isnull=False) | Q(person__isnull=False), name="correction_about_something"
            ),
            models.CheckConstraint(condition=Q(correct_by__gte=F("ordered_on")), name="correction_days_in_order"),
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("proposed_by")), name="correction_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*UNAPPROVED]) ^ ~Q(approved_by=""), name="correction_ordered_by_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(state=CorrectionState.CORRECTED) | Q(corrected_on__isnull=False),
                name="correction_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=CorrectionState.REFUSED) | Q(refused_on__isnull=False),
                name="correction_refusal_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(handled_on=None) | Q(refused_on__isnull=False), name="correction_handled_upon_refusal"
            ),
            models.UniqueConstraint(
                fields=["document_key"], condition=~Q(state=CorrectionState.SENT_BACK), name="correction_document_once"
            ),
        ]
        triggers = [
            NO_DELETE,
            NO_TRUNCATE,
            pgtrigger.ReadOnly(
                name="fixed_fields",
                exclude=["state", "approved_by", "corrected_on", "correction", "refused_on", "refusal", "handled_on",
                         "handling", "handling_document"],
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.document
