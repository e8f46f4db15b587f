"""Objections 异议申诉 to points or to a status, and how they were settled (arts. 41–44)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.qualification.models.cascades import Cascade
from registry.qualification.models.decisions import Decision
from registry.statements.choices import titled
from registry.statements.facts import Fact
from registry.words.remedies import ObjectionBy, ObjectionOutcome


class Objection(Fact):
    """An objection that bears signature and seal. Pending until it is settled."""

    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="objections",
        help_text=_("The decision objected to."),
    )
    cascade = models.ForeignKey(
        Cascade,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="objections",
        help_text=_("Or the cascade objected to."),
    )
    lodged_on = models.DateField(help_text=_("When the agency received it."))
    lodged_by = models.CharField(
        max_length=12, choices=titled(ObjectionBy), help_text=_("Who objects: the person or the institution.")
    )
    document = models.CharField(max_length=160, blank=True, help_text=_("Number of the written objection."))

    class Meta(Fact.Meta):
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["lodged_on", "statement"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__isnull=True) ^ Q(cascade__isnull=True), name="objection_to_one_thing"
            )
        ]

    def __str__(self) -> str:
        return f"{self.decision or self.cascade} {self.lodged_on}"


class ObjectionSettlement(Fact):
    """How an objection ended: upheld, changed to other points, or annulled from the start."""

    objection = models.ForeignKey(
        Objection, models.PROTECT, related_name="settlements", help_text=_("Which objection.")
    )
    outcome = models.CharField(
        max_length=10, choices=titled(ObjectionOutcome), help_text=_("Upheld, changed or annulled.")
    )
    settled_on = models.DateField(help_text=_("When it was settled."))
    points = models.SmallIntegerField(null=True, blank=True, help_text=_("The points after a change: 1 to 12."))
    suspension_months = models.SmallIntegerField(
        null=True, blank=True, help_text=_("Length of the suspension after a change, if it is fixed: 1 to 6.")
    )
    document = models.CharField(max_length=160, help_text=_("Document of the verification."))
    reason = models.CharField(max_length=500, blank=True, help_text=_("Why; required where it is upheld."))

    class Meta(Fact.Meta):
        verbose_name = _("settlement of an objection")
        verbose_name_plural = _("settlements of objections")
        ordering = ["objection", "settled_on", "statement"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="changed", points__gte=1, points__lte=12)
                | (~Q(outcome="changed") & Q(points__isnull=True)),
                name="settlement_points_where_changed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.objection} {self.outcome}"
