"""Gifts: what somebody received, and that it was given back."""

from django.db import models

from provinces.office.codes import ApprovalState
from registry.people.models import Person
from registry.statements.choices import titled
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


class GiftEntry(models.Model):
    """A gift as an officer enters it: proposed by one, approved by another, signed then."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", help_text="Who received it.")
    institution = models.CharField(max_length=40, help_text="Where they were filed then.")
    what = models.CharField(max_length=60, help_text="What it was.")
    worth_yuan = models.SmallIntegerField(help_text="What it was worth.")
    received_on = models.DateField(help_text="When.")
    state = models.CharField(
        max_length=10,
        choices=titled(ApprovalState),
        default=ApprovalState.PROPOSED.value,
        help_text="How far it is.",
    )
    proposed_by = models.CharField(max_length=150, help_text="Account that proposed it, as text.")
    approved_by = models.CharField(max_length=150, blank=True, help_text="Account that approved it, as text.")
    statement_id = models.UUIDField(null=True, help_text="The statement that was signed of it.")

    class Meta:
        verbose_name = "gift to be entered"
        verbose_name_plural = "gifts to be entered"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approved_by="") | ~models.Q(approved_by=models.F("proposed_by")),
                name="gift_entry_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return self.what
