"""Objections as the office handles them, from the letter to the answer (arts. 41 to 44)."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from provinces.remedies.codes import ObjectionState
from registry.people.models.persons import Person
from registry.qualification.models.cascades import Cascade
from registry.qualification.models.decisions import Decision
from registry.qualification.rules.objection_rules import ObjectionReviewer
from registry.statements.choices import titled
from registry.words.remedies import ObjectionBy, ObjectionOutcome
from sync.models.triggers import NO_DELETE, NO_TRUNCATE

STORED = [state for state in ObjectionState if state is not ObjectionState.LAPSED]

REVIEWERS = [
    (ObjectionReviewer.SAME_LEVEL_DEPARTMENT.value, _("administrative department of the same level")),
    (ObjectionReviewer.DECIDING_DEPARTMENT.value, _("department that made the handling decision")),
]


class ObjectionHandling(models.Model):
    """One objection. Nothing of it is on the log before it bears signature and seal (art. 41)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", help_text=_("Whom it is about."))
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", help_text=_("The decision objected to.")
    )
    cascade = models.ForeignKey(
        Cascade, models.PROTECT, null=True, blank=True, related_name="+", help_text=_("Or the cascade objected to.")
    )
    received_on = models.DateField(help_text=_("When the agency received the letter."))
    lodged_by = models.CharField(
        max_length=12, choices=titled(ObjectionBy), help_text=_("Who objects: the person or the institution.")
    )
    document = models.CharField(max_length=160, blank=True, help_text=_("Number of the written objection."))
    grounds = models.CharField(max_length=1000, blank=True, help_text=_("What it is about, in short."))
    signed = models.BooleanField(help_text=_("Bears the person's signature."))
    sealed = models.BooleanField(help_text=_("Bears the institution's seal."))
    received_by = models.CharField(max_length=150, help_text=_("Account that entered it, as text."))
    state = models.CharField(max_length=14, choices=titled(STORED), help_text=_("How far it is."))
    lodged_on = models.DateField(null=True, blank=True, help_text=_("From when it was complete."))
    objection_id = models.UUIDField(null=True, unique=True, help_text=_("The statement that lodged it."))
    explained_on = models.DateField(null=True, blank=True, help_text=_("When the agency explained the score."))
    passed_to = models.CharField(
        max_length=24, choices=REVIEWERS, blank=True, help_text=_("Who decides it, as the rule pack names it.")
    )
    passed_up_on = models.DateField(null=True, blank=True, help_text=_("When it was passed up."))
    experts_from = models.DateField(null=True, blank=True, help_text=_("When experts were asked."))
    experts_to = models.DateField(null=True, blank=True, help_text=_("When experts answered."))
    outcome = models.CharField(
        max_length=10, choices=titled(ObjectionOutcome), blank=True, help_text=_("How it ended.")
    )
    settled_on = models.DateField(null=True, blank=True, help_text=_("When it was settled."))
    settled_by = models.CharField(max_length=150, blank=True, help_text=_("Account that settled it, as text."))
    settlement_id = models.UUIDField(null=True, unique=True, help_text=_("The statement that settled it."))

    class Meta:
        verbose_name = _("objection in hand")
        verbose_name_plural = _("objections in hand")
        ordering = ["-received_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__isnull=True) ^ Q(cascade__isnull=True), name="handled_objection_to_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(state=ObjectionState.INCOMPLETE) ^ Q(objection_id__isnull=False),
                name="handled_objection_complete_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(state=ObjectionState.SETTLED) ^ Q(settlement_id=None),
                name="handled_objection_settled_is_signed",
            ),
            # Who was answered may object again to what the answer did not tell (O26, O45).
            models.UniqueConstraint(
                fields=["decision", "lodged_by"],
                condition=~Q(state=ObjectionState.SETTLED),
                name="handled_objection_to_decision_once",
            ),
            models.UniqueConstraint(
                fields=["cascade", "lodged_by"],
                condition=~Q(state=ObjectionState.SETTLED),
                name="handled_objection_to_cascade_once",
            ),
        ]
        triggers = [
            NO_DELETE,
            NO_TRUNCATE,
            pgtrigger.ReadOnly(
                name="fixed_fields",
                fields=["person", "decision", "cascade", "received_on", "lodged_by", "document", "grounds",
                        "received_by"],
            ),
            pgtrigger.Protect(
                name="settled_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state=ObjectionState.SETTLED.value),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.decision or self.cascade} {self.received_on}"
