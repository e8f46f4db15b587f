"""Gifts: what somebody received, and that it was given back."""

from django.db import models

from registry.people.models import Person
from registry.statements.facts import Fact


class Gift(Fact):
    """A gift that a person received from somebody who sells what they prescribe."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="gifts", help_text="Who received it.")
    institution = models.CharField(max_length=40, blank=True, help_text="Where they were filed then.")
    what = models.CharField(max_length=60, help_text="What it was.")
    worth_yuan = models.SmallIntegerField(help_text="What it was worth.")
    received_on = models.DateField(help_text="When.")

    class Meta(Fact.Meta):
        verbose_name = "gift"
        verbose_name_plural = "gifts"
        ordering = ["received_on", "statement"]


class GiftReturned(Fact):
    """A gift given back."""

    gift = models.ForeignKey(Gift, models.PROTECT, related_name="returns", help_text="Which gift.")
    returned_on = models.DateField(help_text="When.")

    class Meta(Fact.Meta):
        verbose_name = "gift given back"
        verbose_name_plural = "gifts given back"
        ordering = ["returned_on", "statement"]
