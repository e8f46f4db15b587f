"""Service agreements of institutions: without one in force nobody is filed there (arts. 8, 13)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.statements.facts import Fact


class Agreement(Fact):
    """A service agreement between agency and institution."""

    institution = models.CharField(max_length=40, db_index=True, help_text=_("Code of the institution."))
    number = models.CharField(max_length=80, help_text=_("Number of the agreement."))
    valid_from = models.DateField(help_text=_("First day."))
    valid_to = models.DateField(help_text=_("First day after its term."))

    class Meta(Fact.Meta):
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["institution", "valid_from", "statement"]
        constraints = [models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name="agreement_not_empty")]

    def __str__(self) -> str:
        return f"{self.number} {self.institution}"


class AgreementEnd(Fact):
    """The end of an agreement before its term."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="ends", help_text=_("Which agreement."))
    ended_on = models.DateField(help_text=_("First day on which it no longer holds."))
    reason = models.CharField(max_length=200, blank=True, help_text=_("Why."))

    class Meta(Fact.Meta):
        verbose_name = _("end of an agreement")
        verbose_name_plural = _("ends of agreements")
        ordering = ["agreement", "ended_on", "statement"]

    def __str__(self) -> str:
        return f"{self.agreement} {self.ended_on}"
