"""Runs over files of cases, and the answer to each row."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sync.models import Outcome, Proposal
from sync.models.triggers import APPEND_ONLY, NO_DELETE, NO_TRUNCATE


class IntakeFile(models.Model):
    """One run over one file of cases. Running the same file again goes on where the first run ended."""

    kind = models.CharField(max_length=20, help_text=_("institutions, persons, filings, decisions …"))
    name = models.CharField(max_length=200, help_text=_("File name as given."))
    digest = models.BinaryField(help_text=_("SHA-256 of the file."))
    read_as = models.CharField(
        max_length=60, blank=True, help_text=_("Encoding it was read in, or “xlsx” and the name of the sheet.")
    )
    acting = models.CharField(max_length=150, help_text=_("Who brought it in, as text."))
    rehearsed = models.BooleanField(
        default=False, help_text=_("Only tried: what its rows say binds somebody, and waits for approval.")
    )
    proposal = models.ForeignKey(
        Proposal,
        models.PROTECT,
        null=True,
        related_name="intake_files",
        help_text=_("What two accounts agreed on, where its rows bind somebody."),
    )
    started_at = models.DateTimeField(help_text=_("When the run began."))
    finished_at = models.DateTimeField(null=True, help_text=_("When every row had its answer."))
    rows_in = models.IntegerField(default=0, help_text=_("Rows read."))
    accepted = models.IntegerField(default=0, help_text=_("Rows accepted."))
    held = models.IntegerField(default=0, help_text=_("Rows held for a human."))
    refused = models.IntegerField(default=0, help_text=_("Rows refused."))
    duplicate = models.IntegerField(default=0, help_text=_("Rows known already."))

    class Meta:
        verbose_name = _("intake file")
        verbose_name_plural = _("intake files")
        ordering = ["-started_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True)
                | Q(rows_in=F("accepted") + F("held") + F("refused") + F("duplicate")),
                name="intake_counts_add_up",
            )
        ]
        triggers = [NO_DELETE, NO_TRUNCATE]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class IntakeContent(models.Model):
    """The rows of a file that waits for approval, as they were read: what is approved is what is carried out."""

    file = models.OneToOneField(
        IntakeFile, models.PROTECT, primary_key=True, related_name="content", help_text=_("Which file.")
    )
    sealed = models.BinaryField(help_text=_("Columns and rows, encrypted."))

    class Meta:
        verbose_name = _("content of an intake file")
        verbose_name_plural = _("contents of intake files")
        triggers = [APPEND_ONLY, NO_TRUNCATE]

    def __str__(self) -> str:
        return str(self.file_id)


class IntakeRow(models.Model):
    """The answer to one row of a file."""

    file = models.ForeignKey(IntakeFile, models.PROTECT, related_name="rows", help_text=_("Which file."))
    number = models.IntegerField(help_text=_("The first row after the header is 1; of a workbook, as in the sheet."))
    outcome = models.CharField(max_length=9, choices=Outcome.choices, help_text=_("What became of the row."))
    code = models.CharField(max_length=60, blank=True, help_text=_("Stable reason code."))
    field = models.CharField(max_length=60, blank=True, help_text=_("Column the reason is about."))
    sentence = models.TextField(blank=True, help_text=_("Reason as a sentence, in English."))
    sentence_zh = models.TextField(blank=True, help_text=_("Reason as a sentence, in Chinese."))
    person = models.CharField(max_length=16, blank=True, help_text=_("Lifelong ID, where the row led to one."))
    statement_id = models.UUIDField(null=True, help_text=_("The statement made of the row."))

    class Meta:
        verbose_name = _("intake row")
        verbose_name_plural = _("intake rows")
        ordering = ["file", "number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="intake_row_once")]
        triggers = [
            NO_DELETE,
            NO_TRUNCATE,
            pgtrigger.ReadOnly(name="fixed_fields", fields=["file", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.file_id}:{self.number} {self.get_outcome_display()}"
