"""Restoration 恢复: assessed return to normal after a term; never automatic (art. 39)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.people.models.persons import Person
from registry.statements.facts import Fact


class Restoration(Fact):
    """The result of one assessment."""

    concerns_author = True
    person = models.ForeignKey(Person, models.PROTECT, related_name="restorations", help_text=_("Who was assessed."))
    applied_on = models.DateField(null=True, blank=True, help_text=_("When the person applied (art. 39)."))
    assessed_on = models.DateField(help_text=_("When the agency assessed."))
    effective_on = models.DateField(help_text=_("First day of the normal status, if passed."))
    passed = models.BooleanField(help_text=_("Whether the assessment was passed."))
    consent = models.CharField(
        max_length=160,
        blank=True,
        help_text=_("Document by which the author of the measure consents, where another province decides."),
    )
    document = models.CharField(max_length=160, blank=True, help_text=_("Document of the assessment."))

    class Meta(Fact.Meta):
        verbose_name = _("restoration")
        verbose_name_plural = _("restorations")
        ordering = ["person", "effective_on", "statement"]

    def __str__(self) -> str:
        return f"{self.person} {self.effective_on}"
