"""Decisions: points for one person on one basis; and their annulment."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.people.models.persons import Person
from registry.statements.choices import titled
from registry.statements.facts import Fact, key_column
from registry.words.bases import LEGAL_BASES, BasisKind
from registry.words.degrees import Degree, Ground, Reached
from registry.words.measures import MeasureKind
from registry.words.written import writings


class Decision(Fact):
    """Points for one person on one basis (arts. 23–27), dated by the basis."""

    concerns_author = True
    person = models.ForeignKey(Person, models.PROTECT, related_name="decisions", help_text=_("Who gets the points."))
    institution = models.CharField(max_length=40, help_text=_("Code of the institution that was penalised."))
    case_number = models.CharField(max_length=80, help_text=_("Number of the case at the deciding authority."))
    item = models.CharField(max_length=40, help_text=_("Item of the case: one act or type of violation."))
    basis_kind = models.CharField(
        max_length=20,
        choices=titled(BasisKind),
        help_text=_("What the authority did: a penalty, an agreement handling."),
    )
    basis_authority = models.CharField(max_length=120, help_text=_("Who made the institution-level decision."))
    basis_document = models.CharField(max_length=160, help_text=_("Document number of that decision."))
    legal_basis = models.CharField(
        max_length=40, choices=titled(LEGAL_BASES.values()), help_text=_("Legal basis; it fixes the band.")
    )
    decided_on = models.DateField(help_text=_("Date of the basis: the calendar year it counts in (art. 27)."))
    degree = models.CharField(
        max_length=12, choices=titled(Degree), help_text=_("General, important or principal responsibility.")
    )
    points = models.SmallIntegerField(help_text=_("1 to 12."))
    ground = models.CharField(
        max_length=10, choices=titled(Ground), help_text=_("Lenient or severe ground, if any (art. 25).")
    )
    ground_reason = models.CharField(max_length=300, blank=True, help_text=_("Why the ground applies."))
    situation = models.CharField(
        max_length=40,
        blank=True,
        help_text=_("The situation of the province's rule pack in which it was made, if any."),
    )
    reached = models.CharField(
        max_length=12, choices=titled(Reached), help_text=_("Whether 12 were reached at once or accumulated.")
    )
    conduct_from = models.DateField(null=True, blank=True, help_text=_("First day of the conduct."))
    conduct_to = models.DateField(null=True, blank=True, help_text=_("Last day of the conduct."))
    notice_issued_on = models.DateField(null=True, blank=True, help_text=_("When the notice was issued."))
    notice_served_on = models.DateField(
        null=True,
        blank=True,
        help_text=_("When the notice was served, of a case taken over: it takes effect from then."),
    )
    measure = models.CharField(
        max_length=12, choices=titled(MeasureKind), blank=True, help_text=_("What follows, as the notice says it.")
    )
    basis_received_on = models.DateField(
        null=True,
        blank=True,
        help_text=_("When the agency received the penalty decision: its five working days run from then (art. 31)."),
    )
    suspension_months = models.SmallIntegerField(
        null=True, blank=True, help_text=_("Length of the suspension in months, if the notice fixes it: 1 to 6.")
    )
    suspension_starts_on = models.DateField(
        null=True, blank=True, help_text=_("First day of the measure, if the notice fixes it.")
    )

    case_key = key_column()
    item_key = key_column()
    folded: ClassVar = {
        "case_key": lambda said: writings.case(said.basis_authority, said.case_number),
        "item_key": lambda said: writings.words(said.item),
    }

    class Meta(Fact.Meta):
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["person", "decided_on", "statement"]
        constraints = [
            models.CheckConstraint(condition=Q(points__gte=1, points__lte=12), name="decision_points_1_to_12"),
            models.CheckConstraint(
                condition=Q(suspension_months__isnull=True) | Q(suspension_months__gte=1, suspension_months__lte=6),
                name="decision_suspension_1_to_6",
            ),
        ]
        indexes = [models.Index(fields=["case_key", "item_key"], name="decision_case_folded")]

    def __str__(self) -> str:
        return f"{self.case_number}/{self.item} {self.person}"


class StatedMeasure(Fact):
    """What the lead province states of a threshold that no notice foresaw (two provinces at once, a merge)."""

    decision = models.ForeignKey(
        Decision, models.PROTECT, related_name="stated_measures", help_text=_("The decision that crossed.")
    )
    kind = models.CharField(max_length=12, choices=titled(MeasureKind), help_text=_("Suspension or termination."))
    starts_on = models.DateField(help_text=_("The day from which the term or bar is counted."))
    months = models.SmallIntegerField(
        null=True, blank=True, help_text=_("Length of the suspension in months: 1 to 6; empty for a termination.")
    )
    number = models.CharField(max_length=80, help_text=_("Number of the notice."))
    issued_on = models.DateField(help_text=_("When the agency issued the notice."))

    class Meta(Fact.Meta):
        verbose_name = _("stated measure")
        verbose_name_plural = _("stated measures")
        ordering = ["decision", "statement"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="suspension", months__gte=1, months__lte=6)
                | Q(kind="termination", months__isnull=True),
                name="stated_measure_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.starts_on}"


class Annulment(Fact):
    """A decision undone from the start: quashed, reconsidered, lost in court, or issued in error."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="annulments", help_text=_("Which decision."))
    annulled_on = models.DateField(help_text=_("When it was annulled."))
    document = models.CharField(max_length=160, help_text=_("Document that annuls it."))

    class Meta(Fact.Meta):
        verbose_name = _("annulment")
        verbose_name_plural = _("annulments")
        ordering = ["decision", "statement"]

    def __str__(self) -> str:
        return f"{self.document} {self.annulled_on}"
