"""Actions: what is done about a piece of work, each as a page with a form.

A page of work says which actions begin something and which go on with a row; who may take one and in which state it is
open are said with it. A refusal comes back on the form, beside the field that it is about. Whatever is approved,
settled or entered by hand anywhere in the house uses these pages.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from sync.admin.base import ViewOnlyAdmin, scope_for, table
from sync.admin.of_statements import sentence_of
from sync.admin.titles import Words
from sync.wire.refusals import NotAccepted, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A box with a heading; an alarm stands above what it holds."""

    title: Words
    content: Words
    alarm: Words = ""


def rows_panel(title: Words, headers: Sequence[object], rows: Sequence[Sequence[object]]) -> Panel:
    """Return a box with a table."""
    return Panel(title=title, content=table(headers, rows))


type Work = Any
"""A piece of work: a row of its page's model, nothing where something begins, now and then a value.

One module puts an action and its page together, and it names the model where it takes the work; said as a parameter of
`Action`, form and page, it would stand in every list of steps of the house.
"""
type Acting = Any
"""Who acts, as the services of a kind of work want them: a name, an account, an officer."""
type FormData = dict[str, Any]
"""What a form holds when Django has checked it. Django says no more of `cleaned_data`."""
type Take = Callable[[Work, FormData, Acting], object]
"""Takes the work, what the form holds, and who acts; returns the work to show next, else what is said of it."""


class ActionForm(forms.Form):
    """What an action asks for. `work` is what it is about; None where it begins something."""

    def __init__(self, *args: Any, work: Work = None, **kwargs: Any) -> None:
        self.work = work
        kwargs["label_suffix"] = ""
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Fill in what is known before, from `work`."""

    def refuse(self, reason: Reason) -> None:
        """Carry a refusal, beside its field where the form has that field."""
        self.add_error(
            reason.field if reason.field in self.fields else None,
            forms.ValidationError(f"{sentence_of(reason)} [{reason.code}]", code=reason.code),
        )


class NoForm(ActionForm):
    """An action that asks for nothing."""


def _always(work: Work) -> bool:
    return True


def _nothing(work: Work) -> Sequence[Panel]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One step. `take` does it for somebody; where it raises a refusal, nothing is left of it."""

    name: str
    title: Words
    take: Take
    permissions: Collection[str] = ()
    """What the account must hold, all of it, beside the view of every province."""
    form: type[ActionForm] = NoForm
    opens: Callable[[Work], bool] = _always
    panels: Callable[[Work], Sequence[Panel]] = _nothing
    says: Callable[[Any], Words] | None = None
    """What is said of what `take` returned, where it is no piece of work."""
    explanation: Words = ""
    button: Words = ""
    """What the button says, where the title does not do."""
    danger: bool = False
    binds: bool = False
    """Whether it binds somebody: whoever takes it has proved a short while ago who they are (`ask_for_proof`)."""

    def allows(self, request: HttpRequest) -> bool:
        """Return whether the account of a request may take this step."""
        user = request.user
        return scope_for(request).everything and all(user.has_perm(permission) for permission in self.permissions)


type Proof = Callable[[HttpRequest], HttpResponse | None]
"""Where whoever acts must prove first who they are; None where they have."""


def _no_proof(request: HttpRequest) -> HttpResponse | None:
    return None


_proof: Proof = _no_proof


def ask_for_proof(proof: Proof) -> None:
    """Say how steps that bind ask who acts: before their form is shown, and again when it is sent."""
    global _proof
    _proof = proof


def done(step: Callable[..., object]) -> Take:
    """Return how a step that takes the work and the form's fields by name is done now."""
    return lambda work, data, acting: step(work, **data, acting=acting, now=now())


