"""The table of signed statements, with where each stands on this node."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sync.models.triggers import NO_DELETE, NO_TRUNCATE, only_changes


class StatementStatus(models.TextChoices):
    """Where a statement stands on this node."""

    PENDING = "pending", _("pending")  # own, not yet seen in the verified feed
    LOGGED = "logged", _("logged")  # has a position in the national log
    HELD = "held", _("held")  # a human must look; nothing counts yet
    REFUSED = "refused", _("refused")  # never counts


class Statement(models.Model):
    """One fact, signed by its author, as the bytes that were signed. Only its status changes."""

    id = models.UUIDField(primary_key=True, help_text=_("UUIDv7 given by the author; idempotent for ever."))
    author = models.CharField(max_length=6, help_text=_("Division that signed."))
    seq = models.BigIntegerField(help_text=_("The author's running number, without a gap."))
    topic = models.CharField(max_length=40, help_text=_("Kind of statement."))
    digest = models.BinaryField(help_text=_("SHA-256 of the signed bytes."))
    raw = models.BinaryField(help_text=_("Compact JWS exactly as signed."))
    issued_at = models.DateTimeField(help_text=_("When the author says it was issued."))
    stored_at = models.DateTimeField(help_text=_("When this node stored it."))
    status = models.CharField(
        max_length=8, choices=StatementStatus.choices, help_text=_("Where the statement stands on this node.")
    )

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["author", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["author", "seq"], name="statement_seq_once"),
            models.CheckConstraint(condition=Q(status__in=StatementStatus.values), name="statement_status_known"),
        ]
        indexes = [
            models.Index(fields=["stored_at"], name="statement_open", condition=Q(status__in=["pending", "held"])),
        ]
        triggers = [NO_DELETE, NO_TRUNCATE, only_changes("status")]

    def __str__(self) -> str:
        return f"{self.topic} {self.author}/{self.seq}"
