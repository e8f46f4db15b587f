"""Held identities: requests for an ID that nearly match somebody. A human says who it is."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from registry.doors.admin.titles import AskedByFilter
from registry.people.admin.identity_comparison import comparison
from registry.people.admin.of_person import person_link
from registry.people.models import HeldIdentity, Person
from registry.people.selectors import visibility
from registry.people.services.identity_cases import SettlementRefused, settle_held
from registry.people.services.identity_reasons import reason
from registry.vault.codes.looks import LookDoor
from registry.vault.services.looks import record_look
from sync.admin.base import Menu, ViewOnlyAdmin, badge, instant, scope_for
from sync.scope import Scope, title_of

Verdict = HeldIdentity.Verdict
SETTLE = "registry.change_heldidentity"
VERDICT_COLOURS = {"open": "warning", "same": "success", "other": "info", "refused": "danger"}


class SettlementForm(forms.Form):
    """The verdict on one case."""

    verdict = forms.ChoiceField(
        label=_("verdict"),
        choices=[choice for choice in Verdict.choices if choice[0] != Verdict.OPEN],
        widget=UnfoldAdminRadioSelectWidget,
    )
    person = forms.ModelChoiceField(
        label=_("which person"),
        queryset=Person.objects.none(),
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text=_("Only for the verdict that it is the same person."),
    )
    reason = forms.CharField(
        label=_("reason"),
        max_length=500,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("What the verdict rests on; kept for ever."),
    )

    def __init__(self, case: HeldIdentity, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["person"].queryset = case.candidates.all()  # type: ignore[attr-defined]

    def settle(self, *, acting: str) -> bool:
        """Settle the case; with False, the form carries the refusal."""
        data = self.cleaned_data
        try:
            settle_held(self.case, data["verdict"], data["person"], acting=acting, now=now(), reason=data["reason"])
        except SettlementRefused as refused:
            reason = refused.reason
            chinese = (get_language() or "en").startswith("zh")
            field = reason.field if reason.field in self.fields else None
            self.add_error(field, reason.sentence_zh if chinese else reason.sentence)
            return False
        return True


@admin.register(HeldIdentity)
class HeldIdentityAdmin(ViewOnlyAdmin):
    """Cases for a human, the open ones first."""

    menu = Menu("people", 20, "person_search")
    list_display = ("case", "asked_by_title", "code", "verdict_label", "asked", "settled_by", "settled")
    list_display_links = ("case",)
    list_filter = ("verdict", AskedByFilter, "code")
    ordering = ("settled_at", "-asked_at")
    change_form_template = "registry/admin/held_identity.html"
    fields = (
        "case",
        "asked_by_title",
        "why",
        "asked",
        "verdict_label",
        "person_link",
        "settled_by",
        "settled",
        "reason",
    )
    readonly_fields = fields

    def visible(self, rows: QuerySet[HeldIdentity], scope: Scope) -> QuerySet[HeldIdentity]:
        return visibility.held_identities(rows, scope)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.settle_view)
        return [path("<path:object_id>/settle/", view, name="registry_heldidentity_settle"), *super().get_urls()]

    def may_settle(self, request: HttpRequest) -> bool:
        """Settling compares people of any province, so it needs the whole registry, and the vault."""
        allowed = request.user.has_perm(SETTLE) and request.user.has_perm("registry.open_vault")
        return allowed and scope_for(request).everything

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        extra = (extra_context or {}) | {"may_settle": self.may_settle(request)}
        return super().change_view(request, object_id, form_url, extra)

    def settle_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the request beside its candidates, and take the verdict."""
        case = self.get_object(request, unquote(object_id))
        if case is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, case) or not self.may_settle(request):
            raise PermissionDenied
        page = reverse("admin:registry_heldidentity_change", args=(case.pk,))
        if case.verdict != Verdict.OPEN:
            return HttpResponseRedirect(page)
        form = SettlementForm(case, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid() and form.settle(acting=request.user.get_username()):
            self.log_change(request, case, [{"changed": {"fields": ["verdict"]}}])
            messages.success(request, _("The case is settled."))
            return HttpResponseRedirect(page)
        for candidate in case.candidates.all():
            record_look(request.user, candidate.pk, door=LookDoor.ADMIN_SETTLE, now=now())
        extra = {
            "may_settle": True,
            "form": form,
            "settling": True,
            "comparison": comparison(case),
            "title": _("Settle a held identity"),
        }
        request.method = "GET"  # the page below only shows; a change form refuses anything else
        return super().change_view(request, object_id, extra_context=extra)

    @display(description=_("why it is held"))
    def why(self, case: HeldIdentity) -> str:
        """Return the sentence that the province got, and its code."""
        found = reason(case.code)
        chinese = (get_language() or "en").startswith("zh")
        return f"{found.sentence_zh if chinese else found.sentence} [{case.code}]"

    @display(description=_("case"), ordering="pk")
    def case(self, case: HeldIdentity) -> str:
        return f"#{case.pk}"

    @display(description=_("asked by"), ordering="asked_by")
    def asked_by_title(self, case: HeldIdentity) -> str:
        return title_of(case.asked_by)

    @display(description=_("verdict"), ordering="verdict")
    def verdict_label(self, case: HeldIdentity) -> Any:
        return badge(VERDICT_COLOURS.get(case.verdict), case.get_verdict_display())

    @display(description=_("asked"), ordering="asked_at")
    def asked(self, case: HeldIdentity) -> str:
        return instant(case.asked_at)

    @display(description=_("settled"), ordering="settled_at")
    def settled(self, case: HeldIdentity) -> str:
        return instant(case.settled_at)

    @display(description=_("person"))
    def person_link(self, case: HeldIdentity) -> Any:
        return person_link(case.person_id) if case.person_id else ""
