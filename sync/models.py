"""What a node remembers of the federation: nodes and keys, statements, the log, receipts, outbox and cursors.

Knows no person and no points. Tables that hold evidence are append-only: triggers refuse what no code should do.
"""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
NO_TRUNCATE = pgtrigger.Trigger(
    name="no_truncate",
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    operation=pgtrigger.Truncate,
    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
)
NO_DELETE = pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)


def only_changes(*mutable: str) -> pgtrigger.ReadOnly:
    """Trigger: an update may touch these fields and no other."""
    return pgtrigger.ReadOnly(name="fixed_fields", exclude=list(mutable))


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


class Nonce(models.Model):
    """A nonce seen in a request signature, kept for twice the window so that no request is taken twice."""

    pk = models.CompositePrimaryKey("kid", "nonce")
    kid = models.CharField(max_length=43, help_text=_("Key that signed."))
    nonce = models.CharField(max_length=64, help_text=_("Value that must not come again."))
    expires_at = models.DateTimeField(db_index=True, help_text=_("When the row may go."))

    class Meta:
        verbose_name = _("nonce")
        verbose_name_plural = _("nonces")

    def __str__(self) -> str:
        return self.nonce


class SecurityEvent(models.Model):
    """Something a security officer should see: a bad signature, a conflict, a log that does not match."""

    at = models.DateTimeField(db_index=True, help_text=_("When it happened."))
    code = models.CharField(max_length=60, help_text=_("Stable code."))
    source = models.CharField(max_length=100, blank=True, help_text=_("Key, node or address it came from."))
    detail = models.CharField(max_length=500, blank=True, help_text=_("What was seen; never personal data."))

    class Meta:
        verbose_name = _("security event")
        verbose_name_plural = _("security events")
        ordering = ["-at", "-id"]
        triggers = [APPEND_ONLY, NO_TRUNCATE]

    def __str__(self) -> str:
        return self.code
