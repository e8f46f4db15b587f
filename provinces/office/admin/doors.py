"""Doors: a step of the procedure as a page with a form, open to whoever holds its duty, where the state allows it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from provinces.office.admin.clocks import clock_panel
from provinces.office.admin.fields import NoForm, StepForm
from provinces.office.admin.panels import Panel, step_panel, whom_panel
from provinces.office.codes import Duty
from provinces.office.selectors import own_division
from provinces.office.services.officers import Officer, officer_of
from provinces.office.services.whom import About, look
from registry.words.divisions import is_province
from sync.admin.base import ViewOnlyAdmin
from sync.topics import Rejected

type Take = Callable[[Any, dict[str, Any], Officer], Model]


def _always(work: Any) -> bool:
    return True


def _nothing(work: Any) -> Sequence[Panel]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One step. `take` does it and returns the work to show next; it raises Rejected."""

    name: str
    title: Any
    duties: frozenset[Duty]
    take: Take
    form: type[StepForm] = NoForm
    opens: Callable[[Any], bool] = _always
    panels: Callable[[Any], Sequence[Panel]] = _nothing
    about: Callable[[Any], About] | None = None
    """Whom the step is about, where the page shows by name whom it will meet; that look is kept."""
    explanation: Any = ""
    danger: bool = False

    def lets_in(self, officer: Officer) -> bool:
        """Return whether an officer holds one of the duties."""
        return bool(self.duties & officer.duties)


def handles() -> bool:
    """Return whether this node handles cases: only a province's does."""
    return is_province(own_division())


class WorkAdmin(ViewOnlyAdmin):
    """A piece of work: shown like everything else, moved on only through its doors."""

    needs_everything = True
    change_form_template = "provinces/admin/work.html"
    change_list_template = "provinces/admin/works.html"
    entrances: Sequence[Door] = ()
    """Doors that begin something."""
    doors: Sequence[Door] = ()
    """Doors of one piece of work."""

    def panels(self, work: Any) -> Sequence[Panel]:
        """Return what stands above the work's own fields."""
        return ()

    def above(self, officer: Officer) -> Sequence[Panel]:
        """Return what stands above the list on the node of an office."""
        return ()

    def get_urls(self) -> list[URLPattern]:
        label = f"{self.opts.app_label}_{self.opts.model_name}"
        begin = self.admin_site.admin_view(self.begin_view)
        step = self.admin_site.admin_view(self.step_view)
        own = [
            path("begin/<slug:name>/", begin, name=f"{label}_begin"),
            path("<path:object_id>/step/<slug:name>/", step, name=f"{label}_step"),
        ]
        return [*own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        officer = officer_of(request.user)
        open_ = [door for door in self.entrances if door.lets_in(officer)] if handles() else []
        extra = {"entrances": open_, "panels": self.above(officer) if handles() else ()}
        return super().changelist_view(request, (extra_context or {}) | extra)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        work = self.get_object(request, unquote(object_id))
        extra: dict[str, Any] = dict(extra_context or {})
        if work is not None:
            officer = officer_of(request.user)
            extra["doors"] = self.open_doors(work, officer)
            extra["panels"] = [*self.panels(work), clock_panel(work, localdate()), step_panel(work)]
        return super().change_view(request, object_id, form_url, extra)

    def open_doors(self, work: Any, officer: Officer) -> list[Door]:
        """Return the doors of a piece of work that are open to an officer."""
        return [door for door in self.doors if door.lets_in(officer) and door.opens(work)] if handles() else []

    def begin_view(self, request: HttpRequest, name: str) -> HttpResponse:
        """Show the form that begins something, and take it."""
        door = self._door(self.entrances, name, request)
        return self.pass_through(request, door, None, back=self.list_address())

    def step_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """Show the form of a step, and take it."""
        work = self.get_object(request, unquote(object_id))
        if work is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        door = self._door(self.doors, name, request)
        page = self.address_of(work)
        if not door.opens(work):
            messages.warning(request, _("The state does not allow this step any more."))
            return HttpResponseRedirect(page)
        return self.pass_through(request, door, work, back=page)

    def pass_through(self, request: HttpRequest, door: Door, work: Any, *, back: str) -> HttpResponse:
        """Answer a door: with its page, with the page again and the refusal on it, or with where the step led."""
        given = (request.POST, request.FILES) if request.method == "POST" else ()
        form = door.form(*given, work=work, initial=dict(request.GET.items()))
        if request.method == "POST" and form.is_valid():
            try:
                with transaction.atomic():
                    reached = door.take(work, form.cleaned_data, officer_of(request.user))
            except Rejected as rejected:
                form.refuse(rejected.reason)
            else:
                messages.success(request, _("Done: %(step)s.") % {"step": door.title})
                return HttpResponseRedirect(self.address_of(reached))
        context = self.admin_site.each_context(request) | {
            "title": door.title,
            "opts": self.opts,
            "door": door,
            "work": work,
            "form": form,
            "panels": self._beside(door, work, officer_of(request.user)) if work is not None else (),
            "back": back,
        }
        status = 200 if not form.errors else 422
        return TemplateResponse(request, "provinces/admin/step.html", context, status=status)

    def _beside(self, door: Door, work: Any, officer: Officer) -> list[Panel]:
        """Return what stands beside a step's form: first who it is about."""
        seen = [whom_panel(look(door.about(work), acting=officer, now=now()))] if door.about else []
        return [*seen, *door.panels(work)]

    def address_of(self, work: Model) -> str:
        """Return the page of a piece of work, or the list where it has none here."""
        meta = work._meta
        if meta.app_label != "provinces":
            return reverse("admin:provinces_desk")  # a signed fact: its form stands on the desk
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=(work.pk,))

    def list_address(self) -> str:
        """Return the list of this kind of work."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def _door(self, doors: Sequence[Door], name: str, request: HttpRequest) -> Door:
        door = next((each for each in doors if each.name == name), None)
        if door is None:
            raise Http404
        if not (self.has_view_permission(request) and handles() and door.lets_in(officer_of(request.user))):
            raise PermissionDenied
        return door


def done(step: Callable[..., Model]) -> Take:
    """Return how a step that takes the work and the form's fields by name is done now."""
    return lambda work, data, officer: step(work, **data, acting=officer, now=now())
