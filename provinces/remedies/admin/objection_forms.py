"""Forms of objections: the letter with what it objects to, the steps that answer it, the settlement (arts. 41-44)."""

import re
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from provinces.cases.models import CaseItem
from provinces.crossings.models import UnforeseenMeasure
from provinces.notices.models import Notice
from provinces.office.admin.fields import choice, day, flag, lines, text, whole
from provinces.orders.models import CascadeSubject
from provinces.orders.selectors.cascades import cascade_of
from provinces.remedies.services import settlements
from registry.qualification.models import Cascade, Decision
from registry.words.remedies import ObjectionBy, ObjectionOutcome
from registry.words.written import writings
from sync.admin.actions import ActionForm


class LetterForm(ActionForm):
    """Form of an objection as it came in."""

    target = forms.CharField(
        label=_("objection to"),
        max_length=160,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Number of the notice, of the decision's statement, or reference of the cascade."),
    )
    lodged_by = choice(_("lodged by"), ObjectionBy)
    received_on = day(_("received on"), today=True)
    document = text(_("document"), 160, required=False)
    grounds = lines(_("grounds"), 1000, required=False, help_text=_("In short; no names."))
    signed = flag(_("signed"), help_text=_("Bears the person's signature."))
    sealed = flag(_("sealed"), help_text=_("Bears the institution's seal."))

    def clean_target(self) -> Decision | Cascade:
        """Find what is objected to."""
        given = self.cleaned_data["target"].strip()
        found = _by_id(given) or _by_notice(given) or _by_reference(given)
        if found is None:
            raise ValidationError(_("Nothing of this province has this number."))
        return found


def _by_id(given: str) -> Decision | Cascade | None:
    try:
        statement = UUID(given)
    except ValueError:
        return None
    return Decision.objects.filter(pk=statement).first() or Cascade.objects.filter(pk=statement).first()


def _by_notice(given: str) -> Decision | Cascade | None:
    notices = Notice.objects.select_related("item", "subject__order")
    notice = notices.filter(number=given).first() or _in_another_writing(notices, given)
    if notice is None:
        return None
    about = notice.about
    if isinstance(about, CascadeSubject):
        return cascade_of(about)
    assert isinstance(about, CaseItem | UnforeseenMeasure)
    return Decision.objects.filter(pk=about.decision_id).first()


def _in_another_writing(notices: QuerySet[Notice], given: str) -> Notice | None:
    """Return the one notice whose number is typed with other brackets, widths or zeros; the page shows whose it is."""
    key = writings.number(given)
    digits = re.findall(r"[0-9]+", key)
    alike = notices.filter(number__contains=digits[-1]) if digits else notices.none()
    found = [notice for notice in alike if writings.number(notice.number) == key]
    return found[0] if found and len({notice.number for notice in found}) == 1 else None


def _by_reference(given: str) -> Cascade | None:
    alike = Cascade.objects.in_force().filter(reference_key=writings.number(given))
    found = alike.filter(reference=given)[:2] or alike[:2]
    if len(found) > 1:
        raise ValidationError(_("This reference names several people: give the number of the notice."))
    return found[0] if found else None


class CompleteForm(ActionForm):
    """Form in which the office enters that signature and seal are there now."""

    completed_on = day(_("completed on"), today=True)
    signed = flag(_("signed"))
    sealed = flag(_("sealed"))


class ExplainForm(ActionForm):
    """Form that takes the agency's explanation."""

    explained_on = day(_("explained on"), today=True)
    note = lines(_("explanation"), 500)


class AcceptForm(ActionForm):
    """Form in which the office enters that the explanation was accepted."""

    accepted_on = day(_("accepted on"), today=True)


class PassUpForm(ActionForm):
    """Form in which the office passes on what is still in dispute."""

    passed_up_on = day(_("passed up on"), today=True)


class AskExpertsForm(ActionForm):
    """Form that takes a professional question for experts."""

    asked_on = day(_("asked on"), today=True)
    note = lines(_("question"), 500)


class HearExpertsForm(ActionForm):
    """Form that takes what the experts say."""

    answered_on = day(_("answered on"), today=True)
    note = lines(_("opinion"), 500)


class SettleForm(ActionForm):
    """Form that takes how an objection ends."""

    outcome = choice(_("outcome"), ObjectionOutcome)
    settled_on = day(_("settled on"), today=True)
    points = whole(_("new points"), 1, 12, required=False, help_text=_("Only for a change."))
    suspension_months = whole(_("new months"), 1, 6, required=False, help_text=_("Only for a change that fixes them."))
    document = text(_("document"), 160, help_text=_("Document of the verification."))
    reason = lines(_("reason"), 500)

    def prepare(self) -> None:
        """Say to what a change is limited: an objection never makes it worse."""
        most = settlements.bounds_of(self.work) if self.work is not None else None
        if most is None:
            return
        self.fields["points"].help_text = gettext("Only for a change: at most %(most)s.") % {"most": most.points}
        if most.months is not None:
            self.fields["suspension_months"].help_text = gettext(
                "Only for a change that fixes them: at most %(most)s."
            ) % {"most": most.months}
