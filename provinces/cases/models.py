"""Cases 案件: the penalty or agreement handling against an institution; and what each person answers for in it."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from provinces.cases.codes import ItemState
from registry.people.models.persons import Person
from registry.statements.choices import titled
from registry.statements.facts import key_column
from registry.words.bases import LEGAL_BASES, BasisKind
from registry.words.degrees import Degree, Ground, Reached
from sync.models.triggers import NO_DELETE, NO_TRUNCATE

SIGNED = (ItemState.HELD, ItemState.REFUSED, ItemState.ISSUED)
APPROVED = (ItemState.APPROVED, *SIGNED)
ENDED = (ItemState.SENT_BACK, ItemState.WITHDRAWN, ItemState.REFUSED)


class Case(models.Model):
    """The decision against an institution without which there are no points (art. 24). It comes first."""

    institution = models.CharField(max_length=40, db_index=True, help_text=_("Code of the institution."))
    basis_kind = models.CharField(
        max_length=20,
        choices=titled(BasisKind),
        help_text=_("What the authority did: a penalty, an agreement handling."),
    )
    basis_authority = models.CharField(max_length=120, help_text=_("Who made the institution-level decision."))
    basis_document = models.CharField(max_length=160, help_text=_("Document number of that decision."))
    case_number = models.CharField(max_length=80, help_text=_("Number of the case at the deciding authority."))
    decided_on = models.DateField(help_text=_("Date of the basis: the calendar year it counts in (art. 27)."))
    received_on = models.DateField(
        null=True, blank=True, help_text=_("When the agency received the penalty decision (art. 31).")
    )
    inspection = models.CharField(max_length=160, blank=True, help_text=_("Inspection in which it was found."))
    legal_basis = models.CharField(
        max_length=40,
        choices=titled(LEGAL_BASES.values()),
        blank=True,
        default="",
        help_text=_("Legal basis of the institution-level decision, where it is entered with the case."),
    )
    edition = models.CharField(
        max_length=120,
        blank=True,
        default="",
        help_text=_("Article and edition of the text, as that decision cites it."),
    )
    case_key = key_column()
    opened_by = models.CharField(max_length=150, help_text=_("Account that opened the case, as text."))
    opened_at = models.DateTimeField(help_text=_("When the case was opened."))
    withdrawn_by = models.CharField(max_length=150, blank=True, help_text=_("Account that withdrew the case, as text."))
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text=_("When the case was withdrawn."))

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-opened_at", "-id"]
        permissions = [
            ("handle_case", _("Can open cases and applications, draft and propose, serve notices")),
            ("approve_case", _("Can approve what somebody else has proposed")),
            ("review_objection", _("Can settle objections that were passed up")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case_key"], condition=Q(withdrawn_at=None), name="case_opened_once"),
            models.CheckConstraint(
                condition=~Q(basis_kind=BasisKind.PENALTY) | Q(received_on__gte=F("decided_on")),
                name="case_penalty_received",
            ),
        ]
        triggers = [
            NO_DELETE,
            NO_TRUNCATE,
            pgtrigger.ReadOnly(name="fixed_fields", exclude=["withdrawn_by", "withdrawn_at"]),
        ]

    def __str__(self) -> str:
        return self.case_number


class CaseItem(models.Model):
    """What one person answers for in a case. Its content never changes: what is sent back is drafted anew."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="items", help_text=_("Which case."))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", help_text=_("Who gets the points."))
    item = models.CharField(max_length=40, help_text=_("Item of the case: one act or type of violation."))
    item_key = key_column()
    act = models.CharField(max_length=200, help_text=_("The act, in words; one act is scored once (art. 26)."))
    act_key = key_column()
    violation = models.CharField(
        max_length=80,
        help_text=_(
            "Type of violation; types add up, and of one type each act unless the rule pack scores them once (art. 26)."
        ),
    )
    situations = models.JSONField(help_text=_("The situations of the rule set that the act matches."))
    legal_basis = models.CharField(
        max_length=40, choices=titled(LEGAL_BASES.values()), help_text=_("Legal basis; it fixes the band.")
    )
    degree = models.CharField(
        max_length=12, choices=titled(Degree), help_text=_("General, important or principal responsibility.")
    )
    ground = models.CharField(
        max_length=10,
        choices=titled(Ground),
        default=Ground.NONE.value,
        help_text=_("Lenient or severe ground (art. 25)."),
    )
    ground_reason = models.CharField(max_length=300, blank=True, help_text=_("Why the ground applies."))
    points = models.SmallIntegerField(help_text=_("1 to 12."))
    reached = models.CharField(
        max_length=12,
        choices=titled(Reached),
        default=Reached.ACCUMULATED.value,
        help_text=_("Whether 12 were reached at once or accumulated."),
    )
    conduct_from = models.DateField(null=True, blank=True, help_text=_("First day of the conduct."))
    conduct_to = models.DateField(null=True, blank=True, help_text=_("Last day of the conduct."))
    suspension_months = models.SmallIntegerField(
        null=True, blank=True, help_text=_("Length of the suspension in months, if the notice fixes it: 1 to 6.")
    )
    suspension_starts_on = models.DateField(
        null=True, blank=True, help_text=_("First day of the measure, as the notice says it.")
    )
    amount_yuan = models.BigIntegerField(
        null=True, blank=True, help_text=_("Amount attributable to the person, in whole yuan (art. 24).")
    )
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", help_text=_("The draft sent back.")
    )
    state = models.CharField(
        max_length=12, choices=titled(ItemState), default=ItemState.DRAFTED.value, help_text=_("How far it is.")
    )
    drafted_by = models.CharField(max_length=150, help_text=_("Account that drafted it, as text."))
    drafted_at = models.DateTimeField(help_text=_("When it was drafted."))
    proposed_by = models.CharField(max_length=150, blank=True, help_text=_("Account that proposed it, as text."))
    approved_by = models.CharField(max_length=150, blank=True, help_text=_("Account that approved it, as text."))
    foreseen = models.JSONField(null=True, help_text=_("What it would lead to, as the approver saw it."))
    decision_id = models.UUIDField(null=True, unique=True, help_text=_("The decision signed of it."))

    class Meta:
        verbose_name = _("item of a case")
        verbose_name_plural = _("items of cases")
        ordering = ["-case", "item", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(points__gte=1, points__lte=12), name="item_points_1_to_12"),
            models.CheckConstraint(
                condition=Q(suspension_months=None) | Q(suspension_months__gte=1, suspension_months__lte=6),
                name="item_suspension_1_to_6",
            ),
            models.CheckConstraint(condition=Q(amount_yuan=None) | Q(amount_yuan__gte=0), name="item_amount_from_0"),
            models.CheckConstraint(
                condition=Q(approved_by="") | (~Q(approved_by=F("proposed_by")) & ~Q(approved_by=F("drafted_by"))),
                name="item_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(state__in=APPROVED) ^ Q(approved_by=""), name="item_approved_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(state__in=SIGNED) ^ Q(decision_id=None),
                name="item_issued_is_signed",
            ),
            models.UniqueConstraint(
                fields=["case", "item_key"], condition=~Q(state__in=ENDED), name="item_of_case_once"
            ),
            models.UniqueConstraint(
                fields=["case", "person", "act_key"], condition=~Q(state__in=ENDED), name="item_act_once"
            ),
        ]
        triggers = [
            NO_DELETE,
            NO_TRUNCATE,
            pgtrigger.ReadOnly(
                name="fixed_fields",
                exclude=["state", "proposed_by", "approved_by", "foreseen", "decision_id"],
            ),
            pgtrigger.Protect(
                name="issued_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=[ItemState.ISSUED.value, ItemState.REFUSED.value]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.case_number}/{self.item}"

    @property
    def institution(self) -> str:
        """Return the institution of the case: the notice is served there."""
        return self.case.institution

    @property
    def work(self) -> "CaseItem":
        """Return the piece of work of which its notice is made."""
        return self
