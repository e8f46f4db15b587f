"""How many tries to come in there were: by keyed hashes, so that nothing typed is kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tries(models.Model):
    """A bucket of tries: of an account, an address, a browser, or two of them together."""

    key = models.BinaryField(primary_key=True, help_text=_("Keyed hash of whose tries these are."))
    empty_at = models.DateTimeField(db_index=True, help_text=_("When all of them are forgotten."))

    class Meta:
        verbose_name = _("tries")
        verbose_name_plural = _("tries")

    def __str__(self) -> str:
        return bytes(self.key).hex()[:16]
