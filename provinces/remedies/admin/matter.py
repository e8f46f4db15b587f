"""The boxes from which a reviewer judges an objection: what was decided, why, how it was told, what was said of it."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from provinces.notices.models import Notice
from provinces.notices.panels import notices_panel
from provinces.office.admin.fields import shown_day
from provinces.office.models import Step
from provinces.remedies.codes import ObjectionStep
from provinces.remedies.models import ObjectionHandling
from registry.doors.admin.titles import titled
from registry.qualification.models import Cascade, Decision
from registry.words.bases import LEGAL_BASES, BasisKind
from registry.words.degrees import Degree, Ground
from registry.words.statuses import Status
from sync.admin.actions import Panel, rows_panel

_WHAT = (_("what"), _("value"))
_SAID = (ObjectionStep.RECEIVED, ObjectionStep.EXPLAINED, ObjectionStep.EXPERTS_ASKED, ObjectionStep.EXPERTS_ANSWERED)


def matter_panels(handling: ObjectionHandling) -> Sequence[Panel]:
    """Return what is objected to, the notices that told it with their serving, and what each side has said."""
    if handling.decision is not None:
        told = Notice.objects.filter(item__decision_id=handling.decision_id)
        stated = Notice.objects.filter(unforeseen__decision=handling.decision)
        what = _of_decision(handling.decision)
    else:
        assert handling.cascade is not None
        cascade = handling.cascade
        told = Notice.objects.filter(subject__order__reference=cascade.reference, subject__person=cascade.person_id)
        stated = Notice.objects.none()
        what = _of_cascade(cascade)
    notices = (told | stated).select_related("serving", "superseded").prefetch_related("follow_ups").order_by("version")
    return [what, notices_panel(notices), _said(handling)]


def _of_decision(decision: Decision) -> Panel:
    basis = LEGAL_BASES.get(decision.legal_basis)
    rows: list[tuple[Any, Any]] = [
        (_("institution"), decision.institution),
        (_("basis"), titled(BasisKind(decision.basis_kind))),
        (_("basis authority"), decision.basis_authority),
        (_("basis document"), decision.basis_document),
        (_("case number"), f"{decision.case_number}/{decision.item}"),
        (_("decided on"), shown_day(decision.decided_on)),
        (_("legal basis"), titled(basis) if basis else decision.legal_basis),
        (_("degree"), titled(Degree(decision.degree))),
        (_("ground"), titled(Ground(decision.ground)) if decision.ground else "–"),
        (_("ground reason"), decision.ground_reason or "–"),
        (_("points"), decision.points),
        (_("months"), decision.suspension_months or "–"),
        (_("first day of the measure"), shown_day(decision.suspension_starts_on)),
    ]
    return rows_panel(_("What was decided"), _WHAT, rows)


def _of_cascade(cascade: Cascade) -> Panel:
    rows = [
        (_("institution"), cascade.institution),
        (_("status"), titled(Status(cascade.status))),
        (_("reason"), cascade.reason),
        (_("basis authority"), cascade.basis_authority),
        (_("basis document"), cascade.basis_document),
        (_("from"), shown_day(cascade.applied_on)),
    ]
    return rows_panel(_("What was decided"), _WHAT, rows)


def _said(handling: ObjectionHandling) -> Panel:
    steps = Step.objects.filter(noun="objectionhandling", key=str(handling.pk), name__in=[str(each) for each in _SAID])
    rows = [(shown_day(step.on), step.get_name_display(), step.remark or "–") for step in steps.order_by("id")]
    return rows_panel(_("What was said"), (_("on"), _("step"), _("text")), rows)
