"""What the payment check leaves behind."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sync.models.triggers import APPEND_ONLY, NO_TRUNCATE


class EmergencyUse(models.Model):
    """One answer `payable_as_emergency`: a suspended or terminated person, an emergency claimed (arts. 16, 48)."""

    person_id = models.CharField(max_length=16, db_index=True, help_text=_("Lifelong ID."))
    institution = models.CharField(max_length=40, db_index=True, help_text=_("Code of the institution that asked."))
    service_on = models.DateField(help_text=_("Date of the service."))
    emergency_code = models.CharField(
        max_length=40,
        blank=True,
        default="",
        help_text=_("Code of the emergency as the line gave it; of the province's list where it has one (O11)."),
    )
    at = models.DateTimeField(help_text=_("When it was answered."))

    class Meta:
        verbose_name = _("use of the emergency exception")
        verbose_name_plural = _("uses of the emergency exception")
        ordering = ["-at", "-id"]
        triggers = [APPEND_ONLY, NO_TRUNCATE]

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.institution} {self.service_on}"
