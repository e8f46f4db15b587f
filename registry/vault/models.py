"""Who looked at whom: kept for every look at a person."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class LookRecord(models.Model):
    """Somebody looked at a person: who, when, whom, through which door."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", help_text=_("Account that looked.")
    )
    user_name = models.CharField(max_length=150, help_text=_("Name of the account as text: it outlives the account."))
    person_id = models.CharField(max_length=16, db_index=True, help_text=_("Lifelong ID looked at."))
    door = models.CharField(max_length=40, help_text=_("Page or call."))
    office = models.CharField(
        max_length=240, blank=True, help_text=_("Divisions that the account looked for: 000000, or its provinces.")
    )
    purpose = models.CharField(max_length=200, blank=True, help_text=_("Why, as the account stated it."))
    at = models.DateTimeField(help_text=_("When."))

    class Meta:
        verbose_name = _("look")
        verbose_name_plural = _("looks")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.user_name} {self.person_id} {self.at}"
