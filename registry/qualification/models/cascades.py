"""Cascades: a status that follows from the institution's own suspension or termination, without points (art. 34)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.people.models.persons import Person
from registry.statements.choices import titled
from registry.statements.facts import Fact, key_column
from registry.words.statuses import Status
from registry.words.written import writings


class Cascade(Fact):
    """A status put on a responsible person, and on nobody else, because the institution lost its own."""

    concerns_author = True
    reference = models.CharField(max_length=120, help_text=_("The author's reference of this status change."))
    person = models.ForeignKey(Person, models.PROTECT, related_name="cascades", help_text=_("The responsible person."))
    institution = models.CharField(
        max_length=40, blank=True, help_text=_("Code of the institution, where there is one.")
    )
    status = models.CharField(
        max_length=12,
        choices=titled((Status.SUSPENDED, Status.TERMINATED)),
        help_text=_("Suspended or terminated."),
    )
    reason = models.CharField(max_length=200, blank=True, help_text=_("Why."))
    basis_authority = models.CharField(max_length=120, blank=True, help_text=_("Who acted against the institution."))
    basis_document = models.CharField(max_length=160, blank=True, help_text=_("Document number of that act."))
    applied_on = models.DateField(help_text=_("First day of the status."))
    notice_served_on = models.DateField(
        null=True,
        blank=True,
        help_text=_("When the notice was served, of a case taken over: it takes effect from then."),
    )

    reference_key = key_column()
    folded: ClassVar = {"reference_key": lambda said: writings.number(said.reference)}

    class Meta(Fact.Meta):
        verbose_name = _("cascade")
        verbose_name_plural = _("cascades")
        ordering = ["person", "applied_on", "statement"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=["suspended", "terminated"]), name="cascade_status_known")
        ]
        indexes = [models.Index(fields=["author", "reference_key"], name="cascade_reference_folded")]

    def __str__(self) -> str:
        return f"{self.author}/{self.reference}"


class CascadeLift(Fact):
    """The end of a cascade."""

    cascade = models.ForeignKey(Cascade, models.PROTECT, related_name="lifts", help_text=_("Which cascade ends."))
    lifted_on = models.DateField(help_text=_("First day on which it no longer holds."))

    class Meta(Fact.Meta):
        verbose_name = _("lifting of a cascade")
        verbose_name_plural = _("liftings of cascades")
        ordering = ["cascade", "lifted_on", "statement"]

    def __str__(self) -> str:
        return f"{self.cascade} {self.lifted_on}"
