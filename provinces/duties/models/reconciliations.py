"""Reconciliations: an institution's own list of statuses against the standing of a day (arts. 35, 46)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from provinces.duties.codes import DifferenceKind
from registry.statements.choices import titled
from registry.words.statuses import Status
from sync.models.triggers import APPEND_ONLY, NO_TRUNCATE

STATUSES = (Status.NORMAL, Status.SUSPENDED, Status.TERMINATED)
"""The three that an institution sets (art. 16)."""


class Reconciliation(models.Model):
    """One list of one institution, compared with the standing on one day. Its counts add up, and it never changes."""

    institution = models.CharField(max_length=40, db_index=True, help_text=_("Code of the institution."))
    on = models.DateField(help_text=_("Day whose standing it was compared with."))
    name = models.CharField(max_length=200, help_text=_("File name."))
    digest = models.BinaryField(help_text=_("SHA-256 of the file."))
    read_as = models.CharField(
        max_length=60, blank=True, help_text=_("Encoding it was read in, or “xlsx” and the name of the sheet.")
    )
    rows_in = models.IntegerField(help_text=_("Rows of the file."))
    same = models.IntegerField(help_text=_("Rows that agree."))
    different = models.IntegerField(help_text=_("Rows that differ."))
    refused = models.IntegerField(help_text=_("Rows that cannot be read."))
    missing = models.IntegerField(help_text=_("People filed here whom the list does not name."))
    by = models.CharField(max_length=150, help_text=_("Account that ran it, as text."))
    at = models.DateTimeField(help_text=_("When it was run."))

    class Meta:
        verbose_name = _("reconciliation of statuses")
        verbose_name_plural = _("reconciliations of statuses")
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rows_in=F("same") + F("different") + F("refused")), name="reconciliation_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(same__gte=0, different__gte=0, refused__gte=0, missing__gte=0),
                name="reconciliation_counts_from_0",
            ),
        ]
        triggers = [APPEND_ONLY, NO_TRUNCATE]

    def __str__(self) -> str:
        return f"{self.institution} {self.on}"


class ReconciliationRow(models.Model):
    """One difference. Of a row that means nobody known here only its number is kept: its cells may hold a name."""

    run = models.ForeignKey(Reconciliation, models.PROTECT, related_name="rows", help_text=_("Which run."))
    number = models.IntegerField(
        help_text=_("The first row after the header is 1; of a workbook, as in the sheet; 0 where the list has none.")
    )
    kind = models.CharField(max_length=16, choices=titled(DifferenceKind), help_text=_("In what they differ."))
    person = models.CharField(max_length=16, blank=True, help_text=_("Lifelong ID, where somebody is known."))
    theirs = models.CharField(
        max_length=12, choices=titled(STATUSES), blank=True, help_text=_("Status in the institution's list.")
    )
    ours = models.CharField(
        max_length=12, choices=titled(STATUSES), blank=True, help_text=_("Status by the standing of the day.")
    )
    their_since = models.DateField(null=True, help_text=_("First day in the institution's list."))
    our_since = models.DateField(null=True, help_text=_("First day by the standing."))
    code = models.CharField(max_length=60, blank=True, help_text=_("Why the row cannot be read."))
    field = models.CharField(max_length=60, blank=True, help_text=_("Column the reason is about."))
    sentence = models.TextField(blank=True, help_text=_("Reason as a sentence, in English."))
    sentence_zh = models.TextField(blank=True, help_text=_("Reason as a sentence, in Chinese."))

    class Meta:
        verbose_name = _("difference of a reconciliation")
        verbose_name_plural = _("differences of reconciliations")
        ordering = ["run", "number", "person"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "number"], condition=Q(number__gte=1), name="reconciliation_row_once"
            ),
            models.CheckConstraint(
                condition=Q(kind=DifferenceKind.MISSING_THERE) ^ Q(number__gte=1), name="reconciliation_row_of_the_list"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[DifferenceKind.UNREADABLE, DifferenceKind.UNKNOWN_HERE]) | Q(person=""),
                name="reconciliation_row_of_nobody",
            ),
        ]
        triggers = [APPEND_ONLY, NO_TRUNCATE]

    def __str__(self) -> str:
        return f"{self.run}:{self.number} {self.get_kind_display()}"
