"""Commendations: the good side of the file, "good doctor", "good pharmacist" (art. 32)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.people.models.persons import Person
from registry.statements.facts import Fact


class Commendation(Fact):
    """Good conduct that was commended. Nothing follows from it for points or standing."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="commendations", help_text=_("Who is commended."))
    institution = models.CharField(max_length=40, blank=True, help_text=_("Code of the institution."))
    title = models.CharField(max_length=120, help_text=_("What it says."))
    awarded_on = models.DateField(help_text=_("When it was given."))
    document = models.CharField(max_length=160, blank=True, help_text=_("Document of it."))

    class Meta(Fact.Meta):
        verbose_name = _("commendation")
        verbose_name_plural = _("commendations")
        ordering = ["person", "awarded_on", "statement"]

    def __str__(self) -> str:
        return f"{self.person} {self.title}"
