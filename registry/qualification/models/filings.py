"""Filing 登记备案: a person at an institution, and its cancellation."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.people.models.persons import Person
from registry.statements.choices import titled
from registry.statements.facts import Fact
from registry.words.persons import Category
from registry.words.remedies import CancellationReason, CommitmentForm


class Filing(Fact):
    """One person filed at one institution from a day on (arts. 13–18 of the procedure)."""

    concerns_author = True
    person = models.ForeignKey(Person, models.PROTECT, related_name="filings", help_text=_("Who is filed."))
    institution = models.CharField(max_length=40, db_index=True, help_text=_("Code of the institution."))
    opened_on = models.DateField(help_text=_("First day."))
    role = models.CharField(max_length=40, blank=True, help_text=_("What the person does there."))
    category = models.CharField(
        max_length=20,
        choices=titled(Category),
        blank=True,
        help_text=_("Class of personnel (art. 11)."),
    )
    practice_type = models.CharField(max_length=60, blank=True, help_text=_("Type of practice (guidance, annex 1)."))
    practice_category = models.CharField(
        max_length=60, blank=True, help_text=_("Category of practice (guidance, annex 1).")
    )
    practice_scope = models.CharField(max_length=120, blank=True, help_text=_("Scope of practice (guidance, annex 1)."))
    job_title = models.CharField(max_length=60, blank=True, help_text=_("Professional title (guidance, annex 1)."))
    commitment_version = models.CharField(
        max_length=40, blank=True, help_text=_("Version of the commitment's text that was signed (arts. 19–22).")
    )
    commitment_signed_on = models.DateField(null=True, blank=True, help_text=_("When the commitment was signed."))
    commitment_form = models.CharField(
        max_length=10, choices=titled(CommitmentForm), blank=True, help_text=_("On paper or on line (art. 22).")
    )
    refiling = models.BooleanField(
        default=False,
        help_text=_("A new filing after a termination, once the bar is over (art. 39); known to all provinces."),
    )

    class Meta(Fact.Meta):
        verbose_name = _("filing")
        verbose_name_plural = _("filings")
        ordering = ["person", "opened_on", "statement"]

    def __str__(self) -> str:
        return f"{self.person} @ {self.institution} {self.opened_on}"


class FilingCancellation(Fact):
    """The end of a filing (art. 18): not a status, an operation."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="cancellations", help_text=_("Which filing ends."))
    cancelled_on = models.DateField(help_text=_("First day on which it no longer holds."))
    reason = models.CharField(
        max_length=20, choices=titled(CancellationReason), blank=True, help_text=_("Why it ends (arts. 17, 18).")
    )

    class Meta(Fact.Meta):
        verbose_name = _("filing cancellation")
        verbose_name_plural = _("filing cancellations")
        ordering = ["filing", "cancelled_on", "statement"]

    def __str__(self) -> str:
        return f"{self.filing} {self.cancelled_on}"


class FilingPeriod(models.Model):
    """When a person is filed where: a projection of filings and cancellations in force, rebuilt at will.

    People who were merged have each other's filings: one row under each of their IDs.
    """

    filing = models.ForeignKey(
        Filing, models.CASCADE, related_name="periods", db_index=False, help_text=_("The filing it comes from.")
    )
    person = models.ForeignKey(Person, models.CASCADE, related_name="periods", help_text=_("Who is filed."))
    institution = models.CharField(max_length=40, help_text=_("Code of the institution."))
    opened_on = models.DateField(help_text=_("First day."))
    cancelled_on = models.DateField(null=True, help_text=_("First day on which it no longer holds."))

    class Meta:
        verbose_name = _("filing period")
        verbose_name_plural = _("filing periods")
        ordering = ["person", "opened_on", "filing"]
        constraints = [models.UniqueConstraint(fields=["filing", "person"], name="filing_period_once")]
        indexes = [models.Index(fields=["institution", "person", "opened_on"], name="filing_period_at")]

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.institution}"
