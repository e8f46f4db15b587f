"""Forms of the duplicate queue: propose a pair, two IDs by hand, or a split; decide."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from registry.people.models import Person
from registry.people.services.merge_proposals import ProposalRefused
from registry.words import lifelong_id
from registry.words.errors import CodeRefused


def _reason() -> forms.CharField:
    return forms.CharField(label=_("reason"), max_length=500, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}))


def sentence_of(refused: ProposalRefused) -> str:
    """Return why something was refused, in the reader's language."""
    chinese = (get_language() or "en").startswith("zh")
    return refused.reason.sentence_zh if chinese else refused.reason.sentence


class ProposeForm(forms.Form):
    """Which of a found pair goes on, and why they are one person."""

    into = forms.ChoiceField(label=_("ID that goes on"), widget=UnfoldAdminRadioSelectWidget)
    reason = _reason()

    def __init__(self, pair: tuple[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = [(one, lifelong_id.shown(one)) for one in pair]  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    """Approve or reject."""

    verdict = forms.ChoiceField(
        label=_("verdict"),
        choices=[("approve", _("approve")), ("reject", _("reject"))],
        widget=UnfoldAdminRadioSelectWidget,
    )
    reason = _reason()


class ByHandForm(forms.Form):
    """Two IDs that a human thinks are one person."""

    absorbed = forms.CharField(label=_("ID given up"), max_length=24, widget=UnfoldAdminTextInputWidget)
    into = forms.CharField(label=_("ID that goes on"), max_length=24, widget=UnfoldAdminTextInputWidget)
    reason = _reason()

    def person(self, name: str) -> Person | None:
        """Return the person of a field; None with an error beside it."""
        try:
            found = Person.objects.filter(pk=lifelong_id.normalise(self.cleaned_data[name])).first()
        except CodeRefused:
            found = None
        if found is None:
            self.add_error(name, gettext("No person has this lifelong ID."))
        return found


class SplitForm(forms.Form):
    """Why two are two after all."""

    reason = _reason()