class WorkAdmin(ViewOnlyAdmin):
    """A piece of work: shown like everything else, moved on only through its actions."""

    change_form_template = "sync/admin/work.html"
    change_list_template = "sync/admin/works.html"
    beginnings: Sequence[Action] = ()
    """Actions that begin something."""
    steps: Sequence[Action] = ()
    """Actions of one piece of work."""

    def works_here(self) -> bool:
        """Return whether this node does this kind of work."""
        return True

    def acting(self, request: HttpRequest) -> Acting:
        """Return who acts, as the services of this work want it."""
        return request.user.get_username()

    def panels(self, work: Work) -> Sequence[Panel]:
        """Return what stands above the work's own fields."""
        return ()

    def below(self, work: Work) -> Sequence[Panel]:
        """Return what every piece of this office's work shows last."""
        return ()

    def above(self, request: HttpRequest) -> Sequence[Panel]:
        """Return what stands above the list, where this work is done."""
        return ()

    def beside(self, request: HttpRequest, action: Action, work: Work) -> Sequence[Panel]:
        """Return what stands above the form of an action."""
        return action.panels(work) if work is not None else ()

    def taken(self, request: HttpRequest, action: Action, work: Work) -> None:
        """Note that a step was taken."""
        self.log_change(request, work, [{"changed": {"fields": [action.name]}}])

    def get_urls(self) -> list[URLPattern]:
        label = f"{self.opts.app_label}_{self.opts.model_name}"
        begin = self.admin_site.admin_view(self.begin_view)
        step = self.admin_site.admin_view(self.step_view)
        own = [
            path("begin/<slug:name>/", begin, name=f"{label}_begin"),
            path("<path:object_id>/step/<slug:name>/", step, name=f"{label}_step"),
        ]
        return [*own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        here = self.works_here()
        open_ = [action for action in self.beginnings if action.allows(request)] if here else []
        extra = {"beginnings": open_, "panels": self.above(request) if here else ()}
        return super().changelist_view(request, (extra_context or {}) | extra)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        work = self.get_object(request, unquote(object_id))
        extra: dict[str, object] = dict(extra_context or {})
        if work is not None:
            extra["steps"] = self.open_steps(request, work)
            extra["panels"] = [*self.panels(work), *self.below(work)]
        return super().change_view(request, object_id, form_url, extra)

    def open_steps(self, request: HttpRequest, work: Work) -> list[Action]:
        """Return the actions of a piece of work that are open to the account of a request."""
        if not self.works_here():
            return []
        return [action for action in self.steps if action.allows(request) and action.opens(work)]

    def begin_view(self, request: HttpRequest, name: str) -> HttpResponse:
        """Show the form that begins something, and take it."""
        action = self._action(self.beginnings, name, request)
        return self.answer(request, action, None, back=self.list_address())

    def step_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """Show the form of a step, and take it."""
        work = self.get_object(request, unquote(object_id))
        if work is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        action = self._action(self.steps, name, request)
        page = self.address_of(work)
        if not action.opens(work):
            messages.warning(request, _("The state does not allow this step any more."))
            return HttpResponseRedirect(page)
        return self.answer(request, action, work, back=page)

    def answer(self, request: HttpRequest, action: Action, work: Work, *, back: str) -> HttpResponse:
        """Answer an action: with its page, with the page again and the refusal on it, or with where the step led."""
        if action.binds and (asked := _proof(request)) is not None:
            return asked
        given = (request.POST, request.FILES) if request.method == "POST" else ()
        form = action.form(*given, work=work, initial=dict(request.GET.items()))
        if request.method == "POST" and form.is_valid():
            try:
                with transaction.atomic():
                    reached = action.take(work, form.cleaned_data, self.acting(request))
            except NotAccepted as refused:
                form.refuse(refused.reason)
            else:
                if work is not None:
                    self.taken(request, action, work)
                said = action.says(reached) if action.says else _("Done: %(step)s.") % {"step": action.title}
                messages.success(request, said)
                shown = self.address_of(reached) if isinstance(reached, Model) else self.list_address()
                return HttpResponseRedirect(shown)
        context = self.admin_site.each_context(request) | {
            "title": action.title,
            "opts": self.opts,
            "action": action,
            "work": work,
            "form": form,
            "panels": self.beside(request, action, work),
            "back": back,
        }
        status = 200 if not form.errors else 422
        return TemplateResponse(request, "sync/admin/step.html", context, status=status)

    def address_of(self, work: Model) -> str:
        """Return the page of a piece of work."""
        meta = work._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=(work.pk,))

    def list_address(self) -> str:
        """Return the list of this kind of work."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def _action(self, actions: Sequence[Action], name: str, request: HttpRequest) -> Action:
        action = next((each for each in actions if each.name == name), None)
        if action is None:
            raise Http404
        if not (self.has_view_permission(request) and self.works_here() and action.allows(request)):
            raise PermissionDenied
        return action
