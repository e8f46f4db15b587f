"""Fraud on which nobody was scored: an office is silent about the persons, or says why (Regulation art. 40; O44)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.statements.choices import titled
from registry.statements.facts import Fact, key_column
from registry.words.bases import LEGAL_BASES
from registry.words.written import writings


class UnscoredCase(Fact):
    """A case of fraud in which no person was scored in time; with a reason, why nobody is to be scored.

    Nothing is scored by it. A later decision of the author with the same authority and case number closes it, and so
    does a reason.
    """

    institution = models.CharField(max_length=40, db_index=True, help_text=_("Code of the institution."))
    basis_authority = models.CharField(max_length=120, help_text=_("Who made the institution-level decision."))
    basis_document = models.CharField(max_length=160, help_text=_("Document number of that decision."))
    case_number = models.CharField(max_length=80, help_text=_("Number of the case at the deciding authority."))
    legal_basis = models.CharField(
        max_length=40, choices=titled(LEGAL_BASES.values()), help_text=_("Legal basis of that decision.")
    )
    edition = models.CharField(
        max_length=120, blank=True, help_text=_("Article and edition of the text, as that decision cites it.")
    )
    decided_on = models.DateField(help_text=_("Date of that decision."))
    reason = models.CharField(
        max_length=300, blank=True, help_text=_("Why nobody is scored; empty while the office is silent.")
    )

    case_key = key_column()
    folded: ClassVar = {"case_key": lambda said: writings.case(said.basis_authority, said.case_number)}

    class Meta(Fact.Meta):
        verbose_name = _("case of fraud without points")
        verbose_name_plural = _("cases of fraud without points")
        ordering = ["decided_on", "statement"]
        indexes = [models.Index(fields=["author", "case_key"], name="unscored_case_folded")]

    def __str__(self) -> str:
        return f"{self.author}/{self.case_number}"
