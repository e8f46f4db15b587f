"""Measures that no notice foresaw: what waits to be stated, the form for it, and what came of it (O26)."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from provinces.crossings import services as unforeseen
from provinces.crossings.models import UnforeseenMeasure
from provinces.notices.panels import notices_panel
from provinces.office.admin.actions import APPROVE, HANDLE, OfficeAction, OfficeAdmin, handles
from provinces.office.admin.boxes import add_box
from provinces.office.admin.fields import ReasonForm, day, shown_day, whole
from provinces.office.admin.panels import APPROVAL_COLOURS, institution_link
from provinces.office.codes import ApprovalState
from provinces.office.selectors import own_division
from provinces.office.services.officers import Officer
from provinces.office.services.whom import About
from registry.doors.admin.titles import titled
from registry.people.admin.of_person import person_link
from registry.qualification.selectors import crossed
from registry.qualification.selectors.crossed import Crossing
from registry.words.measures import MeasureKind
from sync.admin.actions import ActionForm, FormData, Panel, done, rows_panel
from sync.admin.base import Menu, badge, instant, link_to
from sync.scope import title_of
from sync.wire.refusals import NotAccepted, Refused

KINDS = {kind.value: kind for kind in (MeasureKind.SUSPENSION, MeasureKind.TERMINATION)}


class StateForm(ActionForm):
    """From when, and for how long."""

    starts_on = day(
        _("starts on"), help_text=_("The day from which the term or bar is counted; not before the measure holds.")
    )
    months = whole(_("months"), 1, 6)

    def prepare(self) -> None:
        """Ask for months only where the pack leaves a choice; begin with the first day and the least."""
        found: Crossing = self.work
        self.initial.setdefault("starts_on", found.measure.starts_on)
        if found.months is None:
            del self.fields["months"]
        else:
            self.initial.setdefault("months", found.months.low)
            self.fields["months"].help_text = pack_months(found)


def pack_months(found: Crossing) -> str:
    """Return what the pack gives as the length of a measure."""
    if found.months is None:
        return gettext("bar of %(years)s years") % {"years": found.measure.bar_years}
    if found.months.fixed is not None:
        return gettext("%(months)s months") % {"months": found.months.low}
    return gettext("%(low)s to %(high)s months") % {"low": found.months.low, "high": found.months.high}


def _take(found: Crossing, data: FormData, officer: Officer) -> UnforeseenMeasure:
    return unforeseen.propose(
        found.decision.pk,
        found.measure.kind,
        starts_on=data["starts_on"],
        months=data.get("months"),
        acting=officer,
        now=now(),
    )


def _about(found: Crossing) -> About:
    decided_on = found.decision.decided_on
    return About(person=found.person, institution=found.decision.institution, first=decided_on, last=decided_on)


def _about_work(work: UnforeseenMeasure) -> About:
    decided_on = work.decision.decided_on
    return About(person=work.person_id, institution=work.institution, first=decided_on, last=decided_on)


def crossing_panels(found: Crossing) -> Sequence[Panel]:
    """Return whose points were summed, and what follows from them."""
    parts = [
        (title_of(part.author), part.authority, part.case_number, shown_day(part.decided_on), part.points)
        for part in found.parts
    ]
    headers = (_("province"), _("authority"), _("case number"), _("decided on"), _("points"))
    measure = found.measure
    rows = [
        (_("person"), person_link(found.person)),
        (_("decision"), link_to(found.decision)),
        (_("what follows"), titled(measure.kind)),
        (gettext("points of %(year)s") % {"year": measure.year}, measure.points_total),
        (_("holds since"), shown_day(measure.starts_on)),
        (_("the rule pack gives"), pack_months(found)),
    ]
    if found.merged_on is not None:
        rows.append((_("files merged on"), shown_day(found.merged_on)))
    return [
        rows_panel(_("What no notice foresaw"), (_("what"), _("value")), rows),
        rows_panel(_("Points that were summed"), headers, parts),
    ]


def waiting_panel(*, may: bool = False) -> Panel:
    """Return what this province has still to state; with links to the form for those who may."""
    waiting = crossed.waiting(own_division())
    proposed = {
        (work.decision_id, work.kind): work
        for work in UnforeseenMeasure.objects.filter(state=ApprovalState.PROPOSED).select_related("decision")
    }
    rows = []
    for found in waiting:
        work = proposed.get((found.decision.pk, found.measure.kind.value))
        sums = "；".join(f"{title_of(part.author)} {part.authority} {part.points}" for part in found.parts)
        rows.append(
            (
                person_link(found.person),
                link_to(found.decision),
                titled(found.measure.kind),
                sums,
                shown_day(found.measure.starts_on),
                pack_months(found),
                link_to(work, gettext("to be approved")) if work else _way(found) if may else _("to be stated"),
            )
        )
    headers = (_("person"), _("decision"), _("what follows"), _("points that were summed"), _("holds since"),
               _("the rule pack gives"), _("next step"))  # fmt: skip
    panel = rows_panel(_("thresholds crossed that no notice foresaw"), headers, rows)
    count = len(waiting) - len(proposed)
    alarm = gettext("%(count)s are to be stated and served.") % {"count": count} if count > 0 else ""
    return Panel(title=panel.title, content=panel.content, alarm=alarm)


def _way(found: Crossing) -> SafeString:
    address = reverse("admin:provinces_unforeseen_state", args=(found.decision.pk, found.measure.kind.value))
    return format_html('<a class="pq-link" href="{}">{}</a>', address, _("state start and length"))


STATE = OfficeAction(
    name="state",
    title=_("state start and length"),
    duties=HANDLE,
    form=StateForm,
    take=_take,
    about=_about,
    panels=crossing_panels,
    explanation=_(
        "The measure holds already. Somebody else approves what you state; then it is signed, and its notice "
        "is made to be served like every other (art. 31)."
    ),
)


def _beside(work: UnforeseenMeasure) -> Sequence[Panel]:
    stated = rows_panel(
        _("What is stated"),
        (_("what"), _("value")),
        [
            (_("measure"), titled(MeasureKind(work.kind))),
            (_("holds since"), shown_day(work.holds_from)),
            (_("counted from"), shown_day(work.starts_on)),
            (_("months"), work.months or "–"),
        ],
    )
    try:
        return [stated, *crossing_panels(crossed.crossing(work.decision, MeasureKind(work.kind)))]
    except Refused:
        return [stated]  # stated by now, or over


@admin.register(UnforeseenMeasure)
class UnforeseenMeasureAdmin(OfficeAdmin):
    """What was stated of thresholds that no notice foresaw."""

    menu = Menu("procedure", 70, "edit_calendar")
    list_display = ("case_number", "person_shown", "kind", "holds_from", "starts_on", "months", "state_label",
                    "proposed_by", "approved_by")  # fmt: skip
    list_filter = ("kind", "state")
    list_select_related = ("decision",)
    search_fields = ("decision__case_number", "person__lifelong_id")
    search_help_text = _("Case number or lifelong ID")
    fields = ("decision_link", "person_shown", "institution_shown", "kind", "points_total", "holds_from", "starts_on",
              "months", "state_label", "proposed_by", "proposed", "approved_by")  # fmt: skip
    readonly_fields = fields
    steps = (
        OfficeAction(
            name="approve",
            binds=True,
            title=_("approve"),
            duties=APPROVE,
            take=done(unforeseen.approve),
            about=_about_work,
            opens=lambda work: work.state == ApprovalState.PROPOSED,
            panels=_beside,
            explanation=_("Signs what is stated and makes its notice, both or neither. It cannot be taken back."),
        ),
        OfficeAction(
            name="send-back",
            title=_("send back"),
            duties=APPROVE,
            form=ReasonForm,
            take=done(unforeseen.send_back),
            opens=lambda work: work.state == ApprovalState.PROPOSED,
            danger=True,
        ),
    )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.state_view)
        own = path("state/<uuid:decision>/<slug:kind>/", view, name="provinces_unforeseen_state")
        return [own, *super().get_urls()]

    def state_view(self, request: HttpRequest, decision: UUID, kind: str) -> HttpResponse:
        """Show what waits to be stated of a decision, with the form for it, and take it."""
        if not (self.has_view_permission(request) and handles() and STATE.allows(request)):
            raise PermissionDenied
        if kind not in KINDS:
            raise Http404
        try:
            found = unforeseen.crossing(decision, KINDS[kind])
        except NotAccepted as rejected:
            raise Http404 from rejected
        return self.answer(request, STATE, found, back=reverse("admin:provinces_due"))

    def panels(self, work: UnforeseenMeasure) -> Sequence[Panel]:
        made = work.notices.select_related("unforeseen__decision", "serving").prefetch_related("follow_ups")
        return [*_beside(work), notices_panel(made)]

    @display(description=_("case number"), ordering="decision__case_number")
    def case_number(self, work: UnforeseenMeasure) -> str:
        return f"{work.decision.case_number}/{work.decision.item}"

    @display(description=_("decision"))
    def decision_link(self, work: UnforeseenMeasure) -> str:
        return link_to(work.decision)

    @display(description=_("person"), ordering="person")
    def person_shown(self, work: UnforeseenMeasure) -> str:
        return person_link(work.person_id)

    @display(description=_("institution"))
    def institution_shown(self, work: UnforeseenMeasure) -> str:
        return institution_link(work.institution)

    @display(description=_("state"), ordering="state")
    def state_label(self, work: UnforeseenMeasure) -> SafeString:
        return badge(APPROVAL_COLOURS[ApprovalState(work.state)], work.get_state_display())

    @display(description=_("proposed"), ordering="proposed_at")
    def proposed(self, work: UnforeseenMeasure) -> str:
        return instant(work.proposed_at)


def _waiting(request: HttpRequest) -> Panel:
    return waiting_panel(may=handles() and STATE.allows(request))


add_box(10, _waiting)
