"""Rule packs as published on the log: versioned parameters of a province inside national bounds."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.statements.facts import Fact


class RulePack(Fact):
    """One version of a province's parameters; every past day is computed under its own pack."""

    division = models.CharField(
        max_length=6, db_index=True, help_text=_("Whose parameters; 000000 is the national default.")
    )
    version = models.CharField(max_length=40, help_text=_("Version name."))
    valid_from = models.DateField(help_text=_("First day on which decisions are read under it."))
    document = models.JSONField(help_text=_("The parameters, each with its source."))

    class Meta(Fact.Meta):
        verbose_name = _("rule pack")
        verbose_name_plural = _("rule packs")
        ordering = ["division", "valid_from", "statement"]
        constraints = [models.UniqueConstraint(fields=["division", "version"], name="pack_version_once")]

    def __str__(self) -> str:
        return f"{self.division} {self.version}"
