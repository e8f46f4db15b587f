"""Repair 修复: points of a year lowered, or a term shortened, for what somebody did to correct it (art. 38)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.people.models.persons import Person
from registry.statements.facts import Fact


class Repair(Fact):
    """One grant, within what the author's rule pack allows."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="repairs", help_text=_("Who corrected it."))
    year = models.SmallIntegerField(help_text=_("Calendar year whose points or terms it concerns."))
    points = models.SmallIntegerField(help_text=_("By how many points the year is lowered."))
    months = models.SmallIntegerField(help_text=_("By how many months terms of the year are shortened."))
    act = models.CharField(max_length=60, help_text=_("What it was granted for, as the rule pack names it."))
    applied_on = models.DateField(null=True, blank=True, help_text=_("When the person applied."))
    granted_on = models.DateField(help_text=_("When the agency granted it."))
    consent = models.CharField(
        max_length=160,
        blank=True,
        help_text=_("Document by which the author of the measure consents, where another province decides."),
    )
    document = models.CharField(max_length=160, blank=True, help_text=_("Document of the grant."))

    class Meta(Fact.Meta):
        verbose_name = _("repair")
        verbose_name_plural = _("repairs")
        ordering = ["person", "granted_on", "statement"]
        constraints = [
            models.CheckConstraint(
                condition=Q(points__gte=0, points__lte=12, months__gte=0, months__lte=36), name="repair_in_bounds"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.year} {self.granted_on}"
