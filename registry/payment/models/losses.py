"""Loss of the fund that an institution bears because it did not act on a status in time (art. 46)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.people.models.persons import Person
from registry.statements.facts import Fact, key_column
from registry.words.written import writings


class BorneLoss(Fact):
    """Claims paid for a person who was suspended or terminated, which the institution must bear."""

    institution = models.CharField(max_length=40, db_index=True, help_text=_("Code of the institution that bears it."))
    person = models.ForeignKey(Person, models.PROTECT, related_name="borne_losses", help_text=_("Whose services."))
    reference = models.CharField(max_length=120, help_text=_("The author's reference."))
    service_from = models.DateField(help_text=_("First day of the services."))
    service_to = models.DateField(help_text=_("Last day of the services."))
    amount_fen = models.BigIntegerField(help_text=_("Amount in fen."))
    decided_on = models.DateField(help_text=_("When the agency decided it."))
    document = models.CharField(max_length=160, blank=True, help_text=_("Document of it."))

    reference_key = key_column()
    folded: ClassVar = {"reference_key": lambda said: writings.number(said.reference)}

    class Meta(Fact.Meta):
        verbose_name = _("loss borne by an institution")
        verbose_name_plural = _("losses borne by institutions")
        ordering = ["institution", "decided_on", "statement"]
        indexes = [models.Index(fields=["author", "reference_key"], name="loss_reference_folded")]
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="loss_above_zero"),
            models.CheckConstraint(condition=Q(service_to__gte=F("service_from")), name="loss_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.institution}"
