"""Designated medical institutions and pharmacies."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.statements.choices import titled
from registry.words.institutions import InstitutionKind
from sync.models import Statement
from sync.models.triggers import NO_DELETE, NO_TRUNCATE

KINDS = titled(InstitutionKind)


class Institution(models.Model):
    """The last thing its province recorded of an institution; what was recorded before is in the statements."""

    code = models.CharField(max_length=40, primary_key=True, help_text=_("Insurance code of the institution, opaque."))
    name = models.CharField(max_length=200, help_text=_("Name of the institution."))
    kind = models.CharField(max_length=40, choices=KINDS, help_text=_("Kind of institution."))
    division = models.CharField(max_length=6, help_text=_("GB/T 2260 division where it lies."))
    province = models.CharField(max_length=6, db_index=True, help_text=_("Province that records it."))
    statement = models.ForeignKey(
        Statement, models.PROTECT, related_name="+", help_text=_("The statement that says so.")
    )

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["code"]
        triggers = [NO_DELETE, NO_TRUNCATE]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"
