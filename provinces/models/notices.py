"""Notices 处理通知书 as documents, sealed as they were made; and their serving (arts. 31, 33)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from provinces.codes import ServingMethod
from provinces.models.cases import CaseItem
from registry.models.choices import titled
from sync.models import APPEND_ONLY, NO_TRUNCATE


class Notice(models.Model):
    """One version of the notice of a decision. It names the person, so its bytes are sealed like the vault's."""

    item = models.ForeignKey(CaseItem, models.PROTECT, related_name="notices", help_text=_("What it is about."))
    number = models.CharField(max_length=80, help_text=_("Number of the notice."))
    version = models.SmallIntegerField(help_text=_("1 for the first; a further version is a further row."))
    issued_on = models.DateField(help_text=_("When the agency issued it."))
    issued_by = models.CharField(max_length=150, help_text=_("Account that issued it, as text."))
    made_at = models.DateTimeField(help_text=_("When it was made."))
    html_sealed = models.BinaryField(help_text=_("The page, encrypted."))
    html_digest = models.BinaryField(help_text=_("SHA-256 of the page."))
    pdf_sealed = models.BinaryField(help_text=_("The PDF document, encrypted."))
    pdf_digest = models.BinaryField(help_text=_("SHA-256 of the PDF document."))

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-issued_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["number", "version"], name="notice_version_once"),
            models.UniqueConstraint(fields=["item", "version"], name="notice_of_item_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="notice_version_from_1"),
        ]
        triggers = [APPEND_ONLY, NO_TRUNCATE]

    def __str__(self) -> str:
        return self.number if self.version == 1 else f"{self.number} ({self.version})"


class NoticeServing(models.Model):
    """A notice reached the institution; the first time is signed as `notice.served`."""

    notice = models.OneToOneField(Notice, models.PROTECT, related_name="serving", help_text=_("Which notice."))
    served_on = models.DateField(help_text=_("When the institution received it."))
    method = models.CharField(max_length=10, choices=titled(ServingMethod), help_text=_("How it was delivered."))
    statement_id = models.UUIDField(
        null=True, unique=True, help_text=_("The statement that says so; deadlines run from the first serving only.")
    )
    by = models.CharField(max_length=150, help_text=_("Account that entered it, as text."))
    at = models.DateTimeField(help_text=_("When it was entered."))

    class Meta:
        verbose_name = _("serving of a notice")
        verbose_name_plural = _("servings of notices")
        ordering = ["-served_on", "-id"]
        triggers = [APPEND_ONLY, NO_TRUNCATE]

    def __str__(self) -> str:
        return f"{self.notice} {self.served_on}"
