"""Standing as it was last computed: a projection that makes checks fast and can be thrown away and rebuilt."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from registry.people.models.persons import Person
from registry.statements.choices import titled
from registry.words.lifelong_id import shown
from registry.words.statuses import Status


class StandingInterval(models.Model):
    """A stretch of days on which a person's standing is one and the same; where no row is, it is normal."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="intervals", help_text=_("Whose standing."))
    from_on = models.DateField(help_text=_("First day."))
    to_on = models.DateField(null=True, help_text=_("First day after; empty while nothing known ends it."))
    since_on = models.DateField(
        null=True,
        help_text=_("First day of the whole stretch of this status for the same reason; empty where it always was."),
    )
    until_on = models.DateField(
        null=True, help_text=_("First day after that stretch; empty while nothing known ends it.")
    )
    status = models.CharField(max_length=12, choices=titled(Status), help_text=_("Status on these days."))
    term_over = models.BooleanField(
        default=False,
        help_text=_("The term has run out; the status lasts until a restoration or new filing (art. 39)."),
    )
    term_ends_on = models.DateField(null=True, help_text=_("First day after the suspension's term."))
    bar_ends_on = models.DateField(null=True, help_text=_("First day on which a new filing may be accepted."))
    assessed = models.BooleanField(
        default=False,
        help_text=_("The bar is over and the assessment was passed: only a new filing is missing (art. 39)."),
    )
    pending = models.BooleanField(default=False, help_text=_("Rests on an own fact not yet in the national log."))
    objection_pending = models.BooleanField(
        default=False,
        help_text=_("An objection to points or to the status is not settled yet (art. 41)."),
    )
    rule = models.CharField(max_length=80, blank=True, help_text=_("Article that the status follows from."))
    reasons = models.JSONField(default=list, help_text=_("Every reason in force, the strictest first."))

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        ordering = ["person", "from_on"]
        constraints = [
            ExclusionConstraint(
                name="standing_one_a_day",
                expressions=[
                    # As a number: a GiST index of texts is three times as slow to fill.
                    (Cast("person", models.BigIntegerField()), RangeOperators.EQUAL),
                    (Func("from_on", "to_on", function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gt=models.F("from_on")), name="standing_not_empty"
            ),
        ]
        indexes = [models.Index(fields=["person", "-from_on"], name="standing_on_day")]

    def __str__(self) -> str:
        return f"{shown(self.person_id)} {self.since} {self.get_status_display()}"

    @property
    def since(self) -> date:
        """Return the first day of the whole stretch; the first of these days where it always was so."""
        return self.since_on or self.from_on


class Measure(models.Model):
    """What followed from the points: a suspension or a termination, with the decision that crossed the threshold."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="measures", help_text=_("Who it is about."))
    decision_id = models.UUIDField(help_text=_("The decision whose points crossed the threshold."))
    author = models.CharField(max_length=6, help_text=_("Division of that decision."))
    kind = models.CharField(
        max_length=12,
        choices=[("suspension", _("suspension")), ("termination", _("termination"))],
        help_text=_("Suspension or termination."),
    )
    year = models.SmallIntegerField(help_text=_("Calendar year of the points."))
    points_total = models.SmallIntegerField(help_text=_("The year's points with that decision."))
    starts_on = models.DateField(help_text=_("First day."))
    months = models.SmallIntegerField(null=True, help_text=_("Months of suspension."))
    ends_on = models.DateField(null=True, help_text=_("First day after the term, or after the bar."))
    bar_years = models.SmallIntegerField(null=True, help_text=_("Years in which no filing is accepted."))
    mode = models.CharField(max_length=12, help_text=_("single, at_once or accumulated."))
    rule = models.CharField(max_length=80, help_text=_("Article it follows from."))
    unforeseen = models.BooleanField(
        default=False, help_text=_("No notice foresaw that the threshold is crossed: the author's office states it.")
    )

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["person", "starts_on", "decision_id"]
        constraints = [models.UniqueConstraint(fields=["person", "decision_id"], name="measure_once")]

    def __str__(self) -> str:
        return f"{shown(self.person_id)} {self.starts_on} {self.get_kind_display()}"
