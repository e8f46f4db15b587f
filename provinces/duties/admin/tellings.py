"""Institutions told of measures: which are still to be told, and which were (art. 34; guidance §3)."""

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.timezone import localdate, now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminSelectWidget

from provinces.duties.codes import TellingKind
from provinces.duties.models import Telling
from provinces.duties.selectors import tellings
from provinces.duties.selectors.tellings import ToTell
from provinces.duties.services import tellings as service
from provinces.duties.services.tellings import Told
from provinces.notices.codes import ServingMethod
from provinces.office.admin.actions import HANDLE, OfficeAction, OfficeAdmin
from provinces.office.admin.fields import choice, day, shown_day, text
from provinces.office.admin.panels import institution_link
from provinces.office.services.officers import Officer, officer_of
from registry.doors.admin.titles import titled
from registry.institutions.models import Institution
from registry.people.admin.of_person import person_link
from registry.statements.facts import Fact
from registry.words.lifelong_id import shown
from sync.admin.actions import ActionForm, FormData, Panel, rows_panel
from sync.admin.base import Menu, instant, link_to

MOST = 200


class ToldForm(ActionForm):
    """Form that takes which institutions were told of what, when and how."""

    measure = forms.ChoiceField(label=_("measure"), widget=UnfoldAdminSelectWidget)
    institutions = forms.MultipleChoiceField(
        label=_("institutions"),
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=_("Where the person is filed in this province; filings in other provinces are theirs to tell."),
    )
    told_on = day(_("told on"), today=True)
    method = choice(_("how it was told"), ServingMethod)
    document = text(_("document"), 160)

    def prepare(self) -> None:
        """Offer what is in force; once it is chosen, the institutions that were not told of it yet."""
        open_ = {_key(each): each for each in tellings.to_tell(localdate()) if each.open_sites}
        self.fields["measure"].choices = [(key, _title(each)) for key, each in open_.items()]  # type: ignore[attr-defined]
        chosen = open_.get(str(self.data.get("measure") or self.initial.get("measure") or ""))
        if chosen is None:
            del self.fields["institutions"]  # all of them
            return
        names = dict(Institution.objects.filter(pk__in=chosen.open_sites).values_list("pk", "name"))
        sites = [(code, f"{names.get(code, '')} {code}".strip()) for code in chosen.open_sites]
        self.fields["institutions"].choices = sites  # type: ignore[attr-defined]
        self.initial["institutions"] = list(chosen.open_sites)


def _key(each: ToTell) -> str:
    return f"{each.kind}:{each.cause}"


def _title(each: ToTell) -> str:
    return f"{shown(each.person)} {titled(each.kind)} {each.since}"


def _tell(_work: None, data: FormData, officer: Officer) -> Telling:
    kind, _colon, cause = data["measure"].partition(":")
    told = Told(
        cause=UUID(cause), kind=TellingKind(kind), told_on=data["told_on"], method=ServingMethod(data["method"]),
        document=data["document"],
    )  # fmt: skip
    return service.tell(told, data.get("institutions", ()), acting=officer, now=now())[0]


@admin.register(Telling)
class TellingAdmin(OfficeAdmin):
    """Pages of who was told of what, and above the list who is still to be told."""

    menu = Menu("procedure", 80, "share_location")
    list_display = ("told_on", "kind", "person_link", "institution_shown", "method", "document", "by")
    list_display_links = ("told_on",)
    list_filter = ("kind", "method")
    search_fields = ("person__lifelong_id", "institution", "document")
    search_help_text = _("Lifelong ID, institution or document")
    date_hierarchy = "told_on"
    fields = ("kind", "person_link", "cause_link", "institution_shown", "told_on", "method", "document", "by",
              "entered")  # fmt: skip
    readonly_fields = fields
    beginnings = (
        OfficeAction(
            name="tell",
            title=_("enter that institutions were told"),
            duties=HANDLE,
            form=ToldForm,
            take=_tell,
            explanation=_(
                "The status of a person holds at every institution by itself (art. 34). Here is kept who was told of "
                "it, when, and by which document; where the notice was served nobody need be told again."
            ),
        ),
    )

    def above(self, request: HttpRequest) -> Sequence[Panel]:
        """Return the measures in force with the institutions still to be told."""
        may = bool(HANDLE & officer_of(request.user).duties)
        open_ = [each for each in tellings.to_tell(localdate()) if each.open_sites]
        codes = {code for each in open_ for code in each.open_sites}
        names = dict(Institution.objects.filter(pk__in=codes).values_list("pk", "name"))
        rows = [
            (
                person_link(each.person),
                titled(each.kind),
                shown_day(each.since),
                "、".join(names.get(code, code) for code in each.open_sites),
                f"{len(each.sites) - len(each.open_sites)}/{len(each.sites)}",
                _link(each) if may else "–",
            )
            for each in open_[:MOST]
        ]
        headers = (_("person"), _("measure"), _("since"), _("still to be told"), _("told of all"), _("step"))
        panel = rows_panel(_("institutions to be told"), headers, rows)
        note = format_html(
            '<p class="pq-subtle">{}</p>{}',
            gettext("Institutions of this province; what is filed in another province is that province's to tell."),
            panel.content,
        )
        return [Panel(title=panel.title, content=note)]

    @display(description=_("person"), ordering="person")
    def person_link(self, telling: Telling) -> str:
        return person_link(telling.person_id)

    @display(description=_("institution"), ordering="institution")
    def institution_shown(self, telling: Telling) -> str:
        return institution_link(telling.institution)

    @display(description=_("follows from"))
    def cause_link(self, telling: Telling) -> str:
        model: type[Fact] = tellings.MODELS[TellingKind(telling.kind)]
        return link_to(model._default_manager.filter(pk=telling.cause).first()) or "–"

    @display(description=_("entered"), ordering="at")
    def entered(self, telling: Telling) -> str:
        return instant(telling.at)


def _link(each: ToTell) -> SafeString:
    """Return the way to the form, filled in with the measure."""
    address = f"{reverse('admin:provinces_telling_begin', args=('tell',))}?{urlencode({'measure': _key(each)})}"
    return format_html('<a class="pq-link" href="{}">{}</a>', address, _("enter"))
