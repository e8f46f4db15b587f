"""Second factors, and the codes for whoever lost them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.accounts.codes import FactorKind


class Factor(models.Model):
    """Something that an account has beside its password: an app with a shared secret, or a security key."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="factors", help_text=_("Whose factor.")
    )
    kind = models.CharField(max_length=20, choices=FactorKind.choices(), help_text=_("App or key."))
    title = models.CharField(max_length=60, help_text=_("What its owner calls it."))
    secret_sealed = models.BinaryField(default=b"", help_text=_("Secret of an app, sealed as names are."))
    last_step = models.BigIntegerField(
        default=0, help_text=_("Time step of the last code that was taken: none is taken twice.")
    )
    credential_id = models.BinaryField(
        null=True, unique=True, help_text=_("By what a key calls itself here; empty for an app.")
    )
    credential = models.BinaryField(default=b"", help_text=_("Public key of a key, with what belongs to it."))
    sign_count = models.BigIntegerField(default=0, help_text=_("How often a key says that it signed."))
    made_at = models.DateTimeField(help_text=_("When it was added."))
    used_at = models.DateTimeField(null=True, help_text=_("When it was last used."))

    class Meta:
        verbose_name = _("second factor")
        verbose_name_plural = _("second factors")
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return self.title


class RecoveryCode(models.Model):
    """A code that stands in for a second factor once; kept as a keyed hash."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes", help_text=_("Whose code.")
    )
    code_hash = models.BinaryField(help_text=_("Keyed hash of the code."))
    made_at = models.DateTimeField(help_text=_("When it was made."))
    used_at = models.DateTimeField(null=True, help_text=_("When it was used; empty while it may be."))

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [models.UniqueConstraint(fields=["account", "code_hash"], name="recovery_code_once")]

    def __str__(self) -> str:
        return str(self.pk)
