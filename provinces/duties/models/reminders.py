"""Talks, trainings and key supervision: what was done about a person who was scored, with its record (art. 36)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from provinces.duties.codes import ReminderKind
from provinces.office.codes import Office
from registry.people.models.persons import Person
from registry.statements.choices import titled
from sync.models.triggers import APPEND_ONLY, NO_TRUNCATE

HOLDERS = (Office.INSTITUTION, Office.AGENCY)


class Reminder(models.Model):
    """One talk, training or putting under key supervision, of one person at one institution.

    Which are still owed is computed: it counts for every score of which the institution had the notice by then.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", help_text=_("Who was reminded."))
    institution = models.CharField(
        max_length=40, db_index=True, help_text=_("Code of the institution where the person works.")
    )
    kind = models.CharField(max_length=20, choices=titled(ReminderKind), help_text=_("Talk, training, supervision."))
    held_on = models.DateField(help_text=_("When it was held, or from when the person is under key supervision."))
    held_by = models.CharField(max_length=20, choices=titled(HOLDERS), help_text=_("Which office held it."))
    role = models.CharField(max_length=60, blank=True, help_text=_("Post of who held it; not their name."))
    document = models.CharField(max_length=160, help_text=_("Number of the record of it."))
    result = models.CharField(max_length=500, help_text=_("What came of it."))
    by = models.CharField(max_length=150, help_text=_("Account that entered it, as text."))
    at = models.DateTimeField(help_text=_("When it was entered."))

    class Meta:
        verbose_name = _("talk or training")
        verbose_name_plural = _("talks and trainings")
        ordering = ["-held_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "institution", "kind", "held_on", "held_by"], name="reminder_entered_once"
            ),
            models.CheckConstraint(condition=models.Q(held_by__in=[*HOLDERS]), name="reminder_held_by_an_office"),
        ]
        triggers = [APPEND_ONLY, NO_TRUNCATE]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.held_on}"
