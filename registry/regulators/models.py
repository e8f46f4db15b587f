"""What regulators may read: subscriptions, and the things there are to tell."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.statements.telling import Change
from sync.models.triggers import APPEND_ONLY, NO_TRUNCATE


class Subscription(models.Model):
    """A regulator's wish: which institutions' people it hears of. Reading needs the object permission on it."""

    class Group(models.TextChoices):
        """Of which institutions a subscription hears."""

        MEDICAL = "medical", _("medical institutions")  # health authorities
        PHARMACY = "pharmacy", _("pharmacies")  # drug authorities

    name = models.CharField(max_length=120, unique=True, help_text=_("Name of the authority."))
    group = models.CharField(
        max_length=8, choices=Group.choices, help_text=_("People of medical institutions or of pharmacies.")
    )
    division = models.CharField(max_length=6, help_text=_("000000 for all, else one province."))
    users = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="subscriptions", help_text=_("Accounts that read it.")
    )
    created_at = models.DateTimeField(help_text=_("When it was made."))

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["name"]
        permissions = [("read_subscription", _("Can read the notifications of this subscription"))]

    def __str__(self) -> str:
        return self.name


class Notification(models.Model):
    """One thing to tell: what changed, for which lifelong ID and institution, at which position. Nothing else."""

    class Kind(models.TextChoices):
        """What a notification says has changed."""

        SCORE = Change.SCORE, _("score")
        SUSPENSION = Change.SUSPENSION, _("suspension")
        TERMINATION = Change.TERMINATION, _("termination")
        RESTORATION = Change.RESTORATION, _("restoration")
        ANNULMENT = Change.ANNULMENT, _("annulment")

    position = models.BigIntegerField(help_text=_("Log position of the statement that caused it."))
    ordinal = models.SmallIntegerField(help_text=_("Number among those of one position, from 0."))
    kind = models.CharField(max_length=12, choices=Kind.choices, help_text=_("What changed."))
    person_id = models.CharField(max_length=16, help_text=_("Lifelong ID."))
    institution = models.CharField(max_length=40, blank=True, help_text=_("Code of the institution."))
    group = models.CharField(max_length=8, help_text=_("medical or pharmacy."))
    province = models.CharField(max_length=6, help_text=_("Province of the institution, or of the author."))
    case_number = models.CharField(max_length=120, blank=True, help_text=_("Case number or reference."))
    corrects = models.BigIntegerField(null=True, help_text=_("Position of what it corrects."))

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["position", "ordinal"]
        constraints = [models.UniqueConstraint(fields=["position", "ordinal"], name="notification_once")]
        indexes = [
            models.Index(fields=["group", "province", "position"], name="notification_filter"),
            # A correction goes to everybody who was told before.
            models.Index(fields=["person_id"], name="notification_person"),
        ]
        triggers = [APPEND_ONLY, NO_TRUNCATE]

    def __str__(self) -> str:
        return f"{self.position}.{self.ordinal} {self.get_kind_display()}"
