"""Who may ask: institutions' keys, and officers' provinces."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from rest_framework_api_key.models import AbstractAPIKey

from registry.models.institutions import Institution


class InstitutionKey(AbstractAPIKey):
    """An institution's key for the payment check; only a hash is kept."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="keys", help_text=_("Whose key."))

    class Meta(AbstractAPIKey.Meta):
        verbose_name = _("institution key")  # type: ignore[assignment]
        verbose_name_plural = _("institution keys")  # type: ignore[assignment]


class LookRecord(models.Model):
    """Somebody looked at a person: who, when, whom, through which door."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", help_text=_("Account that looked.")
    )
    user_name = models.CharField(max_length=150, help_text=_("Name of the account as text: it outlives the account."))
    person_id = models.CharField(max_length=16, db_index=True, help_text=_("Lifelong ID looked at."))
    door = models.CharField(max_length=40, help_text=_("Page or call."))
    purpose = models.CharField(max_length=200, blank=True, help_text=_("Why, as the account stated it."))
    at = models.DateTimeField(help_text=_("When."))

    class Meta:
        verbose_name = _("look")
        verbose_name_plural = _("looks")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.user_name} {self.person_id} {self.at}"
