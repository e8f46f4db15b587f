"""The table of signed statements, with where each stands on this node."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sync.models.proposals import Proposal
from sync.models.triggers import NO_DELETE, NO_TRUNCATE, only_changes


class StatementStatus(models.TextChoices):
    """Where a statement stands on this node."""

    PENDING = "pending", _("pending")  # own, not yet seen in the verified feed
    LOGGED = "logged", _("logged")  # has a position in the national log
    HELD = "held", _("held")  # a human must look; nothing counts yet
    REFUSED = "refused", _("refused")  # never counts


_APPROVED = """
IF NEW.author IS DISTINCT FROM (SELECT division FROM sync_nodeidentity) OR NOT sync_topic_binds(NEW.topic) THEN
    RETURN NEW;
END IF;
IF NEW.author = '000000' AND NEW.seq = 1 THEN
    RETURN NEW; -- the founding of a federation, before there are accounts
END IF;
IF NEW.author <> '000000' AND EXISTS (SELECT FROM sync_logentry WHERE statement_id = NEW.id) THEN
    RETURN NEW; -- a node that lost its end takes back what it stated
END IF;
IF NOT EXISTS (
    SELECT FROM sync_proposal
    WHERE id = NEW.proposal_id AND state IN ('approved', 'done') AND (ended_at IS NULL OR ended_at >= NEW.stored_at)
) THEN
    RAISE EXCEPTION 'a statement of % needs what one account proposed and another approved', NEW.topic
        USING ERRCODE = 'insufficient_privilege';
END IF;
RETURN NEW;
"""
"""Own statements that bind somebody rest on two accounts, whoever writes them: a service, a shell, a superuser.

Asked when the transaction commits: what is only rehearsed, and rolled back, needs no approval yet.
"""


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
    proposal = models.ForeignKey(
        Proposal,
        models.PROTECT,
        null=True,
        related_name="statements",
        help_text=_("What two accounts agreed on, where this node made a statement that binds somebody."),
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
        triggers = [
            NO_DELETE,
            NO_TRUNCATE,
            only_changes("status"),
            pgtrigger.Trigger(
                name="approved",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func=_APPROVED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.author}/{self.seq}"
