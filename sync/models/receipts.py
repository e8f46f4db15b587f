"""The table of national's answers to statements, and what may become of one."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sync.models.statements import Statement
from sync.models.triggers import APPEND_ONLY, NO_TRUNCATE


class Outcome(models.TextChoices):
    """What became of a statement, a line of a batch or a row of a file."""

    ACCEPTED = "accepted", _("accepted")
    HELD = "held", _("held")
    REFUSED = "refused", _("refused")
    DUPLICATE = "duplicate", _("duplicate")


class Receipt(models.Model):
    """National's first answer to a statement; asking again gets the same one."""

    statement = models.OneToOneField(
        Statement, models.PROTECT, primary_key=True, related_name="receipt", help_text=_("The statement answered.")
    )
    outcome = models.CharField(max_length=9, choices=Outcome.choices, help_text=_("accepted, held or refused."))
    position = models.BigIntegerField(null=True, help_text=_("Log position, when accepted."))
    code = models.CharField(max_length=60, blank=True, help_text=_("Stable reason code."))
    field = models.CharField(max_length=60, blank=True, help_text=_("Field the reason is about."))
    sentence = models.TextField(blank=True, help_text=_("Reason as a sentence, in English."))
    sentence_zh = models.TextField(blank=True, help_text=_("Reason as a sentence, in Chinese."))

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["statement"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="accepted", position__isnull=False)
                | (Q(outcome__in=["held", "refused"], position__isnull=True) & ~Q(code="")),
                name="receipt_whole",
            )
        ]
        triggers = [APPEND_ONLY, NO_TRUNCATE]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.get_outcome_display()}"
