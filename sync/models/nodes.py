"""Tables of who takes part: whose database this is, the enrolled nodes and their keys."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sync.models.triggers import NO_DELETE, NO_TRUNCATE, only_changes


class NodeIdentity(models.Model):
    """Whose database this is. One row, written once by ``node_init``; start-up refuses when settings disagree."""

    singleton = models.BooleanField(primary_key=True, default=True, help_text=_("Always true: there is one row."))
    division = models.CharField(max_length=6, help_text=_("GB/T 2260 division of this node; 000000 is national."))
    instance = models.UUIDField(help_text=_("This installation; a restored copy must be given a new one."))
    kid = models.CharField(max_length=43, help_text=_("Key that this node signs with."))
    national_public_key = models.BinaryField(null=True, help_text=_("National key pinned at enrolment."))
    created_at = models.DateTimeField(help_text=_("When the identity was written."))

    class Meta:
        verbose_name = _("node identity")
        verbose_name_plural = _("node identity")
        constraints = [models.CheckConstraint(condition=Q(singleton=True), name="node_identity_single")]
        triggers = [NO_DELETE, NO_TRUNCATE, pgtrigger.ReadOnly(name="fixed_fields", fields=["division"])]

    def __str__(self) -> str:
        return self.division


class Node(models.Model):
    """An enrolled installation: national or one province's. Its row is also the lock on its author's chain."""

    division = models.CharField(max_length=6, primary_key=True, help_text=_("GB/T 2260 division; 000000 is national."))
    base_url = models.URLField(max_length=300, blank=True, help_text=_("Where the node answers."))
    enrolled_at = models.DateTimeField(help_text=_("When the enrolment was stated."))
    chain_seq = models.BigIntegerField(default=0, help_text=_("Last sequence number taken from this author."))
    chain_digest = models.CharField(
        max_length=64,
        default="0" * 64,
        help_text=_("SHA-256 (hex) of the author's last statement; zeros before the first."),
    )
    last_seen_at = models.DateTimeField(null=True, blank=True, help_text=_("Last heartbeat taken from this node."))
    last_position = models.BigIntegerField(default=0, help_text=_("Log position the node last said it had applied."))
    last_outbox = models.IntegerField(
        default=0, help_text=_("Statements the node last said were waiting in its outbox.")
    )

    class Meta:
        verbose_name = _("node")
        verbose_name_plural = _("nodes")
        ordering = ["division"]
        triggers = [NO_DELETE, NO_TRUNCATE]

    def __str__(self) -> str:
        return self.division


class NodeKey(models.Model):
    """A public key of a node. Valid for log positions from ``added_position`` up to ``revoked_position``."""

    kid = models.CharField(max_length=43, primary_key=True, help_text=_("Key ID, derived from the public key."))
    node = models.ForeignKey(Node, models.PROTECT, related_name="keys", help_text=_("Whose key it is."))
    suite = models.CharField(max_length=32, help_text=_("Signature suite; fixed here, never taken from a message."))
    public_key = models.BinaryField(help_text=_("Raw public key."))
    added_position = models.BigIntegerField(help_text=_("Log position from which the key is valid."))
    revoked_position = models.BigIntegerField(
        null=True, blank=True, help_text=_("Log position from which the key is no longer valid.")
    )
    revoked_reason = models.CharField(max_length=200, blank=True, help_text=_("Why the key was revoked."))

    class Meta:
        verbose_name = _("node key")
        verbose_name_plural = _("node keys")
        ordering = ["node", "added_position", "kid"]
        constraints = [
            models.UniqueConstraint(fields=["public_key"], name="node_key_not_shared"),
            models.CheckConstraint(
                condition=Q(revoked_position__isnull=True) | Q(revoked_position__gte=models.F("added_position")),
                name="node_key_revoked_after_added",
            ),
        ]
        triggers = [NO_DELETE, NO_TRUNCATE, only_changes("revoked_position", "revoked_reason")]

    def __str__(self) -> str:
        return self.kid
