"""Forms of the duplicate queue: propose a pair, or two IDs by hand; say why."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from registry.people.models import Person
from registry.words import lifelong_id
from sync.admin.actions import ActionForm
from sync.wire.refusals import FormatRefused


def _reason() -> forms.CharField:
    return forms.CharField(label=_("reason"), max_length=500, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}))


class ReasonForm(ActionForm):
    """Form that takes a reason."""

    reason = _reason()


class ProposeForm(ActionForm):
    """Form that proposes a pair: which ID goes on, and why the two are one person."""

    into = forms.ChoiceField(label=_("ID that goes on"), widget=UnfoldAdminRadioSelectWidget)
    reason = _reason()

    def prepare(self) -> None:
        """Offer the two IDs of the pair."""
        pair = (self.work.first_id, self.work.second_id)
        self.fields["into"].choices = [(one, lifelong_id.shown(one)) for one in pair]  # type: ignore[attr-defined]


class PersonField(forms.CharField):
    """The lifelong ID of a person."""

    widget = UnfoldAdminTextInputWidget

    def clean(self, value: object) -> Person | None:
        """Return the person of this ID. Raises ValidationError where there is none."""
        given = str(super().clean(value))
        try:
            found = Person.objects.filter(pk=lifelong_id.normalise(given)).first()
        except FormatRefused:
            found = None
        if found is None:
            raise forms.ValidationError(_("No person has this lifelong ID."))
        return found


class ByHandForm(ActionForm):
    """Form that takes two IDs which a human thinks are one person."""

    absorbed = PersonField(label=_("ID given up"), max_length=24)
    into = PersonField(label=_("ID that goes on"), max_length=24)
    reason = _reason()
