"""Applications for repair and for restoration (arts. 38, 39)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from provinces.remedies.codes import ApplicationKind, ApplicationState
from registry.people.models.persons import Person
from registry.statements.choices import titled
from sync.models.triggers import NO_DELETE, NO_TRUNCATE

ENDED = (ApplicationState.DECLINED, ApplicationState.PASSED, ApplicationState.FAILED)
RESULTS = (ApplicationState.PASSED, ApplicationState.FAILED)


class Application(models.Model):
    """What a person applies for, through the institution where there is one, and what the agency's assessment found."""

    kind = models.CharField(max_length=12, choices=titled(ApplicationKind), help_text=_("Repair or restoration."))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", help_text=_("Who applies."))
    institution = models.CharField(
        max_length=40,
        blank=True,
        help_text=_("Code of the institution through which; empty where the person is filed nowhere in this province."),
    )
    applied_on = models.DateField(_("applied for on"), help_text=_("When the person applied."))
    year = models.SmallIntegerField(
        null=True, blank=True, help_text=_("Calendar year whose points or terms a repair concerns.")
    )
    act = models.CharField(
        max_length=60, blank=True, help_text=_("What a repair is granted for, as the rule pack names it.")
    )
    points = models.SmallIntegerField(default=0, help_text=_("By how many points the year is lowered."))
    months = models.SmallIntegerField(default=0, help_text=_("By how many months terms of the year are shortened."))
    entered_by = models.CharField(max_length=150, help_text=_("Account that entered it, as text."))
    state = models.CharField(
        max_length=10,
        choices=titled(ApplicationState),
        default=ApplicationState.APPLIED.value,
        help_text=_("How far it is."),
    )
    consented_on = models.DateField(null=True, blank=True, help_text=_("When the institution agreed."))
    assessed_on = models.DateField(null=True, blank=True, help_text=_("When the agency assessed."))
    assessed_by = models.CharField(max_length=150, blank=True, help_text=_("Account that assessed, as text."))
    examined_on = models.DateField(
        null=True, blank=True, help_text=_("When the person was examined, where the rule pack asks for it (art. 39).")
    )
    examination_passed = models.BooleanField(null=True, help_text=_("Whether the examination was passed."))
    passed = models.BooleanField(null=True, help_text=_("Whether the assessment was passed."))
    effective_on = models.DateField(null=True, blank=True, help_text=_("First day of the normal status, if passed."))
    consent = models.CharField(
        max_length=160,
        blank=True,
        help_text=_("Document by which the author of the measure consents, where another province decides."),
    )
    document = models.CharField(max_length=160, blank=True, help_text=_("Document of the assessment."))
    approved_by = models.CharField(max_length=150, blank=True, help_text=_("Account that approved it, as text."))
    statement_id = models.UUIDField(null=True, unique=True, help_text=_("The statement signed of it."))

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-applied_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("assessed_by")), name="application_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(state__in=RESULTS) ^ Q(approved_by=""), name="application_approved_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(examined_on__isnull=True, examination_passed__isnull=True)
                | Q(examined_on__isnull=False, examination_passed__isnull=False),
                name="application_examined_with_a_result",
            ),
            models.UniqueConstraint(
                fields=["person", "kind"], condition=~Q(state__in=ENDED), name="application_one_at_a_time"
            ),
        ]
        triggers = [
            NO_DELETE,
            NO_TRUNCATE,
            pgtrigger.ReadOnly(
                name="fixed_fields", fields=["kind", "person", "institution", "applied_on", "year", "act", "entered_by"]
            ),
            pgtrigger.Protect(
                name="approved_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=[state.value for state in RESULTS]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.person} {self.applied_on}"
