"""The page of a person: the list, the file of the whole career, and the vault behind a deliberate click."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from registry.career.admin.person_page import page_of
from registry.career.admin.person_titles import door_title, look_purpose, offices
from registry.career.selectors.careers import Reader, career
from registry.doors.admin.titles import IssuedForFilter, titled
from registry.people.admin.of_person import STATUS_COLOURS, OfPersonAdmin
from registry.people.admin.search import clues_of
from registry.people.models import Person
from registry.people.selectors import search, visibility
from registry.qualification.admin.standings import holding_on
from registry.qualification.models import StandingInterval
from registry.vault import selectors as vault_selectors
from registry.vault.codes.looks import LookDoor
from registry.vault.codes.purposes import Purpose
from registry.vault.models import LookRecord
from registry.vault.services.looks import record_look
from registry.words.lifelong_id import shown
from registry.words.statuses import Status
from sync.admin.base import Menu, badge, instant, scope_for
from sync.admin.titles import Words
from sync.scope import Scope, title_of

OPEN_VAULT = "registry.open_vault"
STATED = "registry.purposes"
"""Where a session keeps what each person's file is looked at for."""


def _purposes() -> list[tuple[str, str]]:
    return [(purpose.value, titled(purpose)) for purpose in Purpose]


class StandingTodayFilter(SimpleListFilter):
    """People by their status today."""

    title = _("standing today")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [(status.value, titled(status)) for status in Status]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Person]) -> QuerySet[Person]:
        if self.value() not in set(Status):
            return queryset
        holding = StandingInterval.objects.filter(holding_on(localdate()), person=OuterRef("pk"))
        if self.value() == Status.NORMAL:
            return queryset.filter(~Exists(holding.exclude(status=Status.NORMAL)))
        return queryset.filter(Exists(holding.filter(status=self.value())))


