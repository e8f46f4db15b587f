"""What this office states of thresholds that no notice foresaw, from the draft to the signature (O26, art. 29)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from provinces.office.codes import ApprovalState
from registry.people.models import Person
from registry.qualification.models import Decision
from registry.statements.choices import titled
from registry.words.measures import MeasureKind
from sync.models.triggers import NO_DELETE, NO_TRUNCATE


class UnforeseenMeasure(models.Model):
    """Start and length of a measure that no notice foresaw: proposed by one officer, approved by another."""

    decision = models.ForeignKey(
        Decision, models.PROTECT, related_name="+", help_text=_("The own decision that crossed the threshold.")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="+", help_text=_("The person, under the ID that goes on.")
    )
    kind = models.CharField(
        max_length=12,
        choices=titled((MeasureKind.SUSPENSION, MeasureKind.TERMINATION)),
        help_text=_("Suspension or termination."),
    )
    holds_from = models.DateField(help_text=_("First day of the measure, as it was when this was proposed."))
    points_total = models.SmallIntegerField(help_text=_("Points of the year, as they were when this was proposed."))
    starts_on = models.DateField(help_text=_("The day from which the term or bar is counted."))
    months = models.SmallIntegerField(
        null=True, blank=True, help_text=_("Length of the suspension in months: 1 to 6; empty for a termination.")
    )
    state = models.CharField(
        max_length=10,
        choices=titled(ApprovalState),
        default=ApprovalState.PROPOSED.value,
        help_text=_("How far it is."),
    )
    proposed_by = models.CharField(max_length=150, help_text=_("Account that proposed it, as text."))
    proposed_at = models.DateTimeField(help_text=_("When it was proposed."))
    approved_by = models.CharField(max_length=150, blank=True, help_text=_("Account that approved it, as text."))
    statement_id = models.UUIDField(null=True, help_text=_("The statement that was signed with it."))

    class Meta:
        verbose_name = _("measure that no notice foresaw")
        verbose_name_plural = _("measures that no notice foresaw")
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("proposed_by")), name="unforeseen_four_eyes"
            ),
            models.CheckConstraint(
                condition=(Q(state=ApprovalState.SIGNED) & ~Q(approved_by="") & ~Q(statement_id=None))
                | (~Q(state=ApprovalState.SIGNED) & Q(approved_by="", statement_id=None)),
                name="unforeseen_signed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(kind=MeasureKind.SUSPENSION, months__gte=1, months__lte=6)
                | Q(kind=MeasureKind.TERMINATION, months=None),
                name="unforeseen_whole",
            ),
            models.UniqueConstraint(
                fields=["decision", "kind"], condition=~Q(state=ApprovalState.SENT_BACK), name="unforeseen_once"
            ),
        ]
        triggers = [
            NO_DELETE,
            NO_TRUNCATE,
            pgtrigger.ReadOnly(name="fixed_fields", exclude=["state", "approved_by", "statement_id"]),
            pgtrigger.Protect(
                name="signed_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state=ApprovalState.SIGNED.value),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision.case_number} {self.get_kind_display()}"

    @property
    def institution(self) -> str:
        """Return the institution of the decision: its notice is served there."""
        return self.decision.institution

    @property
    def work(self) -> "UnforeseenMeasure":
        """Return the piece of work of which its notice is made."""
        return self
