"""Notices 处理通知书 as documents, sealed as they were made; their serving, and what is done then (arts. 31 to 34)."""

from typing import TYPE_CHECKING, Protocol

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from provinces.notices.codes import NoticeStep, ServingMethod
from registry.statements.choices import titled
from registry.words.statuses import Status
from sync.models.triggers import APPEND_ONLY, NO_TRUNCATE

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Noticed(Protocol):
    """What a notice may be about; the rooms that make notices say of their own what else is needed (`kinds`)."""

    person_id: str

    @property
    def notices(self) -> "RelatedManager[Notice]":
        """Return the versions of the notice of it."""

    @property
    def work(self) -> models.Model:
        """Return the piece of work that is locked while a step is taken upon a notice of it."""

    @property
    def institution(self) -> str:
        """Return the institution that is told."""


class Notice(models.Model):
    """One version of the notice of a decision, of a cascade for one person, or of a measure that no notice foresaw.

    It names the person, so its bytes are sealed like the vault's.
    """

    item = models.ForeignKey(
        "provinces.CaseItem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        help_text=_("The item whose decision it is about."),
    )
    subject = models.ForeignKey(
        "provinces.CascadeSubject",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        help_text=_("Or the person named in an order of a cascade."),
    )
    unforeseen = models.ForeignKey(
        "provinces.UnforeseenMeasure",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        help_text=_("Or the measure that no notice foresaw."),
    )
    status = models.CharField(
        max_length=12,
        choices=titled((Status.SUSPENDED, Status.TERMINATED)),
        blank=True,
        default="",
        help_text=_("Status that it tells the institution to set; empty where none follows."),
    )
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("corrects notice"),
        null=True,
        blank=True,
        related_name="corrected_by",
        help_text=_("The served notice that it corrects, because that one did not say what stands any more."),
    )
    told = models.JSONField(
        null=True,
        help_text=_("What it says of the standing, by which it is seen whether it still does; no name is in it."),
    )
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
            models.UniqueConstraint(fields=["subject", "version"], name="notice_of_subject_version_once"),
            models.UniqueConstraint(fields=["unforeseen", "version"], name="notice_of_unforeseen_version_once"),
            models.CheckConstraint(
                condition=Q(item__isnull=False, subject__isnull=True, unforeseen__isnull=True)
                | Q(item__isnull=True, subject__isnull=False, unforeseen__isnull=True)
                | Q(item__isnull=True, subject__isnull=True, unforeseen__isnull=False),
                name="notice_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="notice_version_from_1"),
        ]
        triggers = [APPEND_ONLY, NO_TRUNCATE]

    def __str__(self) -> str:
        return self.number if self.version == 1 else f"{self.number} ({self.version})"

    @property
    def about(self) -> Noticed:
        """Return what it is about."""
        found: Noticed | None = self.item or self.subject or self.unforeseen
        assert found is not None
        return found

    @property
    def work(self) -> models.Model:
        """Return the piece of work that it came of; steps upon a notice lock that, for a notice never changes."""
        return self.about.work

    @property
    def person_id(self) -> str:
        """Return whom it is about."""
        return self.about.person_id

    @property
    def institution(self) -> str:
        """Return the institution that it is served on."""
        return self.about.institution

    @property
    def is_served(self) -> bool:
        """Return whether the institution received it."""
        return hasattr(self, "serving")

    @property
    def withdraws(self) -> bool:
        """Return whether it says that nothing stands any more of what it corrects."""
        return self.told is not None and self.told.get("withdrawn", False) is True

    def followed_by(self, step: NoticeStep) -> "NoticeFollowUp | None":
        """Return when a step after it was taken; None where it was not."""
        return next((each for each in self.follow_ups.all() if each.name == step), None)


class NoticeNumbers(models.Model):
    """How many numbers of one word were given in a year: a number is given when a notice is made, and none is lost."""

    word = models.CharField(max_length=4, help_text=_("The word in the number, by which notices are counted apart."))
    year = models.SmallIntegerField(help_text=_("Year in the number."))
    last = models.IntegerField(default=0, help_text=_("The number that was given last."))

    class Meta:
        verbose_name = _("numbers of notices")
        verbose_name_plural = _("numbers of notices")
        ordering = ["word", "year"]
        constraints = [models.UniqueConstraint(fields=["word", "year"], name="notice_numbers_once")]

    def __str__(self) -> str:
        return f"{self.word}〔{self.year}〕{self.last}"


class SupersededNotice(models.Model):
    """A notice that does not say any more what stands: a projection, which can be thrown away and looked up anew."""

    notice = models.OneToOneField(Notice, models.CASCADE, related_name="superseded", help_text=_("Which notice."))
    since = models.DateTimeField(help_text=_("When this was seen first."))

    class Meta:
        verbose_name = _("superseded notice")
        verbose_name_plural = _("superseded notices")
        ordering = ["since", "id"]

    def __str__(self) -> str:
        return str(self.notice)


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


FOLLOW_UPS = (NoticeStep.RECORD_UPDATED, NoticeStep.RECEIVED_BY_PERSON, NoticeStep.REPORTED)


class NoticeFollowUp(models.Model):
    """One thing that was done after a notice was served.

    The institution set its record (art. 33) or confirmed that the person received the notice (art. 41), or the agency
    reported (arts. 40, 52).
    """

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="follow_ups", help_text=_("Upon which notice."))
    name = models.CharField(max_length=30, choices=titled(FOLLOW_UPS), help_text=_("What was done."))
    on = models.DateField(help_text=_("When it was done."))
    by = models.CharField(max_length=150, help_text=_("Account that entered it, as text."))
    at = models.DateTimeField(help_text=_("When it was entered."))

    class Meta:
        verbose_name = _("step after a notice")
        verbose_name_plural = _("steps after notices")
        ordering = ["-on", "-id"]
        constraints = [models.UniqueConstraint(fields=["notice", "name"], name="notice_followed_up_once")]
        triggers = [APPEND_ONLY, NO_TRUNCATE]

    def __str__(self) -> str:
        return f"{self.notice} {self.name}"
