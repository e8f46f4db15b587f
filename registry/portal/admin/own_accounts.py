"""Accounts that are a person's own: linked and ended by national staff."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.timezone import now
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from registry.people.admin.of_person import OfPersonAdmin
from registry.people.models import Person, PersonAccount
from registry.portal.services import own_accounts
from registry.portal.services.own_accounts import LinkRefused
from registry.words import lifelong_id
from registry.words.errors import CodeRefused
from sync.admin.base import Menu, badge, instant, scope_for
from sync.scope import Scope

LINK = "registry.add_personaccount"


class LinkForm(forms.Form):
    """Whose account, and how it was proved."""

    user = forms.CharField(label=_("account"), max_length=150, widget=UnfoldAdminTextInputWidget)
    person = forms.CharField(label=_("lifelong ID"), max_length=24, widget=UnfoldAdminTextInputWidget)
    proof = forms.CharField(
        label=_("proof"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("How it was proved who uses the account; kept for ever."),
    )

    def link(self, *, acting: User) -> bool:
        """Link them; with False, the form carries the refusal."""
        data = self.cleaned_data
        user = User.objects.filter(username=data["user"]).first()
        try:
            person = Person.objects.filter(pk=lifelong_id.normalise(data["person"])).first()
        except CodeRefused:
            person = None
        if user is None:
            self.add_error("user", gettext("There is no such account."))
        if person is None:
            self.add_error("person", gettext("No person has this lifelong ID."))
        if user is None or person is None:
            return False
        try:
            own_accounts.link(user, person, proof=data["proof"], acting=acting, now=now())
        except LinkRefused as refused:
            chinese = (get_language() or "en").startswith("zh")
            field = refused.reason.field if refused.reason.field in self.fields else None
            self.add_error(field, refused.reason.sentence_zh if chinese else refused.reason.sentence)
            return False
        return True


@admin.register(PersonAccount)
class PersonAccountAdmin(OfPersonAdmin):
    """Whose own which account is."""

    menu = Menu("access", 40, "account_circle")
    for_officers = False
    needs_everything = True
    list_display = ("user", "person_link", "state", "linked_by", "linked", "ended_by", "ended")
    list_display_links = ("user",)
    list_select_related = ("user",)
    list_before_template = "registry/admin/own_account_list.html"
    ordering = ("-linked_at", "-id")
    change_form_template = "registry/admin/own_account.html"
    fields = ("user", "person_link", "proof", "state", "linked_by", "linked", "ended_by", "ended")
    readonly_fields = fields

    def visible(self, rows: QuerySet[PersonAccount], scope: Scope) -> QuerySet[PersonAccount]:
        return rows if scope.everything else rows.none()

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("link/", view(self.link_view), name="registry_personaccount_link"),
            path("<path:object_id>/end/", view(self.end_view), name="registry_personaccount_end"),
        ]
        return [*own, *super().get_urls()]

    def may_link(self, request: HttpRequest) -> bool:
        """Linking is for staff of the whole registry who were given it."""
        return request.user.has_perm(LINK) and scope_for(request).everything

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, (extra_context or {}) | {"may_link": self.may_link(request)})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        extra = (extra_context or {}) | {"may_link": self.may_link(request)}
        return super().change_view(request, object_id, form_url, extra)

    def link_view(self, request: HttpRequest) -> HttpResponse:
        """Link an account to a person."""
        if not self.may_link(request):
            raise PermissionDenied
        form = LinkForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and form.link(acting=request.user):  # type: ignore[arg-type]
            return HttpResponseRedirect(reverse("admin:registry_personaccount_changelist"))
        context = self.admin_site.each_context(request) | {
            "title": _("Link an account to a person"), "opts": self.opts, "form": form
        }  # fmt: skip
        return TemplateResponse(request, "registry/admin/own_account_link.html", context)

    def end_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """End a link at once."""
        account = self.get_object(request, unquote(object_id))
        if account is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.may_link(request):
            raise PermissionDenied
        if request.method == "POST" and account.ended_at is None:
            own_accounts.end(account, acting=request.user, now=now())  # type: ignore[arg-type]
            self.log_change(request, account, [{"changed": {"fields": ["ended_at"]}}])
        return HttpResponseRedirect(reverse("admin:registry_personaccount_change", args=(account.pk,)))

    @display(description=_("state"))
    def state(self, account: PersonAccount) -> Any:
        return badge("success", _("valid")) if account.ended_at is None else badge(None, _("ended"))

    @display(description=_("linked"), ordering="linked_at")
    def linked(self, account: PersonAccount) -> str:
        return instant(account.linked_at)

    @display(description=_("ended"), ordering="ended_at")
    def ended(self, account: PersonAccount) -> str:
        return instant(account.ended_at)
