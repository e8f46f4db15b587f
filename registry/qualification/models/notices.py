"""Notices 处理通知书: when one was issued and served; from then on deadlines run (arts. 31, 33, 41)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.qualification.models.decisions import Decision
from registry.statements.facts import Fact


class NoticeServed(Fact):
    """The notice of one decision was served. It moves deadlines, never a term: that is fixed by the decision.

    A further one corrects what was served and did not say what stands any more (O45).
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="notices", help_text=_("Which decision."))
    number = models.CharField(max_length=80, help_text=_("Number of the notice."))
    corrects = models.CharField(
        _("corrects notice"),
        max_length=80,
        blank=True,
        default="",
        help_text=_("Number of the notice that it corrects, because that one did not say what stands any more."),
    )
    issued_on = models.DateField(help_text=_("When the agency issued it."))
    served_on = models.DateField(help_text=_("When the institution received it."))

    class Meta(Fact.Meta):
        verbose_name = _("served notice")
        verbose_name_plural = _("served notices")
        ordering = ["decision", "served_on", "statement"]
        constraints = [
            models.CheckConstraint(condition=Q(served_on__gte=F("issued_on")), name="notice_served_after_issue")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.served_on}"


class NoticeReceived(Fact):
    """The person received the notice of one decision, as the institution confirms: their ten days run from then."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="receipts", help_text=_("Which decision."))
    received_on = models.DateField(help_text=_("When the person received it."))
    number = models.CharField(
        max_length=80,
        blank=True,
        default="",
        help_text=_("Number of the notice, where it is one that corrects another; empty for the first."),
    )
    document = models.CharField(max_length=160, blank=True, help_text=_("What confirms it."))

    class Meta(Fact.Meta):
        verbose_name = _("receipt of a notice")
        verbose_name_plural = _("receipts of notices")
        ordering = ["decision", "received_on", "statement"]

    def __str__(self) -> str:
        return f"{self.decision} {self.received_on}"
