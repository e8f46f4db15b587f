"""Tellings: an institution where a person is filed was told of a measure (art. 34; guidance §3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from provinces.duties.codes import TellingKind
from provinces.notices.codes import ServingMethod
from registry.people.models.persons import Person
from registry.statements.choices import titled
from sync.models.triggers import APPEND_ONLY, NO_TRUNCATE


class Telling(models.Model):
    """One institution was told of one measure. Which institutions are still to be told is computed."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", help_text=_("Whose measure."))
    cause = models.UUIDField(help_text=_("The decision, cascade or restoration that it follows from."))
    kind = models.CharField(max_length=12, choices=titled(TellingKind), help_text=_("What it is told of."))
    institution = models.CharField(max_length=40, db_index=True, help_text=_("Code of the institution."))
    told_on = models.DateField(help_text=_("When it was told."))
    method = models.CharField(max_length=10, choices=titled(ServingMethod), help_text=_("How it was told."))
    document = models.CharField(max_length=160, help_text=_("Number of the document."))
    by = models.CharField(max_length=150, help_text=_("Account that entered it, as text."))
    at = models.DateTimeField(help_text=_("When it was entered."))

    class Meta:
        verbose_name = _("institution told")
        verbose_name_plural = _("institutions told")
        ordering = ["-told_on", "-id"]
        constraints = [models.UniqueConstraint(fields=["cause", "kind", "institution"], name="telling_once")]
        triggers = [APPEND_ONLY, NO_TRUNCATE]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.institution}"
