"""Accounts that are a person's own: linked and ended by national staff."""

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from registry.people.admin.merge_forms import PersonField
from registry.people.admin.of_person import OfPersonAdmin
from registry.people.models import PersonAccount
from registry.portal.services import own_accounts
from sync.admin.actions import Action, ActionForm, FormData, WorkAdmin, done
from sync.admin.base import Menu, badge, instant
from sync.scope import Scope

LINK = "registry.add_personaccount"


class AccountField(forms.CharField):
    """The name of an account."""

    widget = UnfoldAdminTextInputWidget

    def clean(self, value: object) -> User:
        """Return the account of this name. Raises ValidationError where there is none."""
        found = User.objects.filter(username=str(super().clean(value))).first()
        if found is None:
            raise forms.ValidationError(_("There is no such account."))
        return found


class LinkForm(ActionForm):
    """Form that takes whose account it is, and how that was proved."""

    user = AccountField(label=_("account"), max_length=150)
    person = PersonField(label=_("lifelong ID"), max_length=24)
    proof = forms.CharField(
        label=_("proof"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("How it was proved who uses the account; kept for ever."),
    )


def _link(_work: None, data: FormData, acting: User) -> None:
    own_accounts.link(data["user"], data["person"], proof=data["proof"], acting=acting, now=now())


@admin.register(PersonAccount)
class PersonAccountAdmin(OfPersonAdmin, WorkAdmin):
    """Pages of links between accounts and the people they belong to."""

    menu = Menu("access", 40, "account_circle")
    for_officers = False
    needs_everything = True
    list_display = ("user", "person_link", "state", "linked_by", "linked", "ended_by", "ended")
    list_display_links = ("user",)
    list_select_related = ("user",)
    ordering = ("-linked_at", "-id")
    fields = ("user", "person_link", "proof", "state", "linked_by", "linked", "ended_by", "ended")
    readonly_fields = fields
    beginnings = (
        Action(name="link", title=_("Link an account to a person"), permissions=(LINK,), form=LinkForm, take=_link),
    )
    steps = (
        Action(
            name="end",
            title=_("End the link for good"),
            permissions=(LINK,),
            take=done(own_accounts.end),
            opens=lambda account: account.ended_at is None,
            danger=True,
        ),
    )

    def acting(self, request: HttpRequest) -> User:
        """Return the account itself: nobody links their own."""
        assert isinstance(request.user, User)
        return request.user

    def visible(self, rows: QuerySet[PersonAccount], scope: Scope) -> QuerySet[PersonAccount]:
        return rows if scope.everything else rows.none()

    @display(description=_("state"))
    def state(self, account: PersonAccount) -> SafeString:
        return badge("success", _("valid")) if account.ended_at is None else badge(None, _("ended"))

    @display(description=_("linked"), ordering="linked_at")
    def linked(self, account: PersonAccount) -> str:
        return instant(account.linked_at)

    @display(description=_("ended"), ordering="ended_at")
    def ended(self, account: PersonAccount) -> str:
        return instant(account.ended_at)
