"""Keys with which institutions ask at the till."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from rest_framework_api_key.models import AbstractAPIKey

from registry.institutions.models.institutions import Institution


class InstitutionKey(AbstractAPIKey):
    """An institution's key for the payment check and for who is shown to it; only a hash is kept."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="keys", help_text=_("Whose key."))

    class Meta(AbstractAPIKey.Meta):
        verbose_name = _("institution key")  # type: ignore[assignment]
        verbose_name_plural = _("institution keys")  # type: ignore[assignment]
