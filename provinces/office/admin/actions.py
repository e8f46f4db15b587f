"""Actions of an office: open to whoever holds a duty, on a province's own node, with the deadlines and steps beside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localdate, now

from provinces.office.admin.clocks import clock_panel
from provinces.office.admin.panels import step_panel, whom_panel
from provinces.office.codes import Duty
from provinces.office.selectors import own_division
from provinces.office.services.officers import Officer, officer_of
from provinces.office.services.whom import About, look
from registry.words.divisions import is_province
from sync.admin.actions import Action, Panel, Work, WorkAdmin
from sync.models import Proposal

HANDLE, APPROVE, REVIEW = frozenset({Duty.HANDLE}), frozenset({Duty.APPROVE}), frozenset({Duty.REVIEW})


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeAction(Action):
    """An action of an office."""

    duties: frozenset[Duty]
    """Who holds one of them may take it."""
    about: Callable[[Work], About] | None = None
    """Whom the step is about, where the page shows by name whom it will meet; that look is kept."""

    def allows(self, request: HttpRequest) -> bool:
        """Return whether the officer behind a request holds one of the duties."""
        return bool(self.duties & officer_of(request.user).duties)


def handles() -> bool:
    """Return whether this node handles cases: only a province's does."""
    return is_province(own_division())


class OfficeAdmin(WorkAdmin):
    """A piece of an office's work. Each step of it is written down for ever."""

    needs_everything = True

    def works_here(self) -> bool:
        return handles()

    def acting(self, request: HttpRequest) -> Officer:
        return officer_of(request.user)

    def beside(self, request: HttpRequest, action: Action, work: Work) -> Sequence[Panel]:
        """Return what stands above a step's form: first who it is about."""
        about = action.about if isinstance(action, OfficeAction) and work is not None else None
        seen = [whom_panel(look(about(work), acting=officer_of(request.user), now=now()))] if about else []
        return [*seen, *super().beside(request, action, work)]

    def taken(self, request: HttpRequest, action: Action, work: Work) -> None:
        """Note nothing: the step itself is on record."""

    def below(self, work: Work) -> Sequence[Panel]:
        """Return the deadlines and the steps of a piece of work."""
        return [clock_panel(work, localdate()), step_panel(work)]

    def address_of(self, work: Model) -> str:
        """Return the page of a piece of work; of a signed fact the page on which its form stands."""
        if work._meta.app_label in ("registry", "sync") and not isinstance(work, Proposal):
            return reverse("admin:provinces_desk")
        return super().address_of(work)
