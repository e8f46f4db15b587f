"""Tables of the guard at the door: nonces that were used, and events for a security officer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sync.models.triggers import APPEND_ONLY, NO_TRUNCATE


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
