"""Forms of applications for repair and restoration, from the wish to the assessment (arts. 38, 39)."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from provinces.office.admin.fields import PersonField, answer, day, lines, text, whole
from provinces.office.services.stepping import division
from provinces.remedies.codes import ApplicationKind
from provinces.remedies.models import Application
from provinces.remedies.services import eligibility, examinations
from registry.packs.selectors import pack_of
from registry.qualification.rules.repair_rules import RepairRules
from sync.admin.actions import ActionForm
from sync.scope import title_of


class RestorationForm(ActionForm):
    """Form of an application for restoration."""

    person = PersonField()
    institution = text(
        _("institution"),
        40,
        required=False,
        help_text=_("Code of the institution through which; empty where the person is filed nowhere in this province."),
    )
    applied_on = day(_("applied for on"), today=True)


class RepairForm(RestorationForm):
    """Form of an application for repair."""

    year = whole(_("year"), 2020, 2199, help_text=_("Calendar year whose points or terms a repair concerns."))
    act = text(_("act"), 60, help_text=_("What a repair is granted for, as the rule pack names it."))
    points = whole(_("points"), 0, 12, required=False)
    months = whole(_("months"), 0, 36, required=False)

    def prepare(self) -> None:
        """Name the acts of the province's pack, where it lists any."""
        acts = pack_of(division(), localdate())[RepairRules].acts
        self.initial.setdefault("year", localdate().year)
        if acts:
            self.fields["act"].help_text = gettext("One of: %(acts)s.") % {"acts": "、".join(sorted(acts))}


class ConsentForm(ActionForm):
    """Form in which the office enters that the institution agrees."""

    consented_on = day(_("consented on"), today=True)


class DeclineForm(ActionForm):
    """Form in which the office enters that the institution does not agree."""

    declined_on = day(_("declined on"), today=True)
    reason = lines(_("reason"), 300)


RESULTS = [("", "–"), ("passed", _("passed")), ("failed", _("not passed"))]


class AssessForm(ActionForm):
    """Form of an assessment: what it found. Nothing is chosen beforehand: a result that nobody chose is none."""

    assessed_on = day(_("assessed on"))
    passed = forms.TypedChoiceField(
        label=_("result"), choices=RESULTS, coerce=lambda given: given == "passed", widget=UnfoldAdminSelectWidget
    )
    effective_on = day(
        _("effective on"),
        required=False,
        help_text=_(
            "If a restoration is passed: the first day of the normal status, or on which a new filing is possible."
        ),
    )
    examined_on = day(_("examined on"), required=False, help_text=_("The rule pack asks for an examination (art. 39)."))
    examination_passed = answer(_("examination passed"), required=False)
    consent = text(_("consent of the author"), 160, required=False)
    document = text(_("document"), 160)

    def prepare(self) -> None:
        """Ask only for what is needed: a repair has no first day, and not every case an examination or a consent."""
        repair = self.work is not None and self.work.kind == ApplicationKind.REPAIR
        if repair:
            del self.fields["effective_on"]
        if repair or not _may_be_examined(self.work):
            del self.fields["examined_on"], self.fields["examination_passed"]
        others = eligibility.consenting(self.work, localdate())
        if others:
            self.fields["consent"].help_text = gettext(
                "If passed: the document by which the agency of %(divisions)s consents, which decided the measure."
            ) % {"divisions": "、".join(title_of(other) for other in others)}
        else:
            del self.fields["consent"]


def _may_be_examined(application: Application) -> bool:
    """Return whether an assessment may need an examination: it is dated between the consent and today."""
    begun = application.consented_on or application.applied_on
    return any(examinations.asked(on) for on in (begun, localdate()))
