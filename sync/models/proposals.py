"""What one account proposes and another approves: whatever binds anybody rests on such a row (art. 50)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from sync.models.triggers import NO_DELETE, NO_TRUNCATE, only_changes


class ProposalState(models.TextChoices):
    """How far a proposal is."""

    OPEN = "open", _("waits for approval")
    APPROVED = "approved", _("approved")  # by a second account; not carried out yet
    DONE = "done", _("carried out")
    REFUSED = "refused", _("not approved")
    WITHDRAWN = "withdrawn", _("withdrawn")  # by who proposed it, or void since it changed


RUNNING = (ProposalState.OPEN, ProposalState.APPROVED)
"""States in which something may still come of it."""

_BY_TWO = """
IF TG_OP = 'INSERT' AND (NEW.state <> 'open' OR NEW.approved_by_id IS NOT NULL) THEN
    RAISE EXCEPTION 'a proposal begins open' USING ERRCODE = 'insufficient_privilege';
END IF;
IF TG_OP = 'INSERT' AND NOT EXISTS (SELECT FROM auth_user WHERE id = NEW.proposed_by_id AND is_active) THEN
    RAISE EXCEPTION 'who proposes has no active account' USING ERRCODE = 'insufficient_privilege';
END IF;
IF TG_OP = 'UPDATE' THEN
    IF OLD.state NOT IN ('open', 'approved') OR (OLD.state = 'approved' AND NEW.state = 'open')
        OR (OLD.state = 'open' AND NEW.state = 'done') THEN
        RAISE EXCEPTION 'a proposal that is % does not become %', OLD.state, NEW.state
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.approved_by_id IS NOT NULL AND (NEW.approved_by_id IS DISTINCT FROM OLD.approved_by_id
        OR NEW.digest <> OLD.digest OR NEW.approved_at IS DISTINCT FROM OLD.approved_at) THEN
        RAISE EXCEPTION 'an approval stays as it was given' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.approved_by_id IS NULL AND NEW.approved_by_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM auth_user WHERE id = NEW.approved_by_id AND is_active) THEN
        RAISE EXCEPTION 'who approves has no active account' USING ERRCODE = 'insufficient_privilege';
    END IF;
END IF;
RETURN NEW;
"""


class Proposal(models.Model):
    """A step that binds somebody, proposed by one account and approved by another, by the digest of what was shown."""

    id = models.UUIDField(primary_key=True, default=uuid7, help_text=_("UUIDv7."))
    matter = models.CharField(max_length=40, help_text=_("Kind of what is proposed."))
    key = models.CharField(max_length=200, help_text=_("Which one: number, ID or digest."))
    content = models.JSONField(default=dict, help_text=_("What is carried out; never a name or a document number."))
    reason = models.CharField(max_length=500, blank=True, help_text=_("Why it is proposed."))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", help_text=_("Account that proposed it.")
    )
    proposed_at = models.DateTimeField(help_text=_("When it was proposed."))
    state = models.CharField(
        max_length=9, choices=ProposalState.choices, default=ProposalState.OPEN, help_text=_("How far it is.")
    )
    digest = models.CharField(max_length=64, blank=True, help_text=_("Digest of what the approver was shown."))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text=_("Account that approved it.")
    )
    approved_at = models.DateTimeField(null=True, help_text=_("When it was approved."))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("Account that did not approve it, or withdrew it."),
    )
    ended_at = models.DateTimeField(null=True, help_text=_("When it was carried out, withdrawn or not approved."))
    remark = models.CharField(max_length=500, blank=True, help_text=_("Why it was withdrawn or not approved."))

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ProposalState.values), name="proposal_state_known"),
            models.CheckConstraint(condition=~Q(approved_by=F("proposed_by")), name="proposal_by_two"),
            models.CheckConstraint(
                condition=(Q(approved_by=None, approved_at=None, digest="") & ~Q(state__in=["approved", "done"]))
                | (
                    Q(approved_by__isnull=False, approved_at__isnull=False, digest__regex=r"^[0-9a-f]{32,64}$")
                    & ~Q(state="open")
                ),
                name="proposal_approved_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["matter", "key"], condition=Q(state__in=["open", "approved"]), name="proposal_once_at_a_time"
            ),
        ]
        permissions = [
            ("propose_federation", _("May propose nodes and keys")),
            ("approve_federation", _("May approve nodes and keys")),
            ("propose_ruling", _("May propose rulings on held statements")),
            ("approve_ruling", _("May approve rulings on held statements")),
            ("propose_pack", _("May propose rule packs")),
            ("approve_pack", _("May approve rule packs")),
            ("propose_identity", _("May propose rulings on held identities")),
            ("approve_identity", _("May approve rulings on held identities")),
        ]
        triggers = [
            NO_DELETE,
            NO_TRUNCATE,
            only_changes("state", "digest", "approved_by", "approved_at", "ended_by", "ended_at", "remark"),
            pgtrigger.Trigger(
                name="by_two",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_BY_TWO,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.key[:40]}{'…' if len(self.key) > 40 else ''}"
