"""Fields of an office's forms, in the look of the admin."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    INPUT_CLASSES,
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from registry.people.models import PersonCode
from registry.statements.choices import titled
from registry.words import lifelong_id
from registry.words.code import Code
from registry.words.wording import Named
from registry.words.written import person_codes, writings
from sync.admin.actions import ActionForm
from sync.admin.of_statements import sentence_of
from sync.admin.titles import Words
from sync.wire.refusals import FormatRefused, reason


def text(
    label: Words, longest: int, *, required: bool = True, help_text: Words = "", initial: str = ""
) -> forms.CharField:
    """Return a line of text."""
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        help_text=help_text,
        initial=initial,
        widget=UnfoldAdminTextInputWidget,
        validators=[_must_be_seen],
    )


def lines(label: Words, longest: int, *, required: bool = True, help_text: Words = "") -> forms.CharField:
    """Return several lines of text."""
    widget = UnfoldAdminTextareaWidget(attrs={"rows": 3})
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        help_text=help_text,
        widget=widget,
        validators=[_must_be_seen],
    )


def _must_be_seen(given: str) -> None:
    """Refuse what files and statements refuse: characters that cannot be seen, or turn the direction of writing."""
    if any(writings.is_forbidden(line) for line in given.splitlines()):
        why = reason("forbidden_character", gettext("The text"))
        raise forms.ValidationError(f"{sentence_of(why)} [{why.code}]", code=why.code)


def day(label: Words, *, required: bool = True, help_text: Words = "", today: bool = False) -> forms.DateField:
    """Return a date, as the browser lets it be chosen."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        initial=localdate if today else None,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": " ".join(INPUT_CLASSES)}),
    )


def whole(label: Words, low: int, high: int, *, required: bool = True, help_text: Words = "") -> forms.IntegerField:
    """Return a whole number."""
    return forms.IntegerField(
        label=label,
        min_value=low,
        max_value=high,
        required=required,
        help_text=help_text,
        widget=UnfoldAdminIntegerFieldWidget,
    )


def choice(
    label: Words,
    codes: Iterable[Code | Named],
    *,
    required: bool = True,
    help_text: Words = "",
    initial: Code | None = None,
) -> forms.ChoiceField:
    """Return one of a code list; nothing is chosen beforehand, for what nobody chose is no answer.

    `initial` is what the law takes where nobody says more.
    """
    return forms.ChoiceField(
        label=label,
        choices=[("", "–"), *titled(codes)],
        required=required,
        initial=initial,
        help_text=help_text,
        widget=UnfoldAdminSelectWidget,
    )


def choices(label: Words, codes: Iterable[Code | Named], *, help_text: Words = "") -> forms.MultipleChoiceField:
    """Return some of a code list."""
    return forms.MultipleChoiceField(
        label=label, choices=titled(codes), help_text=help_text, widget=UnfoldAdminCheckboxSelectMultipleWidget
    )


def flag(label: Words, *, help_text: Words = "") -> forms.BooleanField:
    """Return yes or no."""
    return forms.BooleanField(label=label, required=False, help_text=help_text, widget=UnfoldBooleanWidget)


def answer(label: Words, *, required: bool = True, help_text: Words = "") -> forms.TypedChoiceField:
    """Return yes or no, or nothing said yet."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("", "–"), ("yes", _("yes")), ("no", _("no"))],
        coerce=lambda given: given == "yes",
        empty_value=None,
        required=required,
        help_text=help_text,
        widget=UnfoldAdminSelectWidget,
    )


class PersonField(forms.CharField):
    """A lifelong ID, or a code that stands for one person."""

    widget = UnfoldAdminTextInputWidget

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("person"))
        super().__init__(max_length=64, help_text=_("Lifelong ID or code."), **kwargs)

    def to_python(self, value: object) -> str:
        return person_of(str(super().to_python(value) or "").strip())


class PeopleField(forms.CharField):
    """People, one a line."""

    widget = UnfoldAdminTextareaWidget

    def to_python(self, value: object) -> Sequence[str]:  # type: ignore[override]
        lines_given = str(super().to_python(value) or "").splitlines()
        return [person_of(line.strip()) for line in lines_given if line.strip()]


def person_of(given: str) -> str:
    """Return the lifelong ID behind what was typed. Raises ValidationError."""
    if not given:
        return given
    alike = {given} | {person_codes.plain(system, given)[1] for system in person_codes.KNOWN_SYSTEMS}
    codes = PersonCode.objects.filter(code__in=alike).values_list("person_id", flat=True).distinct()[:2]
    if len(codes) == 1:
        return str(codes[0])
    try:
        return lifelong_id.normalise(given)
    except FormatRefused as error:
        why = error.reason
        raise forms.ValidationError(f"{sentence_of(why)} [{why.code}]", code=why.code) from None


class ReasonForm(ActionForm):
    """Form that takes a reason."""

    reason = lines(_("reason"), 300)


def shown_day(on: date | None) -> str:
    """Return a date in ISO form, or a dash."""
    return on.isoformat() if on else "–"
