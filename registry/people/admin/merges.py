"""Merges and splits as national stated them; undoing a merge is proposed here, and decided in the queue."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from registry.doors.admin.facts import FactAdmin
from registry.people.admin.merge_forms import ReasonForm
from registry.people.admin.merge_queue import OPEN_VAULT, PROPOSE
from registry.people.admin.of_person import person_link
from registry.people.models import PersonMerge, PersonSplit
from registry.people.services.merge_proposals import propose_split
from sync.admin.actions import Action, WorkAdmin, done
from sync.admin.base import link_to


@admin.register(PersonMerge)
class PersonMergeAdmin(FactAdmin, WorkAdmin):
    """Merges as national stated them."""

    needs_everything = True
    list_display = ("absorbed_link", "into_link", "merged_on", "case", "split", "state")
    list_display_links = ("merged_on",)
    list_select_related = ("statement", "absorbed", "into")
    ordering = ("-statement",)
    fields = ("absorbed_link", "into_link", "merged_on", "case", "split", "state", "statement_link")
    readonly_fields = fields
    steps = (
        Action(
            name="split",
            title=_("Propose to undo the merge"),
            permissions=(PROPOSE, OPEN_VAULT),
            form=ReasonForm,
            take=done(propose_split),
            opens=lambda merge: not merge.splits.in_force().exists(),
            explanation=_("Two people after all? Somebody else decides."),
        ),
    )

    @display(description=_("absorbed"))
    def absorbed_link(self, merge: PersonMerge) -> str:
        return person_link(merge.absorbed_id)

    @display(description=_("into"))
    def into_link(self, merge: PersonMerge) -> str:
        return person_link(merge.into_id)

    @display(description=_("split on"))
    def split(self, merge: PersonMerge) -> str:
        first = merge.splits.in_force().order_by("split_on").first()
        return link_to(first, first.split_on) if first else ""


@admin.register(PersonSplit)
class PersonSplitAdmin(FactAdmin):
    """Merges undone."""

    needs_everything = True
    list_display = ("split_on", "merge_link", "case", "state")
    list_select_related = ("statement", "merge")
    ordering = ("-statement",)
    fields = ("merge_link", "split_on", "case", "state", "statement_link")
    readonly_fields = fields

    @display(description=_("merge"))
    def merge_link(self, split: PersonSplit) -> str:
        return link_to(split.merge)
