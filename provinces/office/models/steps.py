"""Steps: who did what to which piece of work, on which day. Written once, never changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from provinces.office.codes import Office
from provinces.office.steps import step_choices
from registry.statements.choices import titled
from sync.models.triggers import APPEND_ONLY, NO_TRUNCATE


class Step(models.Model):
    """One step of the procedure, with its date in law and the account that took it."""

    noun = models.CharField(max_length=30, help_text=_("Kind of the piece of work."))
    key = models.CharField(max_length=40, help_text=_("Number of the piece of work."))
    name = models.CharField(max_length=30, choices=step_choices, help_text=_("Which step."))
    on = models.DateField(help_text=_("Date of the step in law."))
    at = models.DateTimeField(help_text=_("When it was entered."))
    by = models.CharField(max_length=150, help_text=_("Account that took it, as text."))
    office = models.CharField(max_length=20, choices=titled(Office), help_text=_("Office that acted."))
    remark = models.CharField(max_length=500, blank=True, help_text=_("What was said about it."))
    statement_id = models.UUIDField(null=True, help_text=_("The statement that was signed with it."))

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["noun", "key", "id"]
        indexes = [models.Index(fields=["noun", "key"], name="step_of_work")]
        triggers = [APPEND_ONLY, NO_TRUNCATE]

    def __str__(self) -> str:
        return f"{self.noun} {self.key} {self.name}"
