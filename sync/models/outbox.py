"""The table of own statements on their way to national."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sync.models.statements import Statement
from sync.models.triggers import NO_DELETE, NO_TRUNCATE


class OutboxState(models.TextChoices):
    """How far an own statement has come."""

    WAITING = "waiting", _("waiting")  # to be sent
    RECEIPTED = "receipted", _("receipted")  # accepted by national, not yet seen in the feed
    FINISHED = "finished", _("finished")  # seen in the own verified feed
    HELD = "held", _("held")
    REFUSED = "refused", _("refused")


class OutboxItem(models.Model):
    """An own statement on its way. Finished when seen in the own verified feed; kept for ever."""

    statement = models.OneToOneField(
        Statement, models.PROTECT, primary_key=True, related_name="outbox_item", help_text=_("What is sent.")
    )
    seq = models.BigIntegerField(unique=True, help_text=_("The author's running number: the order of sending."))
    state = models.CharField(
        max_length=9, choices=OutboxState.choices, default=OutboxState.WAITING, help_text=_("How far it has come.")
    )
    attempts = models.IntegerField(default=0, help_text=_("How often it was sent."))
    next_attempt_at = models.DateTimeField(help_text=_("Not sent before."))
    last_error = models.CharField(max_length=300, blank=True, help_text=_("Code and sentence of the last failure."))
    position = models.BigIntegerField(null=True, blank=True, help_text=_("Position told by the receipt."))
    code = models.CharField(max_length=60, blank=True, help_text=_("Reason code of the receipt."))
    field = models.CharField(max_length=60, blank=True, help_text=_("Field the reason is about."))
    sentence = models.TextField(blank=True, help_text=_("Reason as a sentence, in English."))
    sentence_zh = models.TextField(blank=True, help_text=_("Reason as a sentence, in Chinese."))

    class Meta:
        verbose_name = _("outbox item")
        verbose_name_plural = _("outbox")
        ordering = ["seq"]
        indexes = [models.Index(fields=["seq"], name="outbox_open", condition=~Q(state__in=["finished", "refused"]))]
        triggers = [NO_DELETE, NO_TRUNCATE, pgtrigger.ReadOnly(name="fixed_fields", fields=["statement", "seq"])]

    def __str__(self) -> str:
        return str(self.seq)
