"""Tables of the log: entries, head, Merkle tree, checkpoints with their cosignatures, and how far it was read."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sync.models.nodes import Node
from sync.models.statements import Statement
from sync.models.triggers import APPEND_ONLY, NO_DELETE, NO_TRUNCATE


class LogEntry(models.Model):
    """One statement in the national log. Withheld entries of other provinces have a leaf hash and no statement."""

    position = models.BigIntegerField(primary_key=True, help_text=_("1, 2, 3 … without a gap."))
    statement = models.OneToOneField(
        Statement, models.PROTECT, null=True, related_name="entry", help_text=_("The statement; empty where withheld.")
    )
    leaf = models.BinaryField(help_text=_("Merkle leaf hash (RFC 6962) of the signed bytes."))
    published = models.BooleanField(help_text=_("Whether every province receives it whole."))
    reached_at = models.DateTimeField(
        null=True,
        help_text=_("The log's clock here: the latest time of issue among the published statements up to this one."),
    )

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")
        ordering = ["position"]
        constraints = [models.CheckConstraint(condition=Q(position__gte=1), name="log_position_from_one")]
        triggers = [APPEND_ONLY, NO_TRUNCATE]

    def __str__(self) -> str:
        return str(self.position)


class LogHead(models.Model):
    """Size and Merkle frontier of the log on this node. One row, updated last in the transaction that appends."""

    singleton = models.BooleanField(primary_key=True, default=True, help_text=_("Always true: there is one row."))
    size = models.BigIntegerField(default=0, help_text=_("Number of entries."))
    frontier = models.BinaryField(default=b"", help_text=_("Roots of the complete subtrees, largest first."))

    class Meta:
        verbose_name = _("log head")
        verbose_name_plural = _("log head")
        constraints = [models.CheckConstraint(condition=Q(singleton=True), name="log_head_single")]
        triggers = [
            NO_DELETE,
            NO_TRUNCATE,
            pgtrigger.Protect(
                name="never_shrinks",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__size__lt=pgtrigger.F("old__size")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.size)


class MerkleNode(models.Model):
    """Hash of a complete subtree above the leaves; leaves are in the entries. Insert-only, fewer than n rows."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.SmallIntegerField(help_text=_("Height: 1 is the parent of two leaves."))
    index = models.BigIntegerField(help_text=_("Place in its level, from 0."))
    hash = models.BinaryField(help_text=_("SHA-256 of the subtree."))

    class Meta:
        verbose_name = _("Merkle node")
        verbose_name_plural = _("Merkle nodes")
        triggers = [APPEND_ONLY, NO_TRUNCATE]

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class Checkpoint(models.Model):
    """A signed size and root (C2SP note). National makes them; a follower keeps those it verified."""

    size = models.BigIntegerField(primary_key=True, help_text=_("Number of entries covered."))
    root = models.BinaryField(help_text=_("Merkle root."))
    note = models.TextField(help_text=_("The signed note."))
    made_at = models.DateTimeField(help_text=_("When it was made, or verified here."))

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        ordering = ["size"]
        triggers = [APPEND_ONLY, NO_TRUNCATE]

    def __str__(self) -> str:
        return str(self.size)


class Cosignature(models.Model):
    """A province's signature under a checkpoint it has verified against what it applied."""

    checkpoint = models.ForeignKey(
        Checkpoint, models.PROTECT, related_name="cosignatures", help_text=_("What is signed.")
    )
    node = models.ForeignKey(Node, models.PROTECT, help_text=_("Who signs."))
    line = models.TextField(help_text=_("Signature line of the note."))
    made_at = models.DateTimeField(help_text=_("Time inside the signature."))

    class Meta:
        verbose_name = _("cosignature")
        verbose_name_plural = _("cosignatures")
        ordering = ["checkpoint", "node"]
        constraints = [models.UniqueConstraint(fields=["checkpoint", "node"], name="cosignature_once")]
        triggers = [APPEND_ONLY, NO_TRUNCATE]

    def __str__(self) -> str:
        return f"{self.checkpoint_id} {self.node_id}"


class Cursor(models.Model):
    """How far this node has read another's log, with what it verified on the way."""

    source = models.CharField(max_length=6, primary_key=True, help_text=_("Whose log is read."))
    position = models.BigIntegerField(default=0, help_text=_("Last position applied."))
    national_position = models.BigIntegerField(default=0, help_text=_("Size of the last checkpoint seen."))
    verified_at = models.DateTimeField(null=True, blank=True, help_text=_("Time of the last verified checkpoint."))
    last_error = models.CharField(
        max_length=300, blank=True, help_text=_("Code and sentence of what stops the reader.")
    )
    failing_since = models.DateTimeField(null=True, blank=True, help_text=_("Since when the reader fails."))

    class Meta:
        verbose_name = _("cursor")
        verbose_name_plural = _("cursors")
        ordering = ["source"]
        triggers = [NO_DELETE, NO_TRUNCATE]

    def __str__(self) -> str:
        return f"{self.source}@{self.position}"
