"""Merges and splits as national stated them; undoing a merge is proposed here, and decided in the queue."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from registry.doors.admin.facts import FactAdmin
from registry.people.admin.merge_forms import SplitForm, sentence_of
from registry.people.admin.merge_queue import OPEN_VAULT, PROPOSE
from registry.people.admin.of_person import person_link
from registry.people.models import PersonMerge, PersonSplit
from registry.people.services.merge_proposals import ProposalRefused, propose_split
from sync.admin.base import link_to, scope_for


@admin.register(PersonMerge)
class PersonMergeAdmin(FactAdmin):
    """Merges as national stated them."""

    needs_everything = True
    list_display = ("absorbed_link", "into_link", "merged_on", "case", "split", "state")
    list_display_links = ("merged_on",)
    list_select_related = ("statement", "absorbed", "into")
    ordering = ("-statement",)
    change_form_template = "registry/admin/person_merge.html"
    fields = ("absorbed_link", "into_link", "merged_on", "case", "split", "state", "statement_link")
    readonly_fields = fields

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.split_view)
        return [path("<path:object_id>/split/", view, name="registry_personmerge_split"), *super().get_urls()]

    def may_split(self, request: HttpRequest, merge: PersonMerge) -> bool:
        """Undoing is proposed by whom proposing a merge is allowed, while the merge holds."""
        user = request.user
        allowed = user.has_perm(PROPOSE) and user.has_perm(OPEN_VAULT) and scope_for(request).everything
        return allowed and not merge.splits.in_force().exists()

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        merge = self.get_object(request, unquote(object_id))
        extra = extra_context or {}
        if merge is not None and "form" not in extra and self.may_split(request, merge):
            extra["form"] = SplitForm()
        return super().change_view(request, object_id, form_url, extra)

    def split_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Propose to undo a merge; somebody else decides."""
        merge = self.get_object(request, unquote(object_id))
        if merge is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.may_split(request, merge):
            raise PermissionDenied
        form = SplitForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                made = propose_split(
                    merge, acting=request.user.get_username(), now=now(), reason=form.cleaned_data["reason"]
                )
                return HttpResponseRedirect(reverse("admin:registry_mergeproposal_change", args=(made.pk,)))
            except ProposalRefused as refused:
                form.add_error(None, sentence_of(refused))
        request.method = "GET"  # the page below only shows; a change form refuses anything else
        return self.change_view(request, object_id, extra_context={"form": form})

    @display(description=_("absorbed"))
    def absorbed_link(self, merge: PersonMerge) -> Any:
        return person_link(merge.absorbed_id)

    @display(description=_("into"))
    def into_link(self, merge: PersonMerge) -> Any:
        return person_link(merge.into_id)

    @display(description=_("split on"))
    def split(self, merge: PersonMerge) -> Any:
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
    def merge_link(self, split: PersonSplit) -> Any:
        return link_to(split.merge)
