"""The duplicate queue of national: pairs that may be one person, and merges that may have been wrong."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.people.codes import Clue, ProposalState, Work
from registry.people.models.merges import PersonMerge
from registry.people.models.persons import Person
from registry.statements.choices import titled
from sync.models import Statement
from sync.models.triggers import NO_DELETE, NO_TRUNCATE


class MergeProposal(models.Model):
    """One pair to be merged, or one merge to be undone: proposed by one, decided by another, and kept for ever.

    A pair has one proposal to merge, and a rejected one keeps the pair from being proposed again. After a split a human
    may propose it anew; the machine does not.
    """

    work = models.CharField(max_length=8, choices=titled(Work), default=Work.MERGE, help_text=_("Merge or split."))
    first = models.ForeignKey(
        Person, models.PROTECT, related_name="+", help_text=_("One of the two: the smaller lifelong ID.")
    )
    second = models.ForeignKey(
        Person, models.PROTECT, related_name="+", help_text=_("The other: the larger lifelong ID.")
    )
    clue = models.CharField(max_length=16, choices=titled(Clue), help_text=_("Why they may be one person."))
    found_at = models.DateTimeField(help_text=_("When the pair came into the queue."))
    state = models.CharField(
        max_length=10, choices=titled(ProposalState), default=ProposalState.FOUND, help_text=_("How far it has come.")
    )
    into = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", help_text=_("ID that is to go on.")
    )
    merge = models.ForeignKey(
        PersonMerge, models.PROTECT, null=True, blank=True, related_name="+", help_text=_("The merge to be undone.")
    )
    proposed_by = models.CharField(max_length=150, blank=True, help_text=_("Account that proposed it, as text."))
    proposed_at = models.DateTimeField(null=True, blank=True, help_text=_("When it was proposed."))
    proposal = models.CharField(max_length=500, blank=True, help_text=_("What the proposal rests on."))
    decided_by = models.CharField(max_length=150, blank=True, help_text=_("Account that decided it, as text."))
    decided_at = models.DateTimeField(null=True, blank=True, help_text=_("When it was decided."))
    reason = models.CharField(max_length=500, blank=True, help_text=_("Why it was decided so."))
    statement = models.ForeignKey(
        Statement, models.PROTECT, null=True, blank=True, related_name="+", help_text=_("What national stated.")
    )

    class Meta:
        verbose_name = _("proposal to merge or split")
        verbose_name_plural = _("proposals to merge or split")
        ordering = ["-found_at", "-id"]
        permissions = [
            ("propose_merge", _("Can propose to merge or split people")),
            ("decide_merge", _("Can decide on merging or splitting people")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="proposal_in_order"),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("proposed_by")), name="proposal_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | (~Q(proposed_by="") & ~Q(decided_by="") & Q(statement__isnull=False)),
                name="proposal_approved_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["found", "proposed"], decided_by="", decided_at__isnull=True)
                | (~Q(decided_by="") & Q(state__in=["approved", "rejected", "undone"], decided_at__isnull=False)),
                name="proposal_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(work="merge", merge__isnull=True) | Q(work="split", merge__isnull=False),
                name="proposal_split_of_a_merge",
            ),
            models.UniqueConstraint(
                fields=["first", "second"], condition=Q(work="merge") & ~Q(state="undone"), name="proposal_pair_once"
            ),
            models.UniqueConstraint(
                fields=["merge"], condition=Q(state__in=["found", "proposed"]), name="proposal_split_once"
            ),
        ]
        triggers = [NO_DELETE, NO_TRUNCATE]

    def __str__(self) -> str:
        return f"{self.first_id} + {self.second_id}"
