"""People found to be one, and found to be two after all: facts of national; and where an old ID leads."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.people.models.persons import Person
from registry.statements.facts import Fact


class PersonMerge(Fact):
    """Two lifelong IDs are one person; the absorbed one leads to the other for ever."""

    absorbed = models.ForeignKey(Person, models.PROTECT, related_name="merges_away", help_text=_("ID given up."))
    into = models.ForeignKey(Person, models.PROTECT, related_name="merges_in", help_text=_("ID that goes on."))
    merged_on = models.DateField(help_text=_("First day on which both are one."))
    case = models.CharField(max_length=80, help_text=_("National's case number."))

    class Meta(Fact.Meta):
        verbose_name = _("merge of two people")
        verbose_name_plural = _("merges of people")
        ordering = ["merged_on", "statement"]
        constraints = [models.CheckConstraint(condition=~Q(absorbed=F("into")), name="merge_of_two")]

    def __str__(self) -> str:
        return f"{self.absorbed_id} → {self.into_id}"


class PersonSplit(Fact):
    """A merge undone from the start."""

    merge = models.ForeignKey(PersonMerge, models.PROTECT, related_name="splits", help_text=_("Which merge."))
    split_on = models.DateField(help_text=_("When it was undone."))
    case = models.CharField(max_length=80, help_text=_("National's case number."))

    class Meta(Fact.Meta):
        verbose_name = _("split of a merged person")
        verbose_name_plural = _("splits of merged people")
        ordering = ["merge", "split_on", "statement"]

    def __str__(self) -> str:
        return f"{self.merge} {self.split_on}"