@admin.register(Person)
class PersonAdmin(OfPersonAdmin):
    """People, found by anything an officer may hold in hand."""

    menu = Menu("people", 10, "person")
    list_display = ("shown_id", "standing_today", "term", "issued_for_title", "issued")
    list_display_links = ("shown_id",)
    list_filter = (StandingTodayFilter, IssuedForFilter)
    search_fields = ("lifelong_id",)
    ordering = ("lifelong_id",)
    change_form_template = "registry/admin/person.html"
    fields = ("lifelong_id",)
    readonly_fields = fields

    def visible(self, rows: QuerySet[Person], scope: Scope) -> QuerySet[Person]:
        holding = StandingInterval.objects.filter(holding_on(localdate()), person=OuterRef("pk"))
        return visibility.people(rows, scope).annotate(
            status_today=Subquery(holding.values("status")[:1]),
            term_over_today=Subquery(holding.values("term_over")[:1]),
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Person], search_term: str
    ) -> tuple[QuerySet[Person], bool]:
        text = search_term.strip()
        return (search.people(queryset, clues_of(text)) if text else queryset), False

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(f"<path:object_id>/{name}/", self.admin_site.admin_view(view), name=f"registry_person_{name}")
            for name, view in (("purpose", self.purpose_view), ("vault", self.vault_view))
        ]
        return [*own, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        """Show the file to who has said what for, and ask who has not. The look is recorded before it is shown."""
        person = self.get_object(request, unquote(object_id))
        if person is not None and request.method != "POST" and self.has_view_permission(request, person):
            purpose = request.session.get(STATED, {}).get(person.pk)
            shown_page: dict[str, object] = {"purposes": _purposes(), "title": shown(person.pk)}
            if purpose in set(Purpose):
                record_look(request.user, person.pk, door=LookDoor.ADMIN_FILE, purpose=purpose, now=now())
                shown_page = self._page(request, person, purpose)
            extra_context = (extra_context or {}) | shown_page
        return super().change_view(request, object_id, form_url, extra_context)

    def purpose_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Take what a person's file is looked at for: once in a session for each person."""
        person = self.get_object(request, unquote(object_id))
        if person is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, person):
            raise PermissionDenied
        purpose = request.POST.get("purpose", "")
        if request.method == "POST" and purpose in set(Purpose):
            request.session[STATED] = {**request.session.get(STATED, {}), person.pk: purpose}
        return HttpResponseRedirect(reverse("admin:registry_person_change", args=(person.pk,)))

    def vault_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show name and documents, once, to who may see them and says what for."""
        person = self.get_object(request, unquote(object_id))
        if person is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, person) or not request.user.has_perm(OPEN_VAULT):
            raise PermissionDenied
        purpose = request.POST.get("purpose", "")
        if request.method != "POST" or purpose not in set(Purpose):
            return HttpResponseRedirect(reverse("admin:registry_person_change", args=(person.pk,)))
        record_look(request.user, person.pk, door=LookDoor.ADMIN_VAULT, purpose=purpose, now=now())
        page = self._page(request, person, purpose, opened=True)
        request.method = "GET"  # the page below only shows; a change form refuses anything else
        return super().change_view(request, object_id, extra_context=page)

    def _page(self, request: HttpRequest, person: Person, purpose: str, *, opened: bool = False) -> dict[str, object]:
        reader = Reader(scope=scope_for(request))
        found = career(person.pk, reader=reader, on=localdate())
        return {
            "file": page_of(person, found, reader=reader, opened=opened),
            "may_open": request.user.has_perm(OPEN_VAULT),
            "purposes": _purposes(),
            "purpose": purpose,
            "purpose_title": titled(Purpose(purpose)),
            "legend": {status.value: titled(status) for status in Status},
            "title": shown(person.pk),
        }

    @display(description=_("lifelong ID"), ordering="lifelong_id")
    def shown_id(self, person: Person) -> str:
        return shown(person.pk)

    @display(description=_("standing today"), ordering="status_today")
    def standing_today(self, person: Any) -> SafeString:  # noqa: ANN401 - the query adds `status_today`
        status = Status(person.status_today or Status.NORMAL)
        return badge(STATUS_COLOURS.get(status.value), titled(status))

    @display(description=_("term"), ordering="term_over_today")
    def term(self, person: Any) -> Words:  # noqa: ANN401 - the query adds `term_over_today`
        return _("over, not restored") if person.term_over_today else ""

    @display(description=_("issued for"), ordering="issued_for")
    def issued_for_title(self, person: Person) -> str:
        return title_of(person.issued_for)

    @display(description=_("issued"), ordering="issued_at")
    def issued(self, person: Person) -> str:
        return instant(person.issued_at)


@admin.register(LookRecord)
class LookRecordAdmin(OfPersonAdmin):
    """Who looked at whom. An officer limited to provinces sees the own looks only."""

    menu = Menu("access", 30, "visibility")
    list_display = ("at_second", "user_name", "person_link", "office_title", "purpose_title", "door_shown")
    list_display_links = ("at_second",)
    date_hierarchy = "at"
    fields = ("at_second", "user_name", "person_link", "office_title", "purpose_title", "door_shown")
    readonly_fields = fields
    search_fields = ("user_name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[LookRecord]:
        rows: QuerySet[LookRecord] = admin.ModelAdmin.get_queryset(self, request)
        return vault_selectors.visible_looks(rows, scope_for(request), request.user.pk or 0)

    @display(description=_("time"), ordering="at")
    def at_second(self, look: LookRecord) -> str:
        return instant(look.at)

    @display(description=_("office"), ordering="office")
    def office_title(self, look: LookRecord) -> str:
        return offices(look.office)

    @display(description=_("purpose"), ordering="purpose")
    def purpose_title(self, look: LookRecord) -> str:
        return look_purpose({"purpose": look.purpose})

    @display(description=_("door"), ordering="door")
    def door_shown(self, look: LookRecord) -> str:
        return door_title(look.door)
